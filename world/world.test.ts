import { expect, test } from 'vitest';
import { realWorld } from './index.ts';

test('a timer never rings before its time by the clock that is read beside it', async () => {
  const early: number[] = [];
  const waits = Array.from({ length: 300 }, (_, i) => 20 + (i % 40) + i / 300);
  await Promise.all(
    waits.map(
      (delay_ms) =>
        new Promise<void>((resolve) => {
          const began = realWorld.now();
          realWorld.after(delay_ms, () => {
            const left = delay_ms - (realWorld.now() - began);
            if (left > 0) early.push(left);
            resolve();
          });
        }),
    ),
  );
  expect(early).toEqual([]);
});

test('a timer that was cancelled does not ring, and one for a month does not ring at once', async () => {
  const rung: string[] = [];
  realWorld.after(1, () => rung.push('cancelled'))();
  const cancelMonth = realWorld.after(31 * 24 * 3_600_000, () => rung.push('month'));
  await new Promise<void>((resolve) => realWorld.after(10, resolve));
  cancelMonth();
  expect(rung).toEqual([]);
});
