import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createTransactions } from '../../store/transaction.ts';
import { eetStep, restoredSales } from '../schema.ts';
import { memoryEetStorage } from './memory-storage.ts';
import { FRESH } from './row.ts';
import { sqliteEetStorage } from './sqlite-storage.ts';
import { eetStorageContract } from './storage.contract.ts';

function database() {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  db.exec(eetStep);
  const transactions = createTransactions(db, (error) => {
    throw error;
  });
  return { db, storage: sqliteEetStorage({ db, ...transactions }) };
}

eetStorageContract('memory', memoryEetStorage);
eetStorageContract('SQLite', () => database().storage);

describe('the database', () => {
  function withSale() {
    const { db, storage } = database();
    const sale = { eic: 'CZ1', unitId: '1', registerId: '1', number: '1', soldAt: '', total: '1.00' };
    storage.transaction(() => {
      for (const receiptId of ['a', 'b']) {
        const fixed = { receiptId, registerId: 'r', environment: 'playground', sale, identity: 'i' } as const;
        storage.add({ ...FRESH, ...fixed, sold_ms: 1, since_ms: 0, own: true });
      }
      storage.put('b', { ...FRESH, state: 'confirmed', pok: 'p', confirmed_ms: 1 });
    });
    return { db, storage };
  }

  it.each([
    "UPDATE eet_sale SET environment = 'production'",
    "UPDATE eet_sale SET sale = '{}'",
    "UPDATE eet_sale SET identity = 'another'",
    'DELETE FROM eet_sale',
    "UPDATE eet_sale SET pok = 'q' WHERE receipt_id = 'b'",
    "UPDATE eet_sale SET state = 'waiting' WHERE receipt_id = 'b'",
  ])('takes no %s', (sql) => {
    expect(() => withSale().db.exec(sql)).toThrow('never');
  });

  it('of which a copy was put in its place believes of none that it has not been sent', () => {
    const { db, storage } = withSale();
    db.exec(restoredSales);
    expect([storage.get('a')?.left, storage.get('b')?.left]).toEqual([true, false]);
  });

  it('finds what is open, the unverified and the last attempt without reading the rest', () => {
    const { db } = withSale();
    const plan = (sql: string) =>
      (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[])
        .map(({ detail }) => detail)
        .join();
    for (const sql of [
      'SELECT * FROM eet_sale WHERE pok IS NULL',
      'SELECT state, count(*) FROM eet_sale WHERE pok IS NULL GROUP BY state',
      "SELECT count(*) FROM eet_sale WHERE state = 'confirmed-unverified'",
      "SELECT * FROM eet_sale WHERE pok IS NULL AND state = 'blocked' ORDER BY sold_ms LIMIT 9",
      "SELECT count(*) FROM eet_sale WHERE state = 'confirmed' AND confirmed_ms >= 1",
      'SELECT * FROM eet_attempt WHERE state IS NULL ORDER BY seq',
      'SELECT * FROM eet_attempt WHERE ended_at IS NOT NULL ORDER BY seq DESC LIMIT 1',
      "SELECT * FROM eet_attempt WHERE receipt_id = 'a' ORDER BY seq DESC LIMIT 200",
    ]) {
      expect(plan(sql), sql).toContain('INDEX eet_');
    }
  });
});
