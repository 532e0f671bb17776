import { fromRealtime } from '../condition.ts';
import { statusRequest } from '../requests.ts';
import type { Run } from './run.ts';

/**
 * Long, and one question at a time, because real-time answers do not say which question they belong to: a
 * second question sent after a slow answer would be answered by the first one's.
 */
const answer_ms = 4_000;
/** For a printer that has never answered. */
const mute_ms = 1_000;
/** How old an answered round may be to count as asked for this job. */
const fresh_ms = 250;
export const heartbeat_ms = 10_000;
/** While a job waits for its proof, automatic status may be off, so the printer is asked more often. */
export const watch_ms = 2_000;

/** `answered`: the condition is as of now. `silent`: this printer answers no real-time question. */
export type RoundEnd = 'answered' | 'silent';

/** A round of questions about the printer's condition: DLE EOT 1–4, each after the answer to the one before. */
export function startRound(run: Run): void {
  if (run.state.round.length > 0) return;
  run.set({ round: [1, 2, 3, 4].filter((n) => !run.state.mute.includes(n)) });
  askRealtime(run, 1);
}

function askRealtime(run: Run, n: number): void {
  run.ask(statusRequest(n));
  const delay_ms = run.state.learnt.realtime === 'no' ? mute_ms : answer_ms;
  run.do({ kind: 'arm', name: 'answer', delay_ms });
}

/** Undefined while the round goes on. */
export function realtimeAnswered(run: Run, byte: number): RoundEnd | undefined {
  const [n] = run.state.round;
  // Nobody asked: a picture held the bytes of a request by chance, or an answer came after we gave it up.
  if (n === undefined) return undefined;
  const rest = run.state.round.slice(1);
  run.set({
    condition: fromRealtime(run.state.condition, n, byte),
    round: rest,
    learnt: { ...run.state.learnt, realtime: 'yes' },
  });
  return askNext(run);
}

/** The time for an answer is over. Undefined while the round goes on, or when the line is given up. */
export function answerMissing(run: Run): RoundEnd | undefined {
  const { round, mute, learnt } = run.state;
  const [n, ...rest] = round;
  if (n === undefined) return undefined;
  if (n !== 1) {
    // It answers some and not others; what it does not answer stays unknown and is not asked again.
    run.set({ mute: [...mute, n], round: rest });
    return askNext(run);
  }
  if (learnt.realtime === 'yes') {
    run.set({ round: [] });
    run.hangUp({
      cs: 'Tiskárna přestala odpovídat. Zkontrolujte, že je zapnutá a připojená.',
      en: 'The printer stopped answering. Check that it is on and connected.',
    });
    return undefined;
  }
  run.set({ learnt: { ...learnt, realtime: 'no' } });
  return 'silent';
}

function askNext(run: Run): RoundEnd | undefined {
  const [next] = run.state.round;
  if (next === undefined) return 'answered';
  askRealtime(run, next);
  return undefined;
}

/** Time to ask again; while a job is going in, the questions would only stand in the queue behind it. */
export function heartbeat(run: Run): void {
  if (run.state.link !== 'up' || run.state.profile.status === 'none') return;
  if (run.state.active?.phase === 'writing') run.do({ kind: 'arm', name: 'heartbeat', delay_ms: watch_ms });
  else startRound(run);
}

/** Whether the condition may be relied on: it has just been asked for, or the printer tells every change. */
export function isFresh(run: Run): boolean {
  const { profile, learnt, automatic, heard_ms, asked_ms } = run.state;
  if (profile.status === 'none') return true;
  if (learnt.realtime !== 'yes') return true;
  if (run.now_ms - asked_ms <= fresh_ms) return true;
  return automatic && run.now_ms - heard_ms <= heartbeat_ms;
}
