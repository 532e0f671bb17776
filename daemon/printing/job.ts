import type { Outcome, Proof } from '../../drivers/index.ts';
import type { PRINT_STATES, Words } from '../http/contract.ts';

export type JobState = (typeof PRINT_STATES)[number];

/** The part of a print job that decides what happens to it next. */
export interface JobStatus {
  readonly state: JobState;
  readonly attempts: number;
  /** A second print of something that has, or may have, come out before. */
  readonly copy: boolean;
  /** Failed for a reason of its own: waiting will not mend it, a person has to. */
  readonly parked: boolean;
  readonly proof: Proof | null;
  /** For people; null when nothing is wrong. */
  readonly reason: Words | null;
  readonly hint: Words | null;
}

export type Decision = 'printed' | 'reprint' | 'retry' | 'cancel';

export type JobEvent =
  /** Its bytes are on the disk and about to leave. */
  | { readonly kind: 'sending' }
  /** `once`: when nothing was sent, a person decides whether it is still wanted (a test page). */
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly once: boolean }
  /** The document cannot be made; nothing was sent. */
  | { readonly kind: 'unprintable'; readonly reason: Words; readonly hint: Words }
  /** The register starts again and does not know what became of it. */
  | { readonly kind: 'boot' }
  /** Goes to another printer, while nothing of it has been sent. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'decided'; readonly decision: Decision };

export const newJob = (copy: boolean): JobStatus => ({
  state: 'queued',
  attempts: 0,
  copy,
  parked: false,
  proof: null,
  reason: null,
  hint: null,
});

/** Whether it is still to be sent by itself. */
export function isWaiting(job: Pick<JobStatus, 'state' | 'parked'>): boolean {
  return job.state === 'queued' || (job.state === 'failed' && !job.parked);
}

/** Nothing more happens to it. */
export function isFinished(job: Pick<JobStatus, 'state'>): boolean {
  return job.state === 'printed' || job.state === 'cancelled';
}

/** What a person may say of a job in this state. */
export function decisionsFor(job: Pick<JobStatus, 'state'>): readonly Decision[] {
  switch (job.state) {
    case 'unknown':
      return ['printed', 'reprint', 'retry', 'cancel'];
    case 'failed':
      return ['retry', 'cancel'];
    case 'queued':
      return ['cancel'];
    default:
      return [];
  }
}

/** The next state, or undefined when the event has no place in this one. */
export function nextJob(job: JobStatus, event: JobEvent): JobStatus | undefined {
  const plain = { ...job, parked: false, proof: null, reason: null, hint: null };
  switch (event.kind) {
    case 'sending':
      return isWaiting(job) ? { ...plain, state: 'sending', attempts: job.attempts + 1 } : undefined;
    case 'outcome': {
      if (job.state !== 'sending') return undefined;
      const { outcome } = event;
      if (outcome.state === 'printed') return { ...plain, state: 'printed', proof: outcome.proof };
      const parked = outcome.state === 'failed' && event.once;
      return { ...plain, state: outcome.state, parked, reason: outcome.reason, hint: outcome.hint };
    }
    case 'unprintable':
      return isWaiting(job)
        ? { ...plain, state: 'failed', parked: true, reason: event.reason, hint: event.hint }
        : undefined;
    case 'boot':
      return job.state === 'sending'
        ? {
            ...plain,
            state: 'unknown',
            reason: {
              cs: 'Pokladna se během tisku vypnula, neví se, zda se to vytisklo.',
              en: 'The register was shut down during printing; whether it came out is not known.',
            },
            hint: {
              cs: 'Podívejte se na papír: vyšlo to, nebo se má tisknout znovu?',
              en: 'Look at the paper: did it come out, or should it be printed again?',
            },
          }
        : undefined;
    case 'moved':
      return isWaiting(job) ? { ...plain, state: 'queued' } : undefined;
    case 'decided': {
      if (!decisionsFor(job).includes(event.decision)) return undefined;
      switch (event.decision) {
        case 'printed':
          // No device said so, a person did.
          return { ...plain, state: 'printed', proof: 'none' };
        case 'cancel':
          return { ...plain, state: 'cancelled' };
        case 'retry':
          return { ...plain, state: 'queued' };
        case 'reprint':
          return { ...plain, state: 'queued', copy: true };
      }
    }
  }
}
