import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seeded } from '../simulation/random.ts';
import { watchMemory } from './memory.ts';
import { daysUpTo, tradeDay } from './month.ts';
import { charsOf, type Outage, sold, sumsOf } from './outage.fixture.ts';
import type { Box } from './pub.ts';

const MB = 1_000_000;

interface Trade {
  readonly days: number;
  /** Receipts of each register. */
  readonly aDay: number;
}

/** How much has been sold when the internet comes back. */
export interface Size {
  readonly month: Trade;
  /** Of a register's rows after it, in characters at least. */
  readonly least_chars: number;
  readonly lost: Trade;
  readonly killed: Trade;
}

/** What becomes of all that was sold, whatever happens on the way; the same over each database. */
export function outageTests(at: Outage, size: Size): void {
  test('after a long time without internet all is there, once, to the haléř, and memory has not grown with it', {
    timeout: 180_000,
  }, async () => {
    const boxes = at.three();
    await at.begin(...boxes);
    await at.inStep(...boxes);
    for (const { line } of boxes) line.up = false;
    for (const day of daysUpTo(size.month.days)) {
      for (const box of boxes) {
        tradeDay(box.till, day, size.month.aDay);
        box.keep();
      }
      await at.pub.pass(1_000);
    }
    const all = sold(...boxes);
    expect(all.receipts).toBe(boxes.length * size.month.days * size.month.aDay);
    for (const box of boxes) expect(sumsOf(box)).toEqual(all);

    const memory = watchMemory();
    const random = seeded(7);
    for (const { line } of boxes) {
      line.up = true;
      line.streams = 'through';
      line.mishap = () => {
        if (random.chance(0.1)) line.cutStreams();
        return random.chance(0.3) ? random.pick(['offline', 'lost', 'half', 'twice'] as const) : 'none';
      };
      line.answered = memory.look;
    }
    await at.inStep(...boxes);
    await at.expectAllThere(all);
    // Registers and server live in this process: of a backlog a few requests are there at once, never all of it.
    expect(charsOf(boxes[0])).toBeGreaterThan(size.least_chars);
    expect(memory.grown_bytes()).toBeLessThan(20 * MB);
    for (const { line } of boxes) expect(line.longest).toBeLessThan(2 * 1024 * 1024);
  });

  test('answers that are lost in the middle of a backlog hold it up, and do not stall it', async () => {
    const box = at.pub.open('p1');
    await at.begin(box);
    await at.inStep(box);
    box.line.up = false;
    for (const day of daysUpTo(size.lost.days)) tradeDay(box.till, day, size.lost.aDay);
    box.keep();
    const before = box.line.questions;
    let nth = 0;
    box.line.up = true;
    box.line.mishap = () => (++nth % 2 === 0 ? 'lost' : 'none');
    await at.inStep(box);
    await at.expectAllThere(sold(box));
    // Each part that got through is kept: what is lost is asked for anew, and not all from the beginning.
    const parts = box.replication.vector()[box.replication.origin] as number;
    expect(box.line.questions - before).toBeLessThan(30 + parts / 100);
  });

  test('what a server has committed and was killed before it said so is there once', {
    timeout: 120_000,
  }, async () => {
    const box = at.pub.open('p1');
    const paired = await at.pair(box);
    await at.asProcess([], async (start) => {
      let server = await start();
      for (const day of daysUpTo(size.killed.days)) tradeDay(box.till, day, size.killed.aDay);
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
        server = await start();
      };
      await at.inStep(box);
      expect(kills).toBe(4);
    });
    await at.expectAllThere(sold(box));
  });

  test('what is sold at a register that was cut off comes by its siblings', async () => {
    const boxes = at.three();
    const [one, two, three] = boxes;
    await at.begin(...boxes);
    await at.inStep(...boxes);
    await at.backoffice.registers.revoke(at.store, 'p2');
    for (const box of boxes) {
      tradeDay(box.till, '2026-11-24', 100);
      box.keep();
    }
    await at.inStep(one, three);
    await at.expectAllThere(sold(...boxes));
    expect(two.session.standing().fault?.fault.code).toBe('refused');
    // With a new code it goes on by itself.
    await two.session.stop();
    await at.begin(two);
    tradeDay(two.till, '2026-11-25', 50);
    two.keep();
    await at.inStep(two, one, three);
    await at.expectAllThere(sold(...boxes));
  });

  test('two registers that send the same rows at once make one of them', async () => {
    const [one, two] = [at.pub.open('p1'), at.pub.open('p2')];
    at.pub.link(one, two);
    for (const box of [one, two]) {
      tradeDay(box.till, '2026-11-24', 100);
      box.keep();
    }
    // Each hears what the server lacks before the other one has sent it.
    let greeted = 0;
    let go = () => {};
    const both = new Promise<void>((resolve) => {
      go = resolve;
    });
    for (const { line } of [one, two]) {
      let first = true;
      line.answered = async () => {
        if (!first) return;
        first = false;
        if (++greeted === 2) go();
        await both;
      };
    }
    await at.begin(one, two);
    await at.inStep(one, two);
    await at.expectAllThere(sold(one, two));
    for (const { line } of [one, two]) expect(line.longest).toBeGreaterThan(charsOf(one));
  });

  test('a register restored from a copy draws back what the backoffice has, and doubles nothing', async () => {
    const one = at.pub.open('p1');
    await at.begin(one);
    tradeDay(one.till, '2026-11-21', 60);
    one.keep();
    await at.inStep(one);
    await one.store.copy();
    tradeDay(one.till, '2026-11-22', 60);
    one.keep();
    await at.inStep(one);
    const held = sold(one);
    // Of this day nothing has left the disk that is lost.
    one.line.up = false;
    tradeDay(one.till, '2026-11-23', 60);
    const goneAfter = one.till.receipts.splice(held.receipts);
    expect(goneAfter).toHaveLength(60);
    one.keep();
    const { origin } = one.replication;
    await one.stop();

    const again = at.pub.restore(one, one.till);
    expect(again.replication.origin).not.toBe(origin);
    await at.begin(again);
    tradeDay(again.till, '2026-11-24', 60);
    again.keep();
    await at.inStep(again);
    await at.expectAllThere(sold(again));
    expect(sold(again).receipts).toBe(held.receipts + 60);
    expect(sumsOf(again)).toEqual(sold(again));
  });

  test('a register whose disk was put back by hand sells on under another name, and nothing is lost or doubled', async () => {
    const [dir, image] = [join(at.pub.folder, 'p1'), join(at.pub.folder, 'image')];
    const one = at.pub.open('p1');
    const paired = await at.pair(one);
    const { origin } = one.replication;
    const day = async (box: Box, date: string) => {
      tradeDay(box.till, date, 60);
      box.keep();
      box.begin(paired);
      await at.inStep(box);
    };
    await day(one, '2026-11-22');
    await one.stop();
    cpSync(dir, image, { recursive: true });
    const next = at.pub.open('p1', one.till);
    await day(next, '2026-11-23');
    await next.stop();
    rmSync(dir, { recursive: true });
    cpSync(image, dir, { recursive: true });

    // It believes that it is who it was, and gives out again the numbers of rows that the backoffice has.
    const again = at.pub.open('p1', one.till);
    expect(again.replication.origin).toBe(origin);
    await day(again, '2026-11-24');
    expect(again.replication.origin).not.toBe(origin);
    await at.expectAllThere(sold(again));
    expect(sumsOf(again)).toEqual(sold(again));
  });

  test('a poison row is put aside, and all the others go on', async () => {
    const [one, two] = [at.pub.open('p1'), at.pub.open('p2')];
    at.pub.link(one, two);
    await at.begin(one, two);
    tradeDay(one.till, '2026-11-23', 60);
    one.keep();
    one.store.transaction(() => {
      one.store.journal.fact('receipt', 'unreadable', { id: 'unreadable', total_haler: 'mnoho' });
      one.store.journal.fact('note', 'nul\0', { text: 'a\0b' });
    });
    tradeDay(one.till, '2026-11-24', 60);
    one.keep();
    await at.inStep(one, two);
    const { history, takings } = await at.upstream();
    expect(history).toEqual(sold(one));
    expect(takings).toBe(sold(one).total_haler);
    expect(one.session.standing().parked).toBe(2);
    const parked = await (await at.backoffice.replicas.of(at.store)).parked();
    expect(parked.map(({ what, id }) => [what, id]).sort()).toEqual([
      ['books', 'unreadable'],
      ['characters', 'nul\u2400'],
    ]);
    // What came after it is not held up either, in both directions.
    tradeDay(two.till, '2026-11-25', 10);
    two.keep();
    await at.inStep(one, two);
    expect((await at.upstream()).history).toEqual(sold(one, two));
  });
}
