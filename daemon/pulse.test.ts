import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { manualWorld } from '../world/manual.fixture.ts';
import { createPulse } from './pulse.ts';
import { testFolder } from './store/folder.fixture.ts';

const LOOK_MS = 5_000;
const folder = testFolder();
let db: Database.Database;
let world: ReturnType<typeof manualWorld>;
let answer: (signal: AbortSignal) => Promise<unknown>;
let asked: number;
let warned: object[];
beforeEach(() => {
  db = new Database(join(folder.dir, 'kasad.db'), { timeout: 10 });
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE IF NOT EXISTS t (x)');
  world = manualWorld();
  answer = async () => 'something';
  asked = 0;
  warned = [];
});
afterEach(() => db.close());

function started() {
  const pulse = createPulse({
    db,
    world,
    log: { warn: (fields: object) => void warned.push(fields) } as never,
    ask(signal) {
      asked++;
      return answer(signal);
    },
  });
  pulse.start();
  return pulse;
}
const looks = (count: number) => world.advance(count * LOOK_MS);

test('a sound register is alive, is asked every five seconds, and nothing of it comes on the disk', async () => {
  const pulse = started();
  const before = db.pragma('data_version', { simple: true });
  const other = new Database(join(folder.dir, 'kasad.db'), { readonly: true });
  const seen = other.pragma('data_version', { simple: true });
  await looks(20);
  expect([pulse.alive(), asked, warned]).toEqual([true, 20, []]);
  expect([
    db.pragma('data_version', { simple: true }),
    other.pragma('data_version', { simple: true }),
  ]).toEqual([before, seen]);
  expect(db.inTransaction).toBe(false);
  other.close();
});

test('a port that does not answer, or refuses, is no pulse after three looks; one that answers again is', async () => {
  for (const silent of [() => new Promise(() => {}), async () => Promise.reject(new Error('ECONNREFUSED'))]) {
    answer = silent;
    const pulse = started();
    await looks(2);
    expect(pulse.alive()).toBe(true);
    await looks(6);
    expect(pulse.alive()).toBe(false);
    answer = async () => 503;
    await looks(3);
    expect(pulse.alive()).toBe(true);
    pulse.stop();
  }
});

test('a database that somebody keeps locked, or a transaction left open, is no pulse', async () => {
  const pulse = started();
  const other = new Database(join(folder.dir, 'kasad.db'));
  other.exec('BEGIN IMMEDIATE');
  await looks(3);
  expect(pulse.alive()).toBe(false);
  other.exec('ROLLBACK');
  await looks(1);
  expect(pulse.alive()).toBe(true);
  other.close();

  db.exec('BEGIN');
  await looks(3);
  expect(pulse.alive()).toBe(false);
  db.exec('ROLLBACK');
});

test('a disk that takes nothing is no reason for a new start', async () => {
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  const pulse = createPulse({
    db: {
      open: true,
      inTransaction: false,
      exec() {
        throw full;
      },
      prepare: db.prepare.bind(db),
    },
    world,
    log: { warn: (fields: object) => void warned.push(fields) } as never,
    ask: async () => {},
  });
  pulse.start();
  await looks(10);
  expect([pulse.alive(), warned]).toEqual([true, []]);
});

test('stopped, it looks no more and leaves no question open', async () => {
  let aborted = false;
  answer = (signal) =>
    new Promise(() => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
    });
  const pulse = started();
  await looks(1);
  pulse.stop();
  expect(aborted).toBe(true);
  await looks(10);
  expect([asked, warned]).toEqual([1, []]);
});
