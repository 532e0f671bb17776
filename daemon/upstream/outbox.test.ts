import { expect, test } from 'vitest';
import { REQUEST_ROWS_MAX } from '../../wire/index.ts';
import { createOutbox } from './outbox.ts';

const NEWS = { type: 'changes', origin: 'a', base: {}, from: {}, upto: {}, done: true, whole: false };
const news = (rows: number, text = '') => JSON.stringify({ ...NEWS, rows: Array(rows).fill({ body: text }) });
const hello = (more: object = {}) =>
  JSON.stringify({ type: 'hello', proto: 1, origin: 'a', vv: {}, ...more });
const said = (texts: readonly string[]) =>
  texts.map((text) => JSON.parse(text) as { type: string; rows?: unknown[]; vv?: unknown; sums?: unknown });

test('a request takes a thousand rows at most, in order, and last a hello that says what is held now', () => {
  const outbox = createOutbox();
  for (const rows of [600, 400, 1]) outbox.put(news(rows));
  const first = outbox.take('a', { a: 7 });
  expect([first.rows, said(first.texts).map(({ rows }) => rows?.length)]).toEqual([
    1_000,
    [600, 400, undefined],
  ]);
  expect(said(first.texts).at(-1)).toEqual({ type: 'hello', proto: 1, origin: 'a', vv: { a: 7 } });
  expect(outbox.pressing).toBe(true);
  expect(outbox.take('a', {}).rows).toBe(1);
  expect(outbox.pressing).toBe(false);
});

test('a request takes as many messages as one may have, and texts that fit into a body', () => {
  const outbox = createOutbox();
  for (let i = 0; i < 40; i++) outbox.put(news(1));
  const counts = [1, 2, 3].map(() => outbox.take('a', {}).texts.length);
  expect(counts).toEqual([19, 19, 5]);
  for (let i = 0; i < 3; i++) outbox.put(news(1, 'ř'.repeat(1_000_000)));
  expect([1, 2].map(() => outbox.take('a', {}).rows)).toEqual([2, 1]);
  // One that is longer than that goes alone.
  outbox.put(news(1, 'ř'.repeat(3_000_000)));
  expect(outbox.take('a', {}).rows).toBe(1);
});

test.each([
  ['rows', () => news(REQUEST_ROWS_MAX)],
  ['texts', () => news(1, 'ř'.repeat(2_000_000))],
])('while nobody takes anything along, no more than some %s are kept', (_what, one) => {
  const outbox = createOutbox();
  const text = one();
  for (let i = 0; i < 50; i++) outbox.put(text);
  let requests = 0;
  while (outbox.pressing) {
    outbox.take('a', {});
    requests++;
  }
  expect(requests).toBeLessThanOrEqual(5);
});

test('a greeting does not press, and only its checksums go along, once', () => {
  const outbox = createOutbox();
  outbox.put(hello());
  outbox.put(hello({ sums: { x: 'y' } }));
  expect(outbox.pressing).toBe(false);
  expect(said(outbox.take('a', {}).texts).map(({ sums }) => sums)).toEqual([{ x: 'y' }, undefined]);
  expect(outbox.take('a', {}).texts).toHaveLength(1);
  outbox.put(hello({ at: { b: 1 } }));
  expect(outbox.pressing).toBe(true);
});
