import { existsSync } from 'node:fs';
import { BOX_KEYS, PROGRAM_KEYS, readKeys, type TrustedKey } from '../../systemd/index.ts';
import type { World } from '../../world/index.ts';
import type { Events } from '../events.ts';
import type { HealthPart, UpdatesView } from '../http/contract.ts';
import type { HealthSource } from '../http/health.ts';
import type { Log } from '../log.ts';
import type { Projection } from '../replication/projection.ts';
import type { Replication } from '../replication/replication.ts';
import type { Store } from '../store/store.ts';
import type { Engine, Member } from './engine.ts';
import { createHandover } from './handover.ts';
import { createRecords, updateProjection } from './records.ts';
import { MEDIA } from './sticks.ts';

/** New versions of the program: taken from a stick or a sibling, verified, and installed one register after another. */
export interface Updates extends HealthSource {
  start(): void;
  stop(): Promise<void>;
  view(): Promise<UpdatesView>;
  look(place?: string): Promise<UpdatesView>;
  install(how: { readonly evenWithOpenShift: boolean }): Promise<UpdatesView>;
  halt(): Promise<UpdatesView>;
  drop(): Promise<UpdatesView>;
  /** A sibling's message, when it is one of packages; false when it is somebody else's. */
  receive(from: string, text: string): boolean;
  readonly projection: Projection;
}

export interface UpdatesOptions {
  readonly dir: string;
  readonly store: Store;
  readonly world: World;
  readonly log: Log;
  readonly events: Pick<Events, 'emit' | 'listen'>;
  readonly register: { readonly id: string; readonly name: string; readonly timezone: string };
  readonly version: string;
  readonly replication: () => Replication;
  readonly members: () => readonly Member[];
  readonly send: (registerId: string, text: string) => boolean;
  readonly shiftOpen: () => boolean;
  /** For tests, in the place of what is on the box. */
  readonly box?: Partial<Box>;
}

/** What the box has for updates. */
interface Box {
  readonly keys: () => readonly TrustedKey[];
  readonly installed: () => boolean;
  readonly media: string;
}

/** Where an installed register keeps its data, and root's side of the updates. */
const DATA = '/var/lib/kasad';
const ROOT_SIDE = '/usr/lib/kasad/update/install.ts';
/** The opening of the shop comes first. */
const LOAD_MS = 10_000;
const HEAD = '{"package":{';

export function createUpdates(options: UpdatesOptions): Updates {
  const { dir, store, world, log, events, register, version } = options;
  const box: Box = {
    keys: () => readKeys([PROGRAM_KEYS, BOX_KEYS]),
    installed: () => dir === DATA && existsSync(ROOT_SIDE),
    media: MEDIA,
    ...options.box,
  };
  const handover = createHandover(dir);
  let engine: Engine | undefined;
  let health: () => HealthPart[] = () => [];
  let opening: Promise<Engine> | undefined;
  let stopped = false;
  let cancel = () => {};
  let unlisten = () => {};

  async function load(): Promise<Engine> {
    const { createEngine, updateHealth } = await import('./open-engine.ts');
    const records = createRecords(store, options.replication());
    const made = createEngine({
      ...options,
      ...box,
      arch: process.arch === 'arm64' ? 'arm64' : 'amd64',
      records,
      changed: () => events.emit({ kind: 'updates' }),
    });
    if (stopped) return made;
    health = () =>
      updateHealth({
        result: handover.result(),
        version,
        stop: records.stop(),
        nameOf: (id) =>
          id === register.id ? register.name : (options.members().find((one) => one.id === id)?.name ?? id),
      });
    made.start();
    engine = made;
    return made;
  }

  function open(): Promise<Engine> {
    opening ??= load().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  async function after(run: (engine: Engine) => void | Promise<void>): Promise<UpdatesView> {
    const it = await open();
    await run(it);
    return it.view();
  }

  return {
    start() {
      cancel = world.after(LOAD_MS, () => {
        open().catch((error: unknown) =>
          log.error({ err: error }, 'what updates the register could not be loaded'),
        );
      });
      unlisten = events.listen((event) => {
        if (event.kind === 'shift' || event.kind === 'siblings') engine?.wake();
      });
    },
    async stop() {
      stopped = true;
      cancel();
      unlisten();
      const it = await opening?.catch(() => undefined);
      await it?.stop();
    },
    view: () => after(() => {}),
    look: (place) => after((it) => it.look(place)),
    install: (how) => after((it) => it.install(how)),
    halt: () => after((it) => it.halt()),
    drop: () => after((it) => it.drop()),
    receive(from, text) {
      if (!text.startsWith(HEAD)) return false;
      engine?.receive(from, text);
      return true;
    },
    projection: updateProjection(store, () => engine?.wake()),
    health: () => health(),
  };
}
