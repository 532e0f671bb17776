import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { manualWorld } from '../../world/manual.fixture.ts';
import { createLog } from '../log.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { createAddressBook } from './address-book.ts';
import { createRoster, type Roster } from './roster.ts';

let dir: string;
let store: Store;
let roster: Roster;
let changes: number;
const world = manualWorld();
const log = createLog('error', world, { write() {} });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kasad-roster-'));
  open();
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

function open(): void {
  store = openStore({ dir, world, log });
  roster = createRoster(store, log);
  changes = 0;
  roster.onChange(() => changes++);
  roster.start();
}

test('what was written is there again after a restart; what does not differ is not written', () => {
  roster.put('pokladna-2', { name: 'U baru', fingerprint: 'f2', origin: 'o2' });
  roster.put('pokladna-2', { name: 'U baru', fingerprint: 'f2' });
  expect(changes).toBe(1);
  roster.putGuest('kuchyn', { fingerprint: 'g', revoked: false, since: 's' });
  roster.put('pokladna-2', { revoked: true });
  const rows = store.db.prepare('SELECT count(*) FROM cell').pluck().get();
  store.close();
  open();
  expect(store.db.prepare('SELECT count(*) FROM cell').pluck().get()).toBe(rows);
  expect(roster.all()).toEqual([
    {
      registerId: 'pokladna-2',
      name: 'U baru',
      series: null,
      origin: 'o2',
      fingerprint: 'f2',
      revoked: true,
    },
  ]);
  expect(roster.guest('kuchyn')).toEqual({ name: 'kuchyn', fingerprint: 'g', revoked: false, since: 's' });
});

test('what a sibling wrote is read after the commit; nonsense is left out', () => {
  store.transaction(() => {
    store.journal.cells('register', 'pokladna-3', { name: 7, fingerprint: 'f3', revoked: 'yes' });
    store.journal.cells('register', 'no such/id', { fingerprint: 'x' });
    store.journal.cells('guest', 'empty', { since: 's' });
    store.journal.cells('item', 'i', { name: 'Pivo' });
    roster.projection.take({
      records: [
        { tbl: 'register', id: 'pokladna-3' },
        { tbl: 'register', id: 'no such/id' },
        { tbl: 'guest', id: 'empty' },
        { tbl: 'item', id: 'i' },
      ],
      facts: [],
    });
    expect(roster.get('pokladna-3')).toBeUndefined();
  });
  expect(roster.get('pokladna-3')).toMatchObject({ name: 'pokladna-3', fingerprint: 'f3', revoked: false });
  expect([roster.all().length, roster.guests().length, changes]).toEqual([1, 0, 1]);
});

test('addresses: the newest first, each once, typed ones and those that answered over a restart', async () => {
  const book = createAddressBook(store, world, () => true);
  book.keep('p2', '10.0.0.2:8883', 'memory');
  await world.advance(1_000);
  book.keep('p2', '10.0.0.3:8883', 'typed');
  expect(book.hear('p2', '10.0.0.2:8883', 'mdns')).toBe(true);
  expect(book.hear('p2', '10.0.0.2:8883', 'mdns')).toBe(false);
  expect(book.of('p2')).toEqual([
    { address: '10.0.0.2:8883', how: 'mdns' },
    { address: '10.0.0.3:8883', how: 'typed' },
  ]);
  expect(createAddressBook(store, world, () => true).of('p2')).toEqual([
    { address: '10.0.0.3:8883', how: 'typed' },
    { address: '10.0.0.2:8883', how: 'memory' },
  ]);
  for (let i = 0; i < 20; i++) {
    await world.advance(1_000);
    book.keep('p2', `10.0.1.${i}:8883`, 'memory');
  }
  expect(createAddressBook(store, world, () => true).of('p2')).toHaveLength(8);
  book.forget('p2');
  expect(book.of('p2')).toEqual([]);
});

test('anybody on the network may claim to be anybody: what is only heard is bounded, and crowds out nothing kept', () => {
  const book = createAddressBook(store, world, (registerId) => registerId === 'p2');
  book.keep('p2', '10.0.0.2:8883', 'memory');
  book.keep('p2', '10.0.0.3:8883', 'typed');
  for (let i = 0; i < 100; i++) {
    book.hear('p2', `10.9.0.${i}:8883`, 'mdns');
    expect(book.hear(`nobody-${i}`, '10.9.0.1:8883', 'mdns')).toBe(false);
    expect(book.of(`nobody-${i}`)).toEqual([]);
  }
  // A link tries eight.
  expect(
    book
      .of('p2')
      .slice(0, 8)
      .map(({ address }) => address),
  ).toEqual(expect.arrayContaining(['10.9.0.99:8883', '10.0.0.2:8883', '10.0.0.3:8883']));
});
