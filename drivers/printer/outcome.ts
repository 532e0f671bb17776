import type { Words } from '../words.ts';

/** What became of one print job. Three-valued on purpose: "we do not know" is neither success nor failure. */
export type Outcome =
  /** It is on paper. `proof` says how we know; `none` means only that the bytes were handed over in full. */
  | { readonly state: 'printed'; readonly proof: Proof }
  /** Nothing was sent, so it may be sent again. The sentences are for people. */
  | { readonly state: 'failed'; readonly reason: Words; readonly hint: Words }
  /** Bytes left and nothing confirmed the paper. Never send it again without asking a person. */
  | { readonly state: 'unknown'; readonly reason: Words; readonly hint: Words };

/** `process-id`: GS ( H echoed after printing. `fence`: GS r answered behind the job. From the strongest. */
export type Proof = 'process-id' | 'fence' | 'none';

/** What became of a wish to open the drawer now. It is never kept for later. */
export type KickOutcome =
  /** The pulse was handed over; whether the drawer moved is for its switch to say. */
  | { readonly state: 'kicked' }
  /** Surely nothing was sent, and nothing will be. */
  | { readonly state: 'failed'; readonly reason: Words; readonly hint: Words }
  /** The line broke under the pulse: the drawer may have opened. */
  | { readonly state: 'unknown'; readonly reason: Words; readonly hint: Words };

/** What is known of the printer at this moment. */
export interface PrinterStatus {
  readonly link: 'connecting' | 'up' | 'down';
  /** Whole sentences when something is wrong, empty when nothing is. */
  readonly reason: Words;
  readonly paper: 'ok' | 'near-end' | 'out' | 'unknown';
  readonly cover: 'closed' | 'open' | 'unknown';
  readonly online: 'yes' | 'no' | 'unknown';
  readonly error: 'none' | 'cutter' | 'recoverable' | 'unrecoverable' | 'overheated' | 'unknown';
  /** The level of the drawer switch's pin, not "open": its sense differs per drawer and is learnt at set-up. */
  readonly drawerPin: 'high' | 'low' | 'unknown';
  /** What the printer was seen to answer, whatever its data sheet promises. */
  readonly learnt: {
    readonly realtime: 'yes' | 'no' | 'unknown';
    readonly processId: 'yes' | 'no' | 'unknown';
    readonly fence: 'yes' | 'no' | 'unknown';
  };
}
