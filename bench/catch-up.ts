import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as Y from 'yjs';
import { createShop } from '../daemon/replication/shop.fixture.ts';

/**
 * How long a register that was away takes to catch up with what it missed: two real databases on the disk, messages
 * as the JSON text that goes over the wire, everything but the wire itself. Beside it Yjs doing the same: the
 * difference of two documents, applied and kept in SQLite by one commit.
 *   node bench/catch-up.ts [rounds]
 * Budget: 10 000 missed changes in 2 s.
 */
const rounds = Number(process.argv[2] ?? 3);
const COLUMNS = ['name', 'price_haler', 'categoryId', 'soldOut', 'labels'] as const;

interface Caught {
  readonly took_ms: number;
  readonly bytes: number;
}

const value = (row: number, column: string): unknown =>
  column === 'price_haler' ? 1_000 + row : column === 'soldOut' ? row % 2 === 0 : `${column} ${row}`;

function ours(rows: number): Caught {
  const folder = mkdtempSync(join(tmpdir(), 'kasad-catch-up-'));
  const shop = createShop();
  try {
    const here = shop.open('one', join(folder, 'one'));
    const there = shop.open('two', join(folder, 'two'));
    shop.link(here, there);
    shop.unlink(here, there);
    here.store.transaction(() => {
      for (let row = 0; row < rows / COLUMNS.length; row++) {
        const patch = Object.fromEntries(COLUMNS.map((column) => [column, value(row, column)]));
        here.store.journal.cells('item', `item-${row}`, patch);
      }
    });
    const before = shop.said.length;
    const begin = performance.now();
    shop.link(there, here);
    const took_ms = performance.now() - begin;
    if (there.value('item', `item-${rows / COLUMNS.length - 1}`, 'price_haler') === undefined) {
      throw new Error('it has not caught up');
    }
    const bytes = shop.said.slice(before).reduce((sum, { text }) => sum + text.length, 0);
    shop.stop(here);
    shop.stop(there);
    return { took_ms, bytes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function yjs(rows: number): Caught {
  const folder = mkdtempSync(join(tmpdir(), 'kasad-catch-up-'));
  try {
    const db = new Database(join(folder, 'yjs.db'));
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec('CREATE TABLE news (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT');
    const keep = db.prepare('INSERT INTO news (body) VALUES (?)');
    const [here, there] = [new Y.Doc(), new Y.Doc()];
    here.transact(() => {
      for (let row = 0; row < rows / COLUMNS.length; row++) {
        const record = new Y.Map<unknown>();
        for (const column of COLUMNS) record.set(column, value(row, column));
        here.getMap('item').set(`item-${row}`, record);
      }
    });
    const begin = performance.now();
    const update = Y.encodeStateAsUpdate(here, Y.encodeStateVector(there));
    Y.applyUpdate(there, update);
    keep.run(update);
    const took_ms = performance.now() - begin;
    db.close();
    return { took_ms, bytes: update.length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
for (const rows of [10_000, 100_000]) {
  const [mine, theirs]: [Caught[], Caught[]] = [[], []];
  ours(1_000);
  yjs(1_000);
  for (let round = 0; round < rounds; round++) {
    mine.push(ours(rows));
    theirs.push(yjs(rows));
  }
  const line = (name: string, all: readonly Caught[]) =>
    console.log(
      `${String(rows).padStart(7)} changes  ${name.padEnd(6)} ${median(all.map((one) => one.took_ms))
        .toFixed(0)
        .padStart(6)} ms   ${((all[0]?.bytes ?? 0) / 1e6).toFixed(1)} MB on the wire`,
    );
  line('kasad', mine);
  line('yjs', theirs);
}
