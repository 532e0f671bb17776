import type { Trust } from '../../eet/index.ts';

/**
 * Stands in for the tax authority's playground; a demo brings it. There is no way to put one in the place of the
 * authority that counts, and no configuration brings any.
 */
export interface StandIn {
  /** Where sales are sent. */
  readonly url: string;
  /** Where certificates are renewed. */
  readonly renewalUrl: string;
  /** PEM: whose TLS certificates are to be believed. */
  readonly ca: string;
  /** Whose signatures under answers are to be believed. */
  readonly trust: Trust;
  /** A certificate for the playground, as the tax portal hands it out. */
  issue(eic: string): Promise<{ readonly p12: Uint8Array; readonly password: string }>;
  stop(): Promise<void>;
}
