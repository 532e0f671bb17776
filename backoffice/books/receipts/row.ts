import { cashIn, formatReceiptNumber, type Receipt } from '../../../domain/index.ts';
import type { FactRow } from '../../../sync/index.ts';
import { searchText } from '../../../wire/index.ts';

/** What is looked for among receipts without reading them. Everything else of one stands in its fact. */
export interface ReceiptRow {
  readonly id: string;
  /** Of the fact that holds it. */
  readonly origin: string;
  readonly seq: number;
  readonly hlc: string;
  readonly number: string;
  /** On the register's clock, without the offset: `2026-11-24T12:34:56`. */
  readonly issued_at: string;
  readonly register_id: string;
  readonly shift_id: string;
  readonly reverses_id: string | null;
  readonly bill_id: string | null;
  readonly staff_id: string;
  readonly dining_table: string | null;
  /** Ids of the ways to pay, each between commas: `,cash,card,`. */
  readonly payments: string;
  readonly total_haler: number;
  /** Crowns that it brought into the drawer. */
  readonly cash_haler: number;
  /** Without case and diacritics. */
  readonly search: string;
}

export const RECEIPT_COLUMNS = [
  'id',
  'origin',
  'seq',
  'hlc',
  'number',
  'issued_at',
  'register_id',
  'shift_id',
  'reverses_id',
  'bill_id',
  'staff_id',
  'dining_table',
  'payments',
  'total_haler',
  'cash_haler',
  'search',
] as const satisfies readonly (keyof ReceiptRow)[];

export function receiptRow(receipt: Receipt, { origin, seq, hlc }: FactRow): ReceiptRow {
  return {
    id: receipt.id,
    origin,
    seq,
    hlc,
    number: formatReceiptNumber(receipt.number),
    issued_at: localOf(receipt.issuedAt),
    register_id: receipt.registerId,
    shift_id: receipt.shiftId,
    reverses_id: receipt.reverses?.receiptId ?? null,
    bill_id: receipt.billId,
    staff_id: receipt.staff.id,
    dining_table: receipt.table,
    payments: `,${receipt.payments.map(({ typeId }) => `${typeId},`).join('')}`,
    total_haler: receipt.total_haler,
    cash_haler: cashIn(receipt),
    search: searchText(receipt),
  };
}

/** What the clock on the wall said, which is what people look for; the offset is told by the receipt itself. */
export const localOf = (at: string): string => at.slice(0, 19);
