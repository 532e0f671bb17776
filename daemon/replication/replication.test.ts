import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DELETED } from '../../sync/index.ts';
import { Refusal } from '../../wire/index.ts';
import { databaseFile } from '../store/files.ts';
import { testFolder } from '../store/folder.fixture.ts';
import { restoreCopy } from '../store/restore.ts';
import { type Box, createShop, type Shop } from './shop.fixture.ts';

let shop: Shop;
let folders: ReturnType<typeof testFolder>[];
let open: Box[];

beforeEach(() => {
  [shop, folders, open] = [createShop(), [], []];
});
afterEach(() => {
  for (const box of open) shop.stop(box);
  for (const folder of folders) folder[Symbol.dispose]();
});

function box(id: string, projection?: Parameters<Shop['open']>[2], dir?: string): Box {
  let place = dir;
  if (place === undefined) {
    const folder = testFolder();
    folders.push(folder);
    place = folder.dir;
  }
  const made = shop.open(id, place, projection);
  open.push(made);
  return made;
}

function close(one: Box): void {
  open = open.filter((other) => other !== one);
  shop.stop(one);
}

function code(run: () => void): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'none';
}

/** What a daily copy is, without the process that makes it. */
function copyOf({ dir, store }: Box): string {
  const file = path.join(dir, 'copy.db');
  store.db.prepare('VACUUM INTO ?').run(file);
  return file;
}

const allRows = ({ store }: Box) => [
  ...store.db.prepare('SELECT * FROM cell ORDER BY tbl, id, col').all(),
  ...store.db.prepare('SELECT * FROM fact ORDER BY origin, seq').all(),
];

describe('linked registers', () => {
  it('hold the same at once, and the projection is told in the transaction what has really changed', () => {
    let inside: boolean[] = [];
    const a = box('a');
    const b = box('b', { take: () => void inside.push(b.store.db.inTransaction) });
    shop.link(a, b);
    inside = [];
    b.seen.records.length = 0;
    a.store.transaction(() => {
      a.store.journal.cells('item', 'i', { name: 'Pivo', price: 4900 });
      a.store.journal.fact('receipt', 'r', { total: 1 });
    });
    shop.settle();
    expect(b.value('item', 'i', 'price')).toBe(4900);
    expect(b.store.journal.facts('receipt', 'r')).toEqual([{ total: 1 }]);
    expect([b.seen.records, b.seen.facts, inside]).toEqual([['item/i'], ['receipt/r'], [true]]);
    // The price travels alone, and one message brings it.
    const before = shop.said.length;
    a.cells('item', 'i', { price: 5200 });
    shop.settle();
    expect([b.value('item', 'i', 'price'), shop.said.length - before]).toEqual([5200, 1]);
    expect(allRows(b)).toEqual(allRows(a));
  });

  it('pass on what they do not understand, also to one that is linked to another only', async () => {
    const [a, b, c] = [box('a'), box('b'), box('c')];
    a.cells('from-the-future', 'x', { colour: { deep: [1] } });
    a.cells('item', 'i', { unheardOf: null });
    a.fact('never-seen', 'x', 'body');
    shop.link(a, b);
    shop.link(b, c);
    await shop.pass(3);
    expect(c.value('from-the-future', 'x', 'colour')).toEqual({ deep: [1] });
    expect(c.store.journal.facts('never-seen', 'x')).toEqual(['body']);
    a.cells('from-the-future', 'x', { colour: 2 });
    await shop.pass(3);
    expect(c.value('from-the-future', 'x', 'colour')).toBe(2);
    expect(allRows(c)).toEqual(allRows(a));
  });

  it('catch up after a parting, large values and many rows as well, and know how far they are apart', async () => {
    const [a, b] = [box('a'), box('b')];
    shop.link(a, b);
    expect(a.replication.behind('nobody')).toBeNull();
    shop.unlink(a, b);
    for (let i = 0; i < 30; i++) a.fact('receipt', `r${i}`, 'x'.repeat(100_000));
    a.store.transaction(() => {
      for (let i = 0; i < 2500; i++) a.store.journal.cells('item', `i${i}`, { price: i });
    });
    b.cells('item', 'i1', { name: 'theirs' });
    shop.said.length = 0;
    // The wire is there, but what they say to each other is not heard yet.
    a.replication.link('b', b.replication.origin);
    b.replication.link('a', a.replication.origin);
    shop.link(a, b);
    await shop.pass(2);
    expect(allRows(b)).toEqual(allRows(a));
    expect(b.seen.facts.filter((name) => name.startsWith('receipt/'))).toHaveLength(30);
    expect(Math.max(...shop.said.map(({ text }) => text.length))).toBeLessThan(1_000_000);
    expect([a.replication.behind('b'), b.replication.behind('a')]).toEqual([
      { they: 0, we: 0 },
      { they: 0, we: 0 },
    ]);
    shop.unlink(a, b);
    expect(a.replication.behind('b')).toBeNull();
  });

  it('say how far a sibling is behind', async () => {
    const [a, b] = [box('a'), box('b')];
    shop.link(a, b);
    await shop.pass(1);
    a.fact('receipt', 'r', 1);
    expect(a.replication.behind('b')).toEqual({ they: 1, we: 0 });
    await shop.pass(2);
    expect(a.replication.behind('b')).toEqual({ they: 0, we: 0 });
  });

  it('neither throw nor take anything in over what cannot be read or is said in another name', async () => {
    const [a, b, c] = [box('a'), box('b'), box('c')];
    shop.link(a, b);
    shop.link(b, c);
    expect(b.state('registers-agree')).toBe('ok');
    a.replication.stop();
    const before = allRows(b);
    b.replication.receive('a', '{');
    expect(b.state('registers-agree')).toBe('attention');
    // In the name of another register, with rows that nobody wrote.
    const hlc = `9000000000000.0000.${c.replication.origin}`;
    const forged = {
      type: 'changes',
      origin: c.replication.origin,
      base: b.replication.vector(),
      from: {},
      upto: { [c.replication.origin]: 99 },
      done: true,
      whole: false,
      rows: [
        {
          is: 'cell',
          origin: c.replication.origin,
          seq: 99,
          hlc,
          tbl: 'item',
          id: 'i',
          col: 'price',
          val: '0',
        },
      ],
    };
    b.replication.receive('a', JSON.stringify({ ...forged, base: {} }));
    b.replication.receive('stranger', JSON.stringify({ ...forged, base: {} }));
    expect(allRows(b)).toEqual(before);
    expect(b.state('registers-agree')).toBe('attention');
    b.replication.receive(
      'a',
      JSON.stringify({ type: 'hello', proto: 2, origin: a.replication.origin, vv: {} }),
    );
    expect(b.replication.health().map(({ cs }) => cs)).toContainEqual(
      expect.stringContaining('jinou verzi programu'),
    );
    b.replication.link('a', a.replication.origin);
    expect(b.state('registers-agree')).toBe('ok');
  });

  it('are not linked to a copy of themselves', () => {
    const a = box('a');
    a.replication.link('b', a.replication.origin);
    expect(a.state('registers-agree')).toBe('attention');
    expect(a.replication.behind('b')).toBeNull();
  });
});

describe('the database that a register had before', () => {
  it('is put out at the next word of the register, also when it became known here only now', () => {
    const [a, b, c] = [box('a'), box('b'), box('c')];
    shop.link(a, b);
    shop.link(a, c);
    b.cells('item', 'i', { price: 1 });
    shop.settle();
    c.cells('member', 'old-of-b', { in: true, register: 'b' });
    shop.settle();
    expect(a.replication.isRetired('old-of-b')).toBe(false);
    b.cells('item', 'i', { price: 2 });
    shop.settle();
    expect(a.replication.isRetired('old-of-b')).toBe(true);
    expect(a.replication.isRetired(b.replication.origin)).toBe(false);
  });
});

describe('a projection', () => {
  it('that fails keeps no row back, and projects anew at the next start', () => {
    const a = box('a');
    const b = box('b', {
      take() {
        b.store.db.exec("INSERT INTO item (id) VALUES ('half')");
      },
    });
    shop.link(a, b);
    a.cells('item', 'i', { price: 1 });
    shop.settle();
    expect(b.value('item', 'i', 'price')).toBe(1);
    expect(b.state('registers-agree')).toBe('attention');
    expect(b.seen.rebuilt).toBe(1);
    const { dir } = b;
    close(b);
    const again = box('b', undefined, dir);
    expect([again.seen.rebuilt, again.state('registers-agree')]).toEqual([1, 'ok']);
    close(again);
    expect(box('b', undefined, dir).seen.rebuilt).toBe(0);
  });
});

describe('a commit', () => {
  it('that finds the disk full takes nothing in, and the next one takes it all', async () => {
    const [a, b] = [box('a'), box('b')];
    shop.link(a, b);
    const { db } = b.store;
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
    const before = allRows(b);
    for (let i = 0; i < 5; i++) a.fact('receipt', `r${i}`, 'x'.repeat(20_000));
    a.cells('item', 'i', { price: 1 });
    shop.settle();
    expect(b.state('registers-agree')).toBe('attention');
    expect(b.replication.vector()[a.replication.origin] ?? 0).toBeLessThan(8);
    expect(allRows(b).length).toBeLessThan(before.length + 6);
    expect(b.value('item', 'i', 'price')).toBeUndefined();
    db.pragma('max_page_count = 1000000');
    await shop.pass(3);
    expect(allRows(b)).toEqual(allRows(a));
    expect(b.state('registers-agree')).toBe('ok');
  });
});

describe('a new register', () => {
  it('sells at once, and changes the price list when everything has come', () => {
    const a = box('a');
    a.store.transaction(() => {
      for (let i = 0; i < 1500; i++) a.store.journal.cells('item', `i${i}`, { price: i });
      for (let i = 0; i < 1200; i++) a.store.journal.fact('receipt', `r${i}`, i);
    });
    const b = box('b');
    b.replication.sponsor(a.replication.origin);
    expect(b.replication.sponsoredBy).toBe(a.replication.origin);
    expect(code(() => b.cells('item', 'i1', { price: 9 }))).toBe('data-incomplete');
    b.fact('receipt', 'mine', 1);
    expect(b.state('shop-data')).toBe('attention');
    shop.link(a, b);
    expect([b.replication.sponsoredBy, b.state('shop-data')]).toEqual([null, 'ok']);
    expect([b.seen.records.filter((name) => name.startsWith('item/')).length, b.seen.facts.length]).toEqual([
      1500, 1200,
    ]);
    b.cells('item', 'i1', { price: 9 });
    shop.settle();
    expect([a.value('item', 'i1', 'price'), a.store.journal.facts('receipt', 'mine')]).toEqual([9, [1]]);
    expect(allRows(b)).toEqual(allRows(a));
  });

  it('that sold alone before keeps its sales, and what it had set gives way to what the shop has', async () => {
    const a = box('a');
    a.cells('setting', 'shop', { seller: 'U Lva', iban: null });
    await shop.pass(100);
    const b = box('b');
    b.cells('setting', 'shop', { seller: 'Nové bistro', logo: 'mine' });
    b.cells('item', 'own', { price: 5 });
    b.fact('receipt', 'sold alone', 1);
    b.replication.sponsor(a.replication.origin);
    shop.link(a, b);
    for (const one of [a, b]) {
      expect(one.value('setting', 'shop', 'seller')).toBe('U Lva');
      expect(one.value('setting', 'shop', 'iban')).toBe(null);
      expect(one.value('setting', 'shop', 'logo')).toBe('mine');
      expect(one.value('item', 'own', 'price')).toBe(5);
      expect(one.store.journal.facts('receipt', 'sold alone')).toEqual([1]);
    }
    expect(allRows(b)).toEqual(allRows(a));
    b.cells('setting', 'shop', { seller: 'U Lva a syn' });
    shop.settle();
    expect(a.value('setting', 'shop', 'seller')).toBe('U Lva a syn');
  });

  it('that comes back to its shop keeps the stamps that others have seen', async () => {
    const [a, b] = [box('a'), box('b')];
    shop.link(a, b);
    b.cells('setting', 'shop', { seller: 'U Lva' });
    shop.settle();
    b.replication.sponsor(a.replication.origin);
    await shop.pass(2);
    expect(b.replication.sponsoredBy).toBe(null);
    expect(allRows(b)).toEqual(allRows(a));
  });

  it('whose sponsor stays away draws from another one', async () => {
    const [a, b, c] = [box('a'), box('b'), box('c')];
    shop.link(a, b);
    a.cells('item', 'i', { price: 1 });
    shop.settle();
    c.replication.sponsor('never-there');
    shop.link(b, c);
    await shop.pass(3);
    expect(c.replication.sponsoredBy).toBe('never-there');
    await shop.pass(12);
    expect([c.replication.sponsoredBy, c.value('item', 'i', 'price')]).toEqual([null, 1]);
  });

  it('that nobody is left for goes on alone', () => {
    const a = box('a');
    a.replication.sponsor('gone');
    a.replication.goAlone();
    a.cells('item', 'i', { price: 1 });
    expect([a.replication.sponsoredBy, a.value('item', 'i', 'price')]).toEqual([null, 1]);
  });
});

describe('a deleted record', () => {
  it('is refused to whoever edits it', () => {
    const a = box('a');
    a.cells('item', 'i', { price: 1 });
    a.cells('item', 'i', { [DELETED]: true });
    expect(code(() => a.cells('item', 'i', { price: 2 }))).toBe('record-deleted');
  });

  it('that cannot be thrown away ends no register and is thrown away later', async () => {
    const [a, b] = [box('a'), box('b')];
    shop.link(a, b);
    a.cells('item', 'i', { [DELETED]: true });
    shop.settle();
    await shop.pass(3);
    a.store.db.exec(
      "CREATE TEMP TRIGGER stuck BEFORE DELETE ON cell BEGIN SELECT RAISE(ABORT, 'stuck'); END",
    );
    // The tenth minute is the first hourly check.
    await shop.pass(150);
    expect(a.store.journal.ids('item')).toEqual(['i']);
    a.store.db.exec('DROP TRIGGER stuck');
    await shop.pass(2 * 720 + 200);
    expect(a.store.journal.ids('item')).toEqual([]);
    expect(a.state('registers-agree')).toBe('ok');
  });
});

describe('a restored copy', () => {
  it('draws from a sibling what it has forgotten, and brings nothing back that the shop has thrown away', async () => {
    const [a, b] = [box('a'), box('b')];
    shop.link(a, b);
    a.cells('item', 'gone', { price: 1 });
    shop.settle();
    const { dir } = b;
    const copy = copyOf(b);
    const old = b.replication.origin;
    b.fact('receipt', 'after-the-copy', 1);
    a.cells('item', 'gone', { [DELETED]: true });
    // Both know that both know; then it is thrown away at the hourly check.
    await shop.pass(3);
    await shop.pass(2 * 720 + 200);
    expect(a.store.journal.ids('item')).toEqual([]);
    shop.unlink(a, b);
    close(b);
    restoreCopy({ dir, world: shop.world, from: copy });

    const again = box('b', undefined, dir);
    expect(again.replication.origin).not.toBe(old);
    expect([again.replication.sponsoredBy, again.value('item', 'gone', 'price')]).toEqual(['*', 1]);
    expect(code(() => again.cells('item', 'gone', { price: 2 }))).toBe('data-incomplete');
    shop.link(a, again);
    await shop.pass(1);
    expect(again.replication.sponsoredBy).toBeNull();
    expect(again.store.journal.ids('item')).toEqual([]);
    expect(again.seen.records).toContain('item/gone');
    expect(again.store.journal.facts('receipt', 'after-the-copy')).toEqual([1]);
    expect(allRows(again)).toEqual(allRows(a));
    expect(a.value('member', old, 'out')).toBe(true);
  });

  it('of a register that was alone is edited at once', () => {
    const a = box('a');
    a.cells('item', 'i', { price: 1 });
    const copy = copyOf(a);
    const { dir } = a;
    close(a);
    restoreCopy({ dir, world: shop.world, from: copy });
    const again = box('a', undefined, dir);
    again.cells('item', 'i', { price: 2 });
    expect([again.replication.sponsoredBy, again.value('item', 'i', 'price')]).toEqual([null, 2]);
  });

  it('that was put in place by hand is noticed, goes on under a new name and loses no row', async () => {
    const [a, b] = [box('a'), box('b')];
    shop.link(a, b);
    b.fact('receipt', 'r1', 1);
    const copy = copyOf(b);
    for (let i = 2; i <= 9; i++) b.fact('receipt', `r${i}`, i);
    shop.settle();
    shop.unlink(a, b);
    const { dir } = b;
    close(b);
    copyFileSync(copy, databaseFile(dir));

    // It sells on, over a restart, before anybody can tell it.
    const first = box('b', undefined, dir);
    first.fact('receipt', 'sold alone', 1);
    first.cells('item', 'i', { price: 2 });
    close(first);
    const again = box('b', undefined, dir);
    const old = again.replication.origin;
    again.fact('receipt', 'sold alone, too', 2);
    shop.link(a, again);
    expect(again.replication.origin).not.toBe(old);
    expect(() => again.store.db.exec("UPDATE fact SET body = '1'")).toThrow('a fact is never changed');
    expect(again.state('registers-agree')).toBe('attention');
    // It says who it is now.
    shop.link(a, again);
    await shop.pass(2);
    expect(again.store.journal.factIds('receipt')).toHaveLength(11);
    expect(again.value('item', 'i', 'price')).toBe(2);
    again.fact('receipt', 'r10', 10);
    again.cells('item', 'j', { price: 1 });
    shop.settle();
    expect(allRows(again)).toEqual(allRows(a));
    expect(a.store.journal.factRows('receipt', 'sold alone')).toMatchObject([
      { origin: again.replication.origin },
    ]);
    expect(a.store.journal.facts('receipt', 'r10')).toEqual([10]);
  });
});

describe('the hourly check', () => {
  it('finds a row that a disk has lost, says so and repairs it', async () => {
    const [a, b] = [box('a'), box('b')];
    shop.link(a, b);
    a.cells('item', 'i', { price: 1 });
    a.fact('receipt', 'r', 1);
    await shop.pass(2);
    b.store.db.exec("DELETE FROM cell WHERE tbl = 'item'");
    const before = b.changes();
    // Ten minutes after the start they count, and whoever hears the other's sums counts as well.
    await shop.pass(123);
    expect([a.state('registers-agree'), b.state('registers-agree')]).toContain('attention');
    expect(b.value('item', 'i', 'price')).toBe(1);
    expect(a.changes() + b.changes()).toBeGreaterThan(before);
    // An hour later they agree, and nobody speaks of it any more.
    await shop.pass(2 * 800);
    expect([a.state('registers-agree'), b.state('registers-agree')]).toEqual(['ok', 'ok']);
  });
});
