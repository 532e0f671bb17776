/* GET /api/stores/:store/events: server-sent events, one JSON `StoreEvent` in each `data:`; a page fetches what it shows. */
import { type Static, Type } from 'typebox';
import { OneOf } from '../../../wire/index.ts';

export const STORE_EVENTS = [
  'receipt',
  'shift',
  /** Items, categories, tables, rates, payment types, labels, scheduled changes, settings. */
  'price-list',
  'eet',
  /** A register was paired or cut off, came, went, or says something else than before; also what it holds. */
  'register',
  'stock',
  'staff',
] as const;
export const StoreEvent = Type.Object({ kind: OneOf(STORE_EVENTS) });
export type StoreEvent = Static<typeof StoreEvent>;
export type StoreEventKind = StoreEvent['kind'];
