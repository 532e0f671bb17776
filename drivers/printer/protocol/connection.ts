import { noWords, sentences, type Words } from '../../words.ts';
import { unknownCondition } from '../condition.ts';
import { initialState } from '../protocol-state.ts';
import { noReply } from '../replies.ts';
import { flushRequest } from '../requests.ts';
import { brokenKick } from './kick.ts';
import { startRound } from './round.ts';
import { type Run, unreachable } from './run.ts';

const backoff_ms = [1_000, 2_000, 5_000, 10_000, 30_000] as const;

/** The connection: how it is made, and what becomes of everything outstanding when it ends. */
export function dial(run: Run): void {
  run.set({ link: 'connecting' });
  run.do({ kind: 'disarm', name: 'redial' }, { kind: 'dial' });
}

export function opened(run: Run): void {
  run.set({
    link: 'up',
    reason: noWords,
    ready: false,
    replies: noReply,
    condition: unknownCondition,
    automatic: false,
    heard_ms: run.now_ms,
    round: [],
    asked_ms: Number.NEGATIVE_INFINITY,
    mute: [],
    owedFences: 0,
    probe: undefined,
  });
  if (run.state.profile.status === 'none') {
    run.set({ ready: true, attempts: 0 });
    return;
  }
  if (run.state.brokenOff) run.ask(flushRequest());
  startRound(run);
}

/** `left` is how many bytes of the active job may have left. */
export function down(run: Run, reason: Words, left: number): void {
  for (const name of ['answer', 'probe', 'heartbeat', 'job', 'proof', 'kick'] as const) {
    run.do({ kind: 'disarm', name });
  }
  const { active, jobs, kicks } = run.state;
  if (active?.proof) {
    // It was confirmed; only the question about the blade was still open.
    run.settle(active.id, { state: 'printed', proof: active.proof });
  } else if (active && left > 0) {
    run.settle(active.id, {
      state: 'unknown',
      reason: sentences(
        {
          cs: 'Spojení s tiskárnou se přerušilo uprostřed tisku.',
          en: 'The connection to the printer broke in the middle of printing.',
        },
        reason,
      ),
      hint: {
        cs: 'Podívejte se, zda lístek vyjel celý. Vytisknout ho znovu rozhodněte vy.',
        en: 'See whether the whole slip came out. Whether to print it again is for you to decide.',
      },
    });
  } else if (active) {
    run.settle(active.id, unreachable(reason));
  }
  for (const job of jobs) run.settle(job.id, unreachable(reason));
  for (const kick of kicks) run.answerKick(kick.id, kick.sent ? brokenKick : unreachable(reason));
  const wait_ms = backoff_ms[Math.min(run.state.attempts, backoff_ms.length - 1)] ?? 30_000;
  run.set({
    link: 'down',
    reason,
    attempts: run.state.attempts + 1,
    ready: false,
    condition: unknownCondition,
    automatic: false,
    round: [],
    probe: undefined,
    active: undefined,
    jobs: [],
    kicks: [],
    brokenOff: run.state.brokenOff || (active !== undefined && left > 0),
  });
  run.do({ kind: 'arm', name: 'redial', delay_ms: wait_ms });
}

export function stop(run: Run): void {
  const { link, active, jobs, kicks } = run.state;
  if (link === 'stopped') return;
  const stopped = {
    reason: { cs: 'Tisk se vypíná.', en: 'Printing is shutting down.' },
    hint: { cs: 'Po spuštění se lístek vytiskne.', en: 'The slip is printed after the next start.' },
  };
  if (active?.proof) {
    run.settle(active.id, { state: 'printed', proof: active.proof });
  } else if (active) {
    run.settle(active.id, {
      state: 'unknown',
      reason: {
        cs: 'Pokladna se vypnula uprostřed tisku.',
        en: 'The register was shut down in the middle of printing.',
      },
      hint: { cs: 'Podívejte se, zda lístek vyjel celý.', en: 'See whether the whole slip came out.' },
    });
  }
  for (const job of jobs) run.settle(job.id, { state: 'failed', ...stopped });
  for (const kick of kicks) {
    run.answerKick(kick.id, kick.sent ? brokenKick : { state: 'failed', ...stopped });
  }
  for (const name of ['redial', 'answer', 'probe', 'heartbeat', 'job', 'proof', 'kick'] as const) {
    run.do({ kind: 'disarm', name });
  }
  run.do({ kind: 'hangUp' });
  run.state = { ...initialState(run.state.profile), learnt: run.state.learnt };
}
