import { statSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../../../wire/index.ts';
import type { World } from '../../../world/index.ts';
import type { HealthPart } from '../../http/contract.ts';
import type { Log } from '../../log.ts';
import { type Beside, runBeside } from '../../store/beside.ts';
import { listCopies } from '../../store/files.ts';
import type { Store } from '../../store/store.ts';
import { mountedSticks, type Stick } from '../media.ts';
import { findMark, markPlace } from './mark.ts';
import type { Placed } from './place-copy.ts';
import { PLACE_COPY_PROCESS } from './process.ts';
import { folderRefusal, noPlace, notMarked } from './refusals.ts';
import { createTargets, type Target } from './targets.ts';
import { targetWords } from './words.ts';

/** A stick as it is plugged in now. */
export interface FoundStick extends Stick {
  /** The target that it is; null when nobody has given it to copies of this register. */
  readonly targetId: string | null;
}

/** Copies of this register elsewhere: the newest daily one goes to every place chosen for it, as soon as the place is there. */
export interface Backup {
  start(): void;
  stop(): Promise<void>;
  targets(): readonly Target[];
  /** Where a copy is being put down now. */
  readonly busy: string | null;
  /** Rejects never; sticks that answer too late are not there. */
  sticks(): Promise<readonly FoundStick[]>;
  /** By the name it is mounted under. Throws a Refusal `no-stick`, or the disk's own. */
  addStick(name: string): Promise<void>;
  /** Throws a Refusal `no-folder` or `folder-read-only`. */
  addFolder(folder: string): Promise<void>;
  /** What lies there stays. */
  remove(id: string): void;
  /** Puts the newest copy down wherever it is not yet, failures of a moment ago or not; resolves when all is done. */
  putDown(): Promise<void>;
  health(): HealthPart[];
}

export interface BackupParts {
  readonly store: Store;
  readonly world: World;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly dir: string;
  readonly registerId: string;
  readonly media: string;
}

const LOOK_MS = 60_000;
/** After a failure; what is not there costs nothing to look for each minute. */
const AGAIN_MS = 15 * 60_000;
/** A slow stick takes minutes for a large database; one that takes longer hangs. */
const PATIENCE_MS = 45 * 60_000;
const MARK_PATIENCE_MS = 5_000;

export function createBackup(parts: BackupParts): Backup {
  const { store, world, log, dir, media } = parts;
  const targets = createTargets(store);
  let running = false;
  let cancel = () => {};
  let round: Promise<void> = Promise.resolve();
  let beside: Beside<Placed> | undefined;
  let busy: string | null = null;

  function within<T>(work: Promise<T>, late: T, ms: number): Promise<T> {
    let over = () => {};
    const patience = new Promise<T>((resolve) => {
      over = world.after(ms, () => resolve(late));
    });
    return Promise.race([work, patience]).finally(() => over());
  }

  async function look(): Promise<readonly FoundStick[]> {
    const found = await mountedSticks(media);
    const known = new Set(targets.all().map(({ id }) => id));
    return Promise.all(
      found.map(async (stick) => {
        const mark = await findMark(stick.path);
        return { ...stick, targetId: mark !== undefined && known.has(mark) ? mark : null };
      }),
    );
  }
  const sticks = () => within<readonly FoundStick[]>(look(), [], MARK_PATIENCE_MS);

  async function put(target: Target, source: string, found: readonly FoundStick[]): Promise<Placed> {
    const place =
      target.kind === 'folder' ? target.place : found.find(({ targetId }) => targetId === target.id)?.path;
    if (place === undefined) return { is: 'failed', why: 'absent', detail: 'not plugged in' };
    busy = target.id;
    const job = runBeside<Placed>(PLACE_COPY_PROCESS, [source, place, target.id, parts.registerId]);
    beside = job;
    const killed: Placed = { is: 'failed', why: 'fault', detail: 'ended without a word' };
    try {
      return await within(
        job.answer.catch(() => killed),
        killed,
        PATIENCE_MS,
      );
    } finally {
      job.stop();
      beside = undefined;
      busy = null;
    }
  }

  async function all(pressed: boolean): Promise<void> {
    const source = listCopies(dir)[0];
    if (source === undefined || targets.all().length === 0) return;
    const wanted = nameOf(source);
    const found = await sticks();
    for (const target of targets.all()) {
      if (!running && !pressed) return;
      if (target.source === wanted && target.fault === null) continue;
      if (!pressed && target.fault !== null && target.fault.why !== 'absent') {
        const waited = Math.abs(world.wall_ms() - target.fault.at_ms);
        if (waited < AGAIN_MS) continue;
      }
      const went = await put(target, source, found);
      if (!store.db.open) return;
      if (went.is === 'placed') log.info({ target: target.id, kind: target.kind }, 'copy put down elsewhere');
      else if (target.fault?.why !== went.why) {
        log.warn(
          { target: target.id, why: went.why, detail: went.detail },
          'a copy could not be put down elsewhere',
        );
      }
      // What is not there is looked for each minute: that is worth a row only once.
      if (went.is === 'placed' || target.fault?.why !== went.why || went.why !== 'absent')
        targets.note(target.id, wanted, went, world.wall_ms());
    }
  }

  function next(): void {
    cancel = world.after(LOOK_MS, () => {
      inTurn(false).then(() => {
        if (running) next();
      });
    });
  }

  function inTurn(pressed: boolean): Promise<void> {
    round = round
      .then(() => all(pressed))
      .catch((error: unknown) => log.warn({ err: error }, 'copies could not be put down elsewhere'));
    return round;
  }

  async function add(kind: 'folder' | 'stick', name: string, place: string): Promise<void> {
    let id: string;
    try {
      id = await markPlace(place, world.uuid());
    } catch (error) {
      throw notMarked(name, (error as NodeJS.ErrnoException).code ?? '');
    }
    targets.add({ id, kind, name, place: kind === 'folder' ? place : '', added_ms: world.wall_ms() });
  }

  return {
    start() {
      running = true;
      next();
    },
    async stop() {
      running = false;
      cancel();
      beside?.stop();
      await round;
      cancel();
    },
    targets: () => targets.all(),
    get busy() {
      return busy;
    },
    sticks,
    async addStick(name) {
      const stick = (await sticks()).find((one) => one.name === name);
      if (stick === undefined) throw noPlace(name);
      await add('stick', name, stick.path);
    },
    async addFolder(folder) {
      const refusal = await folderRefusal(folder, dir);
      if (refusal) throw refusal;
      await add('folder', folder, folder);
    },
    remove(id) {
      if (!targets.all().some((target) => target.id === id)) {
        throw new Refusal(
          404,
          'no-target',
          {
            cs: 'Takové místo pro zálohy tu není. Nic se nezměnilo.',
            en: 'There is no such place for backups. Nothing was changed.',
          },
          { cs: 'Načtěte obrazovku znovu.', en: 'Reload the screen.' },
        );
      }
      targets.remove(id);
    },
    putDown: () => inTurn(true),
    health(): HealthPart[] {
      const all_ = targets.all();
      if (all_.length === 0) return [];
      const words = all_.map((target) => targetWords(target, world.wall_ms()));
      const { state, cs, en, hintCs, hintEn } =
        words.find((one) => one.state !== 'ok') ??
        ({
          state: 'ok',
          cs: 'Zálohy mimo pokladnu se daří.',
          en: 'Backups outside the register are made.',
          hintCs: '',
          hintEn: '',
        } as const);
      return [{ id: 'backup', state, cs, en, hintCs, hintEn }];
    },
  };
}

/** One copy a day: made again, it has another time. */
function nameOf(source: string): string {
  return `${path.basename(source)} ${Math.round(statSync(source).mtimeMs)}`;
}
