import { type ItemChange, planItems } from '../../catalogue/index.ts';
import {
  type CsvFormat,
  type Entries,
  EXCEL,
  importResult,
  isZip,
  readCsv,
  readXlsx,
  type SheetList,
  writeCsv,
  writeXlsx,
} from '../../sheet/index.ts';
import type { World } from '../../world/index.ts';
import type { FileImport } from '../http/contract/price-list.ts';
import type { Author } from './author.ts';
import { cellsFor } from './bulk-edits.ts';
import type { Desk } from './desk.ts';
import { planned, requireSame, shown, sumOf, type Wanted } from './preview.ts';
import type { Shop } from './shop.ts';

/** The price list as a file and back. */
export interface Files {
  /** Throws a Refusal 422 `csv-encoding` when the encoding has no code for some letter. */
  csv(store: string, format?: Partial<CsvFormat>): Promise<Buffer>;
  xlsx(store: string): Promise<Buffer>;
  /**
   * What a file, CSV or a workbook, would do, or, with the preview's sum, all of it in one transaction. Throws a Refusal
   * 409 `preview-outdated` or 413 `csv-too-big`.
   */
  read(store: string, bytes: Uint8Array, sum: string | undefined, author: Author): Promise<FileImport>;
}

export function createFiles(desk: Desk, { uuid }: Pick<World, 'uuid'>): Files {
  return {
    csv: (store, format) => desk.look(store, ({ shop }) => writeCsv(sheetOf(shop), { ...EXCEL, ...format })),
    async xlsx(store) {
      const sheet = await desk.look(store, ({ shop }) => sheetOf(shop));
      return writeXlsx(sheet);
    },
    read(store, bytes, sum, author) {
      if (sum === undefined) return desk.look(store, ({ shop }) => judge(shop, bytes, uuid).result);
      return desk.write(store, (shop) => {
        const { wanted, result } = judge(shop, bytes, uuid);
        requireSame(result.sum, sum);
        if (result.faults.length > 0) return { entries: [], answer: result };
        const entries = wanted.flatMap((one) => cellsFor(shop, one, author, desk.clock));
        return { entries, answer: { ...result, applied: true } };
      });
    },
  };
}

/** Of the price list itself: a file written in a happy hour must not make its prices last. */
function sheetOf(shop: Shop): SheetList {
  const { categories, rates } = shop.lists;
  return { items: shop.regularItems(), categories, rates, day: shop.day(), newLabels: [] };
}

function judge(
  shop: Shop,
  bytes: Uint8Array,
  uuid: () => string,
): { wanted: readonly Wanted[]; result: FileImport } {
  const sheet = sheetOf(shop);
  const read: Entries = isZip(bytes) ? readXlsx(bytes, sheet) : readCsv(bytes, sheet);
  const changes: ItemChange[] = read.entries.map(({ change }) => change);
  const { plan, different } = planItems(shop.judged(), changes, uuid, read.unread);
  const told = importResult(read, plan, false);
  const faulty = told.faults.length > 0;
  const items = faulty ? [] : different.map((one) => planned(shop, one));
  const result = { ...told, sum: sumOf(items, told.faults), items: shown(items) };
  return { wanted: faulty ? [] : different, result };
}
