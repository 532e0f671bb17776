import type { Sql } from '../database/database.ts';
import type { Projection } from '../replica/projection.ts';
import { authorOf, type Cell, cellsOf, newest } from './cells.ts';
import { isListed, type Listed, readListed, SECRET_COLUMN, saidBy } from './reading.ts';

interface Row {
  readonly id: string;
  readonly doc: string | null;
  readonly said: string;
  readonly archived: number;
}

/**
 * Records of the price list, the staff and the settings as documents, and a log of who changed what. A record is read
 * anew from all its cells, so it does not matter in which order or in how many parts they came. One that cannot be read
 * stays as it was and is told; what clashes is let in, as at a register.
 */
export function createPriceListProjection(): Projection {
  return {
    name: 'price-list',
    version: 1,
    async take(sql, store, { records }) {
      const tables = new Map<Listed, string[]>();
      for (const { tbl, id } of records) {
        if (!isListed(tbl)) continue;
        const ids = tables.get(tbl);
        if (ids) ids.push(id);
        else tables.set(tbl, [id]);
      }
      for (const [tbl, ids] of tables) await takeTable(sql, store, tbl, ids);
      if (tables.size > 0) await grow(sql, store);
    },
    /** But not the log, which the cells could not make anew. */
    async clear(sql, store) {
      await sql.run('DELETE FROM listed WHERE store = ?', store);
      await grow(sql, store);
    },
  };
}

async function takeTable(sql: Sql, store: string, tbl: Listed, ids: readonly string[]): Promise<void> {
  const cells = await cellsOf(sql, store, tbl, ids);
  const before = await rowsOf(sql, store, tbl, ids);
  await log(sql, store, cells, before);
  const gone: string[] = [];
  const rows = ids.flatMap((id) => {
    const of = cells.get(id) ?? [];
    const last = newest(of);
    const read = readListed(tbl, id, of);
    if (!last || read.is === 'deleted') {
      gone.push(id);
      return [];
    }
    const known = before.get(id);
    const whole = read.is === 'whole';
    return [
      [
        store,
        tbl,
        id,
        whole ? JSON.stringify(read.change.value) : (known?.doc ?? null),
        JSON.stringify(saidBy(of)),
        whole ? Number(read.change.archived) : (known?.archived ?? 0),
        read.is === 'unreadable' ? read.column : null,
        last.hlc,
        last.origin,
        authorOf(last, changedByOf(of)),
      ],
    ];
  });
  await sql.insertMany(
    'INSERT INTO listed (store, tbl, id, doc, said, archived, unreadable, hlc, origin, author) VALUES',
    rows,
    `ON CONFLICT (store, tbl, id) DO UPDATE SET doc = excluded.doc, said = excluded.said, archived = excluded.archived,
     unreadable = excluded.unreadable, hlc = excluded.hlc, origin = excluded.origin, author = excluded.author`,
  );
  for (const id of gone) {
    await sql.run('DELETE FROM listed WHERE store = ? AND tbl = ? AND id = ?', store, tbl, id);
  }
}

const changedByOf = (cells: readonly Cell[]) => cells.find(({ col }) => col === 'changedBy');

async function rowsOf(
  sql: Sql,
  store: string,
  tbl: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  const rows = new Map<string, Row>();
  for (let at = 0; at < ids.length; at += 500) {
    const slice = ids.slice(at, at + 500);
    const found = await sql.all<Row>(
      `SELECT id, doc, said, archived FROM listed
       WHERE store = ? AND tbl = ? AND id IN (${slice.map(() => '?').join(', ')})`,
      store,
      tbl,
      ...slice,
    );
    for (const row of found) rows.set(row.id, row);
  }
  return rows;
}

/** Each value of a cell once, whatever is read again. `changedBy` is told as the author of the others. */
async function log(
  sql: Sql,
  store: string,
  records: ReadonlyMap<string, readonly Cell[]>,
  before: ReadonlyMap<string, Row>,
): Promise<void> {
  const rows = [...records].flatMap(([id, cells]) => {
    const known = before.get(id);
    const said: Record<string, unknown> = known ? JSON.parse(known.said) : {};
    const changedBy = changedByOf(cells);
    return (
      cells
        // What says what it said is no change.
        .filter(({ col, val }) => col !== 'changedBy' && JSON.stringify(said[col]) !== val)
        .map((cell) => {
          const { tbl, col, val, hlc, origin, seq } = cell;
          const secret = col === SECRET_COLUMN;
          const was = secret || !Object.hasOwn(said, col) ? null : JSON.stringify(said[col]);
          const author = authorOf(cell, changedBy);
          return [store, origin, seq, hlc, tbl, id, col, was, secret ? null : val, author];
        })
    );
  });
  await sql.insertMany(
    'INSERT INTO listed_change (store, origin, seq, hlc, tbl, id, col, was, val, author) VALUES',
    rows,
    'ON CONFLICT (store, origin, seq) DO NOTHING',
  );
}

async function grow(sql: Sql, store: string): Promise<void> {
  await sql.run(
    `INSERT INTO listed_version (store, version) VALUES (?, 1)
     ON CONFLICT (store) DO UPDATE SET version = listed_version.version + 1`,
    store,
  );
}
