import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noWords, type Outcome } from '../../drivers/index.ts';
import {
  type Decision,
  decisionsFor,
  isWaiting,
  type JobEvent,
  type JobStatus,
  newJob,
  nextJob,
} from './job.ts';

const printed: Outcome = { state: 'printed', proof: 'fence' };
const failed: Outcome = {
  state: 'failed',
  reason: { cs: 'Došel papír.', en: 'No paper.' },
  hint: { cs: 'Vložte roli.', en: 'Put a roll in.' },
};
const unknown: Outcome = {
  state: 'unknown',
  reason: { cs: 'Neodpověděla.', en: 'No answer.' },
  hint: { cs: 'Podívejte se.', en: 'Look.' },
};
const outcome = (of: Outcome, once = false): JobEvent => ({ kind: 'outcome', outcome: of, once });
const decided = (decision: Decision): JobEvent => ({ kind: 'decided', decision });

function run(...events: JobEvent[]): JobStatus | undefined {
  return events.reduce<JobStatus | undefined>((job, event) => job && nextJob(job, event), newJob(false));
}

describe('a print job', () => {
  it('is sent once and printed', () => {
    expect(run({ kind: 'sending' }, outcome(printed))).toEqual({
      ...newJob(false),
      state: 'printed',
      attempts: 1,
      proof: 'fence',
    });
  });

  it('waits by itself when nothing was sent, and says why', () => {
    const job = run({ kind: 'sending' }, outcome(failed));
    expect(job).toMatchObject({
      state: 'failed',
      parked: false,
      reason: { cs: 'Došel papír.', en: 'No paper.' },
    });
    expect(isWaiting(job as JobStatus)).toBe(true);
    expect(run({ kind: 'sending' }, outcome(failed), { kind: 'sending' })).toMatchObject({
      state: 'sending',
      attempts: 2,
      reason: null,
    });
  });

  it('never waits by itself once something was sent', () => {
    const job = run({ kind: 'sending' }, outcome(unknown)) as JobStatus;
    expect(isWaiting(job)).toBe(false);
    expect(nextJob(job, { kind: 'sending' })).toBeUndefined();
    expect(nextJob(job, { kind: 'moved' })).toBeUndefined();
  });

  it('does not know what became of it when the register stopped while sending', () => {
    expect(run({ kind: 'sending' }, { kind: 'boot' })).toMatchObject({ state: 'unknown', attempts: 1 });
    for (const before of [[], [outcome(printed)], [outcome(failed)], [outcome(unknown)]]) {
      const events = before.length === 0 ? [] : [{ kind: 'sending' } as const, ...before];
      expect(run(...events, { kind: 'boot' })).toBeUndefined();
    }
  });

  it('is a copy when it is printed again after it may have come out, and not when it surely did not', () => {
    const sent = [{ kind: 'sending' }, outcome(unknown)] as const;
    expect(run(...sent, decided('reprint'))).toMatchObject({ state: 'queued', copy: true, reason: null });
    expect(run(...sent, decided('retry'))).toMatchObject({ state: 'queued', copy: false });
    expect(run(...sent, decided('printed'))).toMatchObject({ state: 'printed', proof: 'none' });
    expect(run(...sent, decided('cancel'))).toMatchObject({ state: 'cancelled' });
  });

  it('is parked when it cannot be made, and a test page when it cannot be sent', () => {
    const bad = run({
      kind: 'unprintable',
      reason: { cs: 'Nejde.', en: 'No.' },
      hint: { cs: 'Zrušte.', en: 'Cancel.' },
    }) as JobStatus;
    expect(bad).toMatchObject({ state: 'failed', parked: true });
    expect(isWaiting(bad)).toBe(false);
    expect(nextJob(bad, decided('retry'))).toMatchObject({ state: 'queued', parked: false });
    expect(isWaiting(run({ kind: 'sending' }, outcome(failed, true)) as JobStatus)).toBe(false);
  });

  it('keeps its laws whatever happens', () => {
    const events = fc.constantFrom<JobEvent>(
      { kind: 'sending' },
      outcome(printed),
      outcome(failed),
      outcome(unknown),
      { kind: 'boot' },
      { kind: 'moved' },
      { kind: 'unprintable', reason: noWords, hint: noWords },
      decided('printed'),
      decided('reprint'),
      decided('retry'),
      decided('cancel'),
    );
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), (list) => {
        let job = newJob(false);
        let unproven = false;
        for (const event of list) {
          const next = nextJob(job, event);
          if (!next) continue;
          // What is over stays over.
          expect(['printed', 'cancelled']).not.toContain(job.state);
          // After bytes left without proof only a person lets it be sent again.
          if (unproven && next.state === 'sending') throw new Error('sent again unasked');
          if (next.state === 'unknown') unproven = true;
          if (event.kind === 'decided') unproven = false;
          // Whatever is wrong has a reason and a hint; whatever is right has none.
          const wrong = next.state === 'failed' || next.state === 'unknown';
          expect(next.reason !== null && next.hint !== null).toBe(wrong);
          expect(next.attempts - job.attempts).toBe(event.kind === 'sending' ? 1 : 0);
          if (job.copy) expect(next.copy).toBe(true);
          if (event.kind === 'decided') expect(decisionsFor(job)).toContain(event.decision);
          job = next;
        }
      }),
    );
  });
});
