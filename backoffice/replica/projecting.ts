import type { FactRow, Taken } from '../../sync/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { Sql } from '../database/database.ts';
import { databaseRefusal } from '../database/faults.ts';
import { type Aside, park, unpark, unparkAll, unreadFact, unreadRecord } from './parking.ts';
import type { From, Projection } from './projection.ts';
import { asFact, FACT, SLICE } from './reading.ts';

export interface Projecting {
  /** Inside a transaction. Says whether anything was put aside, or read again that had been. */
  take(sql: Sql, store: string, taken: Taken, from: From): Promise<boolean>;
  /** Inside a transaction: projections that have another version than last time are made anew from all that is held. */
  catchUp(sql: Sql, store: string): Promise<void>;
}

export function createProjecting(projections: readonly Projection[], wall_ms: () => number): Projecting {
  const names = new Set(projections.map(({ name }) => name));
  if (names.size !== projections.length) throw new Error('two projections of one name');

  async function give(sql: Sql, store: string, to: Projection, taken: Taken, from: From): Promise<boolean> {
    if (taken.records.length + taken.facts.length === 0) return false;
    const asides: Aside[] = [];
    if (
      !(await tried(
        sql,
        () => to.take(sql, store, taken, from),
        () => {},
      ))
    ) {
      // Whichever it was: each is tried by itself.
      for (const record of taken.records) {
        await tried(
          sql,
          () => to.take(sql, store, { records: [record], facts: [] }, from),
          (error) => asides.push(unreadRecord(to.name, record.tbl, record.id, error)),
        );
      }
      for (const fact of taken.facts) {
        await tried(
          sql,
          () => to.take(sql, store, { records: [], facts: [fact] }, from),
          (error) => asides.push(unreadFact(to.name, fact, error)),
        );
      }
    }
    return mind(sql, store, to, taken, asides, from);
  }

  /** A record that was put aside may be in order again; a fact never changes. */
  async function mind(
    sql: Sql,
    store: string,
    to: Projection,
    taken: Taken,
    asides: readonly Aside[],
    from: From,
  ) {
    let again = 0;
    if (taken.records.length > 0) {
      const any = await sql.get(
        'SELECT what FROM parked WHERE store = ? AND what = ? LIMIT 1',
        store,
        to.name,
      );
      const places = taken.records.map(({ tbl, id }) => `${tbl} ${id}`);
      if (any) again = await unpark(sql, store, to.name, places);
    }
    return again + (await park(sql, store, asides, from.registerId, wall_ms())) > 0;
  }

  return {
    async take(sql, store, taken, from) {
      let aside = false;
      for (const projection of projections) {
        if (await give(sql, store, projection, taken, from)) aside = true;
      }
      return aside;
    },
    async catchUp(sql, store) {
      const rows = await sql.all<{ name: string; version: number }>(
        'SELECT name, version FROM projection WHERE store = ?',
        store,
      );
      const versions = new Map(rows.map(({ name, version }) => [name, version]));
      for (const projection of projections) {
        const { name, version } = projection;
        if (versions.get(name) === version) continue;
        await projection.clear(sql, store);
        await unparkAll(sql, store, name);
        for await (const taken of everything(sql, store)) {
          await give(sql, store, projection, taken, { registerId: null });
        }
        await sql.run(
          `INSERT INTO projection (store, name, version) VALUES (?, ?, ?)
           ON CONFLICT (store, name) DO UPDATE SET version = excluded.version`,
          store,
          name,
          version,
        );
      }
    },
  };
}

/** Whether it went well; otherwise it is undone. A fault of the database itself is nobody's row's and goes on. */
async function tried(sql: Sql, run: () => Promise<void>, failed: (error: unknown) => void): Promise<boolean> {
  try {
    await sql.nested(run);
    return true;
  } catch (error) {
    const refusal = databaseRefusal(error);
    if (refusal instanceof Refusal && refusal.status >= 500) throw error;
    failed(error);
    return false;
  }
}

/** All that is held, in slices. */
async function* everything(sql: Sql, store: string): AsyncIterable<Taken> {
  for (let last: readonly [string, string] = ['', '']; ; ) {
    const records = await sql.all<{ tbl: string; id: string }>(
      `SELECT DISTINCT tbl, id FROM cell WHERE store = ? AND (tbl, id) > (?, ?) ORDER BY tbl, id LIMIT ${SLICE}`,
      store,
      ...last,
    );
    yield { records, facts: [] };
    const end = records.at(-1);
    if (!end || records.length < SLICE) break;
    last = [end.tbl, end.id];
  }
  for (let last: readonly [string, number] = ['', 0]; ; ) {
    const rows = await sql.all<Omit<FactRow, 'is'>>(
      `${FACT} WHERE store = ? AND (origin, seq) > (?, ?) ORDER BY origin, seq LIMIT ${SLICE}`,
      store,
      ...last,
    );
    yield { records: [], facts: rows.map(asFact) };
    const end = rows.at(-1);
    if (!end || rows.length < SLICE) return;
    last = [end.origin, end.seq];
  }
}
