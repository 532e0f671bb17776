import { sentences, type Words } from '../../words.ts';
import { obstacle } from '../condition.ts';
import type { Outcome } from '../outcome.ts';
import type { Job } from '../protocol-state.ts';
import { automaticRequest, fenceRequest, processIdRequest } from '../requests.ts';
import { dial } from './connection.ts';
import { heartbeat_ms, watch_ms } from './round.ts';
import type { Run } from './run.ts';

/** Time of a job: a slow impact printer takes about 200 bytes/s of text, a serial line 900. */
const jobLimit_ms = (bytes: number) => Math.min(90_000, 15_000 + bytes * 5);

/** A job put into the queue. */
export function print(run: Run, job: Job): void {
  if (run.state.link === 'stopped') {
    run.settle(job.id, {
      state: 'failed',
      reason: { cs: 'Tisk je vypnutý.', en: 'Printing is off.' },
      hint: { cs: 'Spusťte pokladnu.', en: 'Start the register.' },
    });
    return;
  }
  run.set({ jobs: [...run.state.jobs, { id: job.id, bytes: job.bytes }] });
  // Somebody waits for paper: try now rather than when the backoff is over.
  if (run.state.link === 'down') dial(run);
}

/**
 * Refused before its first byte when something stands in the way; otherwise its bytes go out with the questions
 * that will prove it behind them.
 */
export function begin(run: Run, job: Job): void {
  const { profile, learnt } = run.state;
  const inTheWay = obstacle(run.state.condition);
  if (inTheWay) {
    run.settle(job.id, { state: 'failed', ...inTheWay });
    run.set({ asked_ms: Number.NEGATIVE_INFINITY });
    return;
  }
  const id = profile.proof === 'process-id' && learnt.processId !== 'no' ? run.takeProcessId() : undefined;
  const tail = [
    ...(profile.status === 'escpos' ? automaticRequest : []),
    ...(id === undefined ? [] : processIdRequest(id)),
    ...(profile.proof === 'none' ? [] : fenceRequest),
  ];
  const bytes = new Uint8Array(job.bytes.length + tail.length);
  bytes.set(job.bytes);
  bytes.set(tail, job.bytes.length);
  run.set({
    active: { ...job, phase: 'writing', processId: id, proof: undefined, fenced: false, askAgain: false },
    automatic: false,
    asked_ms: Number.NEGATIVE_INFINITY,
    owedFences: run.state.owedFences + (profile.proof === 'none' ? 0 : 1),
  });
  run.do({ kind: 'write', bytes, what: 'job' });
  run.do({ kind: 'arm', name: 'job', delay_ms: jobLimit_ms(bytes.length) });
  if (profile.status === 'escpos') run.do({ kind: 'arm', name: 'heartbeat', delay_ms: watch_ms });
}

export function jobOverdue(run: Run): void {
  const { active } = run.state;
  if (!active) return;
  if (active.phase === 'writing') {
    // The printer takes no more; how much it has taken comes with the end of the link.
    run.hangUp({ cs: 'Tiskárna přestala brát data.', en: 'The printer stopped taking data.' });
    return;
  }
  if (active.proof) {
    finish(run, { state: 'printed', proof: active.proof });
    return;
  }
  const why = obstacle(run.state.condition);
  const usuallyAnswers = run.state.learnt.fence === 'yes';
  finish(run, {
    state: 'unknown',
    reason: why
      ? sentences(why.reason, { cs: 'Stalo se to během tisku.', en: 'It happened during printing.' })
      : {
          cs: 'Tiskárna nepotvrdila, že lístek vytiskla.',
          en: 'The printer did not confirm that it printed the slip.',
        },
    hint: why
      ? sentences(why.hint, {
          cs: 'Pak se podívejte, zda lístek vyjel celý.',
          en: 'Then see whether the whole slip came out.',
        })
      : silentHint(run),
  });
  // It says it is well and yet the answer is missing, as after being switched off and on. On this connection
  // the answers can no longer be counted against the questions.
  if (!why && usuallyAnswers) {
    run.set({ brokenOff: true });
    run.hangUp({
      cs: 'Tiskárna nepotvrdila tisk, spojení se navazuje znovu.',
      en: 'The printer did not confirm; the connection is being made anew.',
    });
  }
}

function silentHint(run: Run): Words {
  const { learnt } = run.state;
  return learnt.fence === 'no' && learnt.processId !== 'yes'
    ? {
        cs: 'Podívejte se, zda lístek vyjel. Tento typ tisk nepotvrzuje; v nastavení tiskárny zvolte proof = "none".',
        en: 'See whether the slip came out. This model does not confirm printing; choose proof = "none" in the settings of the printer.',
      }
    : {
        cs: 'Podívejte se, zda lístek vyjel celý. Vytisknout ho znovu rozhodněte vy.',
        en: 'See whether the whole slip came out. Whether to print it again is for you to decide.',
      };
}

export function finish(run: Run, outcome: Outcome): void {
  const { active } = run.state;
  if (!active) return;
  for (const name of ['job', 'proof'] as const) run.do({ kind: 'disarm', name });
  run.set({ active: undefined });
  run.settle(active.id, outcome);
  if (run.state.profile.status === 'escpos') {
    run.do({ kind: 'arm', name: 'heartbeat', delay_ms: heartbeat_ms });
  }
}
