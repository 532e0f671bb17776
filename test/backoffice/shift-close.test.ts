import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningBackoffice } from '../../backoffice/backoffice.ts';
import type { ShiftSummary } from '../../backoffice/http/contract/shifts.ts';
import { Client, makeStore, startTestBackoffice } from '../../backoffice/server.fixture.ts';
import { type OneRegister, startOneRegister } from './one-register.ts';

/** A whole register and the whole server: what the close of a shift makes sure of. */
let folder: string;
let backoffice: RunningBackoffice;
let register: OneRegister;
let store: string;
let port = 0;

const EMAIL = 'jana@example.cz';
async function startBackoffice(): Promise<void> {
  backoffice = await startTestBackoffice(`sqlite:${join(folder, 'backoffice.db')}`, { config: { port } });
  port = Number(new URL(backoffice.url).port);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kasad-close-'));
  port = 0;
  await startBackoffice();
  store = await makeStore(backoffice, 'Hospoda U Lípy', EMAIL);
  register = await startOneRegister(folder);
  await register.join(backoffice.url, (await backoffice.codes.open(store)).code);
  await register.sync();
}, 30_000);
afterEach(async () => {
  await register.stop();
  await backoffice.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

/** An attempt that gets through. One over a connection that a restart has cut may not. */
async function synced(): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const said = await register.sync();
    if (said.ok) return;
    if (attempt === 4) throw new Error(said.en);
  }
}

async function shiftThere(): Promise<ShiftSummary> {
  const owner = new Client(backoffice.url);
  await owner.signIn(EMAIL);
  const { shifts } = (await owner.get(`/api/stores/${store}/shifts`)).json;
  expect(shifts).toHaveLength(1);
  return shifts[0];
}

const FACTS = `SELECT origin, seq, hlc, kind, id, body FROM fact WHERE store = ? ORDER BY origin, seq`;
const factsThere = () =>
  backoffice.database.read((sql) => sql.all<{ kind: string; id: string }>(FACTS, store));
const takingsThere = () =>
  backoffice.database.read((sql) =>
    sql.all('SELECT * FROM taking WHERE store = ? ORDER BY day, dimension, key', store),
  );

async function trade(): Promise<number> {
  await register.openShift();
  const sold = (await register.sell(1_000)) + (await register.sell(2_000)) + (await register.sell(3_000));
  await register.takeOut(10_000);
  return 200_000 + sold - 10_000;
}

test('a shift is whole there as soon as its close is', { timeout: 30_000 }, async () => {
  const expected_haler = await trade();
  await synced();
  expect(await shiftThere()).toMatchObject({ state: 'open', receiptCount: 3, expected_haler });
  expect(await register.view()).toMatchObject({ shiftsToCheck: 0 });
  expect(await register.closeShift(expected_haler - 500)).toBe(3);
  await synced();
  expect(await register.view()).toMatchObject({ shiftsToCheck: 0, waiting: 0, parked: 0 });
  expect(await shiftThere()).toMatchObject({
    state: 'whole',
    lacks: null,
    receiptCount: 3,
    expected_haler,
    closed: { zNumber: 1, counted_haler: expected_haler - 500, difference_haler: -500 },
  });
});

test('what the server has lost of a shift is put back at its close', { timeout: 30_000 }, async () => {
  const expected_haler = await trade();
  await synced();
  const [facts, takings] = [await factsThere(), await takingsThere()];
  // Somebody's hand in the database: the server goes on believing that it holds these, and no exchange would bring them.
  const lost = facts.filter(({ kind }) => ['shift-opened', 'cash-movement', 'receipt'].includes(kind));
  expect(lost).toHaveLength(5);
  await backoffice.database.write(async (sql) => {
    for (const { kind, id } of lost.filter((_, at) => at !== 1)) {
      await sql.run('DELETE FROM fact WHERE store = ? AND kind = ? AND id = ?', store, kind, id);
    }
    // And what is made of them is made anew.
    await sql.run('DELETE FROM projection WHERE store = ?', store);
  });
  await backoffice.stop();
  await startBackoffice();
  await synced();
  expect(await factsThere()).toHaveLength(facts.length - 4);
  expect(await takingsThere()).not.toEqual(takings);

  await register.closeShift(expected_haler);
  await synced();
  const closed = (await factsThere()).filter(({ kind }) => kind !== 'shift-closed');
  expect(closed).toEqual(facts);
  expect(await takingsThere()).toEqual(takings);
  expect(await shiftThere()).toMatchObject({
    state: 'whole',
    lacks: null,
    receiptCount: 3,
    expected_haler,
    closed: { difference_haler: 0 },
  });
  expect(await register.view()).toMatchObject({ shiftsToCheck: 0, parked: 0 });
});

test('a check that could not be made is made after a restart of the register', {
  timeout: 60_000,
}, async () => {
  const expected_haler = await trade();
  await synced();
  await backoffice.stop();
  await register.closeShift(expected_haler);
  expect(await register.sync()).toMatchObject({ ok: false });
  expect(await register.view()).toMatchObject({ shiftsToCheck: 1 });
  await register.stop();
  register = await startOneRegister(folder);
  expect(await register.sync()).toMatchObject({ ok: false });
  expect(await register.view()).toMatchObject({ shiftsToCheck: 1 });

  await startBackoffice();
  // Nothing of this came by the close: only a check can find it.
  const [receipt] = (await factsThere()).filter(({ kind }) => kind === 'receipt');
  await backoffice.database.write((sql) =>
    sql.run('DELETE FROM fact WHERE store = ? AND id = ?', store, receipt?.id ?? ''),
  );
  await synced();
  expect((await factsThere()).filter(({ id }) => id === receipt?.id)).toEqual([receipt]);
  expect(await register.view()).toMatchObject({ shiftsToCheck: 0 });
  expect(await shiftThere()).toMatchObject({ state: 'whole', receiptCount: 3 });
  // Once it is whole it is not asked for again.
  await register.stop();
  register = await startOneRegister(folder);
  expect(await register.view()).toMatchObject({ shiftsToCheck: 0 });
});

test('a fact that differs there stays, is shown, and the shift is not called whole', {
  timeout: 30_000,
}, async () => {
  const expected_haler = await trade();
  await synced();
  const changed = (await factsThere()).find(({ kind }) => kind === 'receipt');
  await backoffice.database.write((sql) =>
    sql.run(
      `UPDATE fact SET body = replace(body, '"table":', '"stůl":') WHERE store = ? AND id = ? AND kind = 'receipt'`,
      store,
      changed?.id ?? '',
    ),
  );
  await register.closeShift(expected_haler);
  await synced();
  await synced();
  expect(await register.view()).toMatchObject({ shiftsToCheck: 1, waiting: 0, parked: 1 });
  const parked = await (await backoffice.replicas.of(store)).parked();
  expect(parked).toMatchObject([{ what: 'differs', kind: 'receipt', id: changed?.id }]);
  expect((await factsThere()).find(({ id }) => id === changed?.id)).not.toEqual(changed);
});
