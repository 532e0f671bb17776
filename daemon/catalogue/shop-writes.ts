import {
  checkPaymentTypes,
  checkRates,
  checkSettings,
  keptPaymentType,
  keptRate,
  mustBeTable,
  requireOwnName,
} from '../../catalogue/index.ts';
import type { Table } from '../../domain/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { Author, Catalogue } from './catalogue.ts';
import { settingsStep } from './settings.ts';
import type { CatalogueState } from './state.ts';
import { replacement, step } from './step.ts';

type ShopWrites = Pick<
  Catalogue,
  | 'createTable'
  | 'patchTable'
  | 'archiveTable'
  | 'setVatRates'
  | 'setPaymentTypes'
  | 'patchSettings'
  | 'isEmpty'
  | 'fill'
>;

/** Tables, rates, ways to pay and settings: what belongs to the shop rather than to its price list. */
export function shopWrites(state: CatalogueState, onSettings: () => void): ShopWrites {
  const { shelves, world, options } = state;

  function putTable(table: Table, author: Author): Table {
    requireOwnName(table, shelves.tables.get(table.id), state.lists().tables);
    state.write(author, step(shelves.tables, [table]));
    return table;
  }

  const liveTable = (id: string) => mustBeTable(shelves.tables.get(id));
  const isEmpty = () => [shelves.items, shelves.categories, shelves.tables].every((shelf) => shelf.isEmpty());

  return {
    createTable: ({ name, area, position }, author) =>
      putTable({ id: world.uuid(), name, area, position }, author),
    patchTable: (id, patch, author) => putTable({ ...liveTable(id), ...patch }, author),
    archiveTable(id, author) {
      const table = liveTable(id);
      if (options.tableInUse(id)) {
        const message = {
          cs: `Na stole „${table.name}“ je otevřený účet. Stůl zůstal.`,
          en: `There is an open bill on table “${table.name}”. The table stays.`,
        };
        const hint = {
          cs: 'Účet nejdřív zaplaťte, nebo ho přesuňte na jiný stůl.',
          en: 'First pay the bill or move it to another table.',
        };
        throw new Refusal(409, 'table-in-use', message, hint);
      }
      state.write(author, step(shelves.tables, [], [table]));
    },
    setVatRates(rates, author) {
      checkRates(rates, state.sold(), state.day());
      state.write(author, replacement(shelves.rates, rates.map(keptRate)));
      return state.lists().rates;
    },
    setPaymentTypes(types, author) {
      checkPaymentTypes(types);
      state.write(author, replacement(shelves.payments, types.map(keptPaymentType)));
      return state.lists().payments;
    },
    patchSettings(patch, author) {
      checkSettings(patch, {
        isItem: (id) => shelves.items.get(id) !== undefined,
        registerId: options.registerId,
      });
      state.write(author, settingsStep(state, patch));
      onSettings();
      return state.settings;
    },
    isEmpty,
    fill(content, author) {
      if (!isEmpty()) {
        const message = {
          cs: 'V databázi už ceník je. Nic se nezměnilo.',
          en: 'There is a price list in the database already. Nothing has changed.',
        };
        const hint = {
          cs: 'Naplnit jde jen prázdnou pokladnu.',
          en: 'Only an empty register can be filled.',
        };
        throw new Refusal(409, 'catalogue-not-empty', message, hint);
      }
      state.write(
        author,
        step(shelves.categories, content.categories),
        step(shelves.items, content.items),
        step(shelves.tables, content.tables),
        replacement(shelves.rates, content.vatRates.map(keptRate)),
        replacement(shelves.payments, content.paymentTypes.map(keptPaymentType)),
        settingsStep(state, content.settings),
      );
    },
  };
}
