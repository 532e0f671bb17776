import { expect, test } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';

test.each([
  ['10.0.0.12:8883', '10.0.0.12:8883'],
  [' 10.0.0.12 ', '10.0.0.12:8883'],
  ['pokladna-2.local', 'pokladna-2.local:8883'],
  ['pokladna-2:1', 'pokladna-2:1'],
])('%s is an address', (text, whole) => {
  expect(formatAddress(parseAddress(text) as NonNullable<ReturnType<typeof parseAddress>>)).toBe(whole);
});

test.each([
  '',
  ':8883',
  '10.0.0',
  '10.0.0.300',
  '10.0.0.1:0',
  '10.0.0.1:65536',
  'http://x',
  'a b',
  '-a',
  'x:80:80',
])('%s is none', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});
