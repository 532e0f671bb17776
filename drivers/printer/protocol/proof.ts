import { noWords, sentences } from '../../words.ts';
import { obstacle } from '../condition.ts';
import { finish } from './job.ts';
import { probeMoved } from './probe.ts';
import { startRound } from './round.ts';
import type { Run } from './run.ts';

/** How long the process id may come after the fence: the last line is still being printed then. */
const lateProof_ms = 5_000;

/**
 * The proof of a job: handed over whole, then its process id or its fence answered, then a round of questions,
 * because real-time answers overtake and only now tell of a blade that jammed in this very cut.
 */
export function jobWritten(run: Run): void {
  const { active, profile } = run.state;
  if (active?.phase !== 'writing') return;
  run.set({ active: { ...active, phase: 'proving' } });
  if (profile.proof === 'none') finish(run, { state: 'printed', proof: 'none' });
  // The answer may have come before the writing was reported done.
  else if (active.proof) proved(run, active.proof);
}

export function fenceAnswered(run: Run): void {
  const owed = run.state.owedFences;
  if (owed === 0) return;
  run.set({ owedFences: owed - 1, learnt: { ...run.state.learnt, fence: 'yes' } });
  if (owed > 1) return;
  const { probe, active } = run.state;
  if (probe) {
    run.set({ probe: { ...probe, fence: false } });
    probeMoved(run);
  } else if (active && active.phase !== 'checking') {
    run.set({ active: { ...active, fenced: true } });
    const waitsForId = active.processId !== undefined && run.state.learnt.processId !== 'no';
    if (waitsForId) run.do({ kind: 'arm', name: 'proof', delay_ms: lateProof_ms });
    else proved(run, 'fence');
  }
}

export function processIdAnswered(run: Run, id: string): void {
  const { probe, active } = run.state;
  if (probe?.id === id) {
    run.set({ probe: { ...probe, id: undefined }, learnt: { ...run.state.learnt, processId: 'yes' } });
    probeMoved(run);
  } else if (active?.processId === id && active.phase !== 'checking') {
    run.set({ learnt: { ...run.state.learnt, processId: 'yes' } });
    proved(run, 'process-id');
  }
  // Any other is the echo of an earlier job: it proves nothing about this one.
}

/** The fence came and the id did not: this printer has no GS ( H, whatever its profile says. */
export function processIdMissing(run: Run): void {
  if (!run.state.active?.fenced) return;
  run.set({ learnt: { ...run.state.learnt, processId: 'no' } });
  proved(run, 'fence');
}

function proved(run: Run, proof: 'process-id' | 'fence'): void {
  const { active, learnt } = run.state;
  if (!active) return;
  if (active.phase === 'writing') {
    run.set({ active: { ...active, proof } });
    return;
  }
  run.do({ kind: 'disarm', name: 'proof' });
  run.set({ active: { ...active, proof, phase: 'checking' } });
  if (learnt.realtime !== 'yes') checked(run);
  else if (run.state.round.length > 0)
    run.set({ active: { ...active, proof, phase: 'checking', askAgain: true } });
  else startRound(run);
}

/** The round after the proof is over, or there is none to be had. */
export function checked(run: Run): void {
  const { active, condition } = run.state;
  if (!active?.proof) return;
  if (condition.error === 'cutter' || condition.error === 'unrecoverable') {
    const why = obstacle({ ...condition, cover: 'closed', paper: 'ok' });
    finish(run, {
      state: 'unknown',
      reason: sentences(why?.reason ?? noWords, {
        cs: 'Lístek možná nevyjel celý.',
        en: 'The slip may not have come out whole.',
      }),
      hint: why?.hint ?? noWords,
    });
  } else {
    finish(run, { state: 'printed', proof: active.proof });
  }
}
