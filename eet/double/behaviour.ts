/**
 * How the double treats one message. `right` is as the law has it; the others go wrong in ways that were seen, or that
 * an attacker would try. Where nothing else is said the sale is recorded all the same, as it would be when only the
 * answer goes wrong.
 */
export type Behaviour =
  | { readonly is: 'right' }
  /** Right, after so long. */
  | { readonly is: 'slow'; readonly delay_ms: number }
  /** Recorded; no answer ever comes. */
  | { readonly is: 'silent' }
  /** The connection ends before TLS; nothing is recorded. */
  | { readonly is: 'hang-up' }
  /** The connection ends before the message was read, and nothing is recorded; or after it was recorded. */
  | { readonly is: 'reset'; readonly when: 'unread' | 'recorded' }
  /** A refusal, whatever the message says; nothing is recorded. `test`: by default as the environment has it. */
  | { readonly is: 'code'; readonly code: number; readonly text?: string; readonly test?: boolean }
  /** Accepted, with these warnings beside those that it has earned. */
  | { readonly is: 'warned'; readonly codes: readonly number[] }
  /** A web page of somebody on the way; nothing is recorded. */
  | { readonly is: 'page'; readonly status: number }
  /** An empty answer of that HTTP status; nothing is recorded. */
  | { readonly is: 'status'; readonly status: number; readonly location?: string }
  /** A SOAP Fault with HTTP 500; nothing is recorded. */
  | { readonly is: 'fault' }
  /** So many bytes that are no answer; nothing is recorded. */
  | { readonly is: 'flood'; readonly bytes: number }
  /** Half of the right answer; then the connection ends, or nothing more comes. */
  | { readonly is: 'half'; readonly ends: boolean }
  | { readonly is: 'spoilt'; readonly how: Spoilt };

/** What is wrong with the confirmation of a sale that was recorded. */
export type Spoilt =
  /** It names another message. */
  | 'other-message'
  /** The POK was changed after it was signed. */
  | 'forged'
  /** What was signed stands aside, and something else in its place. */
  | 'wrapped'
  /** A second Body, unsigned, stands beside the signed one. */
  | 'second-body'
  | 'unsigned'
  /** The signer's certificate is over. */
  | 'expired-signer'
  /** Somebody else has bought a certificate of the same authority. */
  | 'other-organisation'
  /** Signed under a chain of somebody's own, with the same names. */
  | 'other-chain'
  /** It says that it is of the other environment. */
  | 'other-environment'
  /** It has a document type. */
  | 'document-type';
