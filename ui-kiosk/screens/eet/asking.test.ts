import { expect, test, vi } from 'vitest';
import { createAsking } from './asking.ts';

test('news during a question are asked about once, after it', async () => {
  const answers: (() => void)[] = [];
  const ask = createAsking(() => new Promise((resolve) => answers.push(resolve)));
  const done = ask();
  for (let i = 0; i < 50; i++) void ask();
  expect(answers.length).toBe(1);
  answers[0]?.();
  await vi.waitFor(() => expect(answers.length).toBe(2));
  answers[1]?.();
  await done;
  expect(answers.length).toBe(2);
  void ask();
  expect(answers.length).toBe(3);
});
