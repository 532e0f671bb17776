import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningBackoffice } from '../../backoffice/backoffice.ts';
import { makeStore, pairRegister, startTestBackoffice } from '../../backoffice/server.fixture.ts';
import { seeded } from '../simulation/random.ts';
import { watchMemory } from './memory.ts';
import { daysUpTo, tradeDay } from './month.ts';
import { type Box, openPub, type Pub } from './pub.ts';
import { startProcess } from './server-process.ts';

const MB = 1_000_000;

/** Registers with real databases against the real server, over a line with faults. */
let pub: Pub;
let folder: string;
let backoffice: RunningBackoffice;
let store: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kasad-outage-'));
  pub = openPub();
  backoffice = await startTestBackoffice(`sqlite:${join(folder, 'backoffice.db')}`, { world: pub.world });
  store = await makeStore(backoffice, 'Hospoda U Lípy', 'jana@example.cz');
});
afterEach(async () => {
  await pub.end();
  await backoffice.stop();
  rmSync(folder, { recursive: true });
});

async function begin(...boxes: Box[]): Promise<void> {
  for (const box of boxes) {
    box.begin(await pairRegister(backoffice, store, box.id, { origin: box.replication.origin }));
  }
}

const threeOfThem = () => ['p1', 'p2', 'p3'].map((id) => pub.open(id)) as [Box, Box, Box];
function linkAll([a, b, c]: readonly [Box, Box, Box]): void {
  pub.link(a, b);
  pub.link(b, c);
  pub.link(a, c);
}

interface Sums {
  readonly receipts: number;
  readonly total_haler: number;
}
/** All receipts that a register holds, whoever has sold them, read from its own rows. */
function sumsOf({ store: { db } }: Box): Sums {
  return db
    .prepare<[], Sums>(
      `SELECT count(DISTINCT id) AS receipts, sum(json_extract(body, '$.total_haler')) AS total_haler
       FROM fact WHERE kind = 'receipt'`,
    )
    .get() as Sums;
}
const sold = (...boxes: readonly Box[]): Sums => {
  const receipts = boxes.flatMap(({ till }) => till.receipts);
  return {
    receipts: receipts.length,
    total_haler: receipts.reduce((sum, { total_haler }) => sum + total_haler, 0),
  };
};

/** What the server holds: facts as they came, the history, and the cube of takings. */
async function upstream() {
  return backoffice.database.read(async (sql) => {
    const one = async (text: string) => (await sql.get<Sums>(text, store)) as Sums;
    const facts = await sql.all<{ body: string }>(
      "SELECT body FROM fact WHERE store = ? AND kind = 'receipt'",
      store,
    );
    return {
      facts: {
        receipts: facts.length,
        total_haler: facts.reduce((sum, { body }) => sum + JSON.parse(body).total_haler, 0),
      },
      history: await one(
        'SELECT COUNT(*) AS receipts, SUM(total_haler) AS total_haler FROM receipt WHERE store = ?',
      ),
      takings: (
        await sql.get<{ total_haler: number }>(
          "SELECT SUM(amount_haler) AS total_haler FROM taking WHERE store = ? AND dimension = 'total' AND key = 'all'",
          store,
        )
      )?.total_haler,
    };
  });
}

async function expectAllThere(all: Sums): Promise<void> {
  expect(await upstream()).toEqual({ facts: all, history: all, takings: all.total_haler });
}
const inStep = (...boxes: readonly Box[]) =>
  pub.until(() =>
    boxes.every(({ session }) => {
      const { waiting, coming, fault, attempting } = session.standing();
      return !attempting && waiting === 0 && coming === 0 && fault === null;
    }),
  );

test('after a month without internet all is there, once, to the haléř, and memory has not grown with it', {
  timeout: 180_000,
}, async () => {
  const boxes = threeOfThem();
  linkAll(boxes);
  await begin(...boxes);
  await inStep(...boxes);
  for (const { line } of boxes) line.up = false;
  for (const day of daysUpTo(30)) {
    for (const box of boxes) {
      tradeDay(box.till, day, 200);
      box.keep();
    }
    await pub.pass(1_000);
  }
  const all = sold(...boxes);
  expect(all.receipts).toBe(18_000);
  for (const box of boxes) expect(sumsOf(box)).toEqual(all);

  const memory = watchMemory();
  const random = seeded(7);
  for (const { line } of boxes) {
    line.up = true;
    line.mishap = () =>
      random.chance(0.3) ? random.pick(['offline', 'lost', 'half', 'twice'] as const) : 'none';
    line.answered = memory.look;
  }
  await inStep(...boxes);
  await expectAllThere(all);
  // Registers and server live in this process: of a backlog a few requests are there at once, never all of it.
  expect(charsOf(boxes[0])).toBeGreaterThan(30 * MB);
  expect(memory.grown_bytes()).toBeLessThan(20 * MB);
  for (const { line } of boxes) expect(line.longest).toBeLessThan(2 * 1024 * 1024);
});

test('a server that has less memory than the backlog takes it all', { timeout: 90_000 }, async () => {
  const box = pub.open('p1');
  const paired = await pairRegister(backoffice, store, box.id, { origin: box.replication.origin });
  const { url } = backoffice;
  await backoffice.stop();
  for (const day of daysUpTo(30)) tradeDay(box.till, day, 600);
  box.keep();
  // In letters of two bytes each, as any text with a háček is.
  expect(2 * charsOf(box)).toBeGreaterThan(60 * MB);
  const server = await startProcess(url, folder, ['--max-old-space-size=64']);
  const memory = watchMemory();
  try {
    box.line.answered = memory.look;
    box.begin(paired);
    await inStep(box);
    expect(server.child.exitCode).toBe(null);
    expect(memory.grown_bytes()).toBeLessThan(20 * MB);
  } finally {
    await server.kill();
    backoffice = await startTestBackoffice(`sqlite:${join(folder, 'backoffice.db')}`, { world: pub.world });
  }
  await expectAllThere(sold(box));
});

test('answers that are lost in the middle of a backlog hold it up, and do not stall it', async () => {
  const box = pub.open('p1');
  await begin(box);
  await inStep(box);
  box.line.up = false;
  for (const day of daysUpTo(10)) tradeDay(box.till, day, 200);
  box.keep();
  const before = box.line.questions;
  let nth = 0;
  box.line.up = true;
  box.line.mishap = () => (++nth % 2 === 0 ? 'lost' : 'none');
  await inStep(box);
  await expectAllThere(sold(box));
  // Each part that got through is kept: what is lost is asked for anew, and not all from the beginning.
  const parts = box.replication.vector()[box.replication.origin] as number;
  expect(box.line.questions - before).toBeLessThan(30 + parts / 100);
});

test('what a server has committed and was killed before it said so is there once', {
  timeout: 60_000,
}, async () => {
  const box = pub.open('p1');
  const paired = await pairRegister(backoffice, store, box.id, { origin: box.replication.origin });
  const { url } = backoffice;
  await backoffice.stop();
  let server = await startProcess(url, folder);
  try {
    for (const day of daysUpTo(10)) tradeDay(box.till, day, 200);
    box.keep();
    box.begin(paired);
    let exchanges = 0;
    let kills = 0;
    box.line.mishap = ({ path }) => {
      if (!path.endsWith('/exchange') || ++exchanges > 8) return 'none';
      // Between commit and answer, and somewhere in the middle of the work.
      if (exchanges % 4 === 0) setImmediate(() => setImmediate(() => server.child.kill('SIGKILL')));
      return exchanges % 4 === 2 ? 'lost' : 'none';
    };
    box.line.answered = async (_question, reply) => {
      if (exchanges > 8 || exchanges % 2 === 1) return;
      if (reply.is === 'answered' && exchanges % 4 === 0) return;
      await server.kill();
      kills++;
      server = await startProcess(url, folder);
    };
    await inStep(box);
    expect(kills).toBe(4);
  } finally {
    await server.kill();
    backoffice = await startTestBackoffice(`sqlite:${join(folder, 'backoffice.db')}`, { world: pub.world });
  }
  await expectAllThere(sold(box));
});

test('what is sold at a register that was cut off comes by its siblings', async () => {
  const boxes = threeOfThem();
  const [one, two, three] = boxes;
  linkAll(boxes);
  await begin(...boxes);
  await inStep(...boxes);
  await backoffice.registers.revoke(store, 'p2');
  for (const box of boxes) {
    tradeDay(box.till, '2026-11-24', 100);
    box.keep();
  }
  await inStep(one, three);
  await expectAllThere(sold(...boxes));
  expect(two.session.standing().fault?.fault.code).toBe('refused');
  // With a new code it goes on by itself.
  await two.session.stop();
  await begin(two);
  tradeDay(two.till, '2026-11-25', 50);
  two.keep();
  await inStep(two, one, three);
  await expectAllThere(sold(...boxes));
});

test('two registers that send the same rows at once make one of them', async () => {
  const [one, two] = [pub.open('p1'), pub.open('p2')];
  pub.link(one, two);
  for (const box of [one, two]) {
    tradeDay(box.till, '2026-11-24', 100);
    box.keep();
  }
  await begin(one, two);
  await inStep(one, two);
  await expectAllThere(sold(one, two));
  for (const { line } of [one, two]) expect(line.longest).toBeGreaterThan(charsOf(one));
});

test('a register restored from a copy draws back what the backoffice has, and doubles nothing', async () => {
  const one = pub.open('p1');
  await begin(one);
  tradeDay(one.till, '2026-11-21', 60);
  one.keep();
  await inStep(one);
  await one.store.copy();
  tradeDay(one.till, '2026-11-22', 60);
  one.keep();
  await inStep(one);
  const held = sold(one);
  // Of this day nothing has left the disk that is lost.
  one.line.up = false;
  tradeDay(one.till, '2026-11-23', 60);
  const goneAfter = one.till.receipts.splice(held.receipts);
  expect(goneAfter).toHaveLength(60);
  one.keep();
  const { origin } = one.replication;
  await one.stop();

  const again = pub.restore(one, one.till);
  expect(again.replication.origin).not.toBe(origin);
  await begin(again);
  tradeDay(again.till, '2026-11-24', 60);
  again.keep();
  await inStep(again);
  await expectAllThere(sold(again));
  expect(sold(again).receipts).toBe(held.receipts + 60);
  expect(sumsOf(again)).toEqual(sold(again));
});

test('a register whose disk was put back by hand sells on under another name, and nothing is lost or doubled', async () => {
  const [dir, image] = [join(pub.folder, 'p1'), join(pub.folder, 'image')];
  const one = pub.open('p1');
  const paired = await pairRegister(backoffice, store, 'p1', { origin: one.replication.origin });
  const { origin } = one.replication;
  const day = async (box: Box, date: string) => {
    tradeDay(box.till, date, 60);
    box.keep();
    box.begin(paired);
    await inStep(box);
  };
  await day(one, '2026-11-22');
  await one.stop();
  cpSync(dir, image, { recursive: true });
  const next = pub.open('p1', one.till);
  await day(next, '2026-11-23');
  await next.stop();
  rmSync(dir, { recursive: true });
  cpSync(image, dir, { recursive: true });

  // It believes that it is who it was, and gives out again the numbers of rows that the backoffice has.
  const again = pub.open('p1', one.till);
  expect(again.replication.origin).toBe(origin);
  await day(again, '2026-11-24');
  expect(again.replication.origin).not.toBe(origin);
  await expectAllThere(sold(again));
  expect(sumsOf(again)).toEqual(sold(again));
});

test('a poison row is put aside, and all the others go on', async () => {
  const [one, two] = [pub.open('p1'), pub.open('p2')];
  pub.link(one, two);
  await begin(one, two);
  tradeDay(one.till, '2026-11-23', 60);
  one.keep();
  one.store.transaction(() => {
    one.store.journal.fact('receipt', 'unreadable', { id: 'unreadable', total_haler: 'mnoho' });
    one.store.journal.fact('note', 'nul\0', { text: 'a\0b' });
  });
  tradeDay(one.till, '2026-11-24', 60);
  one.keep();
  await inStep(one, two);
  const { history, takings } = await upstream();
  expect(history).toEqual(sold(one));
  expect(takings).toBe(sold(one).total_haler);
  expect(one.session.standing().parked).toBe(2);
  const parked = await (await backoffice.replicas.of(store)).parked();
  expect(parked.map(({ what, id }) => [what, id]).sort()).toEqual([
    ['books', 'unreadable'],
    ['characters', 'nul\u2400'],
  ]);
  // What came after it is not held up either, in both directions.
  tradeDay(two.till, '2026-11-25', 10);
  two.keep();
  await inStep(one, two);
  expect((await upstream()).history).toEqual(sold(one, two));
});

/** Of all that a register holds, in characters: what a backlog would fill if it were read at once. */
const charsOf = ({ store: { db } }: Box): number =>
  db.prepare<[], number>('SELECT sum(length(body)) FROM fact').pluck().get() as number;
