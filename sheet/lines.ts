import { type ItemChange, itemDraft } from '../catalogue/index.ts';
import { type Category, type Item, type VatRate, vatRateOn } from '../domain/index.ts';
import type { FileFault, ItemDraft, Words } from '../wire/index.ts';
import { COLUMNS, type Names } from './columns.ts';
import type { Heading, Row } from './heading.ts';

/** The price list that a file is of: happy hours aside, or a file written in one would make its prices last. */
export interface SheetList {
  readonly items: readonly Item[];
  readonly categories: readonly Category[];
  readonly rates: readonly VatRate[];
  /** Today in the shop, YYYY-MM-DD. */
  readonly day: string;
  /** What new items bear when the file says nothing of labels. */
  readonly newLabels: readonly string[];
}

/** A row as an item: where it stands in the file, and what it makes of which item. */
export interface Entry {
  readonly line: number;
  readonly change: ItemChange;
}

/** What was read of a file. */
export interface Entries {
  readonly faults: readonly FileFault[];
  readonly entries: readonly Entry[];
  /** The file's own headings by field. */
  readonly titles: ReadonlyMap<string, string>;
  /** Items that rows with faults speak of. */
  readonly unread: ReadonlySet<string>;
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

/** Rows belong to an item by ID, else by PLU, else by one of their EANs, else they are new. */
export class RowReader {
  readonly #heading: Heading;
  readonly #faults: FileFault[];
  readonly #names: Names;
  readonly #byId: ReadonlyMap<string, Item>;
  readonly #byPlu: ReadonlyMap<string, Item>;
  readonly #byEan: ReadonlyMap<string, Item>;
  readonly #newLabels: readonly string[];
  /** Lines of the file that have spoken for an item, a PLU or an EAN. */
  readonly #taken = new Map<string, number>();
  /** Items that rows with faults speak of. */
  readonly unread = new Set<string>();

  constructor(heading: Heading, list: SheetList, faults: FileFault[]) {
    this.#heading = heading;
    this.#faults = faults;
    this.#names = namesOf(list);
    const { items } = list;
    this.#byId = new Map(items.map((item) => [item.id, item]));
    this.#byPlu = new Map(items.flatMap((item) => (item.plu === null ? [] : [[item.plu, item] as const])));
    this.#byEan = new Map(items.flatMap((item) => item.eans.map((ean) => [ean, item] as const)));
    this.#newLabels = list.newLabels;
  }

  /** Undefined when the row has faults, which are told. */
  read({ line, cells }: Row): ItemChange | undefined {
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
    const draft = { ...NEW, labels: [...this.#newLabels], shortName, ...patch } as ItemDraft;
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

export function namesOf({ categories, rates, day }: Pick<SheetList, 'categories' | 'rates' | 'day'>): Names {
  const classes = [...new Set(rates.map((rate) => rate.vatClass))];
  return { categories, rates: classes.flatMap((vatClass) => vatRateOn(rates, vatClass, day) ?? []) };
}
