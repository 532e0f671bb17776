/* How much of what is there and how it moved, as the backoffice API has it. Quantities are thousandths of the unit. */
import { type Static, Type } from 'typebox';
import { MAX_STOCK, MOVEMENT_KINDS, UNITS } from '../../../domain/index.ts';
import { closed, Id, Name, Nullable, OneOf, Quantity, ShortText, Time } from '../../../wire/index.ts';
import { DayOrMinute } from './period.ts';
import { Place } from './price-list.ts';

const Level = Type.Integer({
  description: 'Thousandths of the unit; below zero when more was sold than came in',
});
const Head = { itemId: Id, name: Name, unit: OneOf(UNITS) };

export const StockMovementView = Type.Object({
  ...Head,
  kind: OneOf(MOVEMENT_KINDS),
  /** By how much the level changed; of a take, what was counted. */
  quantity_thousandths: Level,
  at: Time,
  by: Type.String(),
  /** Whoever lent the right for it; null when nobody had to. */
  allowedBy: Nullable(Type.String()),
  place: Place,
  reason: Type.String(),
  /** Of a sale, or of the reversal of one. */
  receipt: Nullable(Type.Object({ id: Id, number: Nullable(Type.String()) })),
});
export type StockMovementView = Static<typeof StockMovementView>;

/** GET /api/stores/:store/stock: what is kept in stock, in the order of the price list. */
export const StockItem = Type.Object({
  ...Head,
  categoryId: Id,
  plu: Nullable(Type.String()),
  level_thousandths: Level,
  state: OneOf(['negative', 'empty', 'low', 'enough']),
  /** When it was last counted; null: never. */
  countedAt: Nullable(Time),
  last: Nullable(StockMovementView),
  /** Made of others: selling it moves those as well. */
  ingredientCount: Type.Integer(),
});
export type StockItem = Static<typeof StockItem>;
export const StockList = Type.Object({ items: Type.Array(StockItem) });
export type StockList = Static<typeof StockList>;

/** GET …/stock/movements: newest first. Every filter that is given holds. */
export const MovementsQuery = Type.Object(
  {
    itemId: Type.Optional(Id),
    kind: Type.Optional(OneOf(MOVEMENT_KINDS)),
    /** A register's id, or `backoffice`. */
    place: Type.Optional(Id),
    from: Type.Optional(DayOrMinute),
    to: Type.Optional(DayOrMinute),
    before: Type.Optional(Type.String({ maxLength: 120 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
);
export type MovementsQuery = Static<typeof MovementsQuery>;
export const MovementList = Type.Object({
  movements: Type.Array(StockMovementView),
  next: Nullable(Type.String()),
});
export type MovementList = Static<typeof MovementList>;

/** GET …/stock/items/:id: the last 200 movements, newest first, and what was there after each. */
export const StockItemDetail = Type.Object({
  ...StockItem.properties,
  movements: Type.Array(
    Type.Object({
      ...StockMovementView.properties,
      after_thousandths: Level,
      /** Of a take but the very first: counted less expected, negative when something is missing. */
      difference_thousandths: Nullable(Level),
    }),
  ),
});
export type StockItemDetail = Static<typeof StockItemDetail>;

/**
 * POST …/stock/moves: a delivery, a write-off or a stock-take of one item or many, all of them or none. `key` is a UUID
 * made by the page: the same one again moves nothing. Answers the items as they are now.
 */
export const StockMove = Type.Object(
  {
    key: Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' }),
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
export type StockMove = Static<typeof StockMove>;

/** What one unit of an item is made of. Only what is kept in stock moves when it is sold. */
export const Ingredients = Type.Array(Type.Object({ itemId: Id, quantity_thousandths: Quantity }, closed), {
  maxItems: 50,
});
/** GET …/stock/recipes: items that are made of others. */
export const RecipeView = Type.Object({
  itemId: Id,
  name: Name,
  ingredients: Type.Array(
    Type.Object({
      ...Head,
      quantity_thousandths: Quantity,
      stocked: Type.Boolean(),
      archived: Type.Boolean(),
    }),
  ),
});
export type RecipeView = Static<typeof RecipeView>;
export const RecipeList = Type.Object({ recipes: Type.Array(RecipeView) });
export type RecipeList = Static<typeof RecipeList>;
/** PUT …/stock/recipes/:itemId: the whole recipe; an empty one takes it away. */
export const RecipeDraft = Type.Object({ ingredients: Ingredients }, closed);
export type RecipeDraft = Static<typeof RecipeDraft>;
