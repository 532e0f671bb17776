import type { Database } from 'better-sqlite3';
import { formatReceiptNumber, type ReceiptNumber } from '../../domain/index.ts';
import type { OwnSeries } from './series.ts';

export interface LastReceipt {
  readonly year: number;
  readonly seq: number;
  readonly issued_ms: number;
}

/** Numbers that must have no gap. Each is taken inside the transaction of what it numbers, or not at all. */
export interface Numbers {
  /** The last receipt of the own series. */
  last(): LastReceipt | undefined;
  /** `year` is where the clock stands; a series never goes back to an earlier one. */
  receipt(year: number): ReceiptNumber;
  /** Inside a transaction: a receipt of this box that only the siblings still had. Its number is not given out again. */
  lost(number: ReceiptNumber): void;
  /** Z reports of the own register, for ever. */
  zReport(): number;
  /** Orders of one day, from 1. */
  order(day: string): number;
}

export function createNumbers(db: Database, register: { id: string }, ownSeries: OwnSeries): Numbers {
  // Only what this database issued: another register with the same series by mistake must not make gaps in it.
  const last = db.prepare<[string], LastReceipt>(
    'SELECT year, seq, issued_ms FROM receipt WHERE own = 1 AND series = ? ORDER BY year DESC, seq DESC LIMIT 1',
  );
  const lastZ = db
    .prepare<[string], number | null>('SELECT MAX(z_number) FROM shift WHERE register_id = ?')
    .pluck();
  const floor = db.prepare<[string], number>('SELECT value FROM number_floor WHERE name = ?').pluck();
  const raise = db.prepare<[string, number]>(RAISE);
  const nextOrder = db
    .prepare<[string], number>(
      'INSERT INTO order_number (day, last) VALUES (?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last',
    )
    .pluck();

  return {
    last: () => last.get(ownSeries.current()),
    receipt(clockYear) {
      const series = ownSeries.take();
      const previous = last.get(series);
      const year = Math.max(previous?.year ?? 0, clockYear);
      const held = previous?.year === year ? previous.seq : 0;
      const seq = Math.max(held, floor.get(receiptFloor(series, year)) ?? 0) + 1;
      return { series, year, seq };
    },
    lost: ({ series, year, seq }) => void raise.run(receiptFloor(series, year), seq),
    zReport: () => Math.max(lastZ.get(register.id) ?? 0, floor.get(zFloor(register.id)) ?? 0) + 1,
    order: (day) => nextOrder.get(day) as number,
  };
}

const receiptFloor = (series: string, year: number) => `receipt:${series}:${year}`;
const zFloor = (registerId: string) => `z:${registerId}`;

/** How many numbers are left out when nobody knows how many were given out after the copy was made. */
const UNKNOWN_RECEIPTS = 10_000;
const UNKNOWN_SHIFTS = 100;

/**
 * Makes a database restored from a copy leave out every number that the lost one gave out. Where the lost one
 * can be read, exactly those; otherwise enough of them: a gap can be explained, a number used twice cannot.
 * `earlier`: other databases that were put away, whose numbers are left out too. Returns what the last number of each series is taken to be.
 */
export function raiseNumbers(
  restored: Database,
  lost: Database | null,
  earlier: readonly Database[] = [],
): string[] {
  const write = restored.prepare<[string, number]>(RAISE);
  const receipts = (lost && readLast(lost, LAST_RECEIPTS)) ?? null;
  const shifts = (lost && readLast(lost, LAST_SHIFTS)) ?? null;
  return restored
    .transaction(() => {
      for (const { name, part, value } of receipts ?? readLast(restored, LAST_RECEIPTS) ?? []) {
        write.run(receiptFloor(name, part), receipts ? value : value + UNKNOWN_RECEIPTS);
      }
      for (const { name, value } of shifts ?? readLast(restored, LAST_SHIFTS) ?? []) {
        write.run(zFloor(name), shifts ? value : value + UNKNOWN_SHIFTS);
      }
      // With a clock that was wrong, nobody can say which of those put away is the last one.
      for (const one of earlier) {
        for (const { name, part, value } of readLast(one, LAST_RECEIPTS) ?? [])
          write.run(receiptFloor(name, part), value);
        for (const { name, value } of readLast(one, LAST_SHIFTS) ?? []) write.run(zFloor(name), value);
      }
      // A database that was restored itself may have given out nothing since: its floors hold on.
      for (const one of lost ? [lost, ...earlier] : earlier) {
        for (const { name, value } of readLast(one, FLOORS) ?? []) write.run(name, value);
      }
      return (readLast(restored, FLOORS) ?? []).flatMap(({ name, value: seq }) => {
        const [, series, year] = /^receipt:(.+):(\d+)$/.exec(name) ?? [];
        return series === undefined ? [] : [formatReceiptNumber({ series, year: Number(year), seq })];
      });
    })
    .immediate();
}

const RAISE =
  'INSERT INTO number_floor (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)';
const FLOORS = 'SELECT name, 0 AS part, value FROM number_floor';
const LAST_RECEIPTS =
  'SELECT series AS name, year AS part, MAX(seq) AS value FROM receipt WHERE own = 1 GROUP BY series, year';
const LAST_SHIFTS =
  'SELECT register_id AS name, 0 AS part, MAX(z_number) AS value FROM shift WHERE own = 1 AND z_number IS NOT NULL GROUP BY register_id';

/** Null when the file is too damaged to be read through. */
function readLast(db: Database, sql: string): { name: string; part: number; value: number }[] | null {
  const read = (text: string) => db.prepare<[], { name: string; part: number; value: number }>(text).all();
  try {
    return read(sql);
  } catch {
    try {
      // A database of an earlier version has nothing but its own.
      return read(sql.replace(/own = 1( AND)?/, (_, more) => (more ? '' : 'true')));
    } catch {
      return null;
    }
  }
}
