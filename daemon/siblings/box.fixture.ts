import { createServer } from 'node:net';
import { pino } from 'pino';
import { vi } from 'vitest';
import { realWorld, type World } from '../../world/index.ts';
import { WITHOUT_KEY } from '../box-key.ts';
import { createReplication, type Replication } from '../replication/replication.ts';
import { openStore } from '../store/database.ts';
import { testFolder } from '../store/folder.fixture.ts';
import type { Store } from '../store/store.ts';
import { createRoster, type Roster } from './roster.ts';
import { createSiblings, type Siblings } from './siblings.ts';

/** The parts of a register that make it one of a shop, over real connections on this machine; it sells nothing. */
export interface Box {
  readonly id: string;
  readonly dir: string;
  readonly store: Store;
  readonly roster: Roster;
  readonly replication: Replication;
  readonly siblings: Siblings;
  readonly warnings: readonly string[];
  /** From now on the disk can only be read, or takes everything again. */
  diskFull(full: boolean): void;
  stop(): Promise<void>;
  /** The same box a start later. */
  again(early?: (siblings: Siblings) => void): Promise<Box>;
}

/** `early` is called before the register has looked whether it belongs to a shop. */
export async function startBox(
  id: string,
  folder = testFolder(),
  world: World = realWorld,
  early: (siblings: Siblings) => void = () => {},
): Promise<Box> {
  const { dir } = folder;
  const warnings: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(JSON.parse(line).msg) });
  const store = openStore({ dir, world, log });
  const roster = createRoster(store, log);
  const replication: Replication = createReplication({
    store,
    world,
    log,
    registerId: id,
    projections: [roster.projection],
    send: (to, text) => siblings.send(to, text),
    onChange: () => siblings.replicationChanged(),
  });
  const siblings: Siblings = createSiblings({
    store,
    world,
    log,
    events: { emit() {} },
    dir,
    envelope: WITHOUT_KEY,
    config: {
      register: { id, name: id, series: 'R1', timezone: 'Europe/Prague' },
      sync: {
        host: '127.0.0.1',
        port: await freePort(),
        pairing_port: await freePort(),
        discovery: false,
        siblings: [],
      },
    },
    version: '0.1.0',
    roster,
    replication,
    series: () => 'R1',
  });
  replication.start();
  roster.start();
  early(siblings);
  await siblings.start();
  let stopped = false;
  async function stop(): Promise<void> {
    if (stopped) return;
    stopped = true;
    await siblings.stop();
    replication.stop();
    store.close();
  }
  return {
    id,
    dir,
    store,
    roster,
    replication,
    siblings,
    warnings,
    diskFull(full) {
      store.db.pragma(`query_only = ${full ? 1 : 0}`);
    },
    stop,
    async again(early) {
      await stop();
      return startBox(id, folder, world, early);
    },
  };
}

/** `box` joins the shop of `host` by a code. */
export async function join(box: Box, host: Box): Promise<void> {
  const { code, addresses } = await host.siblings.showCode();
  const address = addresses[0];
  await box.siblings.join(address === undefined ? { code } : { code, address });
}

/** Looks again and again, for other ends of connections cannot be waited for in any other way. */
export const until = (what: string, look: () => boolean): Promise<unknown> =>
  vi.waitFor(
    () => {
      if (!look()) throw new Error(`it has not come to be: ${what}`);
    },
    { timeout: 20_000, interval: 20 },
  );

export const isLinked = (one: Box, other: Box): boolean =>
  one.siblings.view().siblings.some(({ registerId, state }) => registerId === other.id && state === 'linked');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
