import { existsSync, readdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Refusal } from '../../wire/index.ts';
import { newKey, silent, testShop, testWorld, waiter } from '../ledger/shop.fixture.ts';
import { openStore } from './database.ts';
import { databaseFile, listSetAside } from './files.ts';
import { testFolder } from './folder.fixture.ts';
import { MIGRATIONS, versionOf } from './migrations.ts';
import { putBack } from './put-back.ts';
import { listUpgradeCopies, takeUpgradeCopy } from './upgrade-copy.ts';

/** As a later version of the program has it: one more table, and a column in one of ours. */
const NEWER = [
  ...MIGRATIONS,
  'CREATE TABLE newer (x TEXT) STRICT; ALTER TABLE receipt ADD COLUMN newer TEXT',
];

function newFolder(): string {
  const folder = testFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder.dir;
}

const world = testWorld();
const open = (dir: string, migrations = MIGRATIONS) => openStore({ dir, world, log: silent, migrations });

/** Sells in the folder, by the program with these migrations; answers the numbers of its receipts. */
function sell(dir: string, count: number, migrations = MIGRATIONS): string[] {
  const store = open(dir, migrations);
  const { ledger } = testShop(store, world);
  if (!ledger.shifts.current().shift) ledger.shifts.open({ float_haler: 0 }, waiter);
  const numbers: string[] = [];
  for (let i = 0; i < count; i++) {
    const { bill } = ledger.bills.open({ tableId: null, guests: null }, waiter);
    const { sum } = ledger.bills.addLine(bill.id, { lineId: newKey(), itemId: 'kava' }, waiter);
    const request = {
      tenders: [{ typeId: 'hotovost', amount: sum.total_haler }],
      tip_haler: 0,
      expectedTotal_haler: sum.total_haler,
    };
    numbers.push(ledger.receipts.pay(bill.id, request, newKey(), waiter).number);
  }
  store.close();
  return numbers;
}

/** Sold by this program, copied, and opened once by a newer one, in which `then` happens. */
function upgraded(then: (db: Database.Database) => void = () => {}): string {
  const dir = newFolder();
  sell(dir, 3);
  takeUpgradeCopy(dir, '1.0.0');
  const store = open(dir, NEWER);
  then(store.db);
  store.close();
  return dir;
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'nothing was refused';
}

function read<T>(file: string, sql: string): T[] {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare<[], T>(sql).pluck().all();
  } finally {
    db.close();
  }
}

const stepOf = (dir: string): number => {
  const db = new Database(databaseFile(dir), { readonly: true });
  try {
    return versionOf(db);
  } finally {
    db.close();
  }
};
const originOf = (dir: string): string[] => read(databaseFile(dir), 'SELECT origin FROM replica');

describe('what a newer version left behind without selling', () => {
  test('is put aside, and this version goes on where it was: its name, its numbers, its receipts', () => {
    const dir = upgraded();
    const origin = originOf(dir);
    expect(refusal(() => open(dir))).toBe('database-newer');

    const done = putBack({ dir, world });
    expect(done?.copy).toBe(path.join(dir, 'before-upgrade/kasad-1.0.0.db'));
    expect(listSetAside(dir)).toEqual([done?.setAside]);
    expect(read(done?.setAside ?? '', 'SELECT count(*) FROM newer')).toEqual([0]);
    expect(stepOf(dir)).toBe(MIGRATIONS.length);
    expect(originOf(dir)).toEqual(origin);
    expect(sell(dir, 1)).toEqual(['R1-2026-000004']);
  });

  test('is nothing to put back when this version can read it', () => {
    const dir = newFolder();
    sell(dir, 1);
    takeUpgradeCopy(dir, '1.0.0');
    sell(dir, 1);
    expect(putBack({ dir, world })).toBeNull();
    expect(read(databaseFile(dir), 'SELECT count(*) FROM receipt')).toEqual([2]);
    expect(putBack({ dir: newFolder(), world })).toBeNull();
  });

  test('a setting changed by it: the copy goes on under another name, for others may have seen its numbers', () => {
    const dir = upgraded((db) => {
      db.prepare(`UPDATE vv SET seq = seq + 1 WHERE origin = (SELECT origin FROM replica)`).run();
    });
    const origin = originOf(dir);
    expect(putBack({ dir, world })).not.toBeNull();
    expect(originOf(dir)).not.toEqual(origin);
    expect(sell(dir, 1)).toEqual(['R1-2026-000004']);
    expect(readdirSync(dir).filter((name) => name.endsWith('.back'))).toEqual([]);
  });

  test('a paper that may have come out meanwhile is not printed again by itself', () => {
    const job = `INSERT INTO print_job (id, kind, ref, payload, printer, state, copy, parked, attempts, created_at,
      created_ms, changed_ms) VALUES (?, 'receipt', 'r', '{}', 'p', ?, 0, 0, 0, '', 0, 0)`;
    const dir = newFolder();
    sell(dir, 1);
    const store = open(dir);
    for (const id of ['came-out', 'not-yet', 'no-printer']) store.db.prepare(job).run(id, 'queued');
    store.close();
    takeUpgradeCopy(dir, '1.0.0');
    const newer = open(dir, NEWER);
    newer.db.exec(`UPDATE print_job SET state = 'printed', attempts = 1 WHERE id = 'came-out';
      UPDATE print_job SET state = 'failed', attempts = 1 WHERE id = 'no-printer'`);
    newer.close();

    putBack({ dir, world });
    const found = read(
      databaseFile(dir),
      `SELECT id || ' ' || state FROM print_job WHERE ref = 'r' ORDER BY id`,
    );
    // A start takes `sending` for a paper of which nobody knows whether it came out.
    expect(found).toEqual(['came-out sending', 'no-printer queued', 'not-yet queued']);
  });
});

describe('nothing is put back, and nothing changes, when the newer version', () => {
  test('has sold', () => {
    const dir = newFolder();
    sell(dir, 3);
    takeUpgradeCopy(dir, '1.0.0');
    sell(dir, 1, NEWER);
    expect(refusal(() => putBack({ dir, world }))).toBe('would-lose');
    expect(read(databaseFile(dir), 'SELECT count(*) FROM receipt')).toEqual([4]);
    expect(listSetAside(dir)).toEqual([]);
  });

  const facts = `INSERT INTO fact SELECT origin, 1 + (SELECT seq FROM vv WHERE vv.origin = replica.origin), '', 'x', 'x', '{}' FROM replica`;
  test.each([
    ['has written down what happened', facts],
    [
      'has sent a sale to the tax authority',
      `INSERT INTO eet_sale VALUES ('r', 'p', 'production', '{}', '{}', 0, 0, 1, 'waiting', 1, 1, 0, 0, NULL, NULL, '', NULL, NULL, NULL, NULL, 0);
       INSERT INTO eet_attempt (uuid, receipt_id, sha256, first, started_at, warnings, reason) VALUES ('u', 'r', '', 1, '', '[]', '')`,
    ],
    ['bears another name', `UPDATE replica SET origin = 'another'`],
    ['keeps its receipts elsewhere', 'ALTER TABLE receipt RENAME TO receipt_of_newer'],
  ])('%s', (_what, sql) => {
    const dir = upgraded((db) => void db.exec(sql));
    expect(refusal(() => putBack({ dir, world }))).toBe('would-lose');
    expect(stepOf(dir)).toBe(NEWER.length);
    expect(listSetAside(dir)).toEqual([]);
  });

  test('runs', () => {
    const dir = upgraded();
    const store = open(dir, NEWER);
    expect(refusal(() => putBack({ dir, world }))).toBe('already-running');
    expect(refusal(() => takeUpgradeCopy(dir, '2.0.0'))).toBe('already-running');
    store.close();
  });

  test('has left no copy that this one can read', () => {
    const dir = upgraded();
    takeUpgradeCopy(dir, '2.0.0');
    rmSync(path.join(dir, 'before-upgrade/kasad-1.0.0.db'));
    expect(refusal(() => putBack({ dir, world }))).toBe('no-copy');
  });
});

test('two copies stay: of this version, and of the one before it', () => {
  const dir = newFolder();
  expect(takeUpgradeCopy(dir, '0.9.0')).toBeNull();
  sell(dir, 1);
  for (const [i, version] of ['1.0.0', '1.1.0', '1.2.0'].entries()) {
    const copy = takeUpgradeCopy(dir, version) ?? '';
    utimesSync(copy, i, i);
  }
  expect(listUpgradeCopies(dir).map((file) => path.basename(file))).toEqual([
    'kasad-1.2.0.db',
    'kasad-1.1.0.db',
  ]);
});

test('what lies in the log beside the database is in the copy', () => {
  const dir = newFolder();
  const store = open(dir);
  // As after a kill: another connection keeps the log from being taken in.
  const other = new Database(databaseFile(dir));
  other.prepare('SELECT count(*) FROM receipt').get();
  store.db.exec(`CREATE TABLE late (x TEXT) STRICT`);
  expect(existsSync(`${databaseFile(dir)}-wal`)).toBe(true);
  store.close();
  other.close();
  const copy = takeUpgradeCopy(dir, '1.0.0') ?? '';
  expect(read(copy, 'SELECT count(*) FROM late')).toEqual([0]);
  expect(readdirSync(path.dirname(copy))).toEqual(['kasad-1.0.0.db']);
});

test('killed after the newer database was put aside, it is done again', () => {
  const dir = upgraded();
  renameSync(databaseFile(dir), `${databaseFile(dir)}.replaced-2026-11-24T11-00-00Z`);
  expect(putBack({ dir, world })).not.toBeNull();
  expect(read(databaseFile(dir), 'SELECT count(*) FROM receipt')).toEqual([3]);
});
