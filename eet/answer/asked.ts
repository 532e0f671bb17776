import type { Outcome } from '../outcome.ts';
import type { Environment } from '../sale.ts';
import type { Trust } from '../trust/trust.ts';

/** What was sent, as far as it decides what its answer means. */
export interface Asked {
  /** `uuid_zpravy` of the message; null when nobody knows it any more, and then it is not compared. */
  readonly uuid: string | null;
  readonly environment: Environment;
  /** Whether the message bore `overeni="true"`. */
  readonly verification: boolean;
  /** When the signer's certificate has to be valid, in milliseconds since 1970. */
  readonly now_ms: number;
}

/** `readAnswer`: never throws, whatever the bytes are. */
export type ReadAnswer = (answer: Uint8Array, asked: Asked, trust: Trust) => Outcome;
