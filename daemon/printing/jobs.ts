import type { PaperSize } from '../../drivers/index.ts';
import type { Words } from '../http/contract.ts';
import type { Store } from '../store/store.ts';
import { isFinished, type JobEvent, type JobState, type JobStatus, newJob, nextJob } from './job.ts';

export type JobKind = 'receipt' | 'order' | 'report' | 'test' | 'bill';

/** A row of print_job. */
export interface Job extends JobStatus {
  readonly seq: number;
  readonly id: string;
  readonly kind: JobKind;
  /** The receipt, order, shift or bill, or the printer of a test page. */
  readonly ref: string;
  readonly payload: unknown;
  readonly printer: string;
  /** The printer it was meant for, while another one stands in. */
  readonly meantFor: string | null;
  /** `„ł“ vytištěno jako „l“`; null when the printer has every letter. */
  readonly substituted: Words | null;
  readonly createdAt: string;
}

export type JobDraft = Pick<Job, 'id' | 'kind' | 'ref' | 'payload' | 'printer' | 'copy'> & {
  readonly createdAt: string;
  /** Nowhere to go: it is kept for a person. */
  readonly parked?: { readonly reason: Words; readonly hint: Words };
};

/** What was sent, and to what kind of printer. */
export interface SentBytes {
  readonly bytes: Uint8Array;
  readonly size: PaperSize;
}

/** The table of print jobs. Its callers own the transactions. */
export interface Jobs {
  add(draft: JobDraft): Job;
  get(id: string): Job | undefined;
  /** In the order asked for. */
  of(ref: string): Job[];
  unfinished(): Job[];
  /** Unfinished ones and the last `finished` of the others, newest first. */
  recent(finished: number): Job[];
  /** Waiting to be sent to this printer, in order. */
  waiting(printer: string): Job[];
  /** How many of a printer's jobs are in each unfinished state. */
  counts(printer: string): { waiting: number; parked: number; unknown: number };
  /** Undefined when the event has no place in the job's state. */
  apply(job: Job, event: JobEvent): Job | undefined;
  keepBytes(job: Job, sent: SentBytes, substituted: Words | null): void;
  /** Nothing of them left the register. */
  forgetBytes(job: Job): void;
  /** The bytes of the last paper that is known to have come out and is no copy. */
  printed(ref: string): SentBytes | undefined;
  move(job: Job, printer: string, meantFor: string | null): Job | undefined;
  /** Deletes finished jobs that have not changed since `before_ms`, at most `limit`; returns how many. */
  prune(before_ms: number, limit: number): number;
}

interface Row {
  seq: number;
  id: string;
  kind: JobKind;
  ref: string;
  payload: string;
  printer: string;
  meant_for: string | null;
  state: JobState;
  copy: number;
  parked: number;
  attempts: number;
  proof: Job['proof'];
  reason: string | null;
  hint: string | null;
  substituted: string | null;
  created_at: string;
}

const columns = `seq, id, kind, ref, payload, printer, meant_for, state, copy, parked, attempts, proof, reason,
  hint, substituted, created_at`;
const open = `state NOT IN ('printed', 'cancelled')`;

function jobOf(row: Row): Job {
  const { meant_for, created_at, payload, copy, parked, reason, hint, substituted, ...rest } = row;
  return {
    ...rest,
    payload: JSON.parse(payload),
    copy: copy === 1,
    parked: parked === 1,
    reason: wordsOf(reason),
    hint: wordsOf(hint),
    substituted: wordsOf(substituted),
    meantFor: meant_for,
    createdAt: created_at,
  };
}

const wordsOf = (kept: string | null) => (kept === null ? null : (JSON.parse(kept) as Words));
const kept = (words: Words | null) => words && JSON.stringify(words);

export function createJobs({ db }: Pick<Store, 'db'>, wall_ms: () => number): Jobs {
  const insert = db.prepare(`INSERT INTO print_job
    (id, kind, ref, payload, printer, state, copy, parked, attempts, reason, hint, created_at, created_ms, changed_ms)
    VALUES (@id, @kind, @ref, @payload, @printer, @state, @copy, @parked, 0, @reason, @hint, @createdAt, @now, @now)`);
  const byId = db.prepare<[string], Row>(`SELECT ${columns} FROM print_job WHERE id = ?`);
  const byRef = db.prepare<[string], Row>(`SELECT ${columns} FROM print_job WHERE ref = ? ORDER BY seq`);
  const allOpen = db.prepare<[], Row>(`SELECT ${columns} FROM print_job WHERE ${open} ORDER BY seq`);
  const lastFinished = db.prepare<[number], Row>(
    `SELECT ${columns} FROM print_job WHERE NOT (${open}) ORDER BY seq DESC LIMIT ?`,
  );
  const waitingOn = db.prepare<[string], Row>(`SELECT ${columns} FROM print_job
    WHERE printer = ? AND ${open} AND (state = 'queued' OR (state = 'failed' AND parked = 0)) ORDER BY seq`);
  const countOn = db.prepare<[string], { waiting: number; parked: number; unknown: number }>(`SELECT
      count(*) FILTER (WHERE state IN ('queued', 'sending') OR (state = 'failed' AND parked = 0)) AS waiting,
      count(*) FILTER (WHERE state = 'failed' AND parked = 1) AS parked,
      count(*) FILTER (WHERE state = 'unknown') AS unknown
    FROM print_job WHERE printer = ? AND ${open}`);
  const update = db.prepare(`UPDATE print_job SET state = @state, copy = @copy, parked = @parked,
    attempts = @attempts, proof = @proof, reason = @reason, hint = @hint, changed_ms = @now WHERE id = @id`);
  const putBytes = db.prepare(
    'UPDATE print_job SET bytes = @bytes, size = @size, substituted = @substituted WHERE id = @id',
  );
  const lastBytes = db.prepare<[string], { bytes: Buffer; size: string }>(
    `SELECT bytes, size FROM print_job WHERE ref = ? AND state = 'printed' AND copy = 0 AND bytes IS NOT NULL
     ORDER BY seq DESC LIMIT 1`,
  );
  const place = db.prepare('UPDATE print_job SET printer = ?, meant_for = ? WHERE id = ?');
  const drop = db.prepare(`DELETE FROM print_job WHERE seq IN
    (SELECT seq FROM print_job WHERE state IN ('printed', 'cancelled') AND changed_ms < ? ORDER BY changed_ms LIMIT ?)`);

  const get = (id: string) => {
    const row = byId.get(id);
    return row && jobOf(row);
  };
  const apply = (job: Job, event: JobEvent): Job | undefined => {
    const next = nextJob(job, event);
    if (!next) return undefined;
    update.run({
      id: job.id,
      state: next.state,
      copy: next.copy ? 1 : 0,
      parked: next.parked ? 1 : 0,
      attempts: next.attempts,
      proof: next.proof,
      reason: kept(next.reason),
      hint: kept(next.hint),
      now: wall_ms(),
    });
    return { ...job, ...next };
  };

  return {
    add({ id, kind, ref, payload, printer, copy, createdAt, parked }) {
      const status = parked
        ? ({ ...newJob(copy), state: 'failed', parked: true, ...parked } as const)
        : newJob(copy);
      const { lastInsertRowid } = insert.run({
        id,
        kind,
        ref,
        payload: JSON.stringify(payload),
        printer,
        state: status.state,
        copy: copy ? 1 : 0,
        parked: status.parked ? 1 : 0,
        reason: kept(status.reason),
        hint: kept(status.hint),
        createdAt,
        now: wall_ms(),
      });
      return {
        ...status,
        seq: Number(lastInsertRowid),
        id,
        kind,
        ref,
        payload,
        printer,
        meantFor: null,
        substituted: null,
        createdAt,
      };
    },
    get,
    of: (ref) => byRef.all(ref).map(jobOf),
    unfinished: () => allOpen.all().map(jobOf),
    recent: (finished) =>
      [...allOpen.all(), ...lastFinished.all(finished)].sort((a, b) => b.seq - a.seq).map(jobOf),
    waiting: (printer) => waitingOn.all(printer).map(jobOf),
    counts: (printer) => countOn.get(printer) ?? { waiting: 0, parked: 0, unknown: 0 },
    apply,
    keepBytes: (job, { bytes, size }, substituted) => {
      putBytes.run({
        id: job.id,
        bytes: Buffer.from(bytes),
        size: JSON.stringify(size),
        substituted: kept(substituted),
      });
    },
    forgetBytes: (job) => {
      putBytes.run({ id: job.id, bytes: null, size: null, substituted: null });
    },
    printed(ref) {
      const row = lastBytes.get(ref);
      return row && { bytes: row.bytes, size: JSON.parse(row.size) as PaperSize };
    },
    move(job, printer, meantFor) {
      if (isFinished(job)) return undefined;
      const moved = apply(job, { kind: 'moved' });
      if (!moved) return undefined;
      place.run(printer, meantFor, job.id);
      return { ...moved, printer, meantFor };
    },
    prune: (before_ms, limit) => drop.run(before_ms, limit).changes,
  };
}
