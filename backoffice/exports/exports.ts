import type { Seller } from '../../domain/index.ts';
import { Refusal } from '../../wire/index.ts';
import { shopSettings } from '../books/papers.ts';
import { type Period, requirePeriod } from '../books/periods.ts';
import type { Database, Sql } from '../database/database.ts';
import type { EXPORTS, FORMATS, PohodaQuery } from '../http/contract/exports.ts';
import { csvOf } from './csv.ts';
import { type ExportFile, intoFile, type Piece } from './file.ts';
import { monthPeriod, readMe, summaryText } from './month.ts';
import { pohodaPack } from './pohoda/pack.ts';
import { TABLES } from './tables.ts';
import { receiptsIn } from './walk.ts';
import { xlsxOf } from './xlsx.ts';
import { createZip } from './zip.ts';

/** Of POHODA's main cash register, as the program sets it up. */
const CASH_ACCOUNT = 'HP';
const CSV = 'text/csv; charset=utf-8';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Files for the accountant. Each throws a Refusal 400 `bad-period`. */
export interface Exports {
  /** Throws a Refusal 413 `export-too-big` of a workbook. */
  table(
    store: string,
    what: (typeof EXPORTS)[number],
    format: (typeof FORMATS)[number],
    period: Period,
  ): Promise<ExportFile>;
  /** Throws a Refusal 404 `nothing-sold`. */
  pohoda(store: string, query: PohodaQuery): Promise<ExportFile>;
  month(store: { readonly id: string; readonly name: string }, month: string): Promise<ExportFile>;
}

export function createExports({ db }: { readonly db: Pick<Database, 'read'> }): Exports {
  // One after another: each takes a core for as long as it lasts, and pages have to be answered meanwhile.
  let turn: Promise<unknown> = Promise.resolve();
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const mine = turn.then(run);
    turn = mine.catch(() => {});
    return mine;
  }

  const made = (
    name: string,
    type: string,
    fill: (sql: Sql, write: (piece: Piece) => Promise<void>) => Promise<void>,
  ): Promise<ExportFile> => inTurn(() => intoFile(name, type, (write) => db.read((sql) => fill(sql, write))));

  return {
    async table(store, what, format, asked) {
      const period = requirePeriod(asked);
      const table = TABLES[what];
      const name = `${table.name}_${period.from}_${period.to}.${format}`;
      return made(name, format === 'csv' ? CSV : XLSX, async (sql, write) => {
        const rows = table.rows(sql, store, period);
        if (format === 'xlsx') await write(await xlsxOf(table, rows));
        else for await (const piece of csvOf(table.columns, rows)) await write(piece);
      });
    },

    async pohoda(store, { from, to, detail, cashAccount = CASH_ACCOUNT }) {
      const period = requirePeriod({ from, to });
      const file = await made(`pohoda_${from}_${to}.xml`, 'application/xml', async (sql, write) => {
        const { seller } = await shopSettings(sql, store);
        for await (const piece of packOf(sql, store, { period, detail, seller, cashAccount }))
          await write(piece);
      });
      if (file.bytes > 0) return file;
      file.stream.destroy();
      throw nothingSold();
    },

    async month({ id, name }, month) {
      const period = requirePeriod(monthPeriod(month));
      return made(`ucetnictvi_${month}.zip`, 'application/zip', async (sql, write) => {
        const { seller } = await shopSettings(sql, id);
        const shifts = await shiftCounts(sql, id, period);
        const sold = await sql.get(
          'SELECT 1 FROM taking WHERE store = ? AND day >= ? AND day <= ? LIMIT 1',
          id,
          period.from,
          period.to,
        );
        // Midday: no time zone makes another day of it.
        const zip = createZip(write, new Date(`${period.to}T12:00:00Z`));
        await zip.file('CTETE.txt', once(readMe(month, sold !== undefined)));
        await zip.file(
          'souhrn.txt',
          once(await summaryText(sql, id, period, { store: name, month, ...shifts })),
        );
        for (const table of [TABLES.takings, TABLES.shifts, TABLES.receipts]) {
          await zip.file(`${table.name}.csv`, csvOf(table.columns, table.rows(sql, id, period)));
        }
        const pack = { period, detail: 'days', seller, cashAccount: CASH_ACCOUNT } as const;
        await zip.file('pohoda.xml', packOf(sql, id, pack));
        await zip.end();
      });
    },
  };
}

interface Pack {
  readonly period: Period;
  readonly detail: 'days' | 'receipts';
  readonly seller: Seller;
  readonly cashAccount: string;
}

const packOf = (sql: Sql, store: string, { seller, ...options }: Pack): AsyncIterable<string> =>
  pohodaPack(receiptsIn(sql, store, options.period), { ...options, ico: seller.ico });

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** Of shifts opened in the period. */
async function shiftCounts(
  sql: Sql,
  store: string,
  { from, to }: Period,
): Promise<{ incomplete: number; open: number }> {
  const rows = await sql.all<{ state: string; count: number }>(
    `SELECT state, count(*) AS count FROM shift
     WHERE store = ? AND opened_local >= ? AND opened_local <= ? GROUP BY state`,
    store,
    from,
    `${to}T23:59:59`,
  );
  const of = (state: string) => rows.find((row) => row.state === state)?.count ?? 0;
  return { incomplete: of('incomplete'), open: of('open') };
}

const nothingSold = () =>
  new Refusal(
    404,
    'nothing-sold',
    {
      cs: 'V tomto období není žádná účtenka, soubor pro POHODU se proto nevytvořil.',
      en: 'There is no receipt in this period, so no file for POHODA was made.',
    },
    {
      cs: 'Zvolte jiné období. Chybí-li účtenky, podívejte se na stránku Pokladny, jestli nečekají na odeslání.',
      en: 'Choose another period. If receipts are missing, look at the page of registers whether they wait to be sent.',
    },
  );
