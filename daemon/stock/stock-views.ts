import { mustBeStocked } from '../../catalogue/index.ts';
import { followStock, type Item } from '../../domain/index.ts';
import type { StockFact } from '../../wire/index.ts';
import type { StockDetail, StockMovementView, StockView } from '../http/contract.ts';
import type { StockOptions } from './stock.ts';
import type { Recent, StockBook } from './stock-book.ts';

/** As many movements as are told of one item. */
const TOLD = 50;

/** What screens are told of the stock. */
export function createStockViews(
  parts: Pick<StockOptions, 'catalogue' | 'staffName' | 'registerName' | 'receiptNumber'> & {
    book: StockBook;
  },
): { list(only?: ReadonlySet<string>): StockView[]; get(itemId: string): StockDetail } {
  const { catalogue, staffName, registerName, receiptNumber, book } = parts;

  const headOf = ({ id: itemId, name, unit }: Item) => ({
    itemId,
    name,
    unit,
    level_thousandths: book.level(itemId).level_thousandths,
  });
  const movementOf = ({ kind, quantity_thousandths, at, staffId }: StockFact) => ({
    kind,
    quantity_thousandths,
    at,
    staff: staffName(staffId),
  });

  /** `recent`: newest first. */
  function movementsOf(itemId: string, recent: readonly Recent[]): StockMovementView[] {
    const oldest = recent.at(-1);
    if (!oldest) return [];
    const followed = followStock(book.before(itemId, oldest.stamp), recent.toReversed()).toReversed();
    return recent.flatMap((movement, index) => {
      const { allowedBy, registerId, reason, receiptId } = movement;
      const after = followed[index];
      if (!after) return [];
      return {
        ...movementOf(movement),
        allowedBy: allowedBy === undefined ? null : staffName(allowedBy),
        registerName: registerName(registerId),
        reason,
        receipt: receiptId === undefined ? null : { id: receiptId, number: receiptNumber(receiptId) ?? null },
        ...after,
      };
    });
  }

  return {
    list(only) {
      return catalogue
        .items()
        .filter((item) => item.stocked && (only?.has(item.id) ?? true))
        .map((item) => {
          const last = book.last(item.id);
          return { ...headOf(item), last: last ? movementOf(last) : null };
        });
    },
    get(itemId) {
      const item = mustBeStocked(catalogue.item(itemId));
      return { ...headOf(item), movements: movementsOf(itemId, book.recent(itemId, TOLD)) };
    },
  };
}
