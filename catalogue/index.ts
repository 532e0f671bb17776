/*
 * The rules of a price list, for whoever keeps one: what may stand on it, what it says at a given moment, and what its
 * records in the replica mean. No state and no clock.
 */
export { type Hand, setByHand } from './by-hand.ts';
export { mustBeCategory, requireEmpty } from './categories.ts';
export { byPlu, type ItemFault, itemDraft, itemFaults, itemUnknown, refuseItem, tidyItem } from './items.ts';
export { type Lists, sortedLists, type ThingsOfShop } from './lists.ts';
export { mendsOf } from './mends.ts';
export {
  checkPaymentTypes,
  FIRST_PAYMENT_TYPES,
  type KeptPaymentType,
  keptPaymentType,
} from './payment-types.ts';
export { type ItemChange, type ItemPlan, type JudgedList, newFaults, planItems } from './plan.ts';
export { checkSchedule, keptChange, MAX_SCHEDULED, mustBePlanned } from './planning.ts';
export { type Kept, type Moment, type Priced, Prices } from './prices.ts';
export { type Change, type Reading, readRecord } from './record.ts';
export { type KeptChange, scheduledView, startOf_ms } from './scheduled.ts';
export {
  checkSettings,
  FIRST_SETTINGS,
  isEetRegisterId,
  registerScope,
  SETTING,
  type SettingKey,
  SHOP,
  scopeOf,
} from './settings.ts';
export { checkStockDeed, mustBeStocked, requireDivisible, type StockDeed } from './stocked.ts';
export { mustBeTable, requireOwnName } from './tables.ts';
export { checkRates, type KeptRate, keptRate } from './vat-rates.ts';
