import type { Clock } from '../clock.ts';
import { type Dial, type Link, LinkFault } from '../link/link.ts';
import { type DriverLog, silentLog } from '../log.ts';
import type { KickOutcome, Outcome, PrinterStatus } from './outcome.ts';
import type { Profile } from './profiles.ts';
import { step } from './protocol.ts';
import {
  initialState,
  type PrinterEffect,
  type PrinterEvent,
  statusOf,
  type TimerName,
} from './protocol-state.ts';

/** One printer: a connection held open, one writer, every job with an honest outcome. */
export interface Printer {
  /** Connects, and keeps connecting. Returns at once; watch `onStatus`. */
  start(): void;
  /** Answers everything outstanding, lets the line drain (at most two seconds) and hangs up. */
  stop(): Promise<void>;
  /** Never rejects. Jobs are printed in the order in which they came. */
  print(job: { readonly bytes: Uint8Array }): Promise<Outcome>;
  /** Sends the pulse now or answers that it did not, or that it cannot know; never later. Never rejects. */
  kickDrawer(options?: { readonly pin?: 2 | 5 }): Promise<KickOutcome>;
  status(): PrinterStatus;
  /** Called on every change; the returned function ends it. */
  onStatus(listen: (status: PrinterStatus) => void): () => void;
}

export interface PrinterParts {
  readonly dial: Dial;
  readonly profile: Profile;
  readonly clock: Clock;
  /** Lines for the technician; nothing of a receipt's content is in them. */
  readonly log?: DriverLog;
  /** What was learnt of this printer before, so that a restart need not learn it anew. */
  readonly learnt?: PrinterStatus['learnt'];
}

export function createPrinter(parts: PrinterParts): Printer {
  const { dial, profile, clock, log = silentLog } = parts;
  let state = initialState(profile);
  if (parts.learnt) state = { ...state, learnt: parts.learnt };
  let link: Link | undefined;
  let opening: AbortController | undefined;
  /** Bytes that had left when the active job began to; undefined while it has not. */
  let jobFrom: number | undefined;
  let nextId = 1;
  let closing: Promise<void> = Promise.resolve();
  const timers = new Map<TimerName, () => void>();
  const outcomes = new Map<number, (outcome: Outcome) => void>();
  const kicks = new Map<number, (outcome: KickOutcome) => void>();
  const listeners = new Set<(status: PrinterStatus) => void>();
  let shown = JSON.stringify(statusOf(state));

  const happen = (event: PrinterEvent) => {
    const [next, effects] = step(state, event, clock.now());
    state = next;
    for (const effect of effects) perform(effect);
    announce();
  };

  const announce = () => {
    const status = statusOf(state);
    const text = JSON.stringify(status);
    if (text === shown) return;
    shown = text;
    for (const listen of listeners) listen(status);
  };

  const perform = (effect: PrinterEffect) => {
    switch (effect.kind) {
      case 'dial':
        open();
        break;
      case 'hangUp':
        opening?.abort();
        if (link) closing = link.close();
        break;
      case 'write':
        write(effect.bytes, effect.what);
        break;
      case 'arm':
        timers.get(effect.name)?.();
        timers.set(
          effect.name,
          clock.after(effect.delay_ms, () => {
            timers.delete(effect.name);
            happen({ kind: 'timer', name: effect.name });
          }),
        );
        break;
      case 'disarm':
        timers.get(effect.name)?.();
        timers.delete(effect.name);
        break;
      case 'outcome':
        if (effect.outcome.state !== 'printed')
          log.warn({ url: dial.url, ...effect.outcome }, 'print job not printed');
        outcomes.get(effect.id)?.(effect.outcome);
        outcomes.delete(effect.id);
        break;
      case 'kicked':
        if (effect.outcome.state !== 'kicked')
          log.warn({ url: dial.url, ...effect.outcome }, 'drawer not opened');
        kicks.get(effect.id)?.(effect.outcome);
        kicks.delete(effect.id);
        break;
    }
  };

  const open = () => {
    const attempt = new AbortController();
    opening = attempt;
    dial.open(attempt.signal).then(
      (opened) => {
        if (opening !== attempt || attempt.signal.aborted) {
          closing = opened.close();
          return;
        }
        opening = undefined;
        link = opened;
        log.info({ url: dial.url }, 'printer connected');
        opened.onData((bytes) => {
          if (link === opened) happen({ kind: 'data', bytes });
        });
        opened.onClose((reason) => {
          if (link !== opened) return;
          link = undefined;
          const left = state.active && jobFrom !== undefined ? opened.written - jobFrom : 0;
          log.info({ url: dial.url, reason: reason?.cs, left }, 'printer disconnected');
          happen({ kind: 'closed', reason, left });
        });
        happen({ kind: 'opened' });
      },
      (error: unknown) => {
        if (opening !== attempt) return;
        opening = undefined;
        if (!(error instanceof LinkFault)) throw error;
        happen({ kind: 'refused', reason: error.words });
      },
    );
  };

  let turn: Promise<void> = Promise.resolve();
  const write = (bytes: Uint8Array, what: 'job' | 'kick' | 'ask') => {
    const over = link;
    if (!over) return;
    if (what === 'job') jobFrom = undefined;
    turn = turn.then(async () => {
      if (link !== over) return;
      if (what === 'job') jobFrom = over.written;
      try {
        await over.write(bytes);
        if (link === over && what !== 'ask') happen({ kind: 'written', what });
      } catch (error) {
        if (!(error instanceof LinkFault)) throw error;
        // The end of the link tells it, with the count of what had left.
        await over.close();
      }
    });
  };

  return {
    start: () => happen({ kind: 'start' }),
    async stop() {
      happen({ kind: 'stop' });
      await closing;
    },
    print: ({ bytes }) =>
      new Promise((resolve) => {
        const id = nextId++;
        outcomes.set(id, resolve);
        happen({ kind: 'print', id, bytes });
      }),
    kickDrawer: ({ pin = profile.drawer.pin } = {}) =>
      new Promise((resolve) => {
        const id = nextId++;
        kicks.set(id, resolve);
        happen({ kind: 'kick', id, pin });
      }),
    status: () => statusOf(state),
    onStatus(listen) {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
  };
}
