import type { Store } from '../store/store.ts';

/** A field of the replica, as far as is asked here who wrote it. */
export interface Written {
  readonly origin: string;
  readonly seq: number;
}

/**
 * Who was cut off: the record `revocation` of the replica. It is only added to, and counts by being there, whatever
 * its cells say: no stamp, however high, takes it back. Of a holder (`register/pokladna-2`, `guest/kuchyn`) a column
 * is the fingerprint of a certificate that opens nothing any more. Of a database (`database/…`) it is a number: what
 * the database wrote above it, others may still bring here, but it lets nobody into the shop.
 */
export interface Revocations {
  /** In a transaction of its own or the caller's. */
  addCertificate(holder: string, fingerprint: string): void;
  /** `upto`: the last number of that database held here. */
  addDatabase(origin: string, upto: number): void;
  /** Certificates of the holder that were revoked. */
  certificates(holder: string): readonly string[];
  /** Whether what the field says of who belongs to the shop can be believed. */
  believes(field: Written): boolean;
}

export const REVOCATION = 'revocation';

export function createRevocations(store: Pick<Store, 'journal' | 'transaction'>): Revocations {
  const { journal } = store;
  const columns = (id: string) => Object.keys(journal.record(REVOCATION, id));

  function add(id: string, column: string): void {
    if (columns(id).includes(column)) return;
    store.transaction(() => journal.cells(REVOCATION, id, { [column]: true }));
  }

  return {
    addCertificate: (holder, fingerprint) => add(holder, fingerprint),
    addDatabase: (origin, upto) => add(`database/${origin}`, String(upto)),
    certificates: columns,
    believes({ origin, seq }) {
      // Two registers may have cut it off at different moments: the earlier one counts.
      const numbers = columns(`database/${origin}`).filter((column) => /^\d{1,15}$/.test(column));
      return numbers.every((upto) => seq <= Number(upto));
    },
  };
}
