import type { FactRow } from '../../sync/index.ts';
import type { Database, Sql } from '../database/database.ts';
import { replicaSteps } from '../replica/schema.ts';
import { createBooks } from './projection.ts';
import { booksSteps } from './schema.ts';

export const STORE = 'lipa';

/** A store's rows and the books made of them, without a replica that speaks to registers. */
export interface Rows {
  readonly db: Database;
  /** Takes facts in, each slice in a transaction of its own; facts that are there already are passed over. */
  hold(facts: readonly FactRow[], slice?: number): Promise<void>;
  /** Everything anew from the facts, in the order of their names. */
  rebuild(): Promise<void>;
  name(table: 'register' | 'staff' | 'category', id: string, name: string): Promise<void>;
  /** All rows of a table of the books, in the order of its key. */
  table(name: string, order: string): Promise<Record<string, unknown>[]>;
}

/** The tables of an empty database. */
export const prepare = (db: Database): Promise<void> => db.migrate([...replicaSteps, ...booksSteps]);

export function openRows(db: Database, store = STORE): Rows {
  const books = createBooks();
  const take = (sql: Sql, facts: readonly FactRow[]) =>
    books.take(sql, store, { records: [], facts }, { registerId: null });
  return {
    db,
    async hold(facts, slice = 200) {
      for (let at = 0; at < facts.length; at += slice) {
        await db.write(async (sql) => {
          const fresh: FactRow[] = [];
          for (const fact of facts.slice(at, at + slice)) {
            const { origin, seq, hlc, kind, id, body } = fact;
            const added = await sql.run(
              `INSERT INTO fact (store, origin, seq, hlc, kind, id, body) VALUES (?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT (store, origin, seq) DO NOTHING`,
              store,
              origin,
              seq,
              hlc,
              kind,
              id,
              body,
            );
            if (added > 0) fresh.push(fact);
          }
          await take(sql, fresh);
        }, store);
      }
    },
    async rebuild() {
      await db.write(async (sql) => {
        await books.clear(sql, store);
        const facts = await sql.all<FactRow>(
          'SELECT origin, seq, hlc, kind, id, body FROM fact WHERE store = ? ORDER BY origin, seq',
          store,
        );
        for (let at = 0; at < facts.length; at += 100) await take(sql, facts.slice(at, at + 100));
      }, store);
    },
    name: (table, id, name) =>
      db.write(async (sql) => {
        await sql.run(
          `INSERT INTO cell (store, tbl, id, col, val, hlc, origin, seq) VALUES (?, ?, ?, 'name', ?, '1', 'names', 1)
           ON CONFLICT (store, tbl, id, col) DO UPDATE SET val = excluded.val`,
          store,
          table,
          id,
          JSON.stringify(name),
        );
      }, store),
    table: (name, order) =>
      db.read((sql) => sql.all(`SELECT * FROM ${name} WHERE store = ? ORDER BY ${order}`, store)),
  };
}
