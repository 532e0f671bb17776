import type { X509Certificate } from 'node:crypto';

/** Whose signature under an answer is believed. */
export interface Trust {
  /**
   * Each from the authority that issued the signer's certificate up to its root. The signer's must come from the first
   * of one of them; what an answer brings of its own is never a link of a chain.
   */
  readonly chains: readonly (readonly X509Certificate[])[];
  /** `organizationIdentifier` (2.5.4.97) in the subject of the signer's certificate. */
  readonly organisation: string;
}
