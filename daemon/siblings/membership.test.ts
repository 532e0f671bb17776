import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { Refusal } from '../../wire/index.ts';
import { type Box, isLinked, join, startBox, until } from './box.fixture.ts';

// Keys take their time on a machine that has other things to do.
vi.setConfig({ testTimeout: 90_000 });

const running: Box[] = [];
afterEach(async () => {
  for (const box of running.splice(0)) await box.stop();
});
async function start(id: string): Promise<Box> {
  const box = await startBox(id);
  running.push(box);
  return box;
}
async function again(box: Box, early?: (siblings: Box['siblings']) => void): Promise<Box> {
  const next = await box.again(early);
  running.push(next);
  return next;
}
const codeOf = (done: Promise<unknown>) => done.then(() => 'done').catch((error: Refusal) => error.code);
const set = (box: Box, col: string) =>
  box.store.transaction(() => box.store.journal.cells('setting', 'shop', { [col]: 1 }));
const linked = (one: Box, other: Box) =>
  until('a link', () => isLinked(one, other) && isLinked(other, one) && one.replication.sponsoredBy === null);

test('a box joins, and each knows the certificate of the other', async () => {
  const [one, two] = [await start('pokladna-1'), await start('pokladna-2')];
  await join(two, one);
  await linked(two, one);
  await until('both in both lists', () =>
    [one, two].every(({ roster }) => roster.all().filter(({ fingerprint }) => fingerprint).length === 2),
  );
});

test('papers that cannot be written leave the box as it was: alone, and free to change its price list', async () => {
  const [one, two] = [await start('pokladna-1'), await start('pokladna-2')];
  set(two, 'own');
  const folder = path.join(two.dir, 'identity');
  rmSync(folder, { recursive: true, force: true });
  writeFileSync(folder, 'no folder');
  expect(await codeOf(join(two, one))).toBe('identity-not-stored');
  expect(two.siblings.view().paired).toBe(false);
  expect(two.replication.sponsoredBy).toBe(null);
  set(two, 'after');
  rmSync(folder);
  await join(two, one);
  await linked(two, one);
});

test('a box that was cut off comes back by a new code, with what it has sold meanwhile', async () => {
  const [one, two] = [await start('pokladna-1'), await start('pokladna-2')];
  await join(two, one);
  await linked(two, one);
  one.siblings.revoke('pokladna-2');
  await until('cut off', () => !isLinked(two, one));
  two.store.transaction(() => two.store.journal.fact('receipt', 'sold meanwhile', 1));
  const old = two.replication.origin;
  await join(two, one);
  await linked(two, one);
  await until('the sale', () => one.store.journal.facts('receipt', 'sold meanwhile').length === 1);
  expect(two.replication.origin).not.toBe(old);
  expect(one.replication.isRetired(old)).toBe(true);
  await until('no trouble', () =>
    [one, two].every(({ replication }) => replication.health().every(({ state }) => state === 'ok')),
  );
  // Its shop is still its shop after a start.
  const next = await again(two);
  await linked(next, one);
});

test('power cut before the papers were written: the box is alone again, also when its disk is full then', async () => {
  const two = await start('pokladna-2');
  two.replication.sponsor('the-host');
  const alone = await again(two);
  expect([alone.replication.sponsoredBy, alone.siblings.view().paired]).toEqual([null, false]);
  alone.replication.sponsor('the-host');
  alone.diskFull(true);
  await alone.siblings.start();
  expect(alone.warnings).toContain('the data of a shop that was never joined is still waited for');
  alone.diskFull(false);
  expect((await again(alone)).replication.sponsoredBy).toBe(null);
});

test('who asks before the start has looked gets the shop that is there, and founds no other', async () => {
  const one = await start('pokladna-1');
  await one.siblings.showCode();
  const shop = one.siblings.shop;
  let paired: Promise<boolean> | undefined;
  let shown: Promise<unknown> | undefined;
  const next = await again(one, (siblings) => {
    paired = siblings.known().then(() => siblings.view().paired);
    shown = siblings.showCode();
  });
  await shown;
  expect(await paired).toBe(true);
  expect(next.siblings.shop).toBe(shop);
  expect((await again(next)).siblings.shop).toBe(shop);
});

test('a full disk keeps no sibling out: the link stands, and what could not be noted is told', async () => {
  const [one, two] = [await start('pokladna-1'), await start('pokladna-2')];
  await join(two, one);
  await linked(two, one);
  await two.stop();
  one.diskFull(true);
  // It comes from another port, which is to be noted.
  const next = await again(two);
  await linked(next, one);
  expect(one.warnings).toContain('what is known of a sibling could not be noted');
  one.diskFull(false);
});
