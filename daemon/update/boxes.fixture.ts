import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { TrustedKey, UpdateResult } from '../../systemd/index.ts';
import { realWorld } from '../../world/index.ts';
import { WITHOUT_KEY } from '../box-key.ts';
import type { UpdatesView } from '../http/contract.ts';
import { createLog } from '../log.ts';
import { createReplication, type Replication } from '../replication/replication.ts';
import { createRoster } from '../siblings/roster.ts';
import { createSiblings, type Siblings } from '../siblings/siblings.ts';
import { openStore } from '../store/database.ts';
import { testFolder } from '../store/folder.fixture.ts';
import type { Store } from '../store/store.ts';
import { createUpdates, type Updates } from './updates.ts';

/** What of a register takes part in updates, over real connections on this machine; it sells nothing. */
export interface UpdateBox {
  readonly id: string;
  readonly dir: string;
  readonly store: Store;
  readonly siblings: Siblings;
  readonly replication: Replication;
  readonly updates: Updates;
  readonly version: string;
  shiftOpen: boolean;
  view(): Promise<UpdatesView>;
  /** Root has been asked for this package; undefined when it has not. */
  asked(): string | undefined;
  stop(): Promise<void>;
  /** As root's side does it: takes the request up, and starts the register anew with whatever came of it. */
  installed(outcome: 'done' | 'rolled-back'): Promise<UpdateBox>;
  /** Starts anew after a kill or a stop. */
  again(version?: string): Promise<UpdateBox>;
}

export interface BoxOptions {
  readonly id: string;
  readonly version?: string;
  readonly keys: () => readonly TrustedKey[];
  readonly media?: string;
  readonly installed?: boolean;
  /** By how much the waits of updates are shortened: ten seconds of a shop's opening are one of the test. */
  readonly haste?: number;
}

export async function startUpdateBox(options: BoxOptions, folder = testFolder()): Promise<UpdateBox> {
  const { id, version = '0.1.0', keys, media = '/nowhere', installed = true, haste = 10 } = options;
  const { dir } = folder;
  const world = realWorld;
  const log = createLog('silent', world);
  const register = { id, name: `Pokladna ${id}`, series: 'R1', timezone: 'Europe/Prague' };
  const store = openStore({ dir, world, log });
  const roster = createRoster(store, log);
  const updates = createUpdates({
    dir,
    store,
    world: { ...world, after: (ms, run) => world.after(ms / haste, run) },
    log,
    events: { emit() {}, listen: () => () => {} },
    register,
    version,
    replication: () => replication,
    members() {
      const linked = new Set(siblings.spokenTo());
      return roster
        .all()
        .filter(({ registerId }) => registerId !== id)
        .map(({ registerId, name }) => ({ id: registerId, name, linked: linked.has(registerId) }));
    },
    send: (to, text) => siblings.send(to, text),
    shiftOpen: () => box.shiftOpen,
    box: { keys, installed: () => installed, media },
  });
  const replication: Replication = createReplication({
    store,
    world,
    log,
    registerId: id,
    projections: [roster.projection, updates.projection],
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
      register,
      sync: {
        host: '127.0.0.1',
        port: await freePort(),
        pairing_port: await freePort(),
        discovery: false,
        siblings: [],
      },
    },
    version,
    roster,
    replication,
    series: () => 'R1',
    aside: (from, text) => updates.receive(from, text),
  });
  replication.start();
  roster.start();
  await siblings.start();
  updates.start();
  const request = join(dir, 'updates/request.json');
  let stopped = false;

  const box: UpdateBox = {
    id,
    dir,
    store,
    siblings,
    replication,
    updates,
    version,
    shiftOpen: false,
    view: () => updates.view(),
    asked: () => (existsSync(request) ? JSON.parse(readFileSync(request, 'utf8')).package : undefined),
    async stop() {
      if (stopped) return;
      stopped = true;
      await updates.stop();
      await siblings.stop();
      replication.stop();
      store.close();
    },
    async installed(outcome) {
      const to = /_([0-9.]+)_/.exec(this.asked() ?? '')?.[1] ?? '';
      const tell = (state: UpdateResult['state']) => {
        const result: UpdateResult = {
          state,
          from: version,
          to,
          at: '2026-11-24T02:00:00Z',
          reason: 'not-ready',
        };
        writeFileSync(join(dir, 'update.json'), JSON.stringify(result));
      };
      tell('installing');
      rmSync(request);
      await this.stop();
      tell(outcome);
      return startUpdateBox({ ...options, version: outcome === 'done' ? to : version }, folder);
    },
    async again(next = version) {
      await this.stop();
      return startUpdateBox({ ...options, version: next }, folder);
    },
  };
  return box;
}

/** `box` joins the shop of `host` by a code. */
export async function joinBox(box: UpdateBox, host: UpdateBox): Promise<void> {
  const { code, addresses } = await host.siblings.showCode();
  const address = addresses[0];
  await box.siblings.join(address === undefined ? { code } : { code, address });
  await until('joined', () => box.siblings.settled && box.siblings.spokenTo().includes(host.id));
}

/** Looks again and again, for other ends of connections cannot be waited for in any other way. */
export const until = (what: string, look: () => boolean | Promise<boolean>): Promise<unknown> =>
  vi.waitFor(
    async () => {
      if (!(await look())) throw new Error(`it has not come to be: ${what}`);
    },
    { timeout: 40_000, interval: 50 },
  );

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
