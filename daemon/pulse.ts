import type { Database } from 'better-sqlite3';
import type { World } from '../world/index.ts';
import type { Log } from './log.ts';

/**
 * Whether the process itself is sound: its event loop turns (else nobody would ask), the database gives itself to be
 * read and written, and the port answers. It feeds the watchdog of systemd, so it fails only where a new start helps:
 * a full disk, a dead printer or a damaged database are told by health and stay what they are after it.
 */
export interface Pulse {
  start(): void;
  stop(): void;
  /** False after three looks in a row that found it unsound. */
  alive(): boolean;
}

export interface PulseOptions {
  readonly db: Pick<Database, 'open' | 'inTransaction' | 'exec' | 'prepare'>;
  /** Asks the own port; resolves when anything has answered, also that it cannot sell. */
  readonly ask: (signal: AbortSignal) => Promise<unknown>;
  readonly world: Pick<World, 'after'>;
  readonly log: Pick<Log, 'warn'>;
}

const look_ms = 5_000;
const patience_ms = 5_000;
/** One look that fails may be a stall of the whole box, such as a card that has gone to sleep. */
const failures_max = 3;

export function createPulse({ db, ask, world, log }: PulseOptions): Pulse {
  let failures = 0;
  let running = false;
  let cancel = () => {};
  let giveUp = () => {};

  async function portFault(): Promise<string | undefined> {
    const abort = new AbortController();
    const late = new Promise<string>((resolve) => {
      const stop = world.after(patience_ms, () => {
        abort.abort();
        resolve('the port does not answer');
      });
      giveUp = () => {
        stop();
        abort.abort();
        resolve('stopped');
      };
    });
    const answered = ask(abort.signal).then(
      () => undefined,
      () => 'the port refuses',
    );
    const fault = await Promise.race([answered, late]);
    giveUp();
    return fault;
  }

  async function look(): Promise<void> {
    const fault = databaseFault(db) ?? (await portFault());
    if (!running) return;
    failures = fault === undefined ? 0 : failures + 1;
    if (fault !== undefined) log.warn({ fault, failures }, 'the register is not sound');
    cancel = world.after(look_ms, () => void look());
  }

  return {
    start() {
      running = true;
      cancel = world.after(look_ms, () => void look());
    },
    stop() {
      running = false;
      cancel();
      giveUp();
    },
    alive: () => db.open && failures < failures_max,
  };
}

/**
 * Takes the lock of whoever writes, reads, and lets go: nothing comes on the disk, so that a card is not worn out and a
 * full one does not matter.
 */
function databaseFault(db: PulseOptions['db']): string | undefined {
  if (!db.open) return 'the database is closed';
  // Transactions begin and end within one turn of the event loop: one that is open now has been forgotten.
  if (db.inTransaction) return 'a transaction was left open';
  try {
    db.exec('BEGIN IMMEDIATE');
    try {
      db.prepare('SELECT count(*) FROM sqlite_schema').get();
    } finally {
      db.exec('ROLLBACK');
    }
    return undefined;
  } catch (error) {
    const { code } = error as { code?: string };
    return code?.startsWith('SQLITE_BUSY') ? 'the database is locked' : undefined;
  }
}
