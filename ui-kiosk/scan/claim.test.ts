import { expect, test } from 'vitest';
import { claimScans, handOver } from './claim.ts';

test('the latest claim gets the code; released, the one before it, then selling', () => {
  const got: string[] = [];
  const to = (name: string) => (code: string) => void got.push(`${name} ${code}`);
  const scan = (code: string) => handOver(code, to('sale'));
  scan('1');
  const releaseTest = claimScans(to('test'));
  const releaseItem = claimScans(to('item'));
  scan('2');
  releaseItem();
  scan('3');
  releaseTest();
  scan('4');
  expect(got).toEqual(['sale 1', 'item 2', 'test 3', 'sale 4']);
});

test('a claim released out of order takes no other with it', () => {
  const got: string[] = [];
  const first = claimScans((code) => void got.push(`first ${code}`));
  const second = claimScans((code) => void got.push(`second ${code}`));
  first();
  handOver('1', () => {});
  second();
  expect(got).toEqual(['second 1']);
});
