import type { Store } from '../store/store.ts';
import type { Registers } from './registers.ts';

/** As long as a receipt's number may make it; config/schema.ts holds the configured one to the same. */
const LONGEST = 8;

/**
 * The series that this register numbers its receipts in: the configured one, unless it is another database's. A box
 * that takes the place of a dead one cannot know which numbers that one has given out, so it begins a series of its
 * own, and keeps it.
 */
export interface OwnSeries {
  /** As it stands now; it may still change until the first receipt. */
  current(): string;
  /** Inside the transaction of a receipt: from here on it stays. */
  take(): string;
  readonly configured: string;
}

export function createOwnSeries(
  store: Pick<Store, 'db' | 'journal' | 'afterCommit'>,
  configured: string,
  registers: Registers,
): OwnSeries {
  const { db, journal, afterCommit } = store;
  const readKept = db.prepare<[string], string>('SELECT series FROM own_series WHERE configured = ?').pluck();
  const keep = db.prepare<[string, string]>('INSERT INTO own_series (configured, series) VALUES (?, ?)');
  const isOwn = db
    .prepare<[{ series: string }], number>(
      `SELECT EXISTS (SELECT 1 FROM receipt WHERE own = 1 AND series = :series)
         OR EXISTS (SELECT 1 FROM number_floor WHERE name GLOB 'receipt:' || :series || ':*')`,
    )
    .pluck();
  const isUsed = db
    .prepare<[string], number>('SELECT EXISTS (SELECT 1 FROM receipt WHERE series = ? AND own = 0)')
    .pluck();
  let kept: string | undefined;

  function decide(): string {
    const candidates = [configured, ...LETTERS.map((letter) => withLetter(configured, letter))];
    const mine = candidates.filter((series) => isOwn.get({ series }) === 1).at(-1);
    return mine ?? candidates.find(isFree) ?? configured;
  }

  function isFree(series: string): boolean {
    if (isUsed.get(series) === 1) return false;
    // Two that have issued nothing yet: one of them goes on, the same one on both.
    const { origin } = journal;
    return !registers
      .others()
      .some((one) => !one.gone && one.series === series && (one.origin ?? '') < origin);
  }

  return {
    configured,
    current: () => kept ?? readKept.get(configured) ?? decide(),
    take() {
      if (kept !== undefined) return kept;
      const known = readKept.get(configured);
      const series = known ?? decide();
      if (known === undefined) keep.run(configured, series);
      afterCommit(() => {
        kept = series;
      });
      return series;
    },
  };
}

const LETTERS = [...'BCDEFGHIJKLMNOPQRSTUVWXYZ'];

const withLetter = (series: string, letter: string) => `${series.slice(0, LONGEST - 1)}${letter}`;

/** Names that this database has had: its own, and those it carried on from after it was restored. */
export interface OwnOrigins {
  /** Remembers the present one. */
  start(): void;
  has(origin: string): boolean;
}

export function createOwnOrigins({ db, journal }: Pick<Store, 'db' | 'journal'>): OwnOrigins {
  const add = db.prepare<[string]>('INSERT OR IGNORE INTO own_origin (origin) VALUES (?)');
  const read = db.prepare<[string], number>('SELECT 1 FROM own_origin WHERE origin = ?').pluck();
  return {
    start: () => void add.run(journal.origin),
    has: (origin) => origin === journal.origin || read.get(origin) === 1,
  };
}
