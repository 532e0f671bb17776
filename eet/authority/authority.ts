import type { Message } from '../message/message.ts';
import type { Attempt } from '../outcome.ts';
import type { Environment } from '../sale.ts';

/**
 * The tax authority as the register sees it. One call is one attempt and one outcome; it never throws for what the
 * network or the authority does, and never tries again by itself.
 */
export interface Authority {
  send(
    message: Message,
    to: { readonly environment: Environment; readonly verification: boolean },
  ): Promise<Attempt>;
  /** Cuts what is under way: each comes to `retry`. */
  close(): void;
}
