import { runBeside } from '../../store/beside.ts';

/** What the files with the data say, when opened for reading only. */
export interface DataState {
  /** Null: there is none, or nothing is in it. */
  readonly database: DatabaseState | null;
  /** Null: there is no daily copy at all. */
  readonly copies: {
    /** The newest sound one, and when it was made; null when none is sound. */
    readonly newest: string | null;
    readonly day_ms: number | null;
    readonly count: number;
    /** Those newer than it, which are not sound. */
    readonly damaged: readonly string[];
  } | null;
}

export interface DatabaseState {
  readonly bytes: number;
  readonly born_ms: number;
  /** Whether quick_check finds nothing; null when it could not be opened for a reason that says nothing of it. */
  readonly sound: boolean | null;
  /** What stood in the way, or what the check said. */
  readonly reason: string | null;
  /** PRAGMA user_version; null when it cannot be read. */
  readonly version: number | null;
  /** Of the newest receipt; null without one. */
  readonly lastReceipt_ms: number | null;
  /** Print jobs not finished, by state, `parked` among them. */
  readonly jobs: readonly Waiting[];
  /** Sales of this register that are to be registered, likewise. */
  readonly sales: readonly Waiting[];
  /** Whether the sense of the drawer's switch was learnt. */
  readonly drawerLearnt: boolean;
}

export interface Waiting {
  readonly state: string;
  readonly count: number;
  readonly oldest_ms: number;
}

/** Rejects when it did not answer in time or ended without a word. */
export type DataFacts = (dir: string) => Promise<DataState>;

/** In a process of its own, which is killed when it takes too long: a check reads the whole file. */
export function createDataFacts(
  after: (delay_ms: number, run: () => void) => () => void,
  patience_ms: number,
): DataFacts {
  return async (dir) => {
    const { answer, stop } = runBeside<DataState>(new URL('./data-process.ts', import.meta.url), [dir], {
      waits: true,
    });
    const cancel = after(patience_ms, stop);
    try {
      return await answer;
    } finally {
      cancel();
    }
  };
}
