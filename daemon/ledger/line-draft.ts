import { requireDivisible } from '../../catalogue/index.ts';
import {
  type FrozenItem,
  findByCode,
  freezeItem,
  type Item,
  ONE,
  type Thousandths,
  vatRateOn,
} from '../../domain/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { LineDraft } from '../http/contract.ts';
import { BUILT_MS } from '../store/database.ts';
import type { CatalogueForSale } from './ledger.ts';

/** What is sold by a line, frozen as it stands on the price list at this moment. */
export function freezeLine(
  catalogue: CatalogueForSale,
  draft: LineDraft,
): { item: FrozenItem; quantity: Thousandths } {
  const { item, weighed } = findItem(catalogue, draft);
  if (item.soldOut) {
    throw new Refusal(
      409,
      'sold-out',
      {
        cs: `${item.name}: vyprodáno. Na účet se nic nepřidalo.`,
        en: `${item.name}: sold out. Nothing was added to the bill.`,
      },
      {
        cs: 'Nabídněte něco jiného, nebo v ceníku zrušte označení vyprodáno.',
        en: 'Offer something else, or take the sold-out mark off on the price list.',
      },
    );
  }
  if (item.openPrice && draft.unitPrice_haler === undefined) {
    throw new Refusal(
      422,
      'price-needed',
      {
        cs: `${item.name} má volnou cenu. Na účet se nic nepřidalo.`,
        en: `${item.name} has an open price. Nothing was added to the bill.`,
      },
      { cs: 'Zadejte cenu.', en: 'Enter the price.' },
    );
  }
  if (!item.openPrice && draft.unitPrice_haler !== undefined) {
    throw new Refusal(
      422,
      'price-fixed',
      {
        cs: `${item.name} má pevnou cenu. Na účet se nic nepřidalo.`,
        en: `${item.name} has a fixed price. Nothing was added to the bill.`,
      },
      {
        cs: 'Přidejte položku bez ceny; změnit ji může vedoucí potom na účtu.',
        en: 'Add the item without a price; a manager may change it on the bill afterwards.',
      },
    );
  }
  const rate = vatRateOn(catalogue.vatRates(), item.vatClass, saleDay(catalogue));
  if (!rate) {
    throw new Refusal(
      409,
      'no-vat-rate',
      {
        cs: `Položka ${item.name} nemá pro dnešek sazbu DPH. Na účet se nic nepřidalo.`,
        en: `${item.name} has no VAT rate for today. Nothing was added to the bill.`,
      },
      {
        cs: 'Zkontrolujte datum pokladny a tabulku sazeb v nastavení.',
        en: 'Check the date of the register and the table of VAT rates in the settings.',
      },
    );
  }
  const quantity = weighed ?? draft.quantity ?? ONE;
  requireDivisible(item.unit, quantity);
  return { item: freezeItem(item, catalogue.route(item), rate.rate_bp, draft.unitPrice_haler), quantity };
}

function findItem(
  catalogue: CatalogueForSale,
  draft: LineDraft,
): { item: Item; weighed: Thousandths | null } {
  if (draft.itemId !== undefined) {
    const item = catalogue.item(draft.itemId);
    if (item) return { item, weighed: null };
    throw new Refusal(
      404,
      'no-item',
      {
        cs: 'Tato položka už v ceníku není. Na účet se nic nepřidalo.',
        en: 'This item is no longer on the price list. Nothing was added to the bill.',
      },
      { cs: 'Vyberte jinou položku.', en: 'Choose another item.' },
    );
  }
  const scanned = draft.code === undefined ? undefined : findByCode(catalogue.items(), draft.code);
  if (scanned) return { item: scanned.item, weighed: scanned.quantity };
  throw new Refusal(
    404,
    'unknown-code',
    {
      cs: `Kód ${draft.code ?? ''} v ceníku není. Na účet se nic nepřidalo.`,
      en: `The code ${draft.code ?? ''} is not on the price list. Nothing was added to the bill.`,
    },
    {
      cs: 'Vyhledejte položku podle názvu, nebo jí kód doplňte v ceníku.',
      en: 'Find the item by name, or add the code to it on the price list.',
    },
    { scanned: draft.code ?? null },
  );
}

/** A clock that was never set stands in 1970, when no rate was in force: nothing is sold before the program was. */
function saleDay(catalogue: CatalogueForSale): string {
  const today = catalogue.day();
  const built = new Date(BUILT_MS).toISOString().slice(0, 10);
  if (today < built) return built;
  return today;
}
