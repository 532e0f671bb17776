import { stringify } from 'csv-stringify/sync';
import { type Item, vatRateOn } from '../../domain/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { ImportResult, ItemDraft, Words } from '../http/contract.ts';
import type { Author, Catalogue, ItemChange } from './catalogue.ts';
import { COLUMNS, ID_TITLE, type Names } from './csv-columns.ts';
import { type CsvEncoding, decodeText, encodeText } from './csv-encoding.ts';
import { type Heading, MAX_FAULTS, readHeading } from './csv-heading.ts';
import { type CsvRow, type CsvSeparator, detectSeparator, readRows } from './csv-rows.ts';
import { itemDraft } from './items.ts';

/*
 * The price list as a file and back. Reading what was written changes nothing: whatever a name contains, in
 * every encoding that can hold it. A file is taken whole or not at all.
 */

export const MAX_CSV_BYTES = 5 * 1024 * 1024;
export const MAX_CSV_ROWS = 20_000;

export interface CsvFormat {
  readonly encoding: CsvEncoding;
  readonly separator: CsvSeparator;
  readonly decimal: ',' | '.';
}

/** As a Czech Excel opens it by a double click. */
export const EXCEL: CsvFormat = { encoding: 'utf-8', separator: ';', decimal: ',' };

/** Of the price list itself: a file written in a happy hour must not make its prices last. */
type Shelves = Pick<Catalogue, 'regularItems' | 'categories' | 'vatRates' | 'day'>;

/** Throws Refusal 422 `csv-encoding` when the encoding has no code for some letter. */
export function exportItems(catalogue: Shelves, format: CsvFormat = EXCEL): Buffer {
  const names = namesOf(catalogue);
  // ID stands last: a file that begins with these two letters is taken for another format by Excel.
  const head = [...COLUMNS.map((column) => column.title), ID_TITLE];
  const rows = catalogue
    .regularItems()
    .map((item) => [...COLUMNS.map((column) => column.write(item, names, format.decimal)), item.id]);
  const write = (records: readonly string[][]) =>
    stringify([...records], {
      delimiter: format.separator,
      record_delimiter: 'windows',
      // Quoted also for readers that were told another separator, or that end lines at a lone CR.
      quoted_match: /[;,\t"\r\n]|^\s|\s$/,
    });
  const bytes = encodeText(write([head, ...rows]), format.encoding);
  if (bytes) return bytes;
  const lost = rows.find((row) => !encodeText(write([row]), format.encoding));
  throw new Refusal(
    422,
    'csv-encoding',
    {
      cs: `Kódování ${format.encoding} nemá všechny znaky položky „${lost?.[0] ?? head[0]}“. Soubor se nevytvořil.`,
      en: `The encoding ${format.encoding} lacks some characters of the item “${lost?.[0] ?? head[0]}”. The file was not made.`,
    },
    { cs: 'Uložte ceník v kódování UTF-8.', en: 'Save the price list in UTF-8.' },
  );
}

type Fault = ImportResult['faults'][number];

/** A row as an item: where it stands in the file, and what it makes of which item. */
interface Entry {
  readonly line: number;
  readonly change: ItemChange;
}

/**
 * Items from a file. Rows belong to an item by ID, else by PLU, else by one of their EANs, else they are new.
 * Columns that the file does not have stay as they are. With `apply` false it is only tried.
 * Throws Refusal 413 `csv-too-big`.
 */
export function importItems(
  bytes: Uint8Array,
  catalogue: Shelves & Pick<Catalogue, 'settings' | 'planItems' | 'putItems'>,
  author: Author,
  { apply }: { readonly apply: boolean },
): ImportResult {
  const { faults, entries, titles, unread } = readEntries(bytes, catalogue);
  const changes = entries.map((entry) => entry.change);
  const plan =
    apply && faults.length === 0 ? catalogue.putItems(changes, author) : catalogue.planItems(changes, unread);
  for (const fault of plan.faults) {
    const line = entries[fault.index]?.line ?? 1;
    const column = titles.get(fault.field) ?? null;
    // A clash of two rows was told already, with the line of the other one.
    if (faults.some((known) => known.line === line && known.column === column)) continue;
    faults.push({
      line,
      column,
      message: { cs: `${fault.message.cs} ${fault.hint.cs}`, en: `${fault.message.en} ${fault.hint.en}` },
    });
  }
  const { added, changed, unchanged } = plan;
  if (faults.length > 0)
    return { applied: false, added: 0, changed: 0, unchanged: 0, faults: bounded(faults) };
  return { applied: apply, added, changed, unchanged, faults: [] };
}

interface Entries {
  readonly faults: Fault[];
  readonly entries: readonly Entry[];
  /** The file's own headings. */
  readonly titles: ReadonlyMap<string, string>;
  /** Items that rows with faults speak of. */
  readonly unread: ReadonlySet<string>;
}

function readEntries(bytes: Uint8Array, catalogue: Shelves & Pick<Catalogue, 'settings'>): Entries {
  if (bytes.length > MAX_CSV_BYTES) {
    const message = {
      cs: 'Soubor je větší než 5 MB. Ceník se nezměnil.',
      en: 'The file is larger than 5 MB. The price list was not changed.',
    };
    throw new Refusal(413, 'csv-too-big', message, {
      cs: 'Rozdělte ho na několik menších souborů.',
      en: 'Split it into several smaller files.',
    });
  }
  const failed = (line: number, message: Words): Entries => ({
    faults: [{ line, column: null, message }],
    entries: [],
    titles: new Map(),
    unread: new Set(),
  });
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    return failed(1, {
      cs: 'To je sešit (.xlsx nebo .ods), ne CSV. V tabulkovém programu zvolte Uložit jako → CSV UTF-8.',
      en: 'This is a workbook (.xlsx or .ods), not CSV. In the spreadsheet choose Save as → CSV UTF-8.',
    });
  }
  const { text, encoding } = decodeText(bytes);
  const { rows, openQuote, badQuotes, tooMany } = readRows(text, detectSeparator(text), MAX_CSV_ROWS + 1);
  const [head, ...body] = rows;
  if (!head)
    return failed(openQuote ?? 1, {
      cs: 'V souboru nic není. První řádek má mít názvy sloupců.',
      en: 'The file is empty. Its first line should hold the names of the columns.',
    });
  if (tooMany) {
    return failed(1, {
      cs: `Soubor má víc než ${MAX_CSV_ROWS} řádků. Rozdělte ho na několik menších.`,
      en: `The file has more than ${MAX_CSV_ROWS} lines. Split it into several smaller ones.`,
    });
  }

  const faults: Fault[] = [];
  const heading = readHeading(head, faults);
  for (const line of badQuotes) {
    faults.push({
      line,
      column: null,
      message: {
        cs: 'Za uzavírací uvozovkou pokračuje text. Uvozovky uvnitř zdvojte.',
        en: 'Text goes on after the closing quotation mark. Double the marks inside.',
      },
    });
  }
  if (openQuote !== null) {
    const message = {
      cs: 'Uvozovka, která na tomto řádku nebo pod ním začíná, už nekončí. Doplňte ji.',
      en: 'A quotation mark that opens on this line or below is never closed. Add the closing one.',
    };
    faults.push({ line: openQuote, column: null, message });
  }
  if (faults.length > 0) return { faults, entries: [], titles: heading.titles, unread: new Set() };

  const reader = new RowReader(heading, catalogue, faults);
  const entries: Entry[] = [];
  for (const row of body) {
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    const broken = encoding === 'windows-1250' && row.cells.some((cell) => cell.includes('\ufffd'));
    if (broken)
      faults.push({
        line: row.line,
        column: null,
        message: {
          cs: 'Některý znak nejde přečíst. Uložte soubor jako CSV UTF-8.',
          en: 'Some character cannot be read. Save the file as CSV UTF-8.',
        },
      });
    const change = reader.read(row);
    if (change) entries.push({ line: row.line, change });
  }
  return { faults, entries, titles: heading.titles, unread: reader.unread };
}

/** What a new item has in columns that the file lacks. */
const NEW: Omit<ItemDraft, 'name' | 'shortName' | 'price_haler' | 'vatClass' | 'categoryId'> = {
  unit: 'ks',
  plu: null,
  eans: [],
  weighedEanPrefix: null,
  labels: [],
  allergens: [],
  hue: null,
  route: null,
  soldOut: false,
  openPrice: false,
  stocked: false,
  prepaid: false,
};
const NEEDED = ['name', 'price_haler', 'vatClass', 'categoryId'] as const;

class RowReader {
  readonly #heading: Heading;
  readonly #faults: Fault[];
  readonly #names: Names;
  readonly #byId: ReadonlyMap<string, Item>;
  readonly #byPlu: ReadonlyMap<string, Item>;
  readonly #byEan: ReadonlyMap<string, Item>;
  readonly #newLabels: string[];
  /** Lines of the file that have spoken for an item, a PLU or an EAN. */
  readonly #taken = new Map<string, number>();
  /** Items that rows with faults speak of. */
  readonly unread = new Set<string>();

  constructor(heading: Heading, catalogue: Shelves & Pick<Catalogue, 'settings'>, faults: Fault[]) {
    this.#heading = heading;
    this.#faults = faults;
    this.#names = namesOf(catalogue);
    const items = catalogue.regularItems();
    this.#byId = new Map(items.map((item) => [item.id, item]));
    this.#byPlu = new Map(items.flatMap((item) => (item.plu === null ? [] : [[item.plu, item] as const])));
    this.#byEan = new Map(items.flatMap((item) => item.eans.map((ean) => [ean, item] as const)));
    const label = catalogue.settings().shownLabel;
    this.#newLabels = label === null ? [] : [label];
  }

  /** Undefined when the row has faults, which are told. */
  read({ line, cells }: CsvRow): ItemChange | undefined {
    const before = this.#faults.length;
    const fault = (field: string, message: Words) =>
      this.#faults.push({ line, column: this.#heading.titles.get(field) ?? null, message });

    // Superfluous separators at the end are harmless; a cell under no heading would be lost.
    if (cells.slice(this.#heading.width).some((cell) => cell.trim() !== '')) {
      fault('', {
        cs: `Řádek má víc sloupců (${cells.length}) než záhlaví (${this.#heading.width}).`,
        en: `The line has more columns (${cells.length}) than the heading (${this.#heading.width}).`,
      });
    } else if (cells.length < this.#heading.width) {
      fault('', {
        cs: `Řádek má míň sloupců (${cells.length}) než záhlaví (${this.#heading.width}).`,
        en: `The line has fewer columns (${cells.length}) than the heading (${this.#heading.width}).`,
      });
    }
    if (this.#faults.length > before) return undefined;

    const values: Partial<Record<keyof ItemDraft, unknown>> = {};
    for (const { at, column } of this.#heading.columns) {
      const cell = cells[at] ?? '';
      if (column.field === 'shortName' && cell === '') continue;
      const read = column.read(cell, this.#names);
      if ('fault' in read) fault(column.field, read.fault);
      else values[column.field] = read.value;
    }
    const patch = values as Partial<ItemDraft>;
    const id = this.#heading.id === undefined ? '' : (cells[this.#heading.id] ?? '').trim();
    const item = this.#match(id, patch);
    if (id !== '' && !item) {
      fault('id', {
        cs: 'Položka s tímto ID v ceníku není. Smažte ID: najde se podle PLU či EANu, nebo se založí nová.',
        en: 'There is no item with this ID on the price list. Delete the ID: the item is found by its PLU or EAN, or a new one is made.',
      });
    }
    this.#claim('id', item?.id, line, fault, {
      cs: 'Tutéž položku mění už řádek',
      en: 'The same item is changed by line',
    });
    this.#claim('plu', patch.plu, line, fault, {
      cs: `PLU ${patch.plu} má už řádek`,
      en: `PLU ${patch.plu} is taken by line`,
    });
    for (const ean of patch.eans ?? [])
      this.#claim('eans', ean, line, fault, {
        cs: `EAN ${ean} má už řádek`,
        en: `EAN ${ean} is taken by line`,
      });
    const missing = NEEDED.filter((field) => !this.#heading.titles.has(field));
    if (!item && id === '' && missing.length > 0) {
      const titles = COLUMNS.filter(({ field }) => missing.some((one) => one === field)).map(
        ({ title }) => title,
      );
      fault('', {
        cs: `Taková položka v ceníku není a na novou chybí v souboru sloupce: ${titles.join(', ')}.`,
        en: `There is no such item on the price list, and for a new one the file lacks the columns “${titles.join(', ')}”.`,
      });
    }
    if (this.#faults.length > before) {
      if (item) this.unread.add(item.id);
      return undefined;
    }

    if (item) return { id: item.id, draft: { ...itemDraft(item), ...patch } };
    const shortName = [...(patch.name ?? '')].slice(0, 20).join('');
    const draft = { ...NEW, labels: this.#newLabels, shortName, ...patch } as ItemDraft;
    return { id: null, draft };
  }

  #match(id: string, patch: Partial<ItemDraft>): Item | undefined {
    if (id !== '') return this.#byId.get(id);
    const byPlu = patch.plu ? this.#byPlu.get(patch.plu) : undefined;
    if (byPlu) return byPlu;
    const ean = patch.eans?.find((one) => this.#byEan.has(one));
    return ean === undefined ? undefined : this.#byEan.get(ean);
  }

  #claim(
    field: string,
    key: string | null | undefined,
    line: number,
    fault: (field: string, message: Words) => void,
    by: Words,
  ): void {
    if (!key) return;
    const other = this.#taken.get(`${field} ${key}`);
    if (other === undefined) this.#taken.set(`${field} ${key}`, line);
    // An EAN twice in one cell is only said twice.
    else if (other !== line) fault(field, { cs: `${by.cs} ${other}.`, en: `${by.en} ${other}.` });
  }
}

function namesOf(catalogue: Pick<Catalogue, 'categories' | 'vatRates' | 'day'>): Names {
  const rates = catalogue.vatRates();
  const day = catalogue.day();
  const classes = [...new Set(rates.map((rate) => rate.vatClass))];
  return {
    categories: catalogue.categories(),
    rates: classes.flatMap((vatClass) => vatRateOn(rates, vatClass, day) ?? []),
  };
}

function bounded(faults: Fault[]): Fault[] {
  faults.sort((a, b) => a.line - b.line);
  if (faults.length <= MAX_FAULTS) return faults;
  const first = faults.slice(0, MAX_FAULTS);
  const line = faults[MAX_FAULTS]?.line ?? 1;
  return [
    ...first,
    {
      line,
      column: null,
      message: {
        cs: `A dalších chyb: ${faults.length - MAX_FAULTS}.`,
        en: `And ${faults.length - MAX_FAULTS} more faults.`,
      },
    },
  ];
}
