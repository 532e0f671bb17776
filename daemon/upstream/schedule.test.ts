import { describe, expect, test } from 'vitest';
import { dueAt, IDLE, LEFTOVERS_MS, type Schedule, type ScheduleEvent, step } from './schedule.ts';

/** Events at moments of the running clock; random is drawn as its most unless said otherwise. */
function follow(events: readonly (readonly [number, ScheduleEvent])[], random = 1): Schedule {
  return events.reduce((state, [now, event]) => step(state, event, { now, random }), IDLE);
}

const begun: ScheduleEvent = { is: 'begun' };
const done: ScheduleEvent = { is: 'done' };
const changed: ScheduleEvent = { is: 'changed' };
const failed = (wait_ms: number | null = null, refused = false): ScheduleEvent => ({
  is: 'failed',
  wait_ms,
  refused,
});
const live: ScheduleEvent = { is: 'live', live: true };
const well = [
  [0, live],
  [0, begun],
  [0, done],
] as const;

describe('an attempt begins', () => {
  test('200 ms after a change, counted from the first of several', () => {
    expect(dueAt(follow([...well, [1000, changed], [1100, changed]]))).toBe(1200);
  });

  test('within 15 seconds of a change, however long the backoff', () => {
    const down = Array.from(
      { length: 9 },
      () =>
        [
          [0, begun],
          [0, failed()],
        ] as const,
    ).flat();
    expect(dueAt(follow(down))).toBe(60_000);
    const due = dueAt(follow([...down, [1000, changed]])) as number;
    expect(due - 1000).toBeLessThan(15_000);
    expect(due).toBeGreaterThan(1200);
  });

  test('anywhere up to 1, 2, 4 … 60 seconds after a failure, from one second again after a success', () => {
    const waits = [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1000);
    for (const [i, most] of waits.entries()) {
      const down = Array.from(
        { length: i + 1 },
        () =>
          [
            [0, begun],
            [0, failed()],
          ] as const,
      ).flat();
      expect(dueAt(follow(down))).toBe(most);
      expect(dueAt(follow(down, 0))).toBe(0);
      expect(dueAt(follow([...down, [0, begun], [0, done], [0, begun], [0, failed()]]))).toBe(1000);
    }
  });

  test('at once when the network returns, and its backoff is forgotten', () => {
    const down = [
      [0, begun],
      [0, failed()],
      [0, begun],
      [0, failed()],
    ] as const;
    const back = follow([...down, [100, { is: 'network' }]]);
    expect(dueAt(back)).toBe(Number.NEGATIVE_INFINITY);
    expect(back.failures).toBe(0);
  });

  test('not before a Retry-After is over, but never later than 15 minutes; a person may', () => {
    const told = [
      ...well,
      [0, begun],
      [0, failed(120_000)],
      [1000, changed],
      [1000, { is: 'urgent' }],
    ] as const;
    expect(dueAt(follow(told))).toBe(120_000);
    expect(
      dueAt(
        follow([
          [0, begun],
          [0, failed(9e9)],
        ]),
      ),
    ).toBe(15 * 60_000);
    expect(dueAt(follow([...told, [1000, { is: 'pressed' }]]))).toBe(Number.NEGATIVE_INFINITY);
  });

  test('each six hours and by the button once the token is refused, whatever changes', () => {
    const out = [
      [0, begun],
      [0, failed(null, true)],
      [1000, changed],
    ] as const;
    expect(dueAt(follow(out))).toBe(LEFTOVERS_MS);
    expect(dueAt(follow([...out, [1000, { is: 'pressed' }]]))).toBe(Number.NEGATIVE_INFINITY);
  });

  test('each six hours when nothing happens at all', () => {
    expect(dueAt(follow(well))).toBe(LEFTOVERS_MS);
  });

  test('each 30 to 60 seconds while the backoffice cannot tell of its changes', () => {
    expect(
      dueAt(
        follow(
          [
            [0, begun],
            [0, done],
          ],
          0,
        ),
      ),
    ).toBe(30_000);
    expect(
      dueAt(
        follow(
          [
            [0, begun],
            [0, done],
          ],
          1,
        ),
      ),
    ).toBe(60_000);
  });

  test('never beside another one, and right after it for what has changed meanwhile', () => {
    const during = [...well, [1000, begun], [1500, changed]] as const;
    expect(dueAt(follow(during))).toBeNull();
    expect(dueAt(follow([...during, [5000, done]]))).toBe(1700);
  });
});
