import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Answer, Fault } from '../client/fault.ts';

/** A shorter wait is not worth a sign: it would only flicker. */
export const PATIENCE_MS = 300;

export interface Doing {
  /** From the press to the answer: a second press is not taken. */
  readonly busy: ReadonlySignal<boolean>;
  readonly fault: Signal<Fault | null>;
  /** Asks the server for a deed; `then` only when it was met. Resolves to whether it was. */
  run<T>(request: () => Promise<Answer<T>>, then?: (value: T) => void): Promise<boolean>;
}

export function createDoing(): Doing {
  const busy = signal(false);
  const fault = signal<Fault | null>(null);
  return {
    busy,
    fault,
    async run(request, then) {
      if (busy.value) return false;
      busy.value = true;
      fault.value = null;
      try {
        const answer = await request();
        if (answer.fault) fault.value = answer.fault;
        else then?.(answer.value);
        return !answer.fault;
      } finally {
        busy.value = false;
      }
    },
  };
}

/** For a place on the page that asks the server for a deed and says there what came of it. */
export function useDoing(): Doing {
  return useMemo(createDoing, []);
}
