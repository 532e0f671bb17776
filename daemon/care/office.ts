import { statSync } from 'node:fs';
import { localTime } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Config } from '../config/schema.ts';
import type { BackupTargetDraft, BackupView, PutOnStick, ResetRequest, ResetView } from '../http/contract.ts';
import type { Log } from '../log.ts';
import { dayOf, listCopies } from '../store/files.ts';
import type { Store } from '../store/store.ts';
import { type Backup, createBackup } from './backup/backup.ts';
import { noPlace } from './backup/refusals.ts';
import { targetWords } from './backup/words.ts';
import { createFiles, type MadeFile } from './made-files.ts';
import { MEDIA } from './media.ts';
import { createReset, type ResetParts } from './reset/reset.ts';

export interface CareParts extends Pick<ResetParts, 'standing' | 'leave' | 'quit'> {
  readonly store: Store;
  readonly world: World;
  readonly log: Log;
  readonly dir: string;
  readonly config: Config;
  /** Null for a demo. */
  readonly configFile: string | null;
  readonly version: string;
  /** Where sticks are mounted. */
  readonly media?: string;
  /** What the register says of itself, for the bundle. */
  readonly views: () => Promise<Readonly<Record<string, unknown>>>;
  /** Makes a daily copy now. Throws what the disk says. */
  readonly copy: () => Promise<unknown>;
}

export interface CareOffice {
  readonly backup: Backup;
  view(): Promise<BackupView>;
  /** A copy now, and put down wherever it shall go. */
  copyNow(): Promise<BackupView>;
  addTarget(draft: BackupTargetDraft): Promise<BackupView>;
  removeTarget(id: string): Promise<BackupView>;
  bundle(): Promise<MadeFile>;
  bundleTo(stick: string): Promise<PutOnStick>;
  export(): Promise<MadeFile>;
  exportTo(stick: string): Promise<PutOnStick>;
  resetView(): ResetView;
  reset(request: ResetRequest): Promise<void>;
}

export function openOffice(parts: CareParts): CareOffice {
  const { store, world, log, dir, config } = parts;
  const { register } = config;
  const media = parts.media ?? MEDIA;
  const local = (wall_ms: number) => localTime(wall_ms, register.timezone);
  const backup = createBackup({ store, world, log, dir, registerId: register.id, media });
  const files = createFiles({ ...parts, lookUp: placeOf });
  const reset = createReset({ ...parts, register, placeOf });

  /** Where a stick is mounted. Throws a Refusal `no-stick`. */
  async function placeOf(stick: string): Promise<string> {
    const found = (await backup.sticks()).find(({ name }) => name === stick);
    if (!found) throw noPlace(stick);
    return found.path;
  }

  async function view(): Promise<BackupView> {
    const sticks = await backup.sticks();
    return {
      copies: listCopies(dir).map((file) => ({
        day: dayOf(file),
        bytes: statSync(file, { throwIfNoEntry: false })?.size ?? 0,
      })),
      targets: backup.targets().map((target) => ({
        id: target.id,
        kind: target.kind,
        name: target.name,
        ...targetWords(target, world.wall_ms()),
        busy: backup.busy === target.id,
        okAt: target.ok_ms === null ? null : local(target.ok_ms),
        copies: [...target.copies],
      })),
      sticks: sticks.map(({ name, free_bytes, targetId }) => ({
        name,
        free_bytes,
        chosen: targetId !== null,
      })),
    };
  }

  return {
    backup,
    view,
    async copyNow() {
      await parts.copy();
      await backup.putDown();
      return view();
    },
    async addTarget(draft) {
      if ('stick' in draft) await backup.addStick(draft.stick);
      else await backup.addFolder(draft.folder);
      backup.start();
      return view();
    },
    async removeTarget(id) {
      backup.remove(id);
      return view();
    },
    bundle: () => files.bundle(),
    bundleTo: (stick) => files.bundleTo(stick),
    export: () => files.export(),
    exportTo: (stick) => files.exportTo(stick),
    resetView: () => reset.view(),
    reset: (request) => reset.begin(request),
  };
}
