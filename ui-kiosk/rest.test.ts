import { expect, test } from 'vitest';
import { blankAfter_ms, startRest } from './rest.ts';

const MINUTE_MS = 60_000;

function setUp() {
  let now_ms = 0;
  let timers: { at_ms: number; then: () => void }[] = [];
  const state = { dark: false, occupied: false };
  const rest = startRest(15 * MINUTE_MS, {
    now_ms: () => now_ms,
    after(ms, then) {
      const timer = { at_ms: now_ms + ms, then };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    occupied: () => state.occupied,
    show: (dark) => {
      state.dark = dark;
    },
  });
  function pass(ms: number): void {
    const until_ms = now_ms + ms;
    for (;;) {
      const next = timers.toSorted((a, b) => a.at_ms - b.at_ms)[0];
      if (!next || next.at_ms > until_ms) break;
      timers = timers.filter((other) => other !== next);
      now_ms = next.at_ms;
      next.then();
    }
    now_ms = until_ms;
  }
  return { rest, state, pass, timers: () => timers.length };
}

test('dark after the time and not before; whatever stirs begins it anew', () => {
  const { rest, state, pass, timers } = setUp();
  pass(14 * MINUTE_MS);
  expect(rest.stir()).toBe(false);
  pass(15 * MINUTE_MS - 1);
  expect(state.dark).toBe(false);
  pass(1);
  expect(state.dark).toBe(true);
  expect(rest.stir()).toBe(true);
  expect(state.dark).toBe(false);
  expect(rest.stir()).toBe(false);
  pass(15 * MINUTE_MS);
  expect(state.dark).toBe(true);
  expect(timers()).toBe(0);
});

test('an unfinished sale keeps the screen lit; its end lets it go dark soon', () => {
  const { state, pass } = setUp();
  state.occupied = true;
  pass(60 * MINUTE_MS);
  expect(state.dark).toBe(false);
  state.occupied = false;
  pass(5_000);
  expect(state.dark).toBe(true);
});

test('a thousand touches are one timer, and stopped there is none', () => {
  const { rest, timers } = setUp();
  for (let i = 0; i < 1000; i++) rest.stir();
  expect(timers()).toBe(1);
  rest.stop();
  expect(timers()).toBe(0);
});

test('the address says how long; by itself the screen never goes dark', () => {
  expect(blankAfter_ms('?blank=15')).toBe(15 * MINUTE_MS);
  expect(blankAfter_ms('?a=b&blank=0.5')).toBe(30_000);
  for (const search of ['', '?blank=0', '?blank=', '?blank=-1', '?blank=soon', '?dark=15'])
    expect(blankAfter_ms(search), search).toBe(0);
  // No timer of a browser runs longer than 2^31 ms.
  expect(blankAfter_ms('?blank=Infinity')).toBe(24 * 60 * MINUTE_MS);
});
