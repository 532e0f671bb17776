import type { Answer, Fault } from './fault.ts';
import type { Request } from './request.ts';

/**
 * A request that moves money. Its key is made before the first attempt and written down, so that a silent
 * register, a closed tab or a power cut in the middle leads to the same request with the same key, never to a
 * second sale: the daemon answers the same deed with the same result.
 */
export interface Deed {
  readonly key: string;
  readonly path: string;
  readonly body: unknown;
  /** A person has been told that it failed: only that person's own repetition carries it on. */
  readonly told?: boolean;
}

/** What of `sessionStorage` is needed; a plain map in tests. */
export interface Drawer {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

export interface DeedTools {
  readonly drawer: Drawer;
  readonly send: <T>(request: Request) => Promise<Answer<T>>;
  readonly newKey: () => string;
  /** Resolves after the delay, or sooner when there is a reason to hope. */
  readonly pause: (delay_ms: number) => Promise<void>;
  /** Told while a deed is unanswered (the deed) and once it is answered (null). */
  readonly pending: (deed: Deed | null) => void;
}

const PLACE = 'kasad-pending-deed';
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
/** A register that answers but fails inside: after these attempts a person is told. */
const INNER_FAULTS = 3;

/** Whether nobody can tell if the deed was done: no answer, an answer of something in between, an inner failure. */
function undecided(fault: Fault): 'silent' | 'inner' | 'no' {
  if (fault.kind === 'unreachable') return 'silent';
  if (fault.kind === 'odd-answer') return fault.status >= 500 ? 'inner' : 'no';
  if (fault.kind !== 'problem') return 'no';
  // Signed out in the meantime: the deed waits for somebody to sign in.
  if (fault.problem.code === 'signed-out') return 'silent';
  // 507 disk-full is a refusal rolled back as a whole; other 5xx are accidents.
  return fault.problem.status >= 500 && fault.problem.status !== 507 ? 'inner' : 'no';
}

export function createDeeds(tools: DeedTools) {
  const read = (): Deed | null => {
    const text = tools.drawer.getItem(PLACE);
    if (!text) return null;
    try {
      return JSON.parse(text) as Deed;
    } catch {
      tools.drawer.removeItem(PLACE);
      return null;
    }
  };

  /** Repeats the deed until the register has answered it. */
  async function carryOut<T>(deed: Deed): Promise<Answer<T>> {
    tools.drawer.setItem(PLACE, JSON.stringify(deed));
    tools.pending(deed);
    let innerFaults = 0;
    for (let pause_ms = FIRST_PAUSE_MS; ; pause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)) {
      const answer = await tools.send<T>({ method: 'POST', path: deed.path, body: deed.body, key: deed.key });
      const doubt = answer.fault ? undecided(answer.fault) : 'no';
      if (doubt === 'inner') innerFaults += 1;
      if (doubt === 'no') {
        tools.drawer.removeItem(PLACE);
        tools.pending(null);
        return answer;
      }
      if (innerFaults >= INNER_FAULTS) {
        // The deed stays written down: the same request made again by hand carries the same key.
        tools.drawer.setItem(PLACE, JSON.stringify({ ...deed, told: true }));
        tools.pending(null);
        return answer;
      }
      await tools.pause(pause_ms);
    }
  }

  return {
    /** Carries out a new deed, or the same one again when it is still unanswered. */
    run<T>(path: string, body: unknown): Promise<Answer<T>> {
      const kept = read();
      const same = kept && kept.path === path && JSON.stringify(kept.body) === JSON.stringify(body);
      return carryOut<T>({ key: same ? kept.key : tools.newKey(), path, body });
    },
    /** What a reload or a power cut interrupted, carried to its answer; null when there is nothing. */
    async resume(): Promise<{ deed: Deed; answer: Answer<unknown> } | null> {
      const deed = read();
      return deed && !deed.told ? { deed, answer: await carryOut(deed) } : null;
    },
  };
}
