import { formatReceiptNumber, type Receipt } from '../../domain/index.ts';
import { saleRows } from '../books/eet/sales.ts';
import { recordNames } from '../books/names.ts';
import { listShifts } from '../books/shifts/shifts.ts';
import type { EXPORTS } from '../http/contract/exports.ts';
import { column, sheetTime, type Table } from './table.ts';
import { receiptsIn } from './walk.ts';

type Name = (typeof EXPORTS)[number];

/** As many receipts as are looked up among the registered ones at once. */
const ASKED = 200;

const receipts: Table = {
  name: 'uctenky',
  title: 'Účtenky',
  columns: [
    column('Doklad', 'text', 20),
    column('Vystaveno', 'text', 20),
    column('Pokladna'),
    column('Obsluha'),
    column('Stůl'),
    column('Celkem', 'money'),
    column('Spropitné', 'money'),
    column('Zaokrouhlení', 'money'),
    column('K úhradě', 'money'),
    column('Platby', 'text', 30),
    column('Storno dokladu', 'text', 20),
    column('Důvod storna'),
    column('Odběratel', 'text', 30),
    column('IČO odběratele'),
    column('EET'),
    column('POK', 'text', 40),
  ],
  async *rows(sql, store, period) {
    const registers = await recordNames(sql, store, 'register');
    let some: Receipt[] = [];
    async function* told() {
      const sales = await saleRows(
        sql,
        store,
        some.map(({ id }) => id),
      );
      for (const receipt of some) {
        const sale = sales.get(receipt.id);
        yield [
          ...head(receipt, registers.of(receipt.registerId)),
          receipt.staff.name,
          receipt.table,
          receipt.total_haler,
          receipt.tip_haler,
          receipt.rounding_haler,
          receipt.toPay_haler,
          receipt.payments.map(({ name }) => name).join(', '),
          receipt.reverses && formatReceiptNumber(receipt.reverses.number),
          receipt.reverses?.reason ?? null,
          receipt.buyer?.name ?? null,
          receipt.buyer?.ico ?? null,
          sale ? EET_WORDS[sale.state] : 'neeviduje se',
          sale?.pok ?? null,
        ];
      }
      some = [];
    }
    for await (const receipt of receiptsIn(sql, store, period)) {
      some.push(receipt);
      if (some.length === ASKED) yield* told();
    }
    yield* told();
  },
};

const EET_WORDS = {
  waiting: 'čeká',
  blocked: 'zablokováno',
  rejected: 'odmítnuto',
  confirmed: 'potvrzeno',
  'confirmed-unverified': 'potvrzeno, podpis neověřen',
} as const;

const lines: Table = {
  name: 'polozky',
  title: 'Položky účtenek',
  columns: [
    column('Doklad', 'text', 20),
    column('Vystaveno', 'text', 20),
    column('Pokladna'),
    column('Položka', 'text', 36),
    column('Kategorie'),
    column('Množství', 'quantity'),
    column('MJ', 'text', 8),
    column('Cena za MJ', 'money'),
    column('Sazba DPH', 'rate'),
    column('Sleva', 'money'),
    column('Celkem', 'money'),
  ],
  async *rows(sql, store, period) {
    const registers = await recordNames(sql, store, 'register');
    const categories = await recordNames(sql, store, 'category');
    for await (const receipt of receiptsIn(sql, store, period)) {
      for (const line of receipt.lines) {
        yield [
          ...head(receipt, registers.of(receipt.registerId)),
          line.name,
          categories.of(line.categoryId),
          line.quantity,
          line.unit,
          line.unitPrice_haler,
          receipt.seller.dic === null ? null : line.rate_bp,
          line.lineDiscount_haler + line.billDiscount_haler,
          line.amount_haler,
        ];
      }
    }
  },
};

const head = (receipt: Receipt, register: string) => [
  formatReceiptNumber(receipt.number),
  sheetTime(receipt.issuedAt),
  register,
];

const takings: Table = {
  name: 'trzby',
  title: 'Tržby podle dnů a DPH',
  columns: [
    column('Den', 'text', 12),
    column('Sazba DPH', 'rate'),
    column('Základ', 'money'),
    column('DPH', 'money'),
    column('Celkem', 'money'),
    column('Účtenek', 'whole'),
  ],
  async *rows(sql, store, { from, to }) {
    const rows = sql.each<{
      day: string;
      key: string;
      base_haler: number;
      vat_haler: number;
      amount_haler: number;
      count: number;
    }>(
      `SELECT day, key, base_haler, vat_haler, amount_haler, count FROM taking
       WHERE store = ? AND day >= ? AND day <= ? AND dimension = 'vat' ORDER BY day, length(key) DESC, key DESC`,
      store,
      from,
      to,
    );
    for await (const { day, key, base_haler, vat_haler, amount_haler, count } of rows) {
      yield [day, Number(key), base_haler, vat_haler, amount_haler, count];
    }
  },
};

const shifts: Table = {
  name: 'uzaverky',
  title: 'Uzávěrky',
  columns: [
    column('Pokladna'),
    column('Z', 'whole', 8),
    column('Otevřeno', 'text', 20),
    column('Otevřel(a)'),
    column('Uzavřeno', 'text', 20),
    column('Uzavřel(a)'),
    column('Účtenek', 'whole'),
    column('Tržba', 'money'),
    column('Počáteční stav', 'money'),
    column('Má být v hotovosti', 'money'),
    column('Spočteno', 'money'),
    column('Rozdíl', 'money'),
    column('Stav', 'text', 40),
  ],
  async *rows(sql, store, { from, to }) {
    let before: string | undefined;
    do {
      const page = await listShifts(sql, store, { from, to, limit: 200, ...(before ? { before } : {}) });
      for (const shift of page.shifts) {
        const { closed } = shift;
        yield [
          shift.registerName,
          closed?.zNumber ?? null,
          sheetTime(shift.openedAt),
          shift.openedBy.name,
          closed ? sheetTime(closed.at) : null,
          closed?.by.name ?? null,
          closed?.receiptCount ?? shift.receiptCount,
          shift.takings_haler,
          shift.float_haler,
          shift.expected_haler,
          closed?.counted_haler ?? null,
          closed?.difference_haler ?? null,
          shift.lacks?.cs ?? (closed ? 'v pořádku' : 'otevřená'),
        ];
      }
      before = page.next ?? undefined;
    } while (before);
  },
};

export const TABLES: Readonly<Record<Name, Table>> = { receipts, lines, takings, shifts };
