import { formatAmount, type Haler, type Seller } from '../../domain/index.ts';
import type { Block, Document } from '../../drivers/index.ts';
import {
  discountBlocks,
  lineBlocks,
  type PrintedLine,
  paperTime,
  type Sheet,
  sheetMarks,
  total,
} from '../../paper/index.ts';
import { spayd } from './spayd.ts';

/** A bill as it stood when the guest asked for it. Frozen: what is ordered after that is on the next one. */
export interface BillPaper {
  readonly billId: string;
  readonly seller: Pick<Seller, 'name' | 'place' | 'address'>;
  readonly table: string | null;
  readonly staffName: string;
  /** RFC 3339, local with offset. */
  readonly at: string;
  readonly lines: readonly PrintedLine[];
  readonly discount_haler: Haler;
  readonly total_haler: Haler;
  /** Where the guest may pay by phone; null when the shop has no account set. */
  readonly iban: string | null;
}

export interface BillSheet extends Sheet {
  /** A printer that has no codes would print the code's text, which is of no use to a guest. */
  readonly qr: boolean;
}

/**
 * What is laid on the table before paying. It has no number and no VAT, and says itself that it is no tax document,
 * so that nobody takes it for a receipt.
 */
export function billDocument(bill: BillPaper, sheet: BillSheet): Document {
  return {
    blocks: [
      ...sheetMarks(sheet),
      ...sellerBlocks(bill.seller),
      { kind: 'rule' },
      {
        kind: 'text',
        text: 'ÚČET – NENÍ DAŇOVÝ DOKLAD',
        align: 'center',
        style: { bold: true, doubleHeight: true },
      },
      { kind: 'row', left: 'Datum', right: paperTime(bill.at) },
      ...(bill.table === null
        ? []
        : [{ kind: 'row', left: 'Stůl', right: bill.table.replace(/^stůl\s+/i, '') } as const]),
      { kind: 'row', left: 'Obsluha', right: bill.staffName },
      { kind: 'rule' },
      ...bill.lines.flatMap((line) => lineBlocks(line, '', false)),
      ...discountBlocks(bill, false),
      { kind: 'rule', char: '=' },
      total(bill.total_haler, sheet.columns),
      { kind: 'rule', char: '=' },
      ...(bill.iban !== null && sheet.qr && bill.total_haler > 0 ? paymentCode(bill, bill.iban) : []),
      { kind: 'cut' },
    ],
  };
}

function sellerBlocks({ name, place, address }: BillPaper['seller']): Block[] {
  return [
    ...(place === '' || place === name
      ? []
      : [
          {
            kind: 'text',
            text: place,
            align: 'center',
            style: { bold: true, doubleHeight: true },
          } as const,
        ]),
    { kind: 'text', text: name, align: 'center', style: { bold: true } },
    { kind: 'text', text: address, align: 'center' },
  ];
}

function paymentCode({ seller, table, total_haler }: BillPaper, iban: string): Block[] {
  const where = table === null ? '' : `stůl ${table.replace(/^stůl\s+/i, '')} `;
  const message = `Účet ${where}${seller.place || seller.name}`;
  return [
    {
      kind: 'text',
      text: `QR platba ${formatAmount(total_haler)} Kč`,
      align: 'center',
      style: { bold: true },
    },
    { kind: 'qr', data: spayd({ iban, amount_haler: total_haler, message }) },
  ];
}
