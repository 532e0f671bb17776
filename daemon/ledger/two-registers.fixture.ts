import type { CellRow, FactRow, Taken } from '../../sync/index.ts';
import { openStore } from '../store/database.ts';
import { testFolder } from '../store/folder.fixture.ts';
import type { Store } from '../store/store.ts';
import type { LedgerOptions } from './ledger.ts';
import { silent, type TestShop, type TestWorld, testCatalogue, testShop, testWorld } from './shop.fixture.ts';

/** One register of a small shop: a real store and a real ledger, everything else stands in. */
export interface TestRegister extends TestShop {
  readonly store: Store;
  readonly world: TestWorld;
  /** Takes in what `other` holds and this one does not, as replication does: in one transaction, rows first. */
  hear(other: TestRegister): Taken;
  /** The process ends and starts again on the same data. */
  restart(): TestRegister;
  stop(): void;
}

let boxes = 0;

export function testRegister(
  register: Partial<LedgerOptions['register']> = {},
  folder = testFolder(),
  world = testWorld(undefined, ++boxes),
): TestRegister {
  const store = openStore({ dir: folder.dir, world, log: silent });
  store.db.pragma('synchronous = OFF');
  const shop = testShop(store, world, testCatalogue(world), register);
  return {
    ...shop,
    store,
    world,
    hear: (other) => hear(store, shop, other.store),
    restart() {
      store.close();
      return testRegister(register, folder, world);
    },
    stop() {
      store.close();
      folder[Symbol.dispose]();
    },
  };
}

/** Facts and winning cells from one database to another. `order` puts the facts in the order in which they are told. */
export function hear(
  to: Store,
  shop: Pick<TestShop, 'ledger'>,
  from: Store,
  order: (facts: FactRow[]) => FactRow[] = (facts) => facts,
): Taken {
  return to.transaction(() => {
    const facts: FactRow[] = [];
    const records = new Map<string, { tbl: string; id: string }>();
    const addFact = to.db.prepare(
      'INSERT OR IGNORE INTO fact (origin, seq, hlc, kind, id, body) VALUES (:origin, :seq, :hlc, :kind, :id, :body)',
    );
    const addCell = to.db.prepare(
      `INSERT INTO cell (tbl, id, col, val, hlc, origin, seq) VALUES (:tbl, :id, :col, :val, :hlc, :origin, :seq)
       ON CONFLICT DO UPDATE SET val = excluded.val, hlc = excluded.hlc, origin = excluded.origin, seq = excluded.seq
       WHERE excluded.hlc > cell.hlc`,
    );
    const rows = from.db
      .prepare<[], Omit<FactRow, 'is'>>('SELECT origin, seq, hlc, kind, id, body FROM fact ORDER BY rowid')
      .all();
    for (const row of rows) {
      if (addFact.run(row).changes > 0) facts.push({ is: 'fact', ...row });
    }
    for (const cell of from.db.prepare<[], CellRow>('SELECT * FROM cell').all()) {
      if (addCell.run(cell).changes > 0)
        records.set(`${cell.tbl} ${cell.id}`, { tbl: cell.tbl, id: cell.id });
    }
    const taken = { records: [...records.values()], facts: order(facts) };
    shop.ledger.projection.take(taken);
    return taken;
  });
}
