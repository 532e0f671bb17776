import type { Words } from '../../wire/index.ts';
import type { Parked } from './replica.ts';

/** What a row that was put aside says to an owner. */
export interface ParkedWords {
  /** What it is a record of. */
  readonly about: Words;
  /** What happened, what it means, and what to do. */
  readonly text: Words;
  readonly meaning: Words;
  readonly hint: Words;
}

const words = (cs: string, en: string): Words => ({ cs, en });

/** By kind of a fact or table of a record; `daemon/` writes them. */
const ABOUT: Readonly<Record<string, Words>> = {
  receipt: words('Účtenka', 'Receipt'),
  'reversal-allowed': words('Svolení ke stornu', 'Leave for a reversal'),
  'shift-opened': words('Otevření směny', 'Opening of a shift'),
  'shift-closed': words('Uzávěrka', 'Shift report'),
  'cash-movement': words('Vklad nebo výběr hotovosti', 'Cash put in or taken out'),
  'drawer-opening': words('Otevření zásuvky', 'Opening of the drawer'),
  bill: words('Účet', 'Bill'),
  'clash-settled': words('Vyřízení nesrovnalosti', 'Settling of a discrepancy'),
  'eet-sale': words('Tržba pro EET', 'Sale for EET'),
  'eet-outcome': words('Odpověď EET', 'Answer of EET'),
  'eet-take-over': words('Převzetí tržeb jiné pokladny', 'Another register’s sales taken over'),
  stock: words('Pohyb skladu', 'Stock movement'),
  item: words('Položka ceníku', 'Item of the price list'),
  category: words('Kategorie', 'Category'),
  dining_table: words('Stůl', 'Table'),
  vat_rate: words('Sazba DPH', 'VAT rate'),
  payment_type: words('Druh platby', 'Kind of payment'),
  scheduled_change: words('Naplánovaná změna', 'Planned change'),
  setting: words('Nastavení obchodu', 'Setting of the shop'),
  staff: words('Obsluha', 'Staff'),
  register: words('Pokladna', 'Register'),
};
const SOMETHING = words('Záznam', 'Record');

const UNCOUNTED = words(
  'Do ničeho se tu nepočítá a ostatní pokladny ho odsud nedostanou. Na pokladně zůstal a platí.',
  'It counts for nothing here, and other registers do not get it from here. At the register it stands.',
);
const KEPT = words(
  'Na pokladně platí, tady je uložený a ostatní pokladny ho dostanou.',
  'At the register it stands; it is kept here, and other registers get it.',
);
const UPDATE = words(
  'Nainstalujte novější BackOffice, přečte ho znovu sám.',
  'Install a newer backoffice, which reads it again by itself.',
);
const both = (...parts: readonly Words[]): Words =>
  words(parts.map(({ cs }) => cs).join(' '), parts.map(({ en }) => en).join(' '));

/** By `what` of the row; a projection is named as it names itself. */
const OF: Readonly<Record<string, Omit<ParkedWords, 'about'>>> = {
  form: {
    text: words(
      'Pokladna poslala něco, co nemá podobu záznamu.',
      'The register sent what has no form of a record.',
    ),
    meaning: UNCOUNTED,
    hint: words(
      'Nainstalujte na pokladnu i do BackOffice současnou verzi. Přibývá-li jich, ukažte podrobnosti technikovi.',
      'Install the current version on the register and in the backoffice. If more come, show the details to a technician.',
    ),
  },
  characters: {
    text: words(
      'V záznamu jsou znaky, které se nedají uložit.',
      'The record has characters that cannot be kept.',
    ),
    meaning: UNCOUNTED,
    hint: words(
      'Přepište na pokladně název nebo poznámku, do které se dostaly, třeba kopírováním odjinud. Jde-li o účtenku, řekněte to účetní.',
      'Write the name or note anew at the register into which they came, perhaps by copying. If it is a receipt, tell the accountant.',
    ),
  },
  differs: {
    text: words(
      'Pod stejným označením přišel jiný záznam, než jaký tu už je.',
      'Under the same designation another record came than the one that is here.',
    ),
    meaning: words(
      'Platí ten, který tu byl první. Druhý se do ničeho nepočítá. Stává se to, když se pokladna obnoví ze zálohy.',
      'The one that was here first stands. The other counts for nothing. It happens when a register is restored from a backup.',
    ),
    hint: words(
      'Porovnejte uzávěrku té směny tady a na pokladně. Liší-li se, zavolejte technika.',
      'Compare the report of that shift here and at the register. If they differ, call a technician.',
    ),
  },
  books: {
    text: words(
      'Záznamu tato verze BackOffice nerozumí.',
      'This version of the backoffice cannot read the record.',
    ),
    meaning: both(
      words(
        'Chybí v tržbách, historii, uzávěrkách i exportech.',
        'It is missing in takings, history, shift reports and exports.',
      ),
      KEPT,
    ),
    hint: both(
      UPDATE,
      words('Do té doby se řiďte uzávěrkou z pokladny.', 'Until then go by the report of the register.'),
    ),
  },
  'price-list': {
    text: words(
      'Záznamu z ceníku nebo nastavení tato verze BackOffice nerozumí.',
      'This version of the backoffice cannot read a record of the price list or the settings.',
    ),
    meaning: both(
      words('Stránky ukazují, co platilo před ním.', 'The pages show what stood before it.'),
      KEPT,
    ),
    hint: words(
      'Otevřete to na pokladně a uložte znovu. Nepomůže-li to, nainstalujte novější BackOffice.',
      'Open it at a register and save it again. If that does not help, install a newer backoffice.',
    ),
  },
  stock: {
    text: words(
      'Záznamu o skladu tato verze BackOffice nerozumí.',
      'This version of the backoffice cannot read a record of the stock.',
    ),
    meaning: both(words('Ve stavu skladu tady chybí.', 'It is missing in the stock levels here.'), KEPT),
    hint: both(
      UPDATE,
      words('Do té doby platí stav na pokladně.', 'Until then the level at the register stands.'),
    ),
  },
};

const UNREAD: Omit<ParkedWords, 'about'> = {
  text: words(
    'Záznamu tato verze BackOffice nerozumí.',
    'This version of the backoffice cannot read the record.',
  ),
  meaning: KEPT,
  hint: UPDATE,
};

export function parkedWords({ what, kind }: Pick<Parked, 'what' | 'kind'>): ParkedWords {
  return { about: pick(ABOUT, kind ?? '') ?? SOMETHING, ...(pick(OF, what) ?? UNREAD) };
}

/** A register may call its rows as it likes, `constructor` too. */
const pick = <T>(of: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined;
