import { expect, test } from 'vitest';
import { readP12 } from './p12-file.ts';

test('a file goes as base64, whatever bytes it has', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(await readP12(new Blob([bytes]))).toEqual({ p12: Buffer.from(bytes).toString('base64') });
});

test('the largest that the register takes, and one byte more', async () => {
  const read = await readP12(new Blob([new Uint8Array(49_152)]));
  expect('p12' in read && read.p12.length).toBe(65_536);
  expect(await readP12(new Blob([new Uint8Array(49_153)]))).toEqual({ fault: 'too-large' });
});

test('an empty file, one cut off at its beginning, and a stick pulled out', async () => {
  expect(await readP12(new Blob([]))).toEqual({ fault: 'empty' });
  expect(await readP12(new Blob([new Uint8Array(11)]))).toEqual({ fault: 'empty' });
  expect('p12' in (await readP12(new Blob([new Uint8Array(12)])))).toBe(true);
  const gone = new Blob(['x']);
  gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
  expect(await readP12(gone)).toEqual({ fault: 'unreadable' });
});
