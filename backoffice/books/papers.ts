import { FIRST_SETTINGS, SETTING, SHOP } from '../../catalogue/index.ts';
import { bitmapOf, fiscalLines, printedLines, receiptDocument, reportDocument } from '../../paper/index.ts';
import { fits, Settings } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Database, Sql } from '../database/database.ts';
import type { PaperLine, PaperView } from '../http/contract/paper.ts';
import { saleRows } from './eet/sales.ts';
import { receiptOf } from './receipts/history.ts';
import type { Shifts } from './shifts/shifts.ts';
import { timeLike } from './times.ts';

/** Dots across a character; the shop's picture is left out where the paper is too narrow for it. */
const CHARACTER_DOTS = 12;
const DEFAULT_COLUMNS = 48;
/** As it would come out of the right printer, once. */
const FIRST_PRINT = { copy: false, insteadOf: null } as const;

/** Papers as the registers print them, by the same code; of letters and line breaks too. */
export interface Papers {
  /** With the shop's head and foot as they are now. Throws a Refusal 404 `no-receipt`. */
  receipt(store: string, receiptId: string, columns?: number): Promise<PaperView>;
  /** Z as it was reported, X as things stand. Throws a Refusal 404 `no-shift`. */
  shift(store: string, shiftId: string, columns?: number): Promise<PaperView>;
}

export function createPapers(parts: {
  readonly db: Pick<Database, 'read'>;
  readonly shifts: Pick<Shifts, 'get'>;
  readonly world: Pick<World, 'wall_ms'>;
}): Papers {
  const { db, shifts, world } = parts;
  return {
    receipt: (store, receiptId, columns = DEFAULT_COLUMNS) =>
      db.read(async (sql) => {
        const receipt = await receiptOf(sql, store, receiptId);
        const sale = (await saleRows(sql, store, [receiptId])).get(receiptId);
        const { receiptHeader: header, receiptFooter: footer, logo } = await shopSettings(sql, store);
        const document = receiptDocument(receipt, {
          ...FIRST_PRINT,
          columns,
          header,
          footer,
          logo: logo && logo.width <= columns * CHARACTER_DOTS ? bitmapOf(logo) : null,
          fiscal: sale ? fiscalLines(sale, columns) : [],
        });
        return { columns, lines: printedLines(document, columns).flatMap(paperLine) };
      }),

    async shift(store, shiftId, columns = DEFAULT_COLUMNS) {
      const { report, kind, openBills, registerName, staff, categories } = await shifts.get(store, shiftId);
      const { seller } = await db.read((sql) => shopSettings(sql, store));
      const document = reportDocument(
        {
          ...{ kind, report, seller, staff, categories },
          openBills: openBills ?? 0,
          register: registerName,
          at: report.close?.at ?? timeLike(report.openedAt, world.wall_ms()),
        },
        { ...FIRST_PRINT, columns },
      );
      return { columns, lines: printedLines(document, columns).flatMap(paperLine) };
    },
  };
}

type Shown = Pick<Settings, 'seller' | 'receiptHeader' | 'receiptFooter' | 'logo'>;

/** What a register has set for the whole shop; a setting that cannot be read is as it was at first. */
export async function shopSettings(sql: Sql, store: string): Promise<Shown> {
  const cells = await sql.all<{ col: string; val: string }>(
    'SELECT col, val FROM cell WHERE store = ? AND tbl = ? AND id = ?',
    store,
    SETTING,
    SHOP,
  );
  const values = new Map(cells.map(({ col, val }) => [col, JSON.parse(val) as unknown]));
  const setting = <K extends keyof Shown>(key: K): Shown[K] => {
    const value = values.get(key);
    return fits(Settings.properties[key], value) ? (value as Shown[K]) : FIRST_SETTINGS[key];
  };
  return {
    seller: setting('seller'),
    receiptHeader: setting('receiptHeader'),
    receiptFooter: setting('receiptFooter'),
    logo: setting('logo'),
  };
}

/** A line has one look on these papers; what is blank says nothing of it. */
function paperLine(line: ReturnType<typeof printedLines>[number]): PaperLine[] {
  switch (line.kind) {
    case 'text': {
      const look = line.spans.find(({ text }) => text.trim() !== '') ?? line.spans[0];
      return [
        {
          kind: 'text',
          align: line.align,
          text: line.spans.map(({ text }) => text).join(''),
          bold: look?.bold === true,
          invert: look?.invert === true,
          doubleWidth: (look?.width ?? 1) > 1,
          doubleHeight: (look?.height ?? 1) > 1,
        },
      ];
    }
    case 'qr':
      return [{ kind: 'qr', data: line.data }];
    case 'image':
      return [{ kind: 'image', width: line.width, height: line.height, bits: line.bits }];
    case 'cut':
      return [{ kind: 'cut' }];
    case 'barcode':
      return [];
  }
}
