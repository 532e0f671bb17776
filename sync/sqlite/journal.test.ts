import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJournal, replicaSchema, replicaStep } from '../index.ts';
import { above, formatStamp, parseStamp, tick } from '../stamp.ts';

const BUILT = Date.UTC(2026, 10, 1);
const wallClock = fc.oneof(
  fc.integer({ min: 0, max: 100_000 }),
  fc.integer({ min: BUILT, max: BUILT + 5_000 }),
  fc.integer({ min: BUILT, max: Date.UTC(2099, 0) }),
  fc.double({ min: 0, max: BUILT * 2, noNaN: true }),
);
const parts = fc.record({
  ms: fc.integer({ min: 0, max: 9_999_999_999_998 }),
  ctr: fc.integer({ min: 0, max: 9999 }),
});

function replica(wall_ms: () => number, db = new Database(':memory:')) {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'replica'").get() === undefined) {
    db.exec(replicaSchema);
    db.exec(replicaStep);
  }
  const journal = createJournal(db, { wall_ms, built_ms: BUILT, mintOrigin: () => 'aa' });
  return { db, journal, own: <T>(run: () => T) => db.transaction(run).immediate() };
}

describe('stamps', () => {
  it('compare as text as they compare as numbers', () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const order = Math.sign(a.ms - b.ms || a.ctr - b.ctr);
        const [x, y] = [formatStamp(a, 'r1'), formatStamp(b, 'r1')];
        expect(x < y ? -1 : x > y ? 1 : 0).toBe(order);
        expect(parseStamp(x)).toEqual(a);
      }),
    );
  });

  it('above() is the least one above', () => {
    fc.assert(
      fc.property(parts, (a) => {
        expect(formatStamp(above(a), 'r1') > formatStamp(a, 'r1')).toBe(true);
        expect(above(a)).toEqual(a.ctr === 9999 ? { ms: a.ms + 1, ctr: 0 } : { ms: a.ms, ctr: a.ctr + 1 });
      }),
    );
  });

  it('never run back, and never stand before the program was built', () => {
    fc.assert(
      fc.property(fc.array(wallClock, { minLength: 1, maxLength: 50 }), (walls) => {
        let last: { ms: number; ctr: number } | undefined;
        for (const wall of walls) {
          const next = tick(last, wall, BUILT);
          expect(Number.isInteger(next.ms)).toBe(true);
          expect(next.ms).toBeGreaterThanOrEqual(BUILT);
          if (last) expect(formatStamp(next, 'r1') > formatStamp(last, 'r1')).toBe(true);
          last = next;
        }
      }),
    );
  });
});

describe('journal', () => {
  it('numbers facts and cells without a gap, in the order of their stamps, over restarts and rollbacks', () => {
    const step = fc.record({
      wall: wallClock,
      what: fc.constantFrom('fact', 'cells', 'rollback', 'restart'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let wall = 0;
        let { db, journal, own } = replica(() => wall);
        const seen: { seq: number; hlc: string }[] = [];
        for (const [i, { wall: to, what }] of steps.entries()) {
          wall = to;
          if (what === 'restart') ({ db, journal, own } = replica(() => wall, db));
          if (what === 'fact') own(() => journal.fact('k', `f${i}`, { i }));
          if (what === 'cells') own(() => journal.cells('t', `c${i}`, { a: 1, b: null }));
          if (what === 'rollback') {
            expect(() =>
              own(() => {
                journal.fact('k', 'gone', {});
                throw new Error('no');
              }),
            ).toThrow('no');
          }
        }
        seen.push(
          ...(db
            .prepare('SELECT seq, hlc FROM fact UNION ALL SELECT seq, hlc FROM cell ORDER BY seq')
            .all() as typeof seen),
        );
        expect(seen.map((row) => row.seq)).toEqual(seen.map((_, i) => i + 1));
        expect(seen.map((row) => row.hlc)).toEqual(seen.map((row) => row.hlc).sort());
        expect(new Set(seen.map((row) => row.hlc)).size).toBe(seen.length);
        expect(db.prepare('SELECT seq FROM vv').pluck().get()).toBe(seen.length);
        expect(db.prepare('SELECT count(*) FROM fact WHERE id = ?').pluck().get('gone')).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('writes over a cell from the future without being pulled into the future', () => {
    const wall = BUILT + 1000;
    const { db, journal, own } = replica(() => wall);
    const future = formatStamp({ ms: wall + 3 * 365 * 86_400_000, ctr: 7 }, 'bb');
    db.prepare("INSERT INTO cell VALUES ('item', 'i', 'price', '1', ?, 'bb', 1)").run(future);
    own(() => journal.cells('item', 'i', { price: 2 }));
    const cell = db.prepare('SELECT val, hlc, origin FROM cell').get() as {
      val: string;
      hlc: string;
      origin: string;
    };
    expect(cell.hlc > future).toBe(true);
    expect(cell).toMatchObject({ val: '2', origin: 'aa' });
    own(() => journal.fact('k', 'f', {}));
    expect(parseStamp(db.prepare('SELECT hlc FROM fact').pluck().get() as string).ms).toBe(wall);
  });

  it('reads the record and its own number once for all the cells of one call', () => {
    const said: string[] = [];
    const { journal, own } = replica(
      () => BUILT,
      new Database(':memory:', { verbose: (sql) => said.push(`${sql}`) }),
    );
    own(() => journal.cells('item', 'i', { a: 1, b: 2, c: 3 }));
    said.length = 0;
    own(() => journal.cells('item', 'i', { a: 4, b: 5, c: 6 }));
    // A price list of ten thousand items is a transaction of 170 000 cells.
    const count = (what: RegExp) => said.filter((sql) => what.test(sql)).length;
    expect([count(/JOIN vv/), count(/UPDATE vv/), count(/INSERT INTO cell/), count(/FROM cell/)]).toEqual([
      1, 1, 3, 1,
    ]);
  });

  it('keeps its origin, and gives facts back oldest first', () => {
    const { db, journal, own } = replica(() => BUILT);
    own(() => {
      for (let i = 0; i < 20; i++) journal.fact('k', 'f', i);
      journal.fact('other', 'f', 'x');
    });
    expect(journal.facts('k', 'f')).toEqual(Array.from({ length: 20 }, (_, i) => i));
    const again = createJournal(db, { wall_ms: () => 0, built_ms: 0, mintOrigin: () => 'bb' });
    expect(again.origin).toBe('aa');
  });

  it('cannot be written outside a transaction, nor changed at all', () => {
    const { db, journal, own } = replica(() => BUILT);
    expect(() => journal.fact('k', 'f', {})).toThrow('inside a transaction');
    own(() => journal.fact('k', 'f', {}));
    expect(() => db.exec("UPDATE fact SET body = '1'")).toThrow('a fact is never changed');
    expect(() => db.exec('DELETE FROM fact')).toThrow('a fact is never deleted');
  });
});
