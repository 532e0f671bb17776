/** One thing wrong with a configuration file, in Czech. */
export interface ConfigFault {
  /** From 1. */
  readonly line: number;
  /** What is wrong: one sentence. */
  readonly what: string;
  /** What to write instead: one sentence. */
  readonly remedy: string;
}
