import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromAutomatic, fromRealtime, obstacle, unknownCondition } from './condition.ts';
import { noReply, type Reply, readReplies } from './replies.ts';

const read = (...bytes: number[]) => readReplies(noReply, Uint8Array.from(bytes))[1];

describe('replies in one stream', () => {
  it('are told apart as the manuals say', () => {
    expect(
      read(
        0x12,
        0x14,
        0x00,
        0x00,
        0x0f,
        0x03,
        0x11,
        0x37,
        0x22,
        0x41,
        0x42,
        0x43,
        0x44,
        0,
        0x5f,
        0x54,
        0x4d,
        0,
        0x80,
      ),
    ).toEqual<Reply[]>([
      { kind: 'realtime', byte: 0x12 },
      { kind: 'automatic', bytes: [0x14, 0x00, 0x00, 0x0f] },
      { kind: 'transmitted', byte: 0x03 },
      { kind: 'flow', on: true },
      { kind: 'block', header: 0x37, body: [0x22, 0x41, 0x42, 0x43, 0x44] },
      { kind: 'block', header: 0x5f, body: [0x54, 0x4d] },
      { kind: 'stray', byte: 0x80 },
    ]);
  });

  it('a real-time answer may fall into the middle of automatic status', () => {
    expect(read(0x10, 0, 0x16, 0, 0)).toEqual<Reply[]>([
      { kind: 'realtime', byte: 0x16 },
      { kind: 'automatic', bytes: [0x10, 0, 0, 0] },
    ]);
  });

  it('a block without an end is given up and the stream goes on', () => {
    const replies = read(0x5f, ...Array(90).fill(0x41), 0x12);
    expect(replies.at(-1)).toEqual({ kind: 'realtime', byte: 0x12 });
  });

  it('any split of any stream gives the same replies', () => {
    const byte = fc.oneof(
      fc.constantFrom(0x12, 0x10, 0x14, 0, 0x0f, 0x37, 0x22, 0x5f, 0x11, 0x13),
      fc.nat(255),
    );
    fc.assert(
      fc.property(fc.array(fc.array(byte, { maxLength: 12 }), { maxLength: 12 }), (chunks) => {
        const atOnce = readReplies(noReply, Uint8Array.from(chunks.flat()));
        let state = noReply;
        const inPieces: Reply[] = [];
        for (const chunk of chunks) {
          const [next, replies] = readReplies(state, Uint8Array.from(chunk));
          state = next;
          inPieces.push(...replies);
        }
        expect([state, inPieces]).toEqual(atOnce);
      }),
    );
  });

  it('no byte is lost: every one is in a reply or in the state', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const [state, replies] = readReplies(noReply, bytes);
        const size = (r: Reply) => (r.kind === 'automatic' ? 4 : r.kind === 'block' ? r.body.length + 2 : 1);
        const seen =
          replies.reduce((sum, r) => sum + size(r), 0) + state.automatic.length + state.block.length;
        expect(seen).toBe(bytes.length);
      }),
    );
  });
});

describe('the condition', () => {
  it.each([
    [1, 0x12, { online: 'yes', drawerPin: 'low' }],
    [1, 0x16, { online: 'yes', drawerPin: 'high' }],
    [1, 0x1a, { online: 'no' }],
    [2, 0x16, { cover: 'open' }],
    [2, 0x32, { paper: 'out' }],
    [3, 0x1a, { error: 'cutter' }],
    [3, 0x32, { error: 'unrecoverable' }],
    [3, 0x52, { error: 'overheated' }],
    [3, 0x12, { error: 'none' }],
    [4, 0x12, { paper: 'ok' }],
    [4, 0x1e, { paper: 'near-end' }],
    [4, 0x7e, { paper: 'out' }],
  ])('DLE EOT %i answering %i', (n, byte, expected) => {
    expect(fromRealtime(unknownCondition, n, byte)).toMatchObject(expected);
  });

  it('automatic status tells all at once', () => {
    expect(fromAutomatic([0x3c, 0x08, 0x0f, 0x00])).toEqual({
      drawerPin: 'high',
      online: 'no',
      cover: 'open',
      error: 'cutter',
      paper: 'out',
    });
    expect(obstacle(fromAutomatic([0x10, 0, 0x03, 0]))).toBeUndefined();
    expect(obstacle(unknownCondition)).toBeUndefined();
  });
});
