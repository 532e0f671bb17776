import {
  divideRounded,
  formatAmount,
  formatQuantity,
  formatRate,
  formatReceiptNumber,
  type Haler,
  type Payment,
  type Receipt,
  type ReceiptLine,
  SIMPLIFIED_LIMIT_HALER,
  type VatSum,
} from '../domain/index.ts';
import type { Bitmap, Block, Document } from '../drivers/index.ts';
import { type Sheet, sheetMarks } from './sheet.ts';
import { paperTime, unitOf } from './wording.ts';

export interface ReceiptSheet extends Sheet {
  /** The shop's own lines above and below. */
  readonly header: readonly string[];
  readonly footer: readonly string[];
  /** The shop's picture, when this paper is wide enough for it. */
  readonly logo?: Bitmap | null;
  /** What the tax authority has said of it, or will. */
  readonly fiscal?: readonly string[];
}

/**
 * A receipt as the law wants it: Act 634/1992, § 16 (what every buyer gets), Act 235/2004, § 29 (tax document),
 * § 30a (simplified one, up to 10 000 Kč), § 45 (corrective one). A seller without a DIČ states no VAT at all.
 */
export function receiptDocument(receipt: Receipt, sheet: ReceiptSheet): Document {
  const payer = receipt.seller.dic !== null;
  const marks = payer ? rateMarks(receipt.recap) : new Map<number, string>();
  return {
    blocks: [
      ...sheetMarks(sheet),
      ...(sheet.logo ? [{ kind: 'image', image: sheet.logo } as const] : []),
      ...centred(sheet.header),
      ...sellerBlocks(receipt),
      { kind: 'rule' },
      ...identification(receipt),
      ...buyerBlocks(receipt),
      { kind: 'rule' },
      ...receipt.lines.flatMap((line) =>
        lineBlocks(line, marks.get(line.rate_bp) ?? '', payer && receipt.buyer !== null),
      ),
      ...discountBlocks(receipt, payer),
      { kind: 'rule', char: '=' },
      total(receipt.total_haler, sheet.columns),
      { kind: 'rule', char: '=' },
      ...paymentBlocks(receipt),
      ...(payer ? recapBlocks(receipt.recap, marks, sheet.columns) : []),
      ...fiscalBlocks(sheet.fiscal ?? []),
      ...(sheet.footer.length > 0 ? [{ kind: 'feed', lines: 1 } as const, ...centred(sheet.footer)] : []),
      { kind: 'cut' },
    ],
  };
}

/** Apart from the sums, and not centred: what has to be copied by hand is read from the edge. */
function fiscalBlocks(lines: readonly string[]): Block[] {
  if (lines.length === 0) return [];
  return [{ kind: 'rule' }, ...lines.map((text): Block => ({ kind: 'text', text }))];
}

function centred(lines: readonly string[]): Block[] {
  return lines.map((text) => ({ kind: 'text', text, align: 'center' }));
}

function sellerBlocks({ seller }: Receipt): Block[] {
  const place: Block[] =
    seller.place === '' || seller.place === seller.name
      ? []
      : [{ kind: 'text', text: seller.place, align: 'center', style: { bold: true, doubleHeight: true } }];
  return [
    ...place,
    { kind: 'text', text: seller.name, align: 'center', style: { bold: true } },
    { kind: 'text', text: seller.address, align: 'center' },
    {
      kind: 'text',
      text: seller.dic === null ? `IČO ${seller.ico}` : `IČO ${seller.ico}  DIČ ${seller.dic}`,
      align: 'center',
    },
    ...(seller.dic === null ? centred(['Neplátce DPH']) : []),
  ];
}

/** What the law calls this paper. Above the limit a simplified document does not exist, so none is claimed. */
function titleOf(receipt: Receipt): string {
  const payer = receipt.seller.dic !== null;
  if (receipt.reverses) return payer ? 'Opravný daňový doklad' : 'Storno účtenky';
  if (receipt.buyer) return payer ? 'Faktura – daňový doklad' : 'Faktura';
  if (!payer || receipt.total_haler > SIMPLIFIED_LIMIT_HALER) return 'Účtenka';
  return 'Daňový doklad – zjednodušený';
}

function identification(receipt: Receipt): Block[] {
  const blocks: Block[] = [];
  if (receipt.reverses) {
    blocks.push(
      {
        kind: 'text',
        text: `STORNO dokladu č. ${formatReceiptNumber(receipt.reverses.number)}`,
        align: 'center',
        style: { bold: true, doubleHeight: true },
      },
      { kind: 'text', text: `Důvod: ${receipt.reverses.reason}`, align: 'center' },
    );
  }
  blocks.push(
    { kind: 'text', text: titleOf(receipt), align: 'center', style: { bold: true } },
    { kind: 'row', left: 'Doklad č.', right: formatReceiptNumber(receipt.number), style: { bold: true } },
    {
      kind: 'row',
      // § 29 para. 1 g, h: both days have to stand on a full document, be they the same.
      left: receipt.buyer ? 'Vystaveno a uskutečněno' : 'Datum',
      right: paperTime(receipt.issuedAt),
    },
  );
  if (receipt.table !== null) {
    blocks.push({ kind: 'row', left: 'Stůl', right: receipt.table.replace(/^stůl\s+/i, '') });
  }
  blocks.push({ kind: 'row', left: 'Obsluha', right: receipt.staff.name });
  return blocks;
}

function buyerBlocks({ buyer }: Receipt): Block[] {
  if (!buyer) return [];
  const numbers = [buyer.ico && `IČO ${buyer.ico}`, buyer.dic && `DIČ ${buyer.dic}`]
    .filter(Boolean)
    .join('  ');
  return [
    { kind: 'rule' },
    { kind: 'text', text: 'Odběratel:' },
    { kind: 'text', text: buyer.name, style: { bold: true } },
    { kind: 'text', text: buyer.address },
    ...(numbers ? [{ kind: 'text', text: numbers } as const] : []),
  ];
}

/** A letter for each rate, highest first: lines bear it, the recapitulation explains it. */
function rateMarks(recap: readonly VatSum[]): Map<number, string> {
  return new Map(recap.map(({ rate_bp }, i) => [rate_bp, String.fromCharCode(65 + i)]));
}

export type PrintedLine = Omit<
  ReceiptLine,
  'itemId' | 'categoryId' | 'billDiscount_haler' | 'amount_haler' | 'staffId'
>;

export function lineBlocks(line: PrintedLine, mark: string, withBase: boolean): Block[] {
  const blocks: Block[] = [{ kind: 'row', left: line.name, right: marked(line.gross_haler, mark) }];
  if (line.quantity !== 1000 || withBase) {
    // The price of one unit without tax: § 29 para. 1 i asks for it on a full document.
    const base_haler = divideRounded(BigInt(line.unitPrice_haler) * 10_000n, BigInt(10_000 + line.rate_bp));
    const unit = unitOf(line.quantity, line.unit);
    blocks.push({
      kind: 'text',
      text: `  ${formatQuantity(line.quantity)} ${unit} × ${formatAmount(line.unitPrice_haler)}`,
    });
    if (withBase) blocks.push({ kind: 'text', text: `  bez DPH ${formatAmount(base_haler)} / ${line.unit}` });
  }
  if (line.lineDiscount_haler !== 0) {
    blocks.push({ kind: 'row', left: '  Sleva', right: marked(-line.lineDiscount_haler, mark) });
  }
  return blocks;
}

function marked(amount: Haler, mark: string): string {
  return mark === '' ? formatAmount(amount) : `${formatAmount(amount)} ${mark}`;
}

export function discountBlocks(
  receipt: Pick<Receipt, 'discount_haler' | 'total_haler'>,
  payer: boolean,
): Block[] {
  if (receipt.discount_haler === 0) return [];
  const tail = payer ? '  ' : '';
  return [
    { kind: 'rule' },
    {
      kind: 'row',
      left: 'Mezisoučet',
      right: `${formatAmount(receipt.total_haler + receipt.discount_haler)}${tail}`,
    },
    { kind: 'row', left: 'Sleva na účet', right: `${formatAmount(-receipt.discount_haler)}${tail}` },
  ];
}

/** Double size while it fits; a sum too long for that stays on one line, only high. */
export function total(amount: Haler, columns: number): Block {
  const label = 'CELKEM';
  const right = `${formatAmount(amount)} Kč`;
  const wide = label.length + 1 + right.length <= Math.floor(columns / 2);
  return {
    kind: 'row',
    left: label,
    right,
    style: { bold: true, doubleHeight: true, doubleWidth: wide },
  };
}

function paymentBlocks(receipt: Receipt): Block[] {
  const blocks: Block[] = [];
  if (receipt.tip_haler !== 0) {
    blocks.push({ kind: 'row', left: 'Spropitné', right: formatAmount(receipt.tip_haler) });
  }
  if (receipt.rounding_haler !== 0) {
    blocks.push({ kind: 'row', left: 'Zaokrouhlení', right: formatAmount(receipt.rounding_haler) });
  }
  if (receipt.toPay_haler !== receipt.total_haler) {
    blocks.push({
      kind: 'row',
      left: 'K úhradě',
      right: `${formatAmount(receipt.toPay_haler)} Kč`,
      style: { bold: true },
    });
  }
  blocks.push(...receipt.payments.flatMap(paymentRows));
  if (receipt.change_haler !== 0) {
    blocks.push({
      kind: 'row',
      left: 'Vráceno',
      right: `${formatAmount(receipt.change_haler)} Kč`,
      style: { bold: true },
    });
  }
  return blocks;
}

function paymentRows(payment: Payment): Block[] {
  const row: Block = { kind: 'row', left: payment.name, right: formatAmount(payment.tendered_haler) };
  if (!payment.foreign) return [row];
  const { currency, tendered_cents, rate_haler } = payment.foreign;
  return [
    row,
    {
      kind: 'text',
      text: `  ${formatAmount(tendered_cents)} ${currency}, kurz ${formatAmount(rate_haler)} Kč`,
    },
  ];
}

/** One column wider than its longest figure; paper too narrow for that gets a paragraph for each rate. */
function recapBlocks(recap: readonly VatSum[], marks: Map<number, string>, columns: number): Block[] {
  if (recap.length === 0) return [];
  const rows = recap.map((sum) => ({
    rate: `${marks.get(sum.rate_bp) ?? ''} ${formatRate(sum.rate_bp)}`,
    base: formatAmount(sum.base_haler),
    vat: formatAmount(sum.vat_haler),
    total: formatAmount(sum.total_haler),
  }));
  const width = (heading: string, of: 'base' | 'vat' | 'total') =>
    Math.max(heading.length, ...rows.map((row) => row[of].length)) + 1;
  const base = Math.max(width('Základ', 'base'), Math.floor(columns / 4));
  const vat = Math.max(width('DPH', 'vat'), Math.floor(columns / 4) - 2);
  const sum = Math.max(width('Celkem', 'total'), Math.floor(columns / 4));
  const rate = Math.max(...rows.map((row) => row.rate.length));
  if (rate + base + vat + sum > columns) {
    return [
      { kind: 'rule' },
      ...rows.flatMap((row): Block[] => [
        { kind: 'text', text: `Sazba ${row.rate}` },
        { kind: 'row', left: '  Základ', right: row.base },
        { kind: 'row', left: '  DPH', right: row.vat },
        { kind: 'row', left: '  Celkem', right: row.total },
      ]),
    ];
  }
  const line = (a: string, b: string, c: string, d: string): Block => ({
    kind: 'columns',
    cells: [
      { text: a, width: 'rest' },
      { text: b, width: base, align: 'right' },
      { text: c, width: vat, align: 'right' },
      { text: d, width: sum, align: 'right' },
    ],
  });
  return [
    { kind: 'rule' },
    line('Sazba', 'Základ', 'DPH', 'Celkem'),
    ...rows.map((row) => line(row.rate, row.base, row.vat, row.total)),
  ];
}
