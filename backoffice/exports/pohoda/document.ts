import { type Buyer, formatRate, isCash, type Payment, type VatSum } from '../../../domain/index.ts';
import { element, escapeXml, moneyElement, textElement } from './xml.ts';

/** One document of the accounts: takings of a day, or a receipt, as far as they were paid in one way. */
export interface PohodaDocument {
  /** Names it for ever: the same one again is the same document. */
  readonly id: string;
  readonly day: string;
  readonly text: string;
  readonly payment: Pick<Payment, 'name' | 'kind'>;
  readonly rates: readonly VatSum[];
  readonly tip_haler: number;
  readonly rounding_haler: number;
  /** Without a DIČ no tax is stated. */
  readonly payer: boolean;
  /** Of a receipt; null for the takings of a day. */
  readonly number: string | null;
  /** With a buyer it is an issued invoice. */
  readonly buyer: Buyer | null;
  readonly reversal: boolean;
}

/** Act 235/2004, § 47, in POHODA's words (type.xsd, vatRateEnum); every other rate is one of the past. */
const RATES: Readonly<Record<number, string>> = { 2100: 'high', 1200: 'low', 0: 'none' };
const OTHER_RATE = 'historyLow';

/** type.xsd, paymentType; a voucher has no word there. */
const PAYMENTS: Readonly<Partial<Record<Payment['kind'], string>>> = {
  cash: 'cash',
  'foreign-cash': 'cash',
  card: 'creditcard',
  qr: 'draft',
  transfer: 'draft',
};

/** voucher.xsd for cash, invoice.xsd for everything else: a receivable, or the invoice that the buyer was given. */
export function documentXml(document: PohodaDocument, cashAccount: string): string {
  const xml =
    document.buyer === null && isCash(document.payment.kind)
      ? voucher(document, cashAccount)
      : invoice(document);
  return `<dat:dataPackItem id="${escapeXml(document.id)}" version="2.0">${xml}</dat:dataPackItem>\n`;
}

function voucher(document: PohodaDocument, cashAccount: string): string {
  const { day } = document;
  return `<vch:voucher version="2.0">${element(
    'vch:voucherHeader',
    extId('vch', document),
    element('vch:voucherType', 'receipt'),
    element('vch:cashAccount', textElement('typ:ids', cashAccount, 19)),
    ...(document.number === null ? [] : [textElement('vch:originalDocument', document.number, 32)]),
    element('vch:date', day),
    element('vch:datePayment', day),
    element('vch:dateTax', day),
    classification('vch', document.payer),
    textElement('vch:text', document.text, 240),
  )}${element('vch:voucherDetail', ...items('vch:voucherItem', 'vch', document))}${element(
    'vch:voucherSummary',
    element('vch:roundingDocument', 'none'),
  )}</vch:voucher>`;
}

function invoice(document: PohodaDocument): string {
  const { day, number, buyer, payment } = document;
  const word = PAYMENTS[payment.kind];
  return `<inv:invoice version="2.0">${element(
    'inv:invoiceHeader',
    extId('inv', document),
    element('inv:invoiceType', typeOf(document)),
    ...(number === null
      ? []
      : [
          ...(buyer ? [element('inv:number', textElement('typ:numberRequested', number, 32))] : []),
          textElement('inv:symVar', number.replace(/\D/g, ''), 20),
          textElement('inv:originalDocument', number, 32),
        ]),
    element('inv:date', day),
    element('inv:dateTax', day),
    element('inv:dateAccounting', day),
    element('inv:dateDue', day),
    classification('inv', document.payer),
    textElement('inv:text', document.text, 240),
    ...(buyer ? [partner(buyer)] : []),
    ...(word ? [element('inv:paymentType', element('typ:paymentType', word))] : []),
  )}${element('inv:invoiceDetail', ...items('inv:invoiceItem', 'inv', document))}${element(
    'inv:invoiceSummary',
    element('inv:roundingDocument', 'none'),
  )}</inv:invoice>`;
}

const typeOf = ({ buyer, reversal }: PohodaDocument): string => {
  if (!buyer) return 'receivable';
  return reversal ? 'issuedCreditNotice' : 'issuedInvoice';
};

const extId = (prefix: string, { id }: PohodaDocument): string =>
  element(`${prefix}:extId`, textElement('typ:ids', id, 64), element('typ:exSystemName', 'kasad'));

const classification = (prefix: string, payer: boolean): string =>
  element(
    `${prefix}:classificationVAT`,
    element('typ:classificationVATType', payer ? 'inland' : 'nonSubsume'),
  );

const partner = ({ name, address, ico, dic }: Buyer): string =>
  element(
    'inv:partnerIdentity',
    element(
      'typ:address',
      textElement('typ:company', name, 255),
      textElement('typ:street', address, 64),
      ...(ico === null ? [] : [textElement('typ:ico', ico, 15)]),
      ...(dic === null ? [] : [textElement('typ:dic', dic, 18)]),
    ),
  );

/** One for each rate, as stated on the receipts and not reckoned anew; tips and rounding stand outside the tax. */
function items(name: string, prefix: string, document: PohodaDocument): string[] {
  const { rates, tip_haler, rounding_haler, payer } = document;
  const untaxed = (text: string, amount_haler: number) =>
    amount_haler === 0
      ? []
      : [
          item(name, prefix, text, null, {
            base_haler: amount_haler,
            vat_haler: 0,
            total_haler: amount_haler,
          }),
        ];
  return [
    ...rates.map((sum) =>
      payer
        ? item(name, prefix, `Tržba, DPH ${formatRate(sum.rate_bp)}`, sum.rate_bp, sum)
        : item(name, prefix, 'Tržba', null, { ...sum, base_haler: sum.total_haler, vat_haler: 0 }),
    ),
    ...untaxed('Spropitné', tip_haler),
    ...untaxed('Zaokrouhlení', rounding_haler),
  ];
}

function item(
  name: string,
  prefix: string,
  text: string,
  rate_bp: number | null,
  { base_haler, vat_haler, total_haler }: Omit<VatSum, 'rate_bp'>,
): string {
  return element(
    name,
    textElement(`${prefix}:text`, text, 90),
    element(`${prefix}:quantity`, '1'),
    element(`${prefix}:payVAT`, rate_bp === null ? 'false' : 'true'),
    element(`${prefix}:rateVAT`, rate_bp === null ? 'none' : (RATES[rate_bp] ?? OTHER_RATE)),
    ...(rate_bp === null ? [] : [element(`${prefix}:percentVAT`, String(rate_bp / 100))]),
    element(
      `${prefix}:homeCurrency`,
      moneyElement('typ:unitPrice', total_haler),
      moneyElement('typ:price', base_haler),
      moneyElement('typ:priceVAT', vat_haler),
      moneyElement('typ:priceSum', total_haler),
    ),
    ...(rate_bp === null ? [classification(prefix, false)] : []),
  );
}
