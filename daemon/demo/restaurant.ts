import { type Category, type Item, type PaymentType, type Table, VAT_RATES } from '../../domain/index.ts';
import type { CatalogueContent } from '../catalogue/catalogue.ts';
import type { EetSettings, Settings } from '../http/contract.ts';
import { MENU } from './menu.ts';
import { DEMO_STOCK } from './stock.ts';

/**
 * U Zlaté lípy: a fictional pub to try kasad in. Its IČO has a valid check digit and belongs to nobody. The
 * same ids in every demo, so that two demo registers agree about what they sell.
 */
export const RESTAURANT: CatalogueContent = {
  items: MENU.flatMap((page) =>
    page.dishes.map(
      ([plu, name, shortName, price_haler, allergens, others = {}]): Item => ({
        id: `p${plu}`,
        name,
        shortName,
        price_haler,
        vatClass: page.vatClass,
        categoryId: page.id,
        unit: 'ks',
        plu: String(plu),
        eans: [],
        weighedEanPrefix: null,
        labels: page.labels,
        allergens,
        hue: null,
        route: null,
        soldOut: false,
        openPrice: false,
        stocked: DEMO_STOCK.has(`p${plu}`),
        prepaid: false,
        ...others,
      }),
    ),
  ),
  categories: MENU.map(
    ({ id, name, hue, route }, index): Category => ({ id, name, hue, position: index + 1, route }),
  ),
  tables: [...area('Sál', '', 10, 1), ...area('Salonek', 'S', 4, 11), ...area('Zahrádka', 'Z', 6, 15)],
  vatRates: VAT_RATES,
  paymentTypes: [
    payment('hotovost', 'Hotovost', 'cash'),
    payment('karta', 'Karta', 'card'),
    payment('stravenky', 'Stravenky', 'voucher'),
    { ...payment('poukaz', 'Náš poukaz', 'voucher'), prepaid: true },
    payment('qr', 'QR platba', 'qr'),
    { ...payment('eur', 'EUR hotově', 'foreign-cash'), currency: 'EUR', rate_haler: 2450 },
    { ...payment('prevodem', 'Převodem', 'transfer'), registered: false },
  ],
  settings: settings(),
};

/** How the demo restaurant registers its sales; the EIČ belongs to nobody. */
export const DEMO_EET: EetSettings = {
  environment: 'playground',
  eic: 'CZ99999994',
  unitId: '11',
  delegatingEic: null,
  delegatedByMany: false,
  wait_s: 2,
};

/** Documented for whoever tries the demo; a real register asks for its own at installation. */
export const DEMO_STAFF = [
  { name: 'Jana', role: 'waiter', pin: '1472' },
  { name: 'Petr', role: 'manager', pin: '2580' },
  { name: 'Technik', role: 'technician', pin: '369147' },
] as const;

function area(name: string, prefix: string, count: number, position: number): Table[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `t${prefix}${i + 1}`,
    name: `${prefix}${i + 1}`,
    area: name,
    position: position + i,
  }));
}

function payment(id: string, name: string, kind: PaymentType['kind']): PaymentType {
  return {
    id,
    name,
    kind,
    currency: 'CZK',
    rate_haler: null,
    registered: true,
    prepaid: false,
    active: true,
  };
}

function settings(): Settings {
  return {
    seller: {
      name: 'Zlatá lípa gastro s.r.o.',
      place: 'Restaurace U Zlaté lípy',
      address: 'Lipová 12, 602 00 Brno',
      ico: '99999994',
      dic: 'CZ99999994',
    },
    receiptHeader: ['Otevřeno denně 11–23 h', 'Rezervace: 555 012 345'],
    receiptFooter: ['Děkujeme za návštěvu', 'a těšíme se zase příště!'],
    logo: null,
    iban: null,
    printReceipt: 'always',
    functionKeys: [
      { label: 'Objednat', action: 'order', itemId: null },
      { label: 'Účty', action: 'bills', itemId: null },
      { label: 'Desítka 0,5', action: 'add-item', itemId: 'p1' },
      { label: 'Kofola 0,5', action: 'add-item', itemId: 'p101' },
      { label: 'Historie', action: 'history', itemId: null },
      { label: 'Zvážit', action: 'scale', itemId: null },
      { label: 'Zásuvka', action: 'open-drawer', itemId: null },
      { label: 'Zamknout', action: 'lock', itemId: null },
    ],
    language: 'cs',
    theme: 'auto',
    lockAfter_s: 300,
    shownLabel: null,
    itemSync: true,
    itemChanges: 'at-once',
    eet: null,
  };
}
