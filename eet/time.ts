/** Time as everything in this folder is given it. */
export interface Time {
  /** Wall clock, milliseconds since 1970; it may be wrong and may jump. */
  wall_ms(): number;
  /** Milliseconds that only grow: for waiting, never for the time of day. */
  now(): number;
  /** Calls `run` once after `delay_ms`; the returned function cancels. Does not keep the process alive. */
  after(delay_ms: number, run: () => void): () => void;
}
