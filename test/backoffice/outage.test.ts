import { expect, test } from 'vitest';
import { sqliteOpener } from '../../backoffice/database/both.fixture.ts';
import { watchMemory } from './memory.ts';
import { daysUpTo, tradeDay } from './month.ts';
import { outageTests } from './outage.contract.ts';
import { charsOf, outage, sold } from './outage.fixture.ts';

const MB = 1_000_000;
const at = outage(sqliteOpener());

/** A month of 200 sales a day on each of three registers. */
outageTests(at, {
  month: { days: 30, aDay: 200 },
  least_chars: 30 * MB,
  lost: { days: 10, aDay: 200 },
  killed: { days: 10, aDay: 200 },
});

test('a server that has less memory than the backlog takes it all', { timeout: 90_000 }, async () => {
  const box = at.pub.open('p1');
  const paired = await at.pair(box);
  await at.asProcess(['--max-old-space-size=64'], async (start) => {
    for (const day of daysUpTo(30)) tradeDay(box.till, day, 600);
    box.keep();
    // In letters of two bytes each, as any text with a háček is.
    expect(2 * charsOf(box)).toBeGreaterThan(60 * MB);
    const server = await start();
    const memory = watchMemory();
    box.line.answered = memory.look;
    box.begin(paired);
    await at.inStep(box);
    expect(server.child.exitCode).toBe(null);
    expect(memory.grown_bytes()).toBeLessThan(20 * MB);
  });
  await at.expectAllThere(sold(box));
});
