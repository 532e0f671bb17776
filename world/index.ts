import { randomBytes, randomUUID } from 'node:crypto';

/** Everything outside that the register depends on. This file alone touches the real ones. */
export interface World {
  /** Wall clock, milliseconds since 1970. May jump: a dead RTC battery, a technician, NTP. */
  wall_ms(): number;
  /** Milliseconds that only grow: for timeouts and measuring, never for business time. */
  now(): number;
  /** Calls `run` once after `delay_ms`; the returned function cancels. Does not keep the process alive. */
  after(delay_ms: number, run: () => void): () => void;
  /** A new random UUID (version 4). */
  uuid(): string;
  bytes(count: number): Uint8Array;
}

export const realWorld: World = {
  wall_ms: () => Date.now(),
  now: () => performance.now(),
  after(delay_ms, run) {
    const timer = setTimeout(run, delay_ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
  uuid: () => randomUUID(),
  bytes: (count) => randomBytes(count),
};
