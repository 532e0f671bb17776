import { expect, test } from 'vitest';
import { manualClock } from '../clock.ts';
import type { Words } from '../words.ts';
import { withoutFloods } from './flood.ts';
import { linkPair } from './pair.ts';

async function opened() {
  const clock = manualClock();
  const { dial, far } = linkPair('tcp://10.0.0.5:9100');
  const link = await withoutFloods(dial, clock).open(new AbortController().signal);
  let heard = 0;
  const ends: (Words | undefined)[] = [];
  link.onData((bytes) => {
    heard += bytes.length;
  });
  link.onClose((reason) => void ends.push(reason));
  const send = async (count: number) => {
    far.send(new Uint8Array(count));
    await clock.advance(0);
  };
  return { clock, far, link, ends, send, heard: () => heard };
}

test('a device that talks without end is hung up on, and people are told why', async () => {
  const { ends, send, heard, far } = await opened();
  for (let n = 0; n < 100; n++) await send(4_096);
  expect(heard()).toBe(64 * 1024);
  expect(ends).toEqual([
    {
      cs: expect.stringContaining('bez přestání posílá data'),
      en: expect.stringContaining('keeps sending data'),
    },
  ]);
  expect(far.connected).toBe(false);
});

test('one that says much over a long time is listened to, and an end of our own has no reason', async () => {
  const { clock, ends, send, heard, link } = await opened();
  for (let second = 0; second < 60; second++) {
    await send(11_500);
    await clock.advance(1_000);
  }
  expect(heard()).toBe(60 * 11_500);
  await link.write(Uint8Array.of(1, 2, 3));
  expect(link.written).toBe(3);
  await link.close();
  expect(ends).toEqual([undefined]);
});
