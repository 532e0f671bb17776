import Database from 'better-sqlite3';
import type { Words } from '../http/contract.ts';

/** What a database has that a copy of it, taken earlier, has not. */
export interface Difference {
  /** What must never be lost, in words; empty when there is nothing of it. */
  readonly lost: readonly Words[];
  /** It has changed cells of its own since, and nothing else: its numbers in the replica are used. */
  readonly named: boolean;
  /** Print jobs that were still to be done when the copy was taken and have moved since. */
  readonly jobs: readonly string[];
}

/** Each has to be the same in both. Only what this program itself once wrote is asked for. */
const FOR_GOOD: readonly { readonly what: Words; readonly sql: string }[] = [
  {
    what: { cs: 'účtenky', en: 'receipts' },
    sql: 'SELECT count(*) FROM receipt WHERE own = 1',
  },
  {
    what: { cs: 'zprávy pro EET', en: 'messages for EET' },
    sql: "SELECT count(*) || ' ' || count(ended_at) FROM eet_attempt",
  },
  {
    what: { cs: 'potvrzení EET', en: 'confirmations of EET' },
    sql: "SELECT count(*) || ' ' || count(pok) FROM eet_sale WHERE own = 1",
  },
];

/** `present` may be of a newer program: what this one cannot read in it counts as something to lose. */
export function differenceOf(present: string, copy: string): Difference {
  const now = new Database(present);
  const then = new Database(copy, { readonly: true });
  try {
    const lost = FOR_GOOD.filter(({ sql }) => one(now, sql) !== one(then, sql)).map(({ what }) => what);
    const origin = one(then, 'SELECT origin FROM replica');
    const held = Number(one(then, 'SELECT seq FROM vv WHERE origin = (SELECT origin FROM replica)') ?? 0);
    const facts = now
      .prepare<[unknown, number], number>('SELECT count(*) FROM fact WHERE origin = ? AND seq > ?')
      .pluck()
      .get(origin, held);
    if (facts !== 0 || one(now, 'SELECT origin FROM replica') !== origin)
      lost.push({ cs: 'co se u pokladny stalo', en: 'what happened at the register' });
    const seq = Number(one(now, 'SELECT seq FROM vv WHERE origin = (SELECT origin FROM replica)') ?? 0);
    return { lost, named: seq !== held, jobs: movedJobs(now, then) };
  } catch (error) {
    return {
      lost: [
        { cs: `něco, čemu tato verze nerozumí (${error})`, en: `what this version cannot read (${error})` },
      ],
      named: true,
      jobs: [],
    };
  } finally {
    then.close();
    now.close();
  }
}

/** Bytes of theirs may have reached a printer meanwhile: the next start asks a person, as after a power cut. */
export function interruptJobs(file: string, ids: readonly string[]): void {
  const db = new Database(file);
  try {
    const update = db.prepare("UPDATE print_job SET state = 'sending' WHERE id = ?");
    db.transaction(() => {
      for (const id of ids) update.run(id);
    })();
  } finally {
    db.close();
  }
}

function movedJobs(now: Database.Database, then: Database.Database): string[] {
  const open = then.prepare<[], { id: string; state: string; attempts: number }>(
    `SELECT id, state, attempts FROM print_job WHERE state IN ('queued', 'sending', 'failed')`,
  );
  const find = now.prepare<[string], { state: string; attempts: number }>(
    'SELECT state, attempts FROM print_job WHERE id = ?',
  );
  return open
    .all()
    .filter(({ id, state, attempts }) => {
      const moved = find.get(id);
      // A printer that was never reached has taken nothing.
      if (moved === undefined || moved.state === state || moved.state === 'failed') return false;
      return moved.attempts !== attempts || moved.state !== 'queued';
    })
    .map(({ id }) => id);
}

function one(db: Database.Database, sql: string): unknown {
  return db.prepare(sql).pluck().get();
}
