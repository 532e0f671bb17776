import type { About, Intruder, MeshEvents } from './mesh.ts';

export type Heard =
  | { readonly is: 'up'; readonly who: string; readonly about: About; readonly at: number }
  | { readonly is: 'down'; readonly who: string; readonly at: number }
  | { readonly is: 'message'; readonly who: string; readonly text: string; readonly at: number }
  | { readonly is: 'intruder'; readonly what: Intruder; readonly at: number };

/** Writes down what a mesh tells, and lets a test wait for the event instead of for time to pass. */
export interface Ear {
  readonly events: MeshEvents;
  readonly heard: Heard[];
  /** Resolves as soon as `found` finds something, now or after one of the next events. */
  until<T>(what: string, found: () => T | undefined | false, limit_ms?: number): Promise<T>;
}

export function createEar(): Ear {
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  const note = (one: Heard) => {
    heard.push(one);
    wake();
  };
  const wake = () => {
    for (const look of [...waiting]) look();
  };
  const at = () => performance.now();

  return {
    heard,
    events: {
      up: (who, about) => note({ is: 'up', who, about, at: at() }),
      down: (who) => note({ is: 'down', who, at: at() }),
      message: (who, text) => note({ is: 'message', who, text, at: at() }),
      intruder: (what) => note({ is: 'intruder', what, at: at() }),
      changed: wake,
    },
    until: (what, found, limit_ms = 10_000) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const result = found();
          if (result === undefined || result === false) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(result);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`waited in vain for ${what}; heard ${JSON.stringify(heard.slice(-20))}`));
        }, limit_ms);
        waiting.add(look);
        look();
      }),
  };
}
