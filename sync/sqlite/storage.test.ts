import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createJournal, type Row, replicaSchema, replicaStep, sqliteStorage, type Taken } from '../index.ts';
import { formatStamp } from '../stamp.ts';
import { storageContract } from '../storage.contract.ts';

function fresh(): Database.Database {
  const db = new Database(':memory:');
  db.exec(replicaSchema + replicaStep);
  createJournal(db, { wall_ms: () => 0, built_ms: 0, mintOrigin: () => 'me' });
  return db;
}

storageContract('SQLite', () => sqliteStorage(fresh()));

describe('what a commit has changed', () => {
  const head = (seq: number, ms: number) => ({
    origin: 'a',
    seq,
    hlc: formatStamp({ ms, ctr: 0 }, 'a'),
  });
  const cell = (seq: number, ms: number, id: string, col = 'price'): Row => ({
    is: 'cell',
    ...head(seq, ms),
    tbl: 'item',
    id,
    col,
    val: `${seq}`,
  });
  const fact = (seq: number, id: string): Row => ({
    is: 'fact',
    ...head(seq, seq),
    kind: 'stock',
    id,
    body: `${seq}`,
  });

  function listening() {
    const db = fresh();
    const told: { records: string[]; facts: string[]; rows: number; inside: boolean }[] = [];
    const storage = sqliteStorage(db, {
      onTaken: ({ records, facts }: Taken) =>
        told.push({
          records: records.map(({ id }) => id),
          facts: facts.map(({ id }) => id),
          rows: [...storage.rows()].length,
          inside: db.inTransaction,
        }),
    });
    return { db, storage, told };
  }

  it('is told once, in the transaction, with each record once and without what changed nothing', () => {
    const { storage, told } = listening();
    storage.commit({
      rows: [cell(1, 5, 'i'), cell(2, 5, 'i', 'name'), cell(3, 5, 'j'), fact(4, 's')],
      vector: { a: 4 },
    });
    expect(told).toEqual([{ records: ['i', 'j'], facts: ['s'], rows: 4, inside: true }]);
    told.length = 0;
    // Older, the same again, and already covered.
    storage.commit({ rows: [cell(5, 4, 'i'), cell(3, 9, 'j')], vector: { a: 5 } });
    storage.commit({ rows: [cell(1, 5, 'i'), fact(4, 's')], repair: true });
    storage.commit({ clock: 'x', vector: { b: 1 } });
    expect(told).toEqual([]);
    storage.commit({ drop: [{ tbl: 'item', id: 'i' }], sweep: { a: 9 }, rows: [] });
    expect(told).toEqual([{ records: ['i', 'j'], facts: [], rows: 1, inside: true }]);
  });

  it('comes in slices when very many facts are adopted, all of them there from the first', () => {
    const { storage, told } = listening();
    storage.stage(Array.from({ length: 2500 }, (_, i) => fact(i + 1, `s${i + 1}`)));
    storage.stage([cell(2501, 5, 'i')]);
    storage.commit({ adopt: true, rows: [fact(2502, 'last')], vector: { a: 2502 } });
    expect(told.map(({ records, facts, rows }) => [records.length, facts.length, rows])).toEqual([
      [1, 1, 2502],
      [0, 1000, 2502],
      [0, 1000, 2502],
      [0, 500, 2502],
    ]);
    expect(new Set(told.flatMap(({ facts }) => facts)).size).toBe(2501);
  });

  it('does not happen at all when the listener fails', () => {
    const db = fresh();
    const storage = sqliteStorage(db, {
      onTaken() {
        throw new Error('no');
      },
    });
    storage.stage([cell(1, 5, 'i')]);
    expect(() => storage.commit({ adopt: true, rows: [fact(2, 's')], vector: { a: 2 } })).toThrow('no');
    expect([[...storage.rows()], storage.vector()]).toEqual([[], { me: 0 }]);
    sqliteStorage(db).commit({ adopt: true, vector: { a: 1 } });
    expect([...storage.rows()]).toHaveLength(1);
  });
});
