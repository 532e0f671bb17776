import {
  type Category,
  formatAmount,
  formatRate,
  type Item,
  parseAmount,
  UNITS,
  type VatRate,
} from '../domain/index.ts';
import type { ItemDraft, Words } from '../wire/index.ts';
import { guardCell, unguardCell } from './formula.ts';

/** What names in a file are looked up in. */
export interface Names {
  readonly categories: readonly Category[];
  /** The rate of each class that is valid today. */
  readonly rates: readonly VatRate[];
}

type Read<T> = { readonly value: T } | { readonly fault: Words };

export interface Column<K extends keyof ItemDraft = keyof ItemDraft> {
  readonly field: K;
  /** As exported. */
  readonly title: string;
  /** Also understood as a heading; case, diacritics and spaces do not matter. */
  readonly aliases: readonly string[];
  write(item: Item, names: Names, decimal: ',' | '.'): string;
  /** From a cell; the fault is a sentence. */
  read(cell: string, names: Names): Read<ItemDraft[K]>;
}

function column<K extends keyof ItemDraft>(column: Column<K>): Column {
  return column as unknown as Column;
}

export const ID_TITLE = 'ID';

export const COLUMNS: readonly Column[] = [
  column({
    field: 'name',
    title: 'Název',
    aliases: ['name', 'Název položky', 'Položka'],
    write: (item) => guardCell(item.name),
    read: (cell) => text(unguardCell(cell), 120, { cs: 'Název chybí.', en: 'The name is missing.' }),
  }),
  column({
    field: 'shortName',
    title: 'Zkrácený název',
    aliases: ['short name', 'shortName', 'Zkratka', 'Krátký název'],
    write: (item) => guardCell(item.shortName),
    read: (cell) =>
      text(unguardCell(cell), 20, { cs: 'Zkrácený název chybí.', en: 'The short name is missing.' }),
  }),
  column({
    field: 'price_haler',
    title: 'Cena',
    aliases: ['price', 'Cena s DPH', 'Cena Kč', 'Cena (Kč)'],
    write: (item, _, decimal) => amount(item.price_haler, decimal),
    read: (cell) => {
      const haler = parseAmount(cell.replace(/\s*(Kč|CZK)\s*$/i, ''));
      if (haler === undefined)
        return {
          fault: {
            cs: `„${shown(cell)}“ není cena. Napište ji třeba takto: 62,50.`,
            en: `“${shown(cell)}” is not a price. Write it like this: 62,50.`,
          },
        };
      return haler < 0
        ? { fault: { cs: 'Cena nesmí být záporná.', en: 'The price must not be negative.' } }
        : { value: haler };
    },
  }),
  column({
    field: 'vatClass',
    title: 'DPH',
    aliases: ['vat', 'vat class', 'vatClass', 'Sazba DPH', 'Sazba'],
    write: (item, { rates }) => nameOf(item.vatClass, rates.map(named)),
    read: (cell, { rates }) => {
      const id = idOf(unguardCell(cell), rates.map(named)) ?? classOfRate(cell, rates);
      if (id !== undefined) return { value: id };
      const known = rates.map((rate) => `${rate.name} (${formatRate(rate.rate_bp)})`).join(', ');
      return {
        fault: {
          cs: `Sazba DPH „${shown(cell)}“ dnes neplatí. Známé jsou: ${known}.`,
          en: `The VAT rate “${shown(cell)}” is not valid today. There are: “${known}”.`,
        },
      };
    },
  }),
  column({
    field: 'categoryId',
    title: 'Kategorie',
    aliases: ['category', 'categoryId', 'Skupina'],
    write: (item, { categories }) => nameOf(item.categoryId, categories),
    read: (cell, { categories }) => {
      const id = idOf(unguardCell(cell), categories);
      if (id !== undefined) return { value: id };
      return {
        fault: {
          cs: `Kategorie „${shown(cell)}“ v ceníku není. Nejdřív ji založte, nebo opravte název.`,
          en: `The category “${shown(cell)}” is not on the price list. Create it first, or correct the name.`,
        },
      };
    },
  }),
  column({
    field: 'unit',
    title: 'Jednotka',
    aliases: ['unit', 'MJ', 'Měrná jednotka'],
    write: (item) => item.unit,
    read: (cell) => {
      const unit = UNITS.find((known) => known === cell.trim().toLowerCase());
      return unit
        ? { value: unit }
        : {
            fault: {
              cs: `Jednotka „${shown(cell)}“ není. Jde o: ${UNITS.join(', ')}.`,
              en: `There is no unit “${shown(cell)}”. There are: ${UNITS.join(', ')}.`,
            },
          };
    },
  }),
  column({
    field: 'plu',
    title: 'PLU',
    aliases: ['plu code', 'Číslo', 'Kód'],
    write: (item) => item.plu ?? '',
    read: (cell) => {
      const plu = cell.trim();
      if (plu === '') return { value: null };
      return /^\d{1,6}$/.test(plu)
        ? { value: plu }
        : {
            fault: {
              cs: 'PLU je číslo o nejvýš šesti číslicích.',
              en: 'A PLU is a number of at most six digits.',
            },
          };
    },
  }),
  column({
    field: 'eans',
    title: 'EAN',
    aliases: ['eans', 'Čárový kód', 'Čárové kódy', 'barcode'],
    write: (item) => item.eans.join(' '),
    read: (cell) => {
      if (/\d[.,]\d*E\+\d+/i.test(cell)) {
        return {
          fault: {
            cs: `Tabulkový program zkrátil EAN na „${shown(cell)}“. Nastavte sloupci formát Text a napište kód znovu.`,
            en: `The spreadsheet has shortened the EAN to “${shown(cell)}”. Format the column as Text and type the code again.`,
          },
        };
      }
      const eans = words(cell);
      const wrong = eans.find((ean) => !/^\d{8,14}$/.test(ean));
      if (wrong !== undefined)
        return {
          fault: {
            cs: `„${shown(wrong)}“ není EAN: má mít 8 až 14 číslic.`,
            en: `“${shown(wrong)}” is not an EAN: it has 8 to 14 digits.`,
          },
        };
      return eans.length > 20
        ? { fault: { cs: 'Položka může mít nejvýš 20 EANů.', en: 'An item may have at most 20 EANs.' } }
        : { value: eans };
    },
  }),
  column({
    field: 'weighedEanPrefix',
    title: 'Předpona vážicího EANu',
    aliases: ['weighed ean prefix', 'weighedEanPrefix', 'Váhový EAN'],
    write: (item) => item.weighedEanPrefix ?? '',
    read: (cell) => {
      const prefix = cell.trim();
      if (prefix === '') return { value: null };
      if (/^2\d{6}$/.test(prefix)) return { value: prefix };
      return {
        fault: {
          cs: 'Předpona vážicího EANu má sedm číslic a začíná dvojkou.',
          en: 'The prefix of a weighed EAN has seven digits and begins with a two.',
        },
      };
    },
  }),
  column({
    field: 'labels',
    title: 'Štítky',
    aliases: ['labels', 'tags', 'Štítek'],
    write: (item) => guardCell(item.labels.map(escapeLabel).join(', ')),
    read: (cell) => {
      const labels = splitLabels(unguardCell(cell));
      const long = labels.find((label) => [...label].length > 40);
      if (long !== undefined)
        return {
          fault: {
            cs: `Štítek „${shown(long)}“ je delší než 40 znaků.`,
            en: `The label “${shown(long)}” is longer than 40 characters.`,
          },
        };
      return labels.length > 20
        ? { fault: { cs: 'Položka může mít nejvýš 20 štítků.', en: 'An item may have at most 20 labels.' } }
        : { value: labels };
    },
  }),
  column({
    field: 'allergens',
    title: 'Alergeny',
    aliases: ['allergens', 'Alergen'],
    write: (item) => item.allergens.join(', '),
    read: (cell) => {
      const numbers = words(cell);
      const wrong = numbers.find((number) => !/^\d{1,2}$/.test(number) || !isWithin(Number(number), 1, 14));
      if (wrong !== undefined)
        return {
          fault: {
            cs: `„${shown(wrong)}“ není číslo alergenu od 1 do 14.`,
            en: `“${shown(wrong)}” is not the number of an allergen, 1 to 14.`,
          },
        };
      return { value: [...new Set(numbers.map(Number))] };
    },
  }),
  column({
    field: 'hue',
    title: 'Odstín',
    aliases: ['hue', 'Barva', 'color'],
    write: (item) => (item.hue === null ? '' : String(item.hue)),
    read: (cell) => {
      const hue = cell.trim();
      if (hue === '') return { value: null };
      if (/^\d{1,3}$/.test(hue) && isWithin(Number(hue), 0, 359)) return { value: Number(hue) };
      return {
        fault: {
          cs: 'Odstín je číslo od 0 do 359; prázdný znamená barvu kategorie.',
          en: 'A hue is a number from 0 to 359; empty means the colour of the category.',
        },
      };
    },
  }),
  column({
    field: 'route',
    title: 'Tisk objednávek',
    aliases: ['route', 'Tiskárna', 'Bony'],
    write: (item) => guardCell(item.route ?? ''),
    read: (cell) => {
      const route = unguardCell(cell).trim();
      if (route === '') return { value: null };
      if (/^[A-Za-z0-9_.:-]{1,64}$/.test(route)) return { value: route };
      return {
        fault: {
          cs: `„${shown(route)}“ není místo tisku. Má jen písmena bez háčků, třeba kuchyn nebo bar.`,
          en: `“${shown(route)}” is not a place of printing. It has plain letters only, for instance kuchyn or bar.`,
        },
      };
    },
  }),
  column({
    field: 'soldOut',
    title: 'Vyprodáno',
    aliases: ['sold out', 'soldOut'],
    write: (item) => (item.soldOut ? 'ano' : 'ne'),
    read: yesNo,
  }),
  column({
    field: 'openPrice',
    title: 'Volná cena',
    aliases: ['open price', 'openPrice'],
    write: (item) => (item.openPrice ? 'ano' : 'ne'),
    read: yesNo,
  }),
  column({
    field: 'stocked',
    title: 'Vést na skladě',
    aliases: ['stocked', 'Skladová položka', 'Sklad'],
    write: (item) => (item.stocked ? 'ano' : 'ne'),
    read: yesNo,
  }),
  column({
    field: 'prepaid',
    title: 'Poukaz nebo kredit',
    aliases: ['prepaid', 'Poukaz', 'Kredit'],
    write: (item) => (item.prepaid ? 'ano' : 'ne'),
    read: yesNo,
  }),
];

/** For comparing what people type: no diacritics, no case, no spaces at the ends or doubled. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}

interface Named {
  readonly id: string;
  readonly name: string;
}

function named(rate: VatRate): Named {
  return { id: rate.vatClass, name: rate.name };
}

/** A name as long as it leads back; otherwise `#` and the id, which always does. */
function nameOf(id: string, all: readonly Named[]): string {
  const one = all.find((candidate) => candidate.id === id);
  if (!one) return `#${id}`;
  const cell = guardCell(one.name);
  return idOf(unguardCell(cell), all) === id ? cell : `#${id}`;
}

function idOf(cell: string, all: readonly Named[]): string | undefined {
  if (/^#[A-Za-z0-9_.:-]{1,64}$/.test(cell)) return cell.slice(1);
  const exact = all.filter((one) => one.name === cell);
  const found = exact.length > 0 ? exact : all.filter((one) => fold(one.name) === fold(cell));
  if (found.length > 0) return found.length === 1 ? found[0]?.id : undefined;
  return all.find((one) => one.id === cell.trim())?.id;
}

/** `12`, `12 %`: when only one class has that rate today. */
function classOfRate(cell: string, rates: readonly VatRate[]): string | undefined {
  const percent = parseAmount(cell.replace('%', ''));
  const found = rates.filter((rate) => rate.rate_bp === percent);
  return found.length === 1 ? found[0]?.vatClass : undefined;
}

function amount(haler: number, decimal: ',' | '.'): string {
  return formatAmount(haler).replaceAll('\u00a0', '').replace(',', decimal);
}

function text(value: string, max: number, missing: Words): Read<string> {
  if (value === '') return { fault: missing };
  if ([...value].length <= max) return { value };
  return {
    fault: {
      cs: `Je delší než ${max} znaků: „${shown(value)}“.`,
      en: `It is longer than ${max} characters: “${shown(value)}”.`,
    },
  };
}

function words(cell: string): string[] {
  return cell.split(/[\s,;|]+/).filter((word) => word !== '');
}

const YES = ['ano', 'a', 'yes', 'true', '1', 'x'];
const NO = ['', 'ne', 'n', 'no', 'false', '0'];

function yesNo(cell: string): Read<boolean> {
  const word = cell.trim().toLowerCase();
  if (YES.includes(word)) return { value: true };
  return NO.includes(word)
    ? { value: false }
    : {
        fault: {
          cs: `Napište ano nebo ne, ne „${shown(cell)}“.`,
          en: `Write ano or ne (yes or no), not “${shown(cell)}”.`,
        },
      };
}

function isWithin(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}

/** Commas separate labels and spaces around them do not count, so both need a backslash when they are meant. */
function escapeLabel(label: string): string {
  return label.replace(/[\\,]|^\s|\s$/g, '\\$&');
}

function splitLabels(cell: string): string[] {
  const labels = new Set<string>();
  let label = '';
  // Up to here the label is meant as it stands; what follows are spaces that may yet turn out to be its end.
  let meant = 0;
  for (let i = 0; i < cell.length; i++) {
    const char = cell[i] as string;
    if (char === ',') {
      labels.add(label.slice(0, meant));
      label = '';
      meant = 0;
    } else if (char === '\\' && i + 1 < cell.length) {
      label += cell[++i];
      meant = label.length;
    } else if (/\S/.test(char)) {
      label += char;
      meant = label.length;
    } else if (label !== '') {
      label += char;
    }
  }
  labels.add(label.slice(0, meant));
  labels.delete('');
  return [...labels];
}

function shown(cell: string): string {
  const line = cell.replace(/\s+/g, ' ').trim();
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
