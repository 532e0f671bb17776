import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { manualWorld } from '../../world/manual.fixture.ts';
import { createReplication } from '../replication/replication.ts';
import { openStore } from '../store/database.ts';
import { html, json, memoryBackoffice } from './backoffice.fixture.ts';
import { createSession, type Session } from './session.ts';
import type { Reply } from './transport.ts';

let dir: string;
let box: ReturnType<typeof open>;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kasad-upstream-'));
  box = open();
});
afterEach(async () => {
  await box.stop();
  rmSync(dir, { recursive: true });
});

/** A register's database and its session, on a clock that is moved by hand. */
function open() {
  const world = manualWorld();
  const log = pino({ level: 'silent' });
  const store = openStore({ dir, world, log });
  const office = memoryBackoffice(world);
  let session: Session | undefined;
  const replication = createReplication({
    store,
    world,
    log,
    registerId: 'pokladna-1',
    projections: [],
    send: (_to, text) => session?.send(text) ?? false,
    onRows: (from) => session?.rows(from),
  });
  replication.start();
  let kept = 'backoffice-1';
  session = createSession({
    store,
    world,
    log,
    registerId: 'pokladna-1',
    replication,
    transport: office.transport,
    pairing: {
      url: 'https://x',
      token: 't',
      store: { id: 's1', name: 'S' },
      origin: kept,
      pairedAt: '2026-11-24T12:00:00+01:00',
    },
    renamed: (origin) => {
      kept = origin;
    },
    report: () => ({
      registerId: 'pokladna-1',
      name: 'Pokladna',
      version: null,
      origin: null,
      vv: null,
      health: { state: 'ok', cs: '', en: '' },
      eet: null,
      siblings: [],
    }),
    changed() {},
    ended() {},
    addresses: () => ['10.0.0.7'],
  });
  const made = session;
  return {
    world,
    store,
    office,
    replication,
    session: made,
    kept: () => kept,
    receipt: (id: string) =>
      store.transaction(() => store.journal.fact('receipt', id, { id, total_haler: 12_300 })),
    receipts: () => [...office.storage.rows()].filter((row) => row.is === 'fact' && row.kind === 'receipt'),
    async stop() {
      await made.stop();
      replication.stop();
      store.close();
    },
  };
}

test.each<[string, (answer: () => Reply) => Reply]>([
  [
    'an answer that is lost',
    (answer) => {
      answer();
      return { is: 'unanswered', why: 'cut', detail: '' };
    },
  ],
  ['a question that is lost', () => ({ is: 'unanswered', why: 'offline', detail: '' })],
  [
    'a question that comes twice',
    (answer) => {
      answer();
      return answer();
    },
  ],
  ['an answer cut in half', (answer) => ({ ...(answer() as Reply & { body: string }), body: '{"orig' })],
  ['500', () => json({}, 500)],
  ['429', () => json({}, 429)],
  ['a sign-in page', () => html()],
  [
    'a server killed between commit and answer',
    (answer) => {
      answer();
      box.office.kill();
      return { is: 'unanswered', why: 'cut', detail: '' };
    },
  ],
])('everything is up once, after %s', async (_what, fault) => {
  box.store.transaction(() => {
    for (let i = 0; i < 2_500; i++) box.receipt(`r${i}`);
  });
  box.office.faults.push(
    fault,
    fault,
    (answer) => answer(),
    fault,
    (answer) => answer(),
    fault,
  );
  box.session.start();
  await box.world.advance(120_000);
  expect(box.receipts()).toHaveLength(2_500);
  expect(box.session.standing()).toMatchObject({ waiting: 0, coming: 0, fault: null });
  box.receipt('last');
  await box.world.advance(1_000);
  expect(box.receipts()).toHaveLength(2_501);
});

test('a sale goes 200 ms after its commit, and in one request', async () => {
  box.session.start();
  await box.world.advance(10_000);
  const before = box.office.exchanges();
  box.receipt('r1');
  await box.world.advance(199);
  expect(box.office.exchanges()).toBe(before);
  await box.world.advance(1);
  expect([box.office.exchanges(), box.receipts().length]).toEqual([before + 1, 1]);
});

test('what was changed there is here at once after a poke', async () => {
  box.session.start();
  await box.world.advance(10_000);
  box.office.write('item', 'i1', 'price_haler', 4_900);
  box.office.poke();
  await box.world.advance(1);
  expect(box.store.journal.record('item', 'i1').price_haler?.value).toBe(4_900);
});

test('once its token is refused nothing is asked for six hours; a person may', async () => {
  box.session.start();
  await box.world.advance(10_000);
  box.office.faults.push(() => json({ title: 'x' }, 401));
  box.receipt('r1');
  await box.world.advance(1_000);
  const before = box.office.exchanges();
  box.receipt('r2');
  await box.world.advance(5 * 3_600_000);
  expect(box.office.exchanges()).toBe(before);
  expect(box.session.standing()).toMatchObject({ waiting: 2, fault: { fault: { code: 'refused' } } });
  const pressed = box.session.sync();
  await box.world.advance(1);
  expect(await pressed).toMatchObject({ fault: null, sent: 2 });
});

test('a backoffice that was restored under another name is gone on with', async () => {
  box.session.start();
  box.receipt('r1');
  await box.world.advance(10_000);
  box.office.rename('backoffice-2');
  box.receipt('r2');
  await box.world.advance(10_000);
  expect([box.kept(), box.receipts().length]).toEqual(['backoffice-2', 2]);
  expect(box.replication.isRetired('backoffice-1')).toBe(true);
});
