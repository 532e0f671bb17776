import type { BackofficeJoin, BackofficeSync, BackofficeView } from '../http/contract.ts';

/** The backoffice as the kiosk and the command line know it. */
export interface Backoffice {
  view(): BackofficeView;
  /** Throws a Refusal when the backoffice does not take the code, or cannot be reached; then nothing has changed. */
  join(request: BackofficeJoin): Promise<BackofficeView>;
  /** An attempt now, whatever is being waited for; ends when it is over. Throws a Refusal 409 when nothing is paired. */
  sync(): Promise<BackofficeSync>;
  /** Forgets the token, and tells the backoffice's replica off. What was not sent stays here. */
  leave(): Promise<BackofficeView>;
}
