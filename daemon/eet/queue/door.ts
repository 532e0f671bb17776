import type { BaseLogger } from 'pino';
import type { Authority, Credential, Environment, Head, Message, Outcome, Sale } from '../../../eet/index.ts';
import type { World } from '../../../world/index.ts';
import type { Limits } from './plan.ts';
import type { AttemptRow, SaleDraft, SaleRow, SaleState } from './row.ts';
import type { Confirmation } from './sale.ts';
import type { Counts, EetStorage, ListedState } from './storage.ts';
import type { AlarmLevel } from './timing.ts';

export interface EetQueueOptions {
  readonly storage: EetStorage;
  readonly world: World;
  readonly log: BaseLogger;
  readonly authority: Authority;
  /** Signs; throws when no message can be made of the sale. */
  readonly build: (sale: Sale, head: Head, credential: Credential) => Message;
  /** What to sign with now, or why there is nothing. Asked at each message. */
  readonly credentialFor: (sale: Sale, environment: Environment) => Credential | { readonly blocked: string };
  /** RFC 3339 with offset, whole seconds. */
  readonly localTime: (wall_ms: number) => string;
  /** This register, as confirmations name it. */
  readonly registerId: string;
  /** A new one may take what the last one could not: the rejected are tried again. */
  readonly program: string;
  /** Inside the transaction in which a sale changed. */
  readonly onChange?: (receiptId: string) => void;
  /** Inside the transaction that notes what a message came to, after the sale was changed by it. */
  readonly onOutcome?: (receiptId: string, outcome: Outcome) => void;
  /** The oldest sale without a confirmation has come of age, or there is none so old any more. */
  readonly onAlarm?: (level: AlarmLevel) => void;
  readonly limits?: Limits;
}

export interface Oldest {
  readonly receiptId: string;
  readonly sold_ms: number;
  readonly age_ms: number;
  /** To the end of the 48 hours; negative when they are over. */
  readonly left_ms: number;
}

/** Registers sales with the authority until each is confirmed. Nothing is ever dropped, and nothing waits for it. */
export interface EetQueue {
  /** Finds what the last run left half sent, and begins; nothing when it has begun already. */
  start(): void;
  /** Sends nothing more; ends after the answers under way, or after two and a half seconds. */
  stop(): Promise<void>;
  /** Inside the transaction of the sale. False when the receipt is there already. */
  add(sale: SaleDraft): boolean;
  /** Inside a transaction: sales that may have been sent before, by another register or by this one. Returns how many are new. */
  adopt(sales: readonly SaleDraft[]): number;
  /** Something may have come to be sent. Acts on the next turn: a sale that was just committed is answered first. */
  wake(): void;
  /** Outside a transaction. A person wants a rejected one tried again; false when it is not one. */
  resend(receiptId: string): boolean;
  /** Inside a transaction: another register got a confirmation. False when there is one here, or no such sale. */
  confirmedElsewhere(receiptId: string, confirmation: Confirmation): boolean;
  /**
   * Outside a transaction. Another register has taken these over: it may have sent them, and those that wait are not
   * tried here for so long.
   */
  delay(receiptIds: readonly string[], for_ms: number): void;
  /** Outside a transaction. A certificate came, or a setting was changed: what was blocked is tried again. */
  settingsChanged(): void;
  status(receiptId: string): (SaleRow & { readonly sending: boolean }) | undefined;
  /** Oldest first. */
  attempts(receiptId: string): AttemptRow[];
  /** Oldest sale first. */
  list(state: ListedState, limit: number): SaleRow[];
  counts(confirmedSince_ms: number): Counts;
  /** The one without a confirmation whose 48 hours are over first; of those in these states when some are named. */
  oldest(states?: readonly SaleState[]): Oldest | undefined;
  /** The last message that came to an end. */
  last(): AttemptRow | undefined;
  alarm(): AlarmLevel;
}
