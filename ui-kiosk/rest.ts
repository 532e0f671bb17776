/**
 * When the screen goes dark. Only the timing: who touched what and what is drawn is screen-rest.tsx's.
 */
export interface RestWorld {
  now_ms(): number;
  /** Runs `then` after a while; the returned function calls it off. */
  after(ms: number, then: () => void): () => void;
  /** Whether somebody is in the middle of a sale: the screen stays lit however long nobody touches it. */
  occupied(): boolean;
  show(dark: boolean): void;
}

export interface Rest {
  /** A touch, a key, a scan, news: lights the screen and begins the time anew. True when it was dark. */
  stir(): boolean;
  stop(): void;
}

/** How soon after an interrupted sale has ended the screen may follow. */
const LOOK_MS = 5_000;
const MINUTE_MS = 60_000;
/** A longer time than a day is no time. */
const LONGEST_MINUTES = 24 * 60;

/** What the page's address asks for: `?blank=15` is fifteen minutes; nothing, nonsense and 0 are never (0). */
export function blankAfter_ms(search: string): number {
  const minutes = Number(new URLSearchParams(search).get('blank') ?? 0);
  return minutes > 0 ? Math.min(minutes, LONGEST_MINUTES) * MINUTE_MS : 0;
}

export function startRest(after_ms: number, world: RestWorld): Rest {
  let dark = false;
  let stirred_ms = world.now_ms();
  let callOff = world.after(after_ms, look);

  // One timer runs to its end and looks back, so that a moving mouse does not set a new one at each step.
  function look(): void {
    const left_ms = stirred_ms + after_ms - world.now_ms();
    if (left_ms > 0) callOff = world.after(left_ms, look);
    else if (world.occupied()) callOff = world.after(LOOK_MS, look);
    else {
      dark = true;
      world.show(true);
    }
  }

  return {
    stir() {
      stirred_ms = world.now_ms();
      if (!dark) return false;
      dark = false;
      world.show(false);
      callOff = world.after(after_ms, look);
      return true;
    },
    stop: () => callOff(),
  };
}
