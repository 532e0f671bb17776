import type { Database } from 'better-sqlite3';
import type { CellRow } from '../../sync/index.ts';
import { createEvents } from '../events.ts';
import type { Event } from '../http/contract.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import { emptyDatabase, memoryStore } from './memory-store.fixture.ts';
import type { CatalogueStore } from './shelf.ts';

/** One of several registers of a shop in one process; what passes between them is copied by hand. */
export interface TestRegister {
  readonly id: string;
  readonly catalogue: Catalogue;
  readonly store: CatalogueStore;
  readonly told: Event[];
  readonly warned: unknown[];
  /** What its clock shows; tests move it. */
  readonly clock: { wall_ms: number };
  /** The same database after the program was started anew. */
  restart(): TestRegister;
}

export const NOON_MS = Date.parse('2026-11-24T11:00:00Z');

export function testRegister(
  id: string,
  clock: { wall_ms: number } = { wall_ms: NOON_MS },
  db: Database = emptyDatabase(),
): TestRegister {
  const told: Event[] = [];
  const warned: unknown[] = [];
  const events = createEvents((error) => {
    throw error;
  });
  events.listen((event) => told.push(event));
  const store = memoryStore(db, { origin: `o-${id}`, wall_ms: () => clock.wall_ms });
  let ids = 0;
  const catalogue = createCatalogue(
    store,
    { wall_ms: () => clock.wall_ms, uuid: () => `${id}-${clock.wall_ms}-${++ids}` },
    events,
    {
      registerId: id,
      registerName: `Pokladna ${id.slice(1)}`,
      timezone: 'Europe/Prague',
      tableInUse: () => false,
      staffName: (staffId) => (staffId === 'petr' ? 'Petr' : undefined),
      log: { warn: (...said: unknown[]) => void warned.push(said) } as never,
    },
  );
  catalogue.start();
  return { id, catalogue, store, told, warned, clock, restart: () => testRegister(id, clock, db) };
}

/** Cells of one register, in the order in which they were written. */
export function cellsOf({ store }: TestRegister): CellRow[] {
  return store.db
    .prepare('SELECT \'cell\' AS "is", tbl, id, col, val, hlc, origin, seq FROM cell ORDER BY hlc')
    .all() as CellRow[];
}

/** Takes cells in as the replica does: of two the later stays, and the parts are told what is new. */
export function receive({ store, catalogue }: TestRegister, cells: readonly CellRow[]): void {
  const put = store.db.prepare(
    `INSERT INTO cell (tbl, id, col, val, hlc, origin, seq) VALUES (@tbl, @id, @col, @val, @hlc, @origin, @seq)
     ON CONFLICT DO UPDATE SET val = excluded.val, hlc = excluded.hlc, origin = excluded.origin, seq = excluded.seq
     WHERE excluded.hlc > cell.hlc`,
  );
  store.transaction(() => {
    const records = new Map<string, { tbl: string; id: string }>();
    for (const { is: _, ...cell } of cells) {
      if (put.run(cell).changes > 0) records.set(`${cell.tbl} ${cell.id}`, { tbl: cell.tbl, id: cell.id });
    }
    catalogue.projection.take({ records: [...records.values()], facts: [] });
  });
}

/** Everything that one register knows goes to another. */
export function pass(from: TestRegister, to: TestRegister): void {
  receive(to, cellsOf(from));
}

/** What a register shows and sells by, without what is its own. */
export function shown({ catalogue }: TestRegister) {
  const {
    version: _,
    register: _own,
    ...view
  } = catalogue.view({ id: 'r', name: 'R', series: 'R', version: '0' });
  return view;
}
