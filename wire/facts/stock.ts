import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { MOVEMENT_KINDS, type StockMovement } from '../../domain/index.ts';
import { OneOf, Time } from '../fields.ts';

/** Kind of the facts; their id is the item's. */
export const STOCK = 'stock';

/** A receipt has at most some hundred lines of 99 999 pieces; what is beyond this is no movement. */
const MOST = 100_000_000_000;

const StockFact = Type.Object({
  kind: OneOf(MOVEMENT_KINDS),
  quantity_thousandths: Type.Integer({ minimum: -MOST, maximum: MOST }),
  at: Time,
  staffId: Type.String(),
  allowedBy: Type.Optional(Type.String()),
  reason: Type.String(),
  receiptId: Type.Optional(Type.String()),
  registerId: Type.String(),
});
export type StockFact = Static<typeof StockFact>;

/** What goes into the journal. */
export function stockFact({ itemId: _, ...body }: StockMovement): StockFact {
  return body;
}

/** What came from any register; undefined when it is no movement. */
export function createStockReader(): (body: string) => StockFact | undefined {
  let compiled: ReturnType<typeof Compile<typeof StockFact>> | undefined;
  return (body) => {
    // Compiled when the first one comes: a shop without stock never needs it.
    compiled ??= Compile(StockFact);
    try {
      const value: unknown = JSON.parse(body);
      return compiled.Check(value) ? value : undefined;
    } catch {
      return undefined;
    }
  };
}
