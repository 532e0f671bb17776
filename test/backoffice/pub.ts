import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createTill, type Till } from '../../backoffice/books/trade.fixture.ts';
import type { Client } from '../../backoffice/server.fixture.ts';
import { isBackoffice } from '../../daemon/replication/backoffice.ts';
import { createReplication, type Replication } from '../../daemon/replication/replication.ts';
import { openStore } from '../../daemon/store/database.ts';
import { restoreCopy } from '../../daemon/store/restore.ts';
import type { Store } from '../../daemon/store/store.ts';
import { httpsTransport } from '../../daemon/upstream/https-transport.ts';
import { createSession, type Session } from '../../daemon/upstream/session.ts';
import type { Transport } from '../../daemon/upstream/transport.ts';
import type { PairAnswer, RegisterReport } from '../../wire/index.ts';
import { type ManualWorld, manualWorld } from '../../world/manual.fixture.ts';
import { seeded } from '../simulation/random.ts';
import { type FaultyLine, faultyLine } from './faulty-line.ts';

export type Paired = Client & { readonly paired: PairAnswer };

/** One register: its database, its replication and its way to the backoffice, all real but for the clock. */
export interface Box {
  readonly id: string;
  readonly store: Store;
  readonly replication: Replication;
  readonly till: Till;
  readonly line: FaultyLine;
  readonly session: Session;
  /** With the token that it was paired by. */
  begin(paired: Paired): void;
  /** What the till has written since goes into the database, in one transaction. */
  keep(): void;
  stop(): Promise<void>;
}

export interface Pub {
  readonly world: ManualWorld;
  readonly folder: string;
  open(id: string, till?: Till): Box;
  /** Each hears the other until one of them stops. */
  link(a: Box, b: Box): void;
  /** From the newest of its copies; the box must be stopped. Answers the one that takes its place. */
  restore(box: Box, till: Till): Box;
  /** Time passes, and what leaves for the backoffice is answered, until it is so. */
  until(so: () => boolean, most_ms?: number): Promise<void>;
  pass(by_ms: number): Promise<void>;
  end(): Promise<void>;
}

const STEP_MS = 1_000;

/** Registers of a shop on one clock that is moved by hand; what they say to each other is heard at once. */
export function openPub(): Pub {
  const drawn = seeded(1);
  const manual = manualWorld();
  const world: ManualWorld = {
    ...manual,
    // As a clock of a computer counts; waits of backing off are fractions.
    wall_ms: () => Math.floor(manual.wall_ms()),
    bytes: (count) => Uint8Array.from({ length: count }, () => drawn.int(0, 255)),
  };
  const folder = mkdtempSync(join(tmpdir(), 'kasad-pub-'));
  const boxes = new Map<string, Box>();
  const wires = new Set<string>();
  const said: { from: string; to: string; text: string }[] = [];
  const log = pino({ level: 'silent' });

  function hear(): void {
    for (let next = said.shift(); next; next = said.shift()) {
      boxes.get(next.to)?.replication.receive(next.from, next.text);
    }
  }

  async function pass(by_ms: number): Promise<void> {
    for (let left = by_ms; left > 0; left -= STEP_MS) {
      await world.advance(Math.min(left, STEP_MS));
      hear();
    }
  }

  function open(id: string, till = createTill(id)): Box {
    const store = openStore({ dir: join(folder, id), world, log });
    let session: Session | undefined;
    let real: Transport | undefined;
    const line = faultyLine(() => must(real));
    let kept = till.facts.length;
    const replication = createReplication({
      // A process of its own for each would be slow, and its end is no moment of this clock.
      store: { ...store, census: async () => null },
      world,
      log,
      registerId: id,
      projections: [],
      send(to, text) {
        if (isBackoffice(to)) return session?.send(text) ?? false;
        if (!wires.has(`${id}>${to}`)) return false;
        said.push({ from: id, to, text });
        return true;
      },
      onRows: (from) => session?.rows(from),
    });
    const box: Box = {
      id,
      store,
      replication,
      till,
      line,
      get session() {
        return must(session);
      },
      begin(paired) {
        const { token, store: of, origin } = paired.paired;
        real = httpsTransport({ time: world, url: paired.url, version: 'test' });
        session = createSession({
          store,
          world,
          log,
          registerId: id,
          replication,
          transport: line,
          pairing: { url: paired.url, token, store: of, origin, pairedAt: '2026-11-24T12:00:00+01:00' },
          renamed() {},
          report: () => reportOf(id, replication),
          changed() {},
          ended() {},
          addresses: () => ['10.0.0.7'],
        });
        session.start();
      },
      keep() {
        const news = till.facts.slice(kept);
        kept = till.facts.length;
        store.transaction(() => {
          for (const { kind, id: of, body } of news) store.journal.fact(kind, of, JSON.parse(body));
        });
        hear();
      },
      async stop() {
        for (const wire of [...wires]) {
          const [from, to] = wire.split('>') as [string, string];
          if (from !== id && to !== id) continue;
          wires.delete(wire);
          if (from !== id) boxes.get(from)?.replication.unlink(id);
        }
        boxes.delete(id);
        await session?.stop();
        replication.stop();
        store.close();
      },
    };
    replication.start();
    boxes.set(id, box);
    return box;
  }

  return {
    world,
    folder,
    open,
    link(a, b) {
      wires.add(`${a.id}>${b.id}`).add(`${b.id}>${a.id}`);
      a.replication.link(b.id, b.replication.origin);
      b.replication.link(a.id, a.replication.origin);
      hear();
    },
    restore(box, till) {
      restoreCopy({ dir: join(folder, box.id), world });
      return open(box.id, till);
    },
    async until(so, most_ms = 6 * 3_600_000) {
      const end = world.now() + most_ms;
      while (!so()) {
        if (world.now() > end) throw new Error('it has not come to be');
        const lines = [...boxes.values()].map(({ line }) => line).filter(({ underWay }) => underWay > 0);
        if (lines.length > 0) await Promise.race(lines.map((line) => line.ended()));
        else await pass(STEP_MS);
        hear();
      }
    },
    pass,
    async end() {
      for (const box of [...boxes.values()]) await box.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function must<T>(one: T | undefined): T {
  if (one === undefined) throw new Error('this register has not been paired');
  return one;
}

const reportOf = (registerId: string, { origin, vector }: Replication): RegisterReport => ({
  registerId,
  name: `Pokladna ${registerId}`,
  version: 'test',
  origin,
  vv: vector(),
  health: { state: 'ok', cs: '', en: '' },
  eet: null,
  siblings: [],
});
