/**
 * Which of the authority's two systems a sale belongs to. It is the sale's own for ever: a test sale must never reach
 * production, nor a real one the playground.
 */
export type Environment = 'production' | 'playground';

/**
 * One sale as it is registered (interface 4.1, Trzba/Data). Every value stands as it will be written, so that each
 * resend carries it byte for byte, whatever the settings are by then.
 */
export interface Sale {
  /** `eic_popl`: `CZ` and 8 to 10 digits; the CN of the certificate. */
  readonly eic: string;
  /** `eic_poverujiciho`: on whose behalf it is registered; same shape. */
  readonly delegatingEic?: string;
  /** `povereni_vice_popl`: on behalf of several. */
  readonly delegatedByMany?: boolean;
  /** `id_jednotky`: the premises, 1 to 999999999, given by the tax office. */
  readonly unitId: string;
  /** `id_pokl`: the register, 1 to 20 of `0-9a-zA-Z.,:;/#-_` and space. */
  readonly registerId: string;
  /** `porad_cis`: the receipt's number, 1 to 25 of the same. */
  readonly number: string;
  /** `dat_trzby`: local time with offset, whole seconds. */
  readonly soldAt: string;
  /** `celk_trzba`: crowns with exactly two decimals, less than 100 000 000 either way; negative gives back. */
  readonly total: string;
  /** `urceno_cerp_zuct`: how much of it bought a voucher or loaded a credit, drawn later. */
  readonly prepaid?: string;
  /** `cerp_zuct`: how much of it was drawn from such a one. */
  readonly drawn?: string;
}

/** The message that carries a sale (Trzba/Hlavicka). */
export interface Head {
  /** `uuid_zpravy`: names this message; a new one for every send, resends included. Version 4. */
  readonly uuid: string;
  /** `dat_odesl`: like `soldAt`. */
  readonly sentAt: string;
  /** `prvni_zaslani`: true only when nothing of this sale can have reached the authority before. */
  readonly first: boolean;
  /** `overeni`: true asks for a check only, nothing is recorded. Left out when not given. */
  readonly verification?: boolean;
}
