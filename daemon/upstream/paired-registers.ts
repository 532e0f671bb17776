import { Refusal } from '../../wire/index.ts';
import type { Store } from '../store/store.ts';

const TABLE = 'backoffice';

/**
 * Which registers of the shop go to a store's backoffice by themselves: a record per store with a field for each of
 * them. The last one that leaves it puts its replica out of the shop.
 */
export interface PairedRegisters {
  /** While cells may not be written it is left for the next time. */
  note(store: string, registerId: string, paired: boolean): void;
  others(store: string, registerId: string): readonly string[];
}

export function createPairedRegisters({
  journal,
  transaction,
}: Pick<Store, 'journal' | 'transaction'>): PairedRegisters {
  return {
    note(store, registerId, paired) {
      const known = journal.record(TABLE, store)[registerId]?.value;
      if (known === paired || (known === undefined && !paired)) return;
      try {
        transaction(() => journal.cells(TABLE, store, { [registerId]: paired }));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    },
    others: (store, registerId) =>
      Object.entries(journal.record(TABLE, store))
        .filter(([id, { value }]) => id !== registerId && value === true)
        .map(([id]) => id),
  };
}
