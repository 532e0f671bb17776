import { fromAutomatic } from './condition.ts';
import { dial, down, opened, stop } from './protocol/connection.ts';
import { begin, jobOverdue, print } from './protocol/job.ts';
import { fire, kick, kickOverdue, kickWritten } from './protocol/kick.ts';
import { probeSilent, startProbe } from './protocol/probe.ts';
import { checked, fenceAnswered, jobWritten, processIdAnswered, processIdMissing } from './protocol/proof.ts';
import {
  answerMissing,
  heartbeat,
  heartbeat_ms,
  isFresh,
  type RoundEnd,
  realtimeAnswered,
  startRound,
  watch_ms,
} from './protocol/round.ts';
import { Run } from './protocol/run.ts';
import type { PrinterEffect, PrinterEvent, PrinterState, TimerName } from './protocol-state.ts';
import { type Reply, readReplies } from './replies.ts';
import { automaticRequest } from './requests.ts';

/**
 * How one ESC/POS printer is kept connected, asked and printed on. Pure: `step(state, event)` gives the next
 * state and what is to be done; printer.ts does it. Here events find their way; each matter has its own file in
 * protocol/.
 *
 * A connection: DLE EOT 1–4, one at a time, since their answers look alike · GS a ff (automatic status) ·
 * GS ( H and GS r 1 with nothing before them, to learn whether this printer answers them at all.
 *
 * A job: refused before its first byte when something stands in the way · its bytes · GS a ff (the ESC @ in it
 * has turned automatic status off) · GS ( H with an id of its own · GS r 1 · after their answers DLE EOT 1–4,
 * because real-time answers overtake and only now tell of a blade that jammed in this very cut.
 *
 * Bytes that left without an answer make the outcome `unknown`; nothing here sends them again.
 */
export function step(
  state: PrinterState,
  event: PrinterEvent,
  now_ms: number,
): [PrinterState, PrinterEffect[]] {
  const run = new Run(state, now_ms);
  happen(run, event);
  advance(run);
  return [run.state, run.effects];
}

function happen(run: Run, event: PrinterEvent): void {
  switch (event.kind) {
    case 'start':
      if (run.state.link === 'stopped') dial(run);
      break;
    case 'stop':
      stop(run);
      break;
    case 'opened':
      opened(run);
      break;
    case 'refused':
      if (run.state.link === 'connecting') down(run, event.reason, 0);
      break;
    case 'closed':
      if (run.state.link === 'up') down(run, event.reason ?? run.state.reason, event.left);
      break;
    case 'data':
      hear(run, event.bytes);
      break;
    case 'written':
      if (event.what === 'kick') kickWritten(run);
      else jobWritten(run);
      break;
    case 'timer':
      timeOver(run, event.name);
      break;
    case 'print':
      print(run, event);
      break;
    case 'kick':
      kick(run, event);
      break;
  }
}

function hear(run: Run, bytes: Uint8Array): void {
  if (run.state.link !== 'up') return;
  const [replies, heard] = readReplies(run.state.replies, bytes);
  run.set({ replies });
  for (const reply of heard) hearReply(run, reply);
}

function hearReply(run: Run, reply: Reply): void {
  run.set({ heard_ms: run.now_ms });
  switch (reply.kind) {
    case 'realtime':
      roundOver(run, realtimeAnswered(run, reply.byte));
      break;
    case 'automatic':
      run.set({ condition: fromAutomatic(reply.bytes), automatic: true });
      break;
    case 'transmitted':
      fenceAnswered(run);
      break;
    case 'block':
      if (reply.header === 0x37 && reply.body[0] === 0x22) {
        processIdAnswered(run, String.fromCharCode(...reply.body.slice(1)));
      }
      break;
    case 'flow':
    case 'stray':
      break;
  }
}

function timeOver(run: Run, name: TimerName): void {
  switch (name) {
    case 'redial':
      if (run.state.link === 'down') dial(run);
      break;
    case 'answer':
      roundOver(run, answerMissing(run));
      break;
    case 'probe':
      probeSilent(run);
      break;
    case 'heartbeat':
      heartbeat(run);
      break;
    case 'job':
      jobOverdue(run);
      break;
    case 'proof':
      processIdMissing(run);
      break;
    case 'kick':
      kickOverdue(run);
      break;
  }
}

/** A round serves whoever waits for it: the new connection, or the job that wants to know about the blade. */
function roundOver(run: Run, end: RoundEnd | undefined): void {
  if (end === undefined) return;
  run.do({ kind: 'disarm', name: 'answer' });
  run.set({ round: [], ...(end === 'answered' && { asked_ms: run.now_ms }) });
  const { active } = run.state;
  if (!run.state.ready) {
    run.ask(automaticRequest);
    startProbe(run);
  } else if (active?.phase === 'checking' && active.askAgain) {
    run.set({ active: { ...active, askAgain: false } });
    startRound(run);
    return;
  } else if (active?.phase === 'checking') {
    checked(run);
  }
  const delay_ms = run.state.active ? watch_ms : heartbeat_ms;
  run.do({ kind: 'arm', name: 'heartbeat', delay_ms });
}

/** Takes up what can be taken up: kicks ahead of jobs, one job at a time. */
function advance(run: Run): void {
  if (run.state.link !== 'up' || !run.state.ready || run.state.round.length > 0) return;
  const [job, ...others] = run.state.jobs;
  const waiting = run.state.kicks.find(({ sent }) => !sent);
  if (!waiting && (!job || run.state.active)) return;
  if (!isFresh(run)) {
    if (run.state.active?.phase === 'writing') return;
    startRound(run);
    return;
  }
  if (waiting) fire(run, waiting);
  if (!job || run.state.active) return;
  run.set({ jobs: others });
  begin(run, job);
  advance(run);
}
