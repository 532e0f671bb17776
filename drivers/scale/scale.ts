import type { Clock } from '../clock.ts';
import { type HeldStatus, holdLink } from '../link/held.ts';
import { type Dial, LinkFault } from '../link/link.ts';
import type { DriverLog } from '../log.ts';
import { sentences, type Words } from '../words.ts';
import { cas } from './cas.ts';
import type { ScaleProtocol } from './protocol.ts';
import { toledo8217 } from './toledo.ts';
import { notUnderstood, silent, type Weight, type ZeroOutcome } from './weight.ts';

// Each protocol's state is its own; the driver only carries it from one call to the next.
export const scaleProtocols = {
  'toledo-8217': toledo8217 as ScaleProtocol,
  cas: cas as ScaleProtocol,
} as const;

export type ScaleProtocolName = keyof typeof scaleProtocols;

export interface ScaleOptions {
  readonly dial: Dial;
  readonly protocol: ScaleProtocolName;
  readonly clock: Clock;
  readonly log: DriverLog;
  /** For one reading, the request and the answer together; a second by default. */
  readonly timeout_ms?: number;
  readonly onStatus?: (status: HeldStatus) => void;
}

export interface Scale {
  start(): void;
  stop(): Promise<void>;
  /** Asks once and never repeats an old answer. Calls at the same time share one reading. */
  read(): Promise<Weight>;
  zero(): Promise<ZeroOutcome>;
  readonly status: HeldStatus;
}

/** How long a line must stay quiet after a missed answer, lest it be taken for the next one. */
const quiet_ms = 200;

const { hint } = silent;
const away = (reason: Words) =>
  sentences({ cs: 'Váha není připojená.', en: 'The scale is not connected.' }, reason);

type Ended<T> =
  | { readonly answer: T }
  | { readonly fallen: Words }
  | { readonly timedOut: true; readonly heard: boolean };

/** A scale at the register, asked when a weight is wanted. */
export function createScale(options: ScaleOptions): Scale {
  const { dial, clock, log, onStatus, timeout_ms = 1_000 } = options;
  const protocol = scaleProtocols[options.protocol];
  let listen: (bytes: Uint8Array) => void = () => {};
  let fall: (reason: Words) => void = () => {};
  let suspect = false;
  let tail: Promise<unknown> = Promise.resolve();
  let reading: Promise<Weight> | undefined;

  const held = holdLink({
    dial,
    clock,
    onData: (bytes) => listen(bytes),
    onStatus: (status) => {
      if (status.state === 'down') {
        log.warn({ device: dial.url, reason: status.reason.cs }, 'scale is away');
        fall(status.reason);
      } else log.info({ device: dial.url }, 'scale is connected');
      onStatus?.(status);
    },
  });

  const quiet = () =>
    new Promise<void>((resolve) => {
      let cancel = clock.after(quiet_ms, resolve);
      // Whoever chatters without a pause is given up on after the timeout, by the count of restarts.
      let restarts = Math.ceil(timeout_ms / quiet_ms);
      listen = () => {
        if (restarts-- <= 0) return;
        cancel();
        cancel = clock.after(quiet_ms, resolve);
      };
    });

  /** One question; `hear` returns the answer once it is whole, and may say more on the way. */
  async function ask<T>(first: Uint8Array, hear: (bytes: Uint8Array) => T | undefined): Promise<Ended<T>> {
    if (held.status.state === 'down') return { fallen: held.status.reason };
    if (suspect) await quiet();
    return new Promise((resolve) => {
      let heard = false;
      const end = (ended: Ended<T>) => {
        cancel();
        listen = () => {};
        fall = () => {};
        // An answer that was not waited for may still come; one that came whole leaves nothing behind.
        suspect = !('answer' in ended);
        resolve(ended);
      };
      const cancel = clock.after(timeout_ms, () => end({ timedOut: true, heard }));
      fall = (reason) => end({ fallen: reason });
      listen = (bytes) => {
        heard = true;
        const answer = hear(bytes);
        if (answer !== undefined) end({ answer });
      };
      say(first, (reason) => end({ fallen: reason }));
    });
  }

  function say(bytes: Uint8Array, failed: (reason: Words) => void): void {
    held.write(bytes).catch((error: unknown) => {
      if (!(error instanceof LinkFault)) throw error;
      failed(error.words);
    });
  }

  /** One conversation at a time: answers carry no number by which to tell them apart. */
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = tail.then(run);
    tail = turn.catch(() => {});
    return turn;
  }

  async function readNow(): Promise<Weight> {
    let state = protocol.begin;
    const ended = await ask<Weight>(protocol.ask, (bytes) => {
      const next = protocol.hear(state, bytes);
      state = next.state;
      if (next.weight === undefined && next.say) say(next.say, (reason) => fall(reason));
      return next.weight;
    });
    if ('answer' in ended) return ended.answer;
    if ('fallen' in ended) return { state: 'absent', reason: away(ended.fallen), hint };
    return ended.heard ? notUnderstood : silent;
  }

  async function zeroNow(): Promise<ZeroOutcome> {
    const { zero } = protocol;
    if (!zero) {
      return {
        state: 'refused',
        reason: {
          cs: 'Tuto váhu nelze vynulovat z pokladny.',
          en: 'This scale cannot be zeroed from the register.',
        },
        hint: { cs: 'Stiskněte tlačítko nuly přímo na váze.', en: 'Press the zero button on the scale.' },
      };
    }
    let state = protocol.begin;
    const ended = await ask<boolean>(zero.ask, (bytes) => {
      const next = zero.hear(state, bytes);
      state = next.state;
      return next.zeroed;
    });
    if ('fallen' in ended) return { state: 'refused', reason: away(ended.fallen), hint };
    if ('timedOut' in ended) return { state: 'refused', reason: silent.reason, hint: silent.hint };
    if (ended.answer) return { state: 'zeroed' };
    return {
      state: 'refused',
      reason: { cs: 'Váha se nevynulovala.', en: 'The scale was not zeroed.' },
      hint: {
        cs: 'Sundejte z ní všechno, počkejte, až se ustálí, a zkuste to znovu.',
        en: 'Take everything off, wait for it to settle and try again.',
      },
    };
  }

  return {
    start: held.start,
    stop: held.stop,
    read() {
      reading ??= inTurn(readNow).finally(() => {
        reading = undefined;
      });
      return reading;
    },
    zero: () => inTurn(zeroNow),
    get status() {
      return held.status;
    },
  };
}
