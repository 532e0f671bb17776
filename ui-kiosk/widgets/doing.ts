import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Answer, Fault } from '../client/fault.ts';

/** A shorter wait is not worth a sign: it would only flicker. */
export const PATIENCE_MS = 300;

export interface Doing {
  /** From the tap to the answer: a second tap is not taken. */
  readonly busy: ReadonlySignal<boolean>;
  /** Busy for longer than a blink: show that it waits. */
  readonly slow: ReadonlySignal<boolean>;
  readonly fault: Signal<Fault | null>;
  /** Runs one request after another; `then` only when it was met. Resolves to whether it was. */
  run<T>(request: () => Promise<Answer<T>>, then?: (value: T) => void): Promise<boolean>;
}

/** For what is asked of the daemon outside a component; in one, use `useDoing`. */
export function createDoing(): Doing {
  const busy = signal(false);
  const slow = signal(false);
  const fault = signal<Fault | null>(null);
  let chain: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function one<T>(request: () => Promise<Answer<T>>, then?: (value: T) => void): Promise<boolean> {
    fault.value = null;
    const answer = await request();
    if (answer.fault) fault.value = answer.fault;
    else then?.(answer.value);
    return !answer.fault;
  }

  return {
    busy,
    slow,
    fault,
    run(request, then) {
      waiting += 1;
      busy.value = true;
      timer ??= setTimeout(() => {
        slow.value = true;
      }, PATIENCE_MS);
      const mine = chain.then(() => one(request, then));
      chain = mine
        .catch(() => false)
        .finally(() => {
          waiting -= 1;
          if (waiting > 0) return;
          clearTimeout(timer);
          timer = undefined;
          busy.value = false;
          slow.value = false;
        });
      return mine;
    },
  };
}

/** For a place on the screen that asks the daemon for something and says there what came of it. */
export function useDoing(): Doing {
  return useMemo(createDoing, []);
}
