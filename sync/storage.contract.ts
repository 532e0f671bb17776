import { describe, expect, it } from 'vitest';
import { DELETED, type Row } from './rows.ts';
import { formatStamp } from './stamp.ts';
import type { Storage } from './storage.ts';

/** What every storage owes the replica. `open` gives an empty one with the origin `me`. */
export function storageContract(name: string, open: () => Storage): void {
  const cell = (seq: number, ms: number, id: string, col: string, val: string, origin = 'a'): Row => ({
    is: 'cell',
    origin,
    seq,
    hlc: formatStamp({ ms, ctr: 0 }, origin),
    tbl: 'item',
    id,
    col,
    val,
  });
  const fact = (seq: number, ms: number, id: string, body: string, origin = 'a'): Row => ({
    is: 'fact',
    origin,
    seq,
    hlc: formatStamp({ ms, ctr: 0 }, origin),
    kind: 'stock',
    id,
    body,
  });
  const values = (storage: Storage) =>
    [...storage.rows()].map((row) => (row.is === 'cell' ? row.val : row.body)).sort();

  describe(`${name} as a storage`, () => {
    it('begins empty under its own name', () => {
      const storage = open();
      expect([storage.origin(), storage.vector(), storage.floor()]).toEqual(['me', { me: 0 }, {}]);
      expect([storage.clock(), storage.sponsor(), [...storage.rows()]]).toEqual([undefined, undefined, []]);
    });

    it('keeps the cell with the higher stamp, forgets the other, and keeps facts as they were first', () => {
      const storage = open();
      storage.commit({ rows: [cell(1, 5, 'i', 'price', '1'), fact(2, 6, 'i', '2')], vector: { a: 2 } });
      storage.commit({ rows: [cell(1, 4, 'i', 'price', '3', 'b')], vector: { b: 1 } });
      storage.commit({ rows: [cell(3, 7, 'i', 'price', '4'), fact(4, 3, 'i', '5')], vector: { a: 4 } });
      storage.commit({ rows: [fact(2, 9, 'i', '6')], repair: true });
      expect(values(storage)).toEqual(['2', '4', '5']);
      expect(storage.latest('stock', 'i')).toBe(formatStamp({ ms: 6, ctr: 0 }, 'a'));
      expect(storage.after('a', 1, 2).map(({ seq }) => seq)).toEqual([2, 3]);
      expect(storage.after('b', 0, 9)).toEqual([]);
    });

    it('gives no row after the one with which the texts become too long', () => {
      const storage = open();
      const text = JSON.stringify('x'.repeat(10));
      storage.commit({
        rows: [1, 2, 3, 4].map((seq) =>
          seq % 2 ? cell(seq, seq, `i${seq}`, 'name', text) : fact(seq, seq, 'f', text),
        ),
        vector: { a: 4 },
      });
      const upto = (chars: number) => storage.after('a', 0, 9, chars).map(({ seq }) => seq);
      expect([upto(0), upto(12), upto(23), upto(24), upto(1000)]).toEqual([
        [1],
        [1, 2],
        [1, 2],
        [1, 2, 3],
        [1, 2, 3, 4],
      ]);
    });

    it('chooses between two values under one stamp alike, whichever came first', () => {
      for (const order of [
        ['1', '2'],
        ['2', '1'],
      ] as const) {
        const storage = open();
        for (const val of order) storage.commit({ rows: [cell(1, 5, 'i', 'price', val)], repair: true });
        expect(values(storage)).toEqual(['2']);
      }
    });

    it('passes over rows that its vector covers, but for a repair', () => {
      const storage = open();
      storage.commit({ vector: { a: 2 } });
      storage.commit({
        rows: [cell(2, 5, 'i', 'price', '1'), cell(3, 5, 'i', 'name', '2')],
        vector: { a: 3 },
      });
      expect(values(storage)).toEqual(['2']);
      storage.commit({ rows: [cell(2, 5, 'i', 'price', '1')], repair: true });
      expect(values(storage)).toEqual(['1', '2']);
    });

    it('shows staged rows to nobody until they are adopted, and forgets them on request', () => {
      const storage = open();
      storage.stage([cell(1, 5, 'i', 'price', '1')]);
      storage.unstage();
      storage.stage([cell(2, 5, 'i', 'name', '2')]);
      expect(values(storage)).toEqual([]);
      storage.commit({ adopt: true, rows: [fact(3, 5, 'i', '3')], vector: { a: 3 } });
      expect(values(storage)).toEqual(['2', '3']);
      storage.commit({ drop: [{ tbl: 'item', id: 'i' }] });
      storage.commit({ adopt: true, repair: true });
      expect(values(storage)).toEqual(['3']);
    });

    it('sweeps away covered cells that are not among the new rows, and no fact', () => {
      const storage = open();
      const [old, kept] = [cell(1, 5, 'i', 'price', '1'), cell(2, 5, 'j', 'price', '2')];
      storage.commit({
        rows: [old, kept, cell(3, 5, 'k', 'price', '3'), fact(4, 5, 'i', '4')],
        vector: { a: 4 },
      });
      storage.stage([kept]);
      storage.commit({ adopt: true, sweep: { a: 2 }, floor: { a: 1 } });
      expect(values(storage)).toEqual(['2', '3', '4']);
      expect(storage.floor()).toEqual({ a: 1 });
    });

    it('sweeps away nobody who belongs to the shop or was put out of it', () => {
      for (const adopt of [true, false]) {
        const storage = open();
        const of = (seq: number, tbl: string): Row => ({ ...cell(seq, 5, 'x', 'out', `${seq}`), tbl }) as Row;
        const rows = ['member', 'register', 'guest', 'revocation', 'item'].map((tbl, i) => of(i + 1, tbl));
        storage.commit({ rows, vector: { a: 5 } });
        storage.commit({ adopt, sweep: { a: 5 } });
        expect(values(storage)).toEqual(['1', '2', '3', '4']);
      }
    });

    it('drops records whole, and merges vectors', () => {
      const storage = open();
      storage.commit({
        rows: [
          cell(1, 5, 'i', 'price', '1'),
          cell(2, 5, 'i', DELETED, 'true'),
          cell(3, 5, 'j', DELETED, 'false'),
        ],
        vector: { a: 3, b: 7 },
      });
      expect(storage.deletions().map(({ id }) => id)).toEqual(['i']);
      expect(
        storage
          .record('item', 'i')
          .map(({ col }) => col)
          .sort(),
      ).toEqual([DELETED, 'price']);
      expect(
        storage
          .column('item', DELETED)
          .map(({ id }) => id)
          .sort(),
      ).toEqual(['i', 'j']);
      storage.commit({
        drop: [{ tbl: 'item', id: 'i' }],
        vector: { a: 2, c: 1 },
        clock: 'x',
        origin: 'new',
        sponsor: 's',
      });
      expect(values(storage)).toEqual(['false']);
      expect(storage.vector()).toEqual({ me: 0, new: 0, a: 3, b: 7, c: 1 });
      expect([storage.clock(), storage.origin(), storage.sponsor()]).toEqual(['x', 'new', 's']);
      storage.commit({ sponsor: null });
      expect(storage.sponsor()).toBeUndefined();
    });
  });
}
