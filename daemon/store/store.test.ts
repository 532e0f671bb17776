import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { sqliteStorage, takeCensus } from '../../sync/index.ts';
import { Refusal } from '../../wire/index.ts';
import { newKey, silent, testShop, testWorld, waiter } from '../ledger/shop.fixture.ts';
import { isOldSqlite, openStore } from './database.ts';
import { databaseFile, listCopies, listSetAside } from './files.ts';
import { testFolder } from './folder.fixture.ts';
import { MIGRATIONS, versionOf } from './migrations.ts';
import { restoreCopy } from './restore.ts';

function refusal(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const open = (dir: string, world = testWorld(), migrations = MIGRATIONS) =>
  openStore({ dir, world, log: silent, migrations });

/** A day of sales in the folder's database: `count` receipts. */
function sell(dir: string, count: number, world = testWorld()): string[] {
  const store = open(dir, world);
  const { ledger } = testShop(store, world);
  if (!ledger.shifts.current().shift) ledger.shifts.open({ float_haler: 100_000 }, waiter);
  const numbers: string[] = [];
  for (let i = 0; i < count; i++) {
    const { bill } = ledger.bills.open({ tableId: null, guests: null }, waiter);
    const { sum } = ledger.bills.addLine(bill.id, { lineId: newKey(), itemId: 'kava' }, waiter);
    const request = {
      tenders: [{ typeId: 'hotovost', amount: 10_000 }],
      tip_haler: 0,
      expectedTotal_haler: sum.total_haler,
    };
    numbers.push(ledger.receipts.pay(bill.id, request, newKey(), waiter).number);
  }
  store.close();
  return numbers;
}

/** Overwrites every page but the first, which a failing card likes to keep. */
function damage(file: string): void {
  const fd = openSync(file, 'r+');
  try {
    const noise = Buffer.alloc(4096, 0x5a);
    for (let at = 4096; at < statSync(file).size; at += 4096) writeSync(fd, noise, 0, 4096, at);
  } finally {
    closeSync(fd);
  }
}

describe('the store', () => {
  it('is opened with full durability', () => {
    using folder = testFolder();
    const store = open(folder.dir);
    const pragma = (name: string) => store.db.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('trusted_schema')).toBe(0);
    expect(pragma('cell_size_check')).toBe(1);
    expect(pragma('busy_timeout')).toBe(5000);
    expect(pragma('mmap_size') ?? 0).toBe(0);
    expect(pragma('user_version')).toBe(MIGRATIONS.length);
    store.close();
  });

  it.each([
    ['3.51.2', true],
    ['3.51.3', false],
    ['3.7.0', true],
    ['3.54.1', false],
    ['4.0', false],
    ['3.52', false],
  ])('takes SQLite %s for too old: %s', (version, old) => {
    expect(isOldSqlite(version)).toBe(old);
  });

  it('lets one daemon into a folder, and the next one after it', () => {
    using folder = testFolder();
    const first = open(folder.dir);
    const refused = refusal(() => open(folder.dir));
    expect(refused.code).toBe('already-running');
    expect(refused.message).toContain(folder.dir);
    first.close();
    open(folder.dir).close();
  });

  it('keeps all of a transaction or nothing, and tells followers only of what is kept', () => {
    using folder = testFolder();
    const store = open(folder.dir);
    const told: string[] = [];
    const deafen = store.onNews(() => told.push('news'));
    store.transaction(() => {
      store.journal.fact('k', 'a', 1);
      store.transaction(() => store.journal.fact('k', 'b', 1));
      store.afterCommit(() => told.push(store.db.inTransaction ? 'too soon' : 'kept'));
      store.afterCommit(() => {
        throw new Error('a listener is broken');
      });
      store.afterCommit(() => told.push('still told'));
      expect(told).toEqual([]);
    });
    expect(() =>
      store.transaction(() => {
        store.journal.fact('k', 'c', 1);
        store.afterCommit(() => told.push('lost'));
        throw new Error('no');
      }),
    ).toThrow('no');
    store.transaction(() => {});
    expect(told).toEqual(['kept', 'still told', 'news']);
    deafen();
    store.transaction(() => store.journal.fact('k', 'd', 1));
    expect(told).toHaveLength(3);
    expect(store.db.prepare('SELECT id FROM fact ORDER BY seq').pluck().all()).toEqual(['a', 'b', 'd']);
    store.close();
  });

  it('moves an old database to the last step, whole steps only, and refuses a newer one', () => {
    using folder = testFolder();
    const first = MIGRATIONS.slice(0, 3).join('\n');
    open(folder.dir, testWorld(), [first]).close();
    const broken = [first, 'CREATE TABLE half (a) STRICT; CREATE TABLE extra (a);'];
    expect(() => open(folder.dir, testWorld(), broken)).toThrow(/datatype/);
    const steps = [first, 'CREATE TABLE extra (a INT)', 'INSERT INTO extra VALUES (3)'];
    const store = open(folder.dir, testWorld(), steps);
    expect(versionOf(store.db)).toBe(3);
    expect(store.db.prepare('SELECT a FROM extra').pluck().all()).toEqual([3]);
    expect(() => store.db.prepare('SELECT * FROM half')).toThrow('no such table');
    store.close();
    open(folder.dir, testWorld(), steps).close();
    expect(refusal(() => open(folder.dir, testWorld(), [first])).code).toBe('database-newer');
  });

  it('refuses to write on a full disk, says so, and sells on when there is room', () => {
    using folder = testFolder();
    const world = testWorld();
    const store = open(folder.dir, world);
    const { ledger, events } = testShop(store, world);
    ledger.shifts.open({ float_haler: 0 }, waiter);
    store.db.pragma(`max_page_count = ${(store.db.pragma('page_count', { simple: true }) as number) + 4}`);
    const pay = (key: string) => {
      const { bill, sum } = ledger.bills.list()[0] as ReturnType<typeof ledger.bills.get>;
      const tenders = [{ typeId: 'karta', amount: sum.total_haler }];
      return ledger.receipts.pay(
        bill.id,
        { tenders, tip_haler: 0, expectedTotal_haler: sum.total_haler },
        key,
        waiter,
      );
    };
    let sold = 0;
    const refused = refusal(() => {
      for (;;) {
        const { bill } = ledger.bills.open({ tableId: null, guests: null }, waiter);
        ledger.bills.addLine(bill.id, { lineId: newKey(), itemId: 'kava' }, waiter);
        pay(newKey());
        sold++;
      }
    });
    expect(refused).toMatchObject({ status: 507, code: 'disk-full' });
    expect(refused.message).toContain('nová účtenka nevznikla');
    const kept = ledger.receipts.list({ limit: 200 }).receipts;
    expect(kept).toHaveLength(sold);
    expect(events.filter((event) => event.kind === 'receipt')).toHaveLength(sold);
    expect(store.db.pragma('quick_check', { simple: true })).toBe('ok');

    store.db.pragma('max_page_count = 100000');
    const bill =
      ledger.bills.list()[0]?.bill ?? ledger.bills.open({ tableId: null, guests: null }, waiter).bill;
    ledger.bills.addLine(bill.id, { lineId: newKey(), itemId: 'kava' }, waiter);
    expect(pay(newKey()).receipt.number.seq).toBe(sold + 1);
    store.close();
  });

  it('copies itself once a day while it is open, and keeps seven', async () => {
    using folder = testFolder();
    sell(folder.dir, 3);
    const world = testWorld();
    const store = open(folder.dir, world);
    await store.copy();
    for (let day = 1; day <= 8; day++) {
      copyFileSync(
        path.join(folder.dir, 'copies', 'kasad-2026-11-24.db'),
        path.join(folder.dir, 'copies', `kasad-2026-11-0${day}.db`),
      );
    }
    world.set(Date.UTC(2026, 10, 25, 12));
    await store.copy();
    const copies = listCopies(folder.dir).map((file) => path.basename(file));
    expect(copies).toEqual(
      ['25', '24', '08', '07', '06', '05', '04'].map((day) => `kasad-2026-11-${day}.db`),
    );
    expect(await store.copy()).toBe(listCopies(folder.dir)[0]);
    const copy = new Database(listCopies(folder.dir)[0] as string, { readonly: true });
    expect(copy.prepare('SELECT count(*) FROM receipt').pluck().get()).toBe(3);
    copy.close();
    store.close();
    expect(readdirSync(path.join(folder.dir, 'copies')).filter((name) => !name.endsWith('.db'))).toEqual([]);
  });
});

describe('what lies in the data folder', () => {
  it('is for the register alone, also in a folder that others may look into', async () => {
    using folder = testFolder();
    chmodSync(folder.dir, 0o755);
    const store = open(folder.dir);
    const copy = await store.copy();
    const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);
    const file = databaseFile(folder.dir);
    expect([file, `${file}-wal`, `${file}-shm`, copy].map(mode)).toEqual(['600', '600', '600', '600']);
    store.close();
    restoreCopy({ dir: folder.dir, world: testWorld() });
    expect(mode(file)).toBe('600');
  });

  // Five copies, each by a process of its own, on a disk that others use as well.
  it('keeps the order of its copies when the clock was years ahead for a while', {
    timeout: 60_000,
  }, async () => {
    using folder = testFolder();
    const world = testWorld();
    const copyAt = async (wall_ms: number) => {
      world.set(wall_ms);
      sell(folder.dir, 1, world);
      const store = open(folder.dir, world);
      await store.copy();
      store.close();
    };
    await copyAt(Date.UTC(2026, 10, 24, 12));
    await copyAt(Date.UTC(2036, 0, 1, 12));
    await copyAt(Date.UTC(2036, 0, 2, 12));
    await copyAt(Date.UTC(2026, 10, 24, 13));
    await copyAt(Date.UTC(2026, 10, 25, 12));
    const receipts = listCopies(folder.dir).map((file) => {
      const db = new Database(file, { readonly: true });
      const count = db.prepare('SELECT count(*) FROM receipt').pluck().get();
      db.close();
      return [path.basename(file), count];
    });
    expect(receipts).toEqual([
      ['kasad-2026-11-25.db', 5],
      ['kasad-2026-11-24.db', 4],
      ['kasad-2026-11-23.db', 3],
      ['kasad-2026-11-22.db', 2],
    ]);
  });
});

describe('a census', () => {
  it('is taken beside the running register, of what is on the disk, and two at once are one', async () => {
    using folder = testFolder();
    const store = open(folder.dir);
    store.transaction(() => store.journal.cells('item', 'i', { price: 1 }));
    const [census, again] = await Promise.all([store.census(), store.census()]);
    expect(census).toEqual(takeCensus(sqliteStorage(store.db)));
    expect(again).toBe(census);
    expect(Object.keys(census?.sums ?? {})).toEqual([store.journal.origin]);
    store.close();
  });
});

describe('a large database', () => {
  it('that was closed in good order is checked beside the running register; damage is told and kept for the next start', async () => {
    using folder = testFolder();
    const world = testWorld();
    sell(folder.dir, 40, world);
    const file = databaseFile(folder.dir);
    // Only a page in the middle, so that the register can start at all.
    const fd = openSync(file, 'r+');
    const noise = Buffer.alloc(4096, 0x5a);
    const lost = new Database(file, { readonly: true });
    const page = lost.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'receipt_day'").pluck().get();
    lost.close();
    writeSync(fd, noise, 0, 4096, ((page as number) - 1) * 4096);
    closeSync(fd);
    const told = Promise.withResolvers<string>();
    const log = {
      ...silent,
      info: () => {},
      warn: () => {},
      error: (text: unknown) => told.resolve(String(text)),
    };
    const store = openStore({ dir: folder.dir, world, log: log as typeof silent, checkBeside_bytes: 0 });
    expect(await told.promise).toContain('damaged');
    expect(store.sound()).toBe(false);
    store.close();
    const refused = refusal(() => openStore({ dir: folder.dir, world, log: silent, checkBeside_bytes: 0 }));
    expect(refused.code).toBe('database-damaged');
  });
});

describe('a damaged database', () => {
  it('is kept, named, and not replaced by an empty one; the copy takes its place and no number comes twice', async () => {
    using folder = testFolder();
    const world = testWorld();
    sell(folder.dir, 20, world);
    const first = open(folder.dir, world);
    const copy = await first.copy();
    const { origin } = first.journal;
    first.close();
    sell(folder.dir, 30, world);
    damage(databaseFile(folder.dir));
    const bytes = readFileSync(databaseFile(folder.dir));

    const refused = refusal(() => open(folder.dir, world));
    expect(refused.code).toBe('database-damaged');
    expect(refused.hint.cs).toContain(`kasad restore ${copy}`);
    expect(refused.extra.command).toBe(`kasad restore ${copy}`);
    const kept = refused.extra.kept as string;
    expect(readFileSync(kept).equals(bytes)).toBe(true);
    expect(existsSync(databaseFile(folder.dir))).toBe(false);
    expect(refusal(() => open(folder.dir, world)).code).toBe('database-damaged');
    expect(existsSync(databaseFile(folder.dir))).toBe(false);

    const restored = restoreCopy({ dir: folder.dir, world });
    expect(restored).toMatchObject({ copy, setAside: kept });
    const store = open(folder.dir, world);
    expect(store.journal.origin).not.toBe(origin);
    expect(store.db.prepare('SELECT count(*) FROM receipt').pluck().get()).toBe(20);
    store.close();
    // Nobody can tell how many were given out after the copy, so many are left out.
    expect(sell(folder.dir, 1, world)).toEqual(['R1-2026-010021']);
  });

  it('that can still be read tells which numbers were used', async () => {
    using folder = testFolder();
    const world = testWorld();
    sell(folder.dir, 5, world);
    const store = open(folder.dir, world);
    await store.copy();
    store.close();
    sell(folder.dir, 7, world);
    const restored = restoreCopy({ dir: folder.dir, world });
    expect(restored.lastNumbers).toEqual(['R1-2026-000012']);
    expect(listSetAside(folder.dir)).toEqual([restored.setAside]);
    restoreCopy({ dir: folder.dir, world: { ...world, wall_ms: () => world.wall_ms() + 60_000 } });
    expect(sell(folder.dir, 1, world)).toEqual(['R1-2026-000013']);
  });

  it('of which nothing is left is not taken for a new shop', async () => {
    using folder = testFolder();
    const world = testWorld();
    sell(folder.dir, 5, world);
    const store = open(folder.dir, world);
    await store.copy();
    store.close();
    truncateSync(databaseFile(folder.dir));
    expect(refusal(() => open(folder.dir, world)).code).toBe('database-damaged');
    restoreCopy({ dir: folder.dir, world });
    expect(sell(folder.dir, 1, world)).toEqual(['R1-2026-010006']);
  });

  it('and two that were put away, the last one under the earlier name: no number comes twice', async () => {
    using folder = testFolder();
    const world = testWorld();
    sell(folder.dir, 3, world);
    const store = open(folder.dir, world);
    await store.copy();
    store.close();
    // The first one is put away while the clock stands in the future.
    const ahead = { ...world, wall_ms: () => Date.UTC(2030, 0, 1) };
    sell(folder.dir, 2, world);
    restoreCopy({ dir: folder.dir, world: ahead });
    expect(sell(folder.dir, 4, world).at(-1)).toBe('R1-2026-000009');
    const lost = databaseFile(folder.dir);
    renameSync(lost, `${lost}.damaged-2026-11-24T12-00-00Z`);
    restoreCopy({ dir: folder.dir, world });
    expect(sell(folder.dir, 1, world)).toEqual(['R1-2026-000010']);
  });

  it('keeps the log beside it, too', () => {
    using folder = testFolder();
    const world = testWorld();
    sell(folder.dir, 20, world);
    const file = databaseFile(folder.dir);
    // A log of a process that died: copied while the connection is open.
    const alive = new Database(file);
    alive.exec("INSERT INTO order_number VALUES ('2026-01-01', 1)");
    const wal = readFileSync(`${file}-wal`);
    alive.close();
    damage(file);
    const fd = openSync(`${file}-wal`, 'w');
    writeSync(fd, wal);
    closeSync(fd);
    const kept = refusal(() => open(folder.dir, world)).extra.kept as string;
    expect(readFileSync(`${kept}-wal`).equals(wal)).toBe(true);
  });

  it('that is no database at all is kept as well', () => {
    using folder = testFolder();
    sell(folder.dir, 1);
    const fd = openSync(databaseFile(folder.dir), 'r+');
    writeSync(fd, Buffer.alloc(4096, 1), 0, 4096, 0);
    closeSync(fd);
    const refused = refusal(() => open(folder.dir));
    expect(refused.code).toBe('database-damaged');
    expect(refused.hint.cs).toContain('Denní kopie tu žádná není');
  });

  it('has no copy: says so, and a damaged copy is not taken', async () => {
    using folder = testFolder();
    const world = testWorld();
    sell(folder.dir, 10, world);
    expect(refusal(() => restoreCopy({ dir: folder.dir, world })).code).toBe('no-copy');
    const store = open(folder.dir, world);
    const copy = await store.copy();
    expect(refusal(() => restoreCopy({ dir: folder.dir, world })).code).toBe('already-running');
    store.close();
    damage(copy);
    expect(refusal(() => restoreCopy({ dir: folder.dir, world })).code).toBe('no-copy');
    expect(refusal(() => restoreCopy({ dir: folder.dir, world, from: copy })).code).toBe('copy-damaged');
    sell(folder.dir, 1, world);
  });
});
