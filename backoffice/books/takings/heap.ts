import type { Receipt } from '../../../domain/index.ts';
import { type Dimension, dayOf, partsOf, type Sums } from './parts.ts';

/** One cell of the cube. */
export interface Cell extends Sums {
  readonly day: string;
  readonly dimension: Dimension;
  readonly key: string;
}

/** What many receipts add to the cube, cell by cell, so that each cell is written once however many they are. */
export interface Heap {
  /** `times`: 1 to count a receipt, -1 to take it out as if it had never come. */
  add(receipt: Receipt, times: 1 | -1): void;
  /** In the order of day, dimension and key, as the table keeps them. */
  cells(): Cell[];
}

export function createHeap(): Heap {
  const cells = new Map<string, Cell>();
  return {
    add(receipt, times) {
      const day = dayOf(receipt);
      for (const part of partsOf(receipt)) {
        const name = `${day} ${part.dimension} ${part.key}`;
        const known = cells.get(name);
        cells.set(name, {
          day,
          dimension: part.dimension,
          key: part.key,
          count: (known?.count ?? 0) + times * part.count,
          amount_haler: (known?.amount_haler ?? 0) + times * part.amount_haler,
          quantity_thousandths: (known?.quantity_thousandths ?? 0) + times * part.quantity_thousandths,
          base_haler: (known?.base_haler ?? 0) + times * part.base_haler,
          vat_haler: (known?.vat_haler ?? 0) + times * part.vat_haler,
        });
      }
    },
    cells: () => [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell),
  };
}
