/* How much of what is there, as the kiosk API has it. Levels are no part of the price list: each sale moves them. */
import { type Static, Type } from 'typebox';
import { MAX_STOCK, MOVEMENT_KINDS, UNITS } from '../../../domain/index.ts';
import { closed, Id, Name, Nullable, OneOf, ShortText, Time } from '../../../wire/index.ts';

const Level = Type.Integer({
  description: 'Thousandths of the unit; below zero when more was sold than came in',
});
const movement = {
  kind: OneOf(MOVEMENT_KINDS),
  /** By how much the level changed; of a take, what was counted. */
  quantity_thousandths: Level,
  at: Time,
  staff: Name,
};
const stock = { itemId: Id, name: Name, unit: OneOf(UNITS), level_thousandths: Level };

/** GET /api/stock: what is kept in stock, in the order of the price list. */
export const StockView = Type.Object({ ...stock, last: Nullable(Type.Object(movement)) });
export type StockView = Static<typeof StockView>;

export const StockMovementView = Type.Object({
  ...movement,
  /** Whoever lent the right for it; null when nobody had to. */
  allowedBy: Nullable(Name),
  registerName: Name,
  reason: Type.String(),
  /** Of a sale, or of the reversal of one. */
  receipt: Nullable(Type.Object({ id: Id, number: Nullable(Type.String()) })),
  /** What was there afterwards. */
  level_thousandths: Level,
  /** Of a take but the very first: counted less expected, negative when something is missing. */
  difference_thousandths: Nullable(Level),
});
export type StockMovementView = Static<typeof StockMovementView>;

/** GET /api/stock/:id: the last 50 movements, newest first. */
export const StockDetail = Type.Object({ ...stock, movements: Type.Array(StockMovementView) });
export type StockDetail = Static<typeof StockDetail>;

/** Several items are one deed: all of them or none. */
export const StockDeed = Type.Object(
  {
    kind: OneOf(['delivery', 'write-off', 'take']),
    /** Needed for a write-off; otherwise for instance the number of the delivery note. */
    reason: ShortText,
    items: Type.Array(
      Type.Object(
        {
          itemId: Id,
          /** What came, what is gone, or what was counted. Only what was counted may be nothing. */
          quantity_thousandths: Type.Integer({ minimum: 0, maximum: MAX_STOCK }),
        },
        closed,
      ),
      { minItems: 1, maxItems: 1000 },
    ),
  },
  closed,
);
export type StockDeed = Static<typeof StockDeed>;
