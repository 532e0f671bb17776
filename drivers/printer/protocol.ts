import { fromAutomatic, fromRealtime, obstacle, unknownCondition } from './condition.ts';
import { drawerPulse } from './encode.ts';
import type { KickOutcome, Outcome } from './outcome.ts';
import {
  initialState,
  type Job,
  type Kick,
  type PrinterEffect,
  type PrinterEvent,
  type PrinterState,
  type TimerName,
} from './protocol-state.ts';
import { noReply, type Reply, readReplies } from './replies.ts';
import {
  automaticRequest,
  fenceRequest,
  flushRequest,
  processId,
  processIdRequest,
  realtimePulse,
  statusRequest,
} from './requests.ts';

export const backoff_ms = [1_000, 2_000, 5_000, 10_000, 30_000] as const;
/**
 * Long, and one question at a time, because real-time answers do not say which question they belong to: a
 * second question sent after a slow answer would be answered by the first one's.
 */
const answer_ms = 4_000;
/** For a printer that has never answered. */
const mute_ms = 1_000;
const probe_ms = 2_000;
const heartbeat_ms = 10_000;
/** How old an answered round may be to count as asked for this job. */
const fresh_ms = 250;
/** While a job waits for its proof, automatic status may be off, so the printer is asked more often. */
const watch_ms = 2_000;
/** How long the process id may come after the fence: the last line is still being printed then. */
const lateProof_ms = 5_000;
const kick_ms = 2_000;
const lockOut_ms = 500;

/** Time of a job: a slow impact printer takes about 200 bytes/s of text, a serial line 900. */
const jobLimit_ms = (bytes: number) => Math.min(90_000, 15_000 + bytes * 5);

/**
 * How one ESC/POS printer is kept connected, asked and printed on. Pure: `step(state, event)` gives the next
 * state and what is to be done; printer.ts does it.
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
  run.event(event);
  return [run.state, run.effects];
}

/** One step being worked out: `state` is replaced, never changed in place. */
class Run {
  state: PrinterState;
  readonly effects: PrinterEffect[] = [];
  readonly #now_ms: number;

  constructor(state: PrinterState, now_ms: number) {
    this.state = state;
    this.#now_ms = now_ms;
  }

  event(event: PrinterEvent): void {
    switch (event.kind) {
      case 'start':
        if (this.state.link === 'stopped') this.#dial();
        break;
      case 'stop':
        this.#stop();
        break;
      case 'opened':
        this.#opened();
        break;
      case 'refused':
        if (this.state.link === 'connecting') this.#down(event.reason, 0);
        break;
      case 'closed':
        if (this.state.link === 'up') this.#down(event.reason ?? this.state.reason, event.left);
        break;
      case 'data':
        this.#data(event.bytes);
        break;
      case 'written':
        this.#written(event.what);
        break;
      case 'timer':
        this.#timer(event.name);
        break;
      case 'print':
        this.#print(event);
        break;
      case 'kick':
        this.#kick(event);
        break;
    }
    this.#advance();
  }

  // The link

  #dial(): void {
    this.#set({ link: 'connecting' });
    this.#do({ kind: 'disarm', name: 'redial' }, { kind: 'dial' });
  }

  #opened(): void {
    this.#set({
      link: 'up',
      reason: '',
      ready: false,
      replies: noReply,
      condition: unknownCondition,
      automatic: false,
      heard_ms: this.#now_ms,
      round: [],
      asked_ms: Number.NEGATIVE_INFINITY,
      mute: [],
      owedFences: 0,
      probe: undefined,
    });
    if (this.state.profile.status === 'none') {
      this.#set({ ready: true, attempts: 0 });
      return;
    }
    if (this.state.brokenOff) {
      this.#ask(flushRequest());
    }
    this.#startRound();
  }

  #down(reason: string, left: number): void {
    for (const name of ['answer', 'probe', 'heartbeat', 'job', 'proof', 'kick'] as const) {
      this.#do({ kind: 'disarm', name });
    }
    const { active, jobs, kicks } = this.state;
    if (active?.proof) {
      // It was confirmed; only the question about the blade was still open.
      this.#settle(active.id, { state: 'printed', proof: active.proof });
    } else if (active && left > 0) {
      this.#settle(active.id, {
        state: 'unknown',
        reason: `Spojení s tiskárnou se přerušilo uprostřed tisku. ${reason}`,
        hint: 'Podívejte se, zda lístek vyjel celý. Vytisknout ho znovu rozhodněte vy.',
      });
    } else if (active) {
      this.#settle(active.id, this.#unreachable(reason));
    }
    for (const job of jobs) this.#settle(job.id, this.#unreachable(reason));
    for (const kick of kicks) this.#answerKick(kick.id, kick.sent ? brokenKick : this.#unreachable(reason));
    const wait_ms = backoff_ms[Math.min(this.state.attempts, backoff_ms.length - 1)] ?? 30_000;
    this.#set({
      link: 'down',
      reason,
      attempts: this.state.attempts + 1,
      ready: false,
      condition: unknownCondition,
      automatic: false,
      round: [],
      probe: undefined,
      active: undefined,
      jobs: [],
      kicks: [],
      brokenOff: this.state.brokenOff || (active !== undefined && left > 0),
    });
    this.#do({ kind: 'arm', name: 'redial', delay_ms: wait_ms });
  }

  #hangUp(reason: string): void {
    // Not ready: nothing new is begun on a line that is being closed.
    this.#set({ reason, ready: false });
    this.#do({ kind: 'hangUp' });
  }

  #stop(): void {
    const { link, active, jobs, kicks } = this.state;
    if (link === 'stopped') return;
    const stopped = { reason: 'Tisk se vypíná.', hint: 'Po spuštění se lístek vytiskne.' };
    if (active?.proof) {
      this.#settle(active.id, { state: 'printed', proof: active.proof });
    } else if (active) {
      this.#settle(active.id, {
        state: 'unknown',
        reason: 'Pokladna se vypnula uprostřed tisku.',
        hint: 'Podívejte se, zda lístek vyjel celý.',
      });
    }
    for (const job of jobs) this.#settle(job.id, { state: 'failed', ...stopped });
    for (const kick of kicks) {
      this.#answerKick(kick.id, kick.sent ? brokenKick : { state: 'failed', ...stopped });
    }
    for (const name of ['redial', 'answer', 'probe', 'heartbeat', 'job', 'proof', 'kick'] as const) {
      this.#do({ kind: 'disarm', name });
    }
    this.#do({ kind: 'hangUp' });
    this.state = { ...initialState(this.state.profile), learnt: this.state.learnt };
  }

  // What the printer says

  #data(bytes: Uint8Array): void {
    if (this.state.link !== 'up') return;
    const [replies, heard] = readReplies(this.state.replies, bytes);
    this.#set({ replies });
    for (const reply of heard) this.#reply(reply);
  }

  #reply(reply: Reply): void {
    this.#set({ heard_ms: this.#now_ms });
    switch (reply.kind) {
      case 'realtime':
        this.#realtime(reply.byte);
        break;
      case 'automatic':
        this.#set({ condition: fromAutomatic(reply.bytes), automatic: true });
        break;
      case 'transmitted':
        this.#fenceAnswered();
        break;
      case 'block':
        if (reply.header === 0x37 && reply.body[0] === 0x22) {
          this.#processIdAnswered(String.fromCharCode(...reply.body.slice(1)));
        }
        break;
      case 'flow':
      case 'stray':
        break;
    }
  }

  #realtime(byte: number): void {
    const [n] = this.state.round;
    // Nobody asked: a picture held the bytes of a request by chance, or an answer came after we gave it up.
    if (n === undefined) return;
    const rest = this.state.round.slice(1);
    this.#set({
      condition: fromRealtime(this.state.condition, n, byte),
      round: rest,
      learnt: { ...this.state.learnt, realtime: 'yes' },
    });
    if (rest[0] !== undefined) this.#askRealtime(rest[0]);
    else this.#roundDone(true);
  }

  #fenceAnswered(): void {
    const owed = this.state.owedFences;
    if (owed === 0) return;
    this.#set({ owedFences: owed - 1, learnt: { ...this.state.learnt, fence: 'yes' } });
    if (owed > 1) return;
    const { probe, active } = this.state;
    if (probe) {
      this.#set({ probe: { ...probe, fence: false } });
      this.#probeMoved();
    } else if (active && active.phase !== 'checking') {
      this.#set({ active: { ...active, fenced: true } });
      const waitsForId = active.processId !== undefined && this.state.learnt.processId !== 'no';
      if (waitsForId) this.#do({ kind: 'arm', name: 'proof', delay_ms: lateProof_ms });
      else this.#proved('fence');
    }
  }

  #processIdAnswered(id: string): void {
    const { probe, active } = this.state;
    if (probe?.id === id) {
      this.#set({ probe: { ...probe, id: undefined }, learnt: { ...this.state.learnt, processId: 'yes' } });
      this.#probeMoved();
    } else if (active?.processId === id && active.phase !== 'checking') {
      this.#set({ learnt: { ...this.state.learnt, processId: 'yes' } });
      this.#proved('process-id');
    }
    // Any other is the echo of an earlier job: it proves nothing about this one.
  }

  // Asking

  #askRealtime(n: number): void {
    this.#ask(statusRequest(n));
    const delay_ms = this.state.learnt.realtime === 'no' ? mute_ms : answer_ms;
    this.#do({ kind: 'arm', name: 'answer', delay_ms });
  }

  #startRound(): void {
    if (this.state.round.length > 0) return;
    this.#set({ round: [1, 2, 3, 4].filter((n) => !this.state.mute.includes(n)) });
    this.#askRealtime(1);
  }

  #roundDone(answered: boolean): void {
    this.#do({ kind: 'disarm', name: 'answer' });
    this.#set({ round: [], ...(answered && { asked_ms: this.#now_ms }) });
    const { active } = this.state;
    if (!this.state.ready) {
      this.#ask(automaticRequest);
      this.#startProbe();
    } else if (active?.phase === 'checking' && active.askAgain) {
      this.#set({ active: { ...active, askAgain: false } });
      this.#startRound();
      return;
    } else if (active?.phase === 'checking') {
      this.#checked();
    }
    const delay_ms = this.state.active ? watch_ms : heartbeat_ms;
    this.#do({ kind: 'arm', name: 'heartbeat', delay_ms });
  }

  #startProbe(): void {
    const { profile, learnt, brokenOff } = this.state;
    // A printer that is out of paper holds its queue and would seem mute; it is learnt at the first job.
    const hopeless = profile.proof === 'none' || obstacle(this.state.condition) !== undefined;
    const fence = !hopeless && (learnt.fence !== 'yes' || brokenOff);
    const asksId = !hopeless && profile.proof === 'process-id' && learnt.processId !== 'yes';
    if (!fence && !asksId) {
      this.#becomeReady();
      return;
    }
    const id = asksId ? this.#takeProcessId() : undefined;
    this.#set({ probe: { id, fence }, owedFences: this.state.owedFences + (fence ? 1 : 0) });
    if (id !== undefined) this.#ask(processIdRequest(id));
    if (fence) this.#ask(fenceRequest);
    this.#do({ kind: 'arm', name: 'probe', delay_ms: probe_ms });
  }

  #probeMoved(): void {
    const { probe } = this.state;
    if (!probe || probe.fence || probe.id !== undefined) return;
    this.#do({ kind: 'disarm', name: 'probe' });
    this.#becomeReady();
  }

  #probeSilent(): void {
    const { probe, learnt } = this.state;
    if (!probe) return;
    this.#set({
      learnt: {
        ...learnt,
        ...(probe.fence && { fence: 'no' as const }),
        ...(probe.id !== undefined && { processId: 'no' as const }),
      },
    });
    this.#becomeReady();
  }

  #becomeReady(): void {
    this.#set({ probe: undefined, ready: true, attempts: 0, brokenOff: false });
  }

  // Time

  #timer(name: TimerName): void {
    switch (name) {
      case 'redial':
        if (this.state.link === 'down') this.#dial();
        break;
      case 'answer':
        this.#noAnswer();
        break;
      case 'probe':
        this.#probeSilent();
        break;
      case 'heartbeat':
        if (this.state.link !== 'up' || this.state.profile.status === 'none') break;
        if (this.state.active?.phase === 'writing')
          this.#do({ kind: 'arm', name: 'heartbeat', delay_ms: watch_ms });
        else this.#startRound();
        break;
      case 'job':
        this.#jobOverdue();
        break;
      case 'proof':
        // The fence came and the id did not: this printer has no GS ( H, whatever its profile says.
        if (this.state.active?.fenced) {
          this.#set({ learnt: { ...this.state.learnt, processId: 'no' } });
          this.#proved('fence');
        }
        break;
      case 'kick':
        this.#kickOverdue();
        break;
    }
  }

  #noAnswer(): void {
    const { round, mute, learnt } = this.state;
    const [n, ...rest] = round;
    if (n === undefined) return;
    if (n !== 1) {
      // It answers some and not others; what it does not answer stays unknown and is not asked again.
      this.#set({ mute: [...mute, n], round: rest });
      if (rest[0] !== undefined) this.#askRealtime(rest[0]);
      else this.#roundDone(true);
      return;
    }
    if (learnt.realtime === 'yes') {
      this.#set({ round: [] });
      this.#hangUp('Tiskárna přestala odpovídat. Zkontrolujte, že je zapnutá a připojená.');
      return;
    }
    this.#set({ learnt: { ...learnt, realtime: 'no' } });
    this.#roundDone(false);
  }

  // Printing

  #print(job: Job): void {
    if (this.state.link === 'stopped') {
      this.#settle(job.id, { state: 'failed', reason: 'Tisk je vypnutý.', hint: 'Spusťte pokladnu.' });
      return;
    }
    this.#set({ jobs: [...this.state.jobs, { id: job.id, bytes: job.bytes }] });
    // Somebody waits for paper: try now rather than when the backoff is over.
    if (this.state.link === 'down') this.#dial();
  }

  /** Takes up what can be taken up: kicks ahead of jobs, one job at a time. */
  #advance(): void {
    if (this.state.link !== 'up' || !this.state.ready || this.state.round.length > 0) return;
    const [job, ...others] = this.state.jobs;
    const kick = this.state.kicks.find(({ sent }) => !sent);
    if (!kick && (!job || this.state.active)) return;
    if (!this.#isFresh()) {
      if (this.state.active?.phase === 'writing') return;
      this.#startRound();
      return;
    }
    if (kick) this.#fire(kick);
    if (!job || this.state.active) return;
    this.#set({ jobs: others });
    this.#begin(job);
    this.#advance();
  }

  /** Whether the condition may be relied on: it has just been asked for, or the printer tells every change. */
  #isFresh(): boolean {
    const { profile, learnt, automatic, heard_ms, asked_ms } = this.state;
    if (profile.status === 'none') return true;
    if (learnt.realtime !== 'yes') return true;
    if (this.#now_ms - asked_ms <= fresh_ms) return true;
    return automatic && this.#now_ms - heard_ms <= heartbeat_ms;
  }

  #begin(job: Job): void {
    const { profile, learnt } = this.state;
    const inTheWay = obstacle(this.state.condition);
    if (inTheWay) {
      this.#settle(job.id, { state: 'failed', ...inTheWay });
      this.#set({ asked_ms: Number.NEGATIVE_INFINITY });
      return;
    }
    const id =
      profile.proof === 'process-id' && learnt.processId !== 'no' ? this.#takeProcessId() : undefined;
    const tail = [
      ...(profile.status === 'escpos' ? automaticRequest : []),
      ...(id === undefined ? [] : processIdRequest(id)),
      ...(profile.proof === 'none' ? [] : fenceRequest),
    ];
    const bytes = new Uint8Array(job.bytes.length + tail.length);
    bytes.set(job.bytes);
    bytes.set(tail, job.bytes.length);
    this.#set({
      active: { ...job, phase: 'writing', processId: id, proof: undefined, fenced: false, askAgain: false },
      automatic: false,
      asked_ms: Number.NEGATIVE_INFINITY,
      owedFences: this.state.owedFences + (profile.proof === 'none' ? 0 : 1),
    });
    this.#do({ kind: 'write', bytes, what: 'job' });
    this.#do({ kind: 'arm', name: 'job', delay_ms: jobLimit_ms(bytes.length) });
    if (profile.status === 'escpos') this.#do({ kind: 'arm', name: 'heartbeat', delay_ms: watch_ms });
  }

  #written(what: 'job' | 'kick'): void {
    if (what === 'kick') {
      const kick = this.state.kicks.find(({ sent }) => sent);
      if (!kick) return;
      this.#do({ kind: 'disarm', name: 'kick' });
      this.#set({ kicks: this.state.kicks.filter((other) => other !== kick) });
      this.#answerKick(kick.id, { state: 'kicked' });
      return;
    }
    const { active, profile } = this.state;
    if (active?.phase !== 'writing') return;
    this.#set({ active: { ...active, phase: 'proving' } });
    if (profile.proof === 'none') this.#finish({ state: 'printed', proof: 'none' });
    // The answer may have come before the writing was reported done.
    else if (active.proof) this.#proved(active.proof);
  }

  #proved(proof: 'process-id' | 'fence'): void {
    const { active, learnt } = this.state;
    if (!active) return;
    if (active.phase === 'writing') {
      this.#set({ active: { ...active, proof } });
      return;
    }
    this.#do({ kind: 'disarm', name: 'proof' });
    this.#set({ active: { ...active, proof, phase: 'checking' } });
    if (learnt.realtime !== 'yes') {
      this.#checked();
      return;
    }
    if (this.state.round.length > 0)
      this.#set({ active: { ...active, proof, phase: 'checking', askAgain: true } });
    else this.#startRound();
  }

  #checked(): void {
    const { active, condition } = this.state;
    if (!active?.proof) return;
    if (condition.error === 'cutter' || condition.error === 'unrecoverable') {
      const why = obstacle({ ...condition, cover: 'closed', paper: 'ok' });
      this.#finish({
        state: 'unknown',
        reason: `${why?.reason ?? ''} Lístek možná nevyjel celý.`,
        hint: why?.hint ?? '',
      });
    } else {
      this.#finish({ state: 'printed', proof: active.proof });
    }
  }

  #jobOverdue(): void {
    const { active } = this.state;
    if (!active) return;
    if (active.phase === 'writing') {
      // The printer takes no more; how much it has taken comes with the end of the link.
      this.#hangUp('Tiskárna přestala brát data.');
      return;
    }
    if (active.proof) {
      this.#finish({ state: 'printed', proof: active.proof });
      return;
    }
    const why = obstacle(this.state.condition);
    const usuallyAnswers = this.state.learnt.fence === 'yes';
    this.#finish({
      state: 'unknown',
      reason: why ? `${why.reason} Stalo se to během tisku.` : 'Tiskárna nepotvrdila, že lístek vytiskla.',
      hint: why ? `${why.hint} Pak se podívejte, zda lístek vyjel celý.` : this.#silentHint(),
    });
    // It says it is well and yet the answer is missing, as after being switched off and on. On this connection
    // the answers can no longer be counted against the questions.
    if (!why && usuallyAnswers) {
      this.#set({ brokenOff: true });
      this.#hangUp('Tiskárna nepotvrdila tisk, spojení se navazuje znovu.');
    }
  }

  #silentHint(): string {
    const { learnt } = this.state;
    return learnt.fence === 'no' && learnt.processId !== 'yes'
      ? 'Podívejte se, zda lístek vyjel. Tento typ tisk nepotvrzuje; v nastavení tiskárny zvolte proof = "none".'
      : 'Podívejte se, zda lístek vyjel celý. Vytisknout ho znovu rozhodněte vy.';
  }

  #finish(outcome: Outcome): void {
    const { active } = this.state;
    if (!active) return;
    for (const name of ['job', 'proof'] as const) this.#do({ kind: 'disarm', name });
    this.#set({ active: undefined });
    this.#settle(active.id, outcome);
    if (this.state.profile.status === 'escpos') {
      this.#do({ kind: 'arm', name: 'heartbeat', delay_ms: heartbeat_ms });
    }
  }

  // The drawer

  #kick({ id, pin }: { id: number; pin: 2 | 5 }): void {
    const { link, reason, kicks } = this.state;
    if (link !== 'up') {
      this.#answerKick(id, this.#unreachable(reason));
      return;
    }
    if (this.#now_ms - this.state.kicked_ms < lockOut_ms || kicks.length > 0) {
      this.#answerKick(id, {
        state: 'failed',
        reason: 'Zásuvka se právě otevírá.',
        hint: 'Počkejte vteřinu a zkuste to znovu.',
      });
      return;
    }
    this.#set({ kicks: [{ id, pin, sent: false }] });
    this.#do({ kind: 'arm', name: 'kick', delay_ms: kick_ms });
  }

  #fire(kick: Kick): void {
    const { condition, profile, active } = this.state;
    const blocked = obstacle(condition);
    // Behind a job that is still going in, ESC p would have to wait for its end.
    if (!blocked && active?.phase === 'writing') return;
    if (blocked && !profile.realtimeDrawer) {
      this.#dropKick(kick, { state: 'failed', reason: blocked.reason, hint: `${blocked.hint} ${keyHint}` });
      return;
    }
    this.#set({ kicks: [{ ...kick, sent: true }], kicked_ms: this.#now_ms });
    this.#do({
      kind: 'write',
      bytes: blocked ? realtimePulse(profile, kick.pin) : drawerPulse(profile, kick.pin),
      what: 'kick',
    });
  }

  #kickOverdue(): void {
    for (const kick of this.state.kicks) {
      this.#dropKick(
        kick,
        kick.sent ? brokenKick : { state: 'failed', reason: 'Tiskárna je zaneprázdněná.', hint: keyHint },
      );
      // Bytes waiting in the line must not open the drawer when nobody stands by it any more.
      if (kick.sent) this.#hangUp('Tiskárna přestala brát data.');
    }
  }

  #dropKick(kick: Kick, outcome: KickOutcome): void {
    this.#do({ kind: 'disarm', name: 'kick' });
    this.#set({ kicks: this.state.kicks.filter(({ id }) => id !== kick.id) });
    this.#answerKick(kick.id, outcome);
  }

  // Small things

  #takeProcessId(): string {
    const n = this.state.nextProcessId;
    this.#set({ nextProcessId: (n + 1) % 95 ** 4 });
    return processId(n);
  }

  #unreachable(reason: string): { state: 'failed'; reason: string; hint: string } {
    return {
      state: 'failed',
      reason: `Tiskárna není dostupná. ${reason}`.trim(),
      hint: 'Zkontrolujte, že je zapnutá a připojená. Nic se neposlalo.',
    };
  }

  #ask(bytes: Uint8Array): void {
    this.#do({ kind: 'write', bytes, what: 'ask' });
  }

  #settle(id: number, outcome: Outcome): void {
    this.#do({ kind: 'outcome', id, outcome });
  }

  #answerKick(id: number, outcome: KickOutcome): void {
    this.#do({ kind: 'kicked', id, outcome });
  }

  #set(change: Partial<PrinterState>): void {
    this.state = { ...this.state, ...change };
  }

  #do(...effects: PrinterEffect[]): void {
    this.effects.push(...effects);
  }
}

const keyHint = 'Zásuvku otevřete klíčem.';

/** The pulse was on its way; whether it arrived is seen on the drawer, not from here. */
const brokenKick: KickOutcome = {
  state: 'failed',
  reason: 'Spojení s tiskárnou se přerušilo, povel k otevření možná nedorazil.',
  hint: `Podívejte se, zda se zásuvka otevřela. ${keyHint}`,
};
