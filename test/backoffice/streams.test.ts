import { beforeEach, expect, test } from 'vitest';
import { sqliteOpener } from '../../backoffice/database/both.fixture.ts';
import { POLL_MOST_MS } from '../../daemon/upstream/schedule.ts';
import { held } from '../../sync/index.ts';
import { STREAM_SILENT_MS } from '../../wire/index.ts';
import { outage } from './outage.fixture.ts';
import type { Box } from './pub.ts';

/** What the backoffice tells by its stream of events, over a line that cuts streams and keeps them back. */
const at = outage(sqliteOpener());
let box: Box;
/** A few answers that follow each other, no wait among them. */
const AT_ONCE_MS = 5_000;

beforeEach(async () => {
  box = at.pub.open('p1');
  box.line.streams = 'through';
  await at.begin(box);
  await at.pub.until(() => box.session.standing().live);
  await at.inStep(box);
});

async function changePrice(price_haler: number): Promise<void> {
  const replica = await at.backoffice.replicas.of(at.store);
  const written = await replica.write([
    { is: 'cell', tbl: 'item', id: 'pivo', col: 'price_haler', value: price_haler },
  ]);
  expect(written.ok).toBe(true);
}

/** Until it is on the register; how long that took by the clocks of both. */
async function came(): Promise<number> {
  const { origin, vector } = await at.backoffice.replicas.of(at.store);
  const begin = at.pub.world.now();
  await at.pub.until(() => held(box.replication.vector(), origin) >= held(vector(), origin));
  return at.pub.world.now() - begin;
}

test('a change is told, and fetched at once', async () => {
  const told = box.line.told();
  await changePrice(6_500);
  await told;
  expect(await came()).toBeLessThan(AT_ONCE_MS);
});

test('a change that was told to nobody because the stream was cut is fetched when it is there again', async () => {
  box.line.streams = 'none';
  expect(box.session.standing().live).toBe(false);
  await changePrice(6_600);
  const asked = box.line.questions;
  box.line.streams = 'through';
  await at.pub.until(() => box.session.standing().live);
  expect(await came()).toBeLessThan(AT_ONCE_MS);
  expect(box.line.questions).toBeGreaterThan(asked);
});

test('a word that was kept back on the way for a while is heard then', async () => {
  box.line.streams = 'held';
  await changePrice(6_700);
  await at.pub.pass(STREAM_SILENT_MS - 10_000);
  const told = box.line.told();
  // What was kept back may still be on its way here.
  for (const step of ['through', 'held', 'through'] as const) box.line.streams = step;
  await told;
  expect(box.session.standing().live).toBe(true);
  expect(await came()).toBeLessThan(AT_ONCE_MS);
});

test('a stream that is kept back for good is noticed, and the change is fetched without it', async () => {
  box.line.streams = 'held';
  // What was still on its way when the line began to keep things back.
  await at.pub.pass(1_000);
  await at.inStep(box);
  await changePrice(6_800);
  expect(box.session.standing().live).toBe(true);
  expect(await came()).toBeLessThan(STREAM_SILENT_MS + POLL_MOST_MS + AT_ONCE_MS);
  await at.pub.until(() => !box.session.standing().live, STREAM_SILENT_MS);
});
