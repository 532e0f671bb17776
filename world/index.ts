import { randomBytes, randomUUID } from 'node:crypto';

/** Everything outside that the register depends on. This file alone touches the real ones. */
export interface World {
  /** Wall clock, milliseconds since 1970. May jump: a dead RTC battery, a technician, NTP. */
  wall_ms(): number;
  /** Milliseconds that only grow: for timeouts and measuring, never for business time. */
  now(): number;
  /**
   * Calls `run` once after `delay_ms`, never sooner by the clock of `now()`; the returned function cancels. Does not keep
   * the process alive.
   */
  after(delay_ms: number, run: () => void): () => void;
  /** A new random UUID (version 4). */
  uuid(): string;
  bytes(count: number): Uint8Array;
}

/** A longer wait than this would ring at once. */
const TIMER_MAX_MS = 2 ** 31 - 1;

export const realWorld: World = {
  wall_ms: () => Date.now(),
  now: () => performance.now(),
  after(delay_ms, run) {
    const due = performance.now() + delay_ms;
    let timer: NodeJS.Timeout;
    const wait = (left_ms: number) => {
      timer = setTimeout(ring, Math.min(left_ms, TIMER_MAX_MS));
      timer.unref();
    };
    // The event loop counts whole milliseconds, so that one timer in five rings up to a millisecond early.
    const ring = () => {
      const left_ms = due - performance.now();
      if (left_ms > 0) wait(left_ms);
      else run();
    };
    wait(delay_ms);
    return () => clearTimeout(timer);
  },
  uuid: () => randomUUID(),
  bytes: (count) => randomBytes(count),
};
