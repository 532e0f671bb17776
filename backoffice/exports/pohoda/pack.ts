import { formatReceiptNumber, type Receipt, sumRecaps, type VatSum } from '../../../domain/index.ts';
import type { Period } from '../../books/periods.ts';
import { documentXml, type PohodaDocument } from './document.ts';
import { type Share, sharesOf } from './shares.ts';
import { escapeXml } from './xml.ts';

export interface PackOptions {
  readonly period: Period;
  /** `days`: one document a day and way to pay. `receipts`: one a receipt and way to pay. */
  readonly detail: 'days' | 'receipts';
  readonly ico: string;
  readonly cashAccount: string;
}

/**
 * Takings as a dataPack of POHODA (Stormware, www.stormware.cz/xml, schema version_2), day by day in bounded memory.
 * Receipts come in the order of their times. Nothing at all when there are none: a pack must not be empty.
 */
export async function* pohodaPack(
  receipts: AsyncIterable<Receipt>,
  { period, detail, ico, cashAccount }: PackOptions,
): AsyncGenerator<string> {
  let opened = false;
  const write = (documents: readonly PohodaDocument[]): string => {
    if (documents.length === 0) return '';
    const head = opened ? '' : opening(period, ico);
    opened = true;
    return head + documents.map((document) => documentXml(document, cashAccount)).join('');
  };
  let day = new Map<string, PohodaDocument>();
  let today = '';
  for await (const receipt of receipts) {
    const at = receipt.issuedAt.slice(0, 10);
    if (at !== today) {
      yield write([...day.values()]);
      day = new Map();
      today = at;
    }
    for (const share of sharesOf(receipt)) {
      if (detail === 'receipts' || receipt.buyer) yield write([ofReceipt(receipt, share)]);
      else addToDay(day, receipt, share);
    }
  }
  yield write([...day.values()]);
  if (opened) yield '</dat:dataPack>\n';
}

function opening({ from, to }: Period, ico: string): string {
  const schemas = ['data', 'voucher', 'invoice', 'type'];
  const prefixes = ['dat', 'vch', 'inv', 'typ'];
  const names = schemas
    .map((schema, i) => ` xmlns:${prefixes[i]}="http://www.stormware.cz/schema/version_2/${schema}.xsd"`)
    .join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<dat:dataPack id="kasad-${from}-${to}" ico="${escapeXml(ico)}" application="kasad" version="2.0" note="Tržby ${from} až ${to}"${names}>
`;
}

function ofReceipt(receipt: Receipt, { payment, rates, tip_haler, rounding_haler }: Share): PohodaDocument {
  const number = formatReceiptNumber(receipt.number);
  return {
    id: idOf(`${number}-${payment.typeId}`),
    day: receipt.issuedAt.slice(0, 10),
    text: `${receipt.reverses ? 'Storno' : 'Účtenka'} ${number}, ${payment.name}`,
    payment,
    rates,
    tip_haler,
    rounding_haler,
    payer: receipt.seller.dic !== null,
    number,
    buyer: receipt.buyer,
    reversal: receipt.reverses !== null,
  };
}

/** Takings as payer and not as payer stay apart: on the day when that was changed there are both. */
function addToDay(day: Map<string, PohodaDocument>, receipt: Receipt, share: Share): void {
  const { payment, rates, tip_haler, rounding_haler } = share;
  const payer = receipt.seller.dic !== null;
  const date = receipt.issuedAt.slice(0, 10);
  const id = idOf(`${date}-${payment.typeId}${payer ? '' : '-neplatce'}`);
  const known = day.get(id);
  day.set(id, {
    id,
    day: date,
    text: `Tržba ${date}, ${payment.name}`,
    payment,
    rates: merged(known?.rates ?? [], rates),
    tip_haler: (known?.tip_haler ?? 0) + tip_haler,
    rounding_haler: (known?.rounding_haler ?? 0) + rounding_haler,
    payer,
    number: null,
    buyer: null,
    reversal: false,
  });
}

const merged = (a: readonly VatSum[], b: readonly VatSum[]): VatSum[] => sumRecaps([a, b]);

/** type.xsd, string64. */
const idOf = (text: string): string => text.slice(0, 64);
