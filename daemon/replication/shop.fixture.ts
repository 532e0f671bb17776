import { pino } from 'pino';
import { parseMessage, sqliteStorage, type Taken, takeCensus } from '../../sync/index.ts';
import { type ManualWorld, manualWorld } from '../../world/manual.fixture.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { Projection } from './projection.ts';
import { createReplication, type Replication } from './replication.ts';

export interface Box {
  readonly id: string;
  readonly dir: string;
  readonly store: Store;
  readonly replication: Replication;
  /** What the projection was told, all calls together. */
  readonly seen: { records: string[]; facts: string[]; rebuilt: number };
  /** How often the replication has said that something has changed. */
  readonly changes: () => number;
  cells(table: string, id: string, patch: Record<string, unknown>): void;
  fact(kind: string, id: string, body: unknown): void;
  value(table: string, id: string, column: string): unknown;
  state(part: 'shop-data' | 'registers-agree'): string;
}

/** Registers with real databases; what they say goes from one to the other as text, in order, and at once. */
export interface Shop {
  readonly world: ManualWorld;
  open(id: string, dir: string, projection?: Partial<Projection>): Box;
  /** Each hears the other from now on. */
  link(a: Box, b: Box): void;
  unlink(a: Box, b: Box): void;
  /** Lets everything said be heard. */
  settle(): void;
  /** So much time passes, in ticks, and everything said is heard. */
  pass(ticks: number): Promise<void>;
  readonly said: { from: string; to: string; text: string }[];
  stop(box: Box): void;
}

export function createShop(): Shop {
  const world = manualWorld();
  const boxes = new Map<string, Box>();
  const wires = new Set<string>();
  const queue: { from: string; to: string; text: string }[] = [];
  const said: { from: string; to: string; text: string }[] = [];

  function settle(): void {
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (said.length > 100_000) throw new Error('they never stop talking');
      boxes.get(next.to)?.replication.receive(next.from, next.text);
    }
  }

  return {
    world,
    said,
    settle,
    open(id, dir, projection = {}) {
      const log = pino({ level: 'silent' });
      const store = openStore({ dir, world, log });
      const seen: Box['seen'] = { records: [], facts: [], rebuilt: 0 };
      let changes = 0;
      const watcher: Projection = {
        take(taken: Taken) {
          seen.records.push(...taken.records.map((record) => `${record.tbl}/${record.id}`));
          seen.facts.push(...taken.facts.map((fact) => `${fact.kind}/${fact.id}`));
          projection.take?.(taken);
        },
        rebuild() {
          seen.rebuilt++;
          projection.rebuild?.();
        },
      };
      const replication = createReplication({
        // A process of its own for each would be slow, and its end is no moment of this world.
        store: { ...store, census: async () => takeCensus(sqliteStorage(store.db)) },
        world,
        log,
        registerId: id,
        projections: [watcher],
        send(to, text) {
          if (!parseMessage(text).ok) throw new Error('a register says what nobody can read');
          const wired = wires.has(`${id}>${to}`);
          if (wired) {
            queue.push({ from: id, to, text });
            said.push({ from: id, to, text });
          }
          return wired;
        },
        onChange: () => void changes++,
      });
      const box: Box = {
        id,
        dir,
        store,
        replication,
        seen,
        changes: () => changes,
        cells: (table, of, patch) => store.transaction(() => store.journal.cells(table, of, patch)),
        fact: (kind, of, body) => store.transaction(() => store.journal.fact(kind, of, body)),
        value: (table, of, column) => store.journal.record(table, of)[column]?.value,
        state: (part) => replication.health().find((one) => one.id === part)?.state ?? 'none',
      };
      replication.start();
      boxes.set(id, box);
      return box;
    },
    link(a, b) {
      wires.add(`${a.id}>${b.id}`).add(`${b.id}>${a.id}`);
      a.replication.link(b.id, b.replication.origin);
      b.replication.link(a.id, a.replication.origin);
      settle();
    },
    unlink(a, b) {
      wires.delete(`${a.id}>${b.id}`);
      wires.delete(`${b.id}>${a.id}`);
      a.replication.unlink(b.id);
      b.replication.unlink(a.id);
    },
    async pass(ticks) {
      for (let i = 0; i < ticks; i++) {
        await world.advance(5_000);
        settle();
      }
    },
    stop(box) {
      box.replication.stop();
      boxes.delete(box.id);
      box.store.close();
    },
  };
}
