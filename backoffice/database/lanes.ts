import { AsyncLocalStorage } from 'node:async_hooks';

/** Who may write when: what is about the same thing comes one after another, what is about nothing named is alone. */
export interface Lanes {
  enter<T>(about: string | undefined, run: () => Promise<T>): Promise<T>;
  /** Refuses later comers with `why`; resolves when the last one under way has left. */
  close(why: () => Error): Promise<void>;
}

interface Waiting {
  readonly about: string | undefined;
  readonly go: () => void;
}

export function createLanes(): Lanes {
  const busy = new Set<string>();
  let alone = false;
  let waiting: Waiting[] = [];
  let refusal: (() => Error) | undefined;
  let onIdle = () => {};

  const isIdle = () => !alone && busy.size === 0;

  /** In the order of coming: nobody overtakes one who wants to be alone, nor one of the same thing. */
  function admit(): void {
    const left: Waiting[] = [];
    const taken = new Set<string>();
    let barred = alone;
    for (const one of waiting) {
      const { about } = one;
      const may = about === undefined ? isIdle() : !busy.has(about) && !taken.has(about);
      if (barred || !may) {
        left.push(one);
        if (about === undefined) barred = true;
        else taken.add(about);
        continue;
      }
      if (about === undefined) {
        alone = true;
        barred = true;
      } else busy.add(about);
      one.go();
    }
    waiting = left;
    if (waiting.length === 0 && isIdle()) onIdle();
  }

  return {
    async enter(about, run) {
      if (refusal) throw refusal();
      await new Promise<void>((go) => {
        waiting.push({ about, go });
        admit();
      });
      try {
        return await run();
      } finally {
        if (about === undefined) alone = false;
        else busy.delete(about);
        admit();
      }
    },
    async close(why) {
      refusal = why;
      if (waiting.length === 0 && isIdle()) return;
      await new Promise<void>((idle) => {
        onIdle = idle;
      });
    },
  };
}

/** Finds a transaction that is begun within another: on SQLite it would wait for itself for ever. */
export function createNesting(): <T>(run: () => Promise<T>) => Promise<T> {
  const current = new AsyncLocalStorage<{ open: boolean }>();
  return async (run) => {
    if (current.getStore()?.open) throw new Error('a transaction within a transaction');
    const mark = { open: true };
    try {
      return await current.run(mark, run);
    } finally {
      mark.open = false;
    }
  };
}
