import { readFileSync } from 'node:fs';
import type { PaperLine, PaperView } from '../http/contract/paper.ts';
import type { PortalView } from '../http/contract/portal.ts';
import type { ReceiptFilters, ReceiptList, ReceiptSummary, ReceiptView } from '../http/contract/receipts.ts';
import { type FakeReceipt, fakeReceipts, numberOf, REGISTERS, sale } from './fake-books.fixture.ts';
import { fakePortal } from './fake-portal.fixture.ts';

export interface FakeBooks {
  /** Newest first. */
  receipts: FakeReceipt[];
  portal(from: string, to: string): PortalView;
  list(query: URLSearchParams): ReceiptList;
  look(id: string, verb: string | undefined, query: URLSearchParams): unknown;
  /** One more, as of now. */
  sell(total_haler: number): FakeReceipt;
}

/** A shop that has traded for two months up to `now`. */
export function openFakeBooks(now: string): FakeBooks {
  const today = now.slice(0, 10);
  const hour = Number(now.slice(11, 13));
  const books: FakeBooks = {
    receipts: fakeReceipts(today, 62, hour),
    portal: (from, to) => fakePortal(books.receipts, { from, to }),
    list(query) {
      const limit = Number(query.get('limit') ?? 50);
      const start = Number(query.get('before') ?? 0);
      const found = books.receipts.filter((one) => fits(one, query));
      const next = start + limit;
      return {
        receipts: found.slice(start, next).map(summary),
        next: next < found.length ? String(next) : null,
      };
    },
    look(id, verb, query) {
      if (id === 'filters') return filters(books.receipts);
      const one = books.receipts.find(({ receipt }) => receipt.id === id);
      if (!one) return null;
      return verb === 'paper' ? paper(Number(query.get('columns') ?? 48)) : view(one, books.receipts);
    },
    sell(total_haler) {
      const made = sale(() => 0, REGISTERS[0], 900_000 + books.receipts.length, now, today);
      const [payment] = made.receipt.payments;
      const one: FakeReceipt = {
        ...made,
        receipt: {
          ...made.receipt,
          total_haler,
          payments: payment ? [{ ...payment, amount_haler: total_haler }] : [],
        },
      };
      books.receipts = [one, ...books.receipts];
      return one;
    },
  };
  return books;
}

function fits({ receipt, registerName, eet }: FakeReceipt, query: URLSearchParams): boolean {
  const is = (name: string, value: string | null) => !query.get(name) || query.get(name) === value;
  const words = (query.get('q') ?? '').toLowerCase().split(' ');
  const text = [
    numberOf({ receipt, registerName, eet, reversedBy: null }),
    registerName,
    receipt.staff.name,
    ...receipt.lines.map(({ name }) => name),
  ]
    .join(' ')
    .toLowerCase();
  return (
    words.every((word) => text.includes(word)) &&
    is('registerId', receipt.registerId) &&
    is('staffId', receipt.staff.id) &&
    is('table', receipt.table) &&
    is('eet', eet) &&
    is('kind', receipt.reverses ? 'reversal' : 'sale') &&
    (!query.get('from') || receipt.issuedAt >= (query.get('from') ?? '')) &&
    (!query.get('least_haler') || receipt.total_haler >= Number(query.get('least_haler')))
  );
}

function summary(one: FakeReceipt): ReceiptSummary {
  const { receipt } = one;
  return {
    id: receipt.id,
    number: numberOf(one),
    registerId: receipt.registerId,
    registerName: one.registerName,
    shiftId: receipt.shiftId,
    issuedAt: receipt.issuedAt,
    staff: receipt.staff,
    table: receipt.table,
    total_haler: receipt.total_haler,
    tip_haler: receipt.tip_haler,
    payments: receipt.payments.map(({ name }) => name),
    reversal: receipt.reverses !== null,
    reversed: one.reversedBy !== null,
    itemCount: receipt.lines.length,
    eet: eetOf(one),
  };
}

function eetOf({ receipt, eet }: FakeReceipt): ReceiptSummary['eet'] {
  if (!eet) return null;
  return {
    state: eet,
    environment: 'production',
    pok: eet === 'confirmed' ? 'a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d-ff' : null,
    attempts: 1,
    deadlineAt: receipt.issuedAt,
    why:
      eet === 'confirmed'
        ? null
        : {
            reason: { cs: 'Úřad neodpovídá.', en: 'The authority does not answer.' },
            hint: { cs: 'Pokladna to zkouší dál sama.', en: 'The register tries again by itself.' },
          },
  };
}

function view(one: FakeReceipt, all: readonly FakeReceipt[]): ReceiptView {
  const { receipt } = one;
  const { reverses } = receipt;
  const by = all.find((other) => other.receipt.id === one.reversedBy);
  const state = eetOf(one);
  return {
    receipt,
    number: numberOf(one),
    registerName: one.registerName,
    shift: { id: receipt.shiftId, zNumber: null },
    reverses: reverses && {
      id: reverses.receiptId,
      number: numberOf({ ...one, receipt: { ...receipt, number: reverses.number } }),
      reason: reverses.reason,
      here: true,
    },
    allowedBy: reverses ? 'Petr Dvořák' : null,
    reversedBy: by ? [{ id: by.receipt.id, number: numberOf(by) }] : [],
    eet: state && {
      receiptId: receipt.id,
      number: numberOf(one),
      registerId: receipt.registerId,
      registerName: one.registerName,
      soldAt: receipt.issuedAt,
      total: (receipt.total_haler / 100).toFixed(2),
      eet: state,
      toldBy: { id: receipt.registerId, name: one.registerName },
    },
  };
}

function filters(all: readonly FakeReceipt[]): ReceiptFilters {
  const named = <T extends { id: string; name: string }>(some: readonly T[]) => [
    ...new Map(some.map(({ id, name }) => [id, { id, name }])).values(),
  ];
  return {
    registers: named(
      all.map(({ receipt, registerName }) => ({ id: receipt.registerId, name: registerName })),
    ),
    staff: named(all.map(({ receipt }) => receipt.staff)),
    payments: named(
      all.flatMap(({ receipt }) => receipt.payments.map(({ typeId, name }) => ({ id: typeId, name }))),
    ),
    tables: [...new Set(all.flatMap(({ receipt }) => (receipt.table === null ? [] : [receipt.table])))],
  };
}

/** The golden paper of that width, line by line. */
function paper(columns: number): PaperView {
  const golden = readFileSync(new URL('../../test/golden/receipt-lunch.txt', import.meta.url), 'utf8');
  const [, of = ''] = golden.split(`== ${columns} znaků\n`);
  const lines = (of.split('[střih]')[0] ?? '').trimEnd().split('\n');
  const line = (text: string): PaperLine => ({
    kind: 'text',
    align: 'left',
    text,
    bold: text.startsWith('CELKEM'),
    invert: false,
    doubleWidth: text.startsWith('CELKEM'),
    doubleHeight: text.startsWith('CELKEM'),
  });
  return { columns, lines: [...lines.map(line), { kind: 'cut' }] };
}
