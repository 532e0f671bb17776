import { type Static, Type } from 'typebox';
import { closed, Id, Quantity } from './fields.ts';

/** How much of what one unit of an item is made of, in thousandths of the ingredient's unit. */
export const Ingredient = Type.Object({ itemId: Id, quantity_thousandths: Quantity }, closed);
export type Ingredient = Static<typeof Ingredient>;
/** Empty when the item is made of nothing that is counted. */
export const Recipe = Type.Array(Ingredient, { maxItems: 50 });
export type Recipe = Static<typeof Recipe>;
