import {
  checkPaymentTypes,
  checkRates,
  checkSchedule,
  keptChange,
  keptPaymentType,
  keptRate,
  mustBeCategory,
  mustBePlanned,
  mustBeTable,
  requireEmpty,
  requireOwnName,
} from '../../catalogue/index.ts';
import type { Category, PaymentType, Table, VatRate } from '../../domain/index.ts';
import type { ScheduledChangeDraft, ScheduledChangeView, VatRateView } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import { type Author, BACKOFFICE, signature } from './author.ts';
import type { Desk } from './desk.ts';
import { putCells, replaceAll } from './entries.ts';

/** What belongs to the shop beside its items. Each throws a Refusal when it cannot be: then nothing has changed. */
export interface ShopEdits {
  createCategory(store: string, draft: Omit<Category, 'id'>, author: Author): Promise<Category>;
  editCategory(
    store: string,
    id: string,
    patch: Partial<Omit<Category, 'id'>>,
    author: Author,
  ): Promise<Category>;
  archiveCategory(store: string, id: string, author: Author): Promise<void>;
  createTable(store: string, draft: Omit<Table, 'id'>, author: Author): Promise<Table>;
  editTable(store: string, id: string, patch: Partial<Omit<Table, 'id'>>, author: Author): Promise<Table>;
  /** An open bill may stand on it at a register, which goes on with it. */
  archiveTable(store: string, id: string, author: Author): Promise<void>;
  /** The whole table of rates; rows of the future take effect at midnight of their day by themselves. */
  setVatRates(store: string, rates: readonly VatRateView[], author: Author): Promise<readonly VatRate[]>;
  setPaymentTypes(
    store: string,
    types: readonly PaymentType[],
    author: Author,
  ): Promise<readonly PaymentType[]>;
  /** Sets a change ahead; each register finds by its own clock when it holds. */
  schedule(store: string, draft: ScheduledChangeDraft, author: Author): Promise<ScheduledChangeView>;
  unschedule(store: string, id: string, author: Author): Promise<void>;
}

export function createShopEdits(desk: Desk, { uuid }: Pick<World, 'uuid'>): ShopEdits {
  const { clock } = desk;
  return {
    createCategory: (store, { name, hue, position, route }, author) =>
      desk.write(store, (shop) => {
        const category = { id: uuid(), name: name.toWellFormed(), hue, position, route };
        return { entries: putCells(shop, 'category', category, author), answer: category };
      }),
    editCategory: (store, id, patch, author) =>
      desk.write(store, (shop) => {
        const before = mustBeCategory(shop.drawers.category.get(id));
        const next = { ...before, ...patch };
        const category = { ...next, name: next.name.toWellFormed() };
        return { entries: putCells(shop, 'category', category, author), answer: category };
      }),
    archiveCategory: (store, id, author) =>
      desk.write(store, (shop) => {
        const category = mustBeCategory(shop.drawers.category.get(id));
        requireEmpty(category, shop.lists.items);
        return { entries: putCells(shop, 'category', category, author, true), answer: undefined };
      }),
    createTable: (store, { name, area, position }, author) =>
      desk.write(store, (shop) => {
        const table = { id: uuid(), name: name.toWellFormed(), area: area.toWellFormed(), position };
        requireOwnName(table, undefined, shop.lists.tables);
        return { entries: putCells(shop, 'dining_table', table, author), answer: table };
      }),
    editTable: (store, id, patch, author) =>
      desk.write(store, (shop) => {
        const before = mustBeTable(shop.drawers.dining_table.get(id));
        const next = { ...before, ...patch };
        const table = { ...next, name: next.name.toWellFormed(), area: next.area.toWellFormed() };
        requireOwnName(table, before, shop.lists.tables);
        return { entries: putCells(shop, 'dining_table', table, author), answer: table };
      }),
    archiveTable: (store, id, author) =>
      desk.write(store, (shop) => {
        const table = mustBeTable(shop.drawers.dining_table.get(id));
        return { entries: putCells(shop, 'dining_table', table, author, true), answer: undefined };
      }),
    async setVatRates(store, rates, author) {
      await desk.write(store, (shop) => {
        const sold = shop.lists.items.map(({ id }) => shop.moment().priced.get(id)?.now ?? shop.regular(id));
        checkRates(
          rates,
          sold.filter((item) => item !== undefined),
          shop.day(),
        );
        return { entries: replaceAll(shop, 'vat_rate', rates.map(keptRate), author), answer: undefined };
      });
      return desk.look(store, ({ shop }) => shop.lists.rates);
    },
    async setPaymentTypes(store, types, author) {
      await desk.write(store, (shop) => {
        checkPaymentTypes(types);
        const kept = types.map(keptPaymentType);
        return { entries: replaceAll(shop, 'payment_type', kept, author), answer: undefined };
      });
      return desk.look(store, ({ shop }) => shop.lists.payments);
    },
    async schedule(store, draft, author) {
      const change = await desk.write(store, (shop) => {
        checkSchedule(draft, {
          item: (id) => shop.regular(id),
          hasCategory: (id) => shop.drawers.category.get(id) !== undefined,
          rates: shop.lists.rates,
          planned: shop.drawers.scheduled_change.live.size,
          zone: clock.zone,
          now_ms: clock.wall_ms(),
        });
        const kept = keptChange(uuid(), draft, signature(author), BACKOFFICE);
        return { entries: putCells(shop, 'scheduled_change', kept, author), answer: kept };
      });
      return desk.look(store, ({ views }) => views.scheduled(change) as ScheduledChangeView);
    },
    unschedule: (store, id, author) =>
      desk.write(store, (shop) => {
        const change = mustBePlanned(shop.drawers.scheduled_change.get(id));
        return { entries: putCells(shop, 'scheduled_change', change, author, true), answer: undefined };
      }),
  };
}
