import type { Environment } from '../sale.ts';

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
