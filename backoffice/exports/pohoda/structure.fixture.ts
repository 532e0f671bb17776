import { SaxesParser } from 'saxes';

/*
 * The part of Stormware's published structure (www.stormware.cz/schema/version_2: data.xsd, voucher.xsd, invoice.xsd,
 * type.xsd) that the pack uses: which elements may stand in which, in which order where there is one, and how their
 * texts may look. The schemas themselves are Stormware's and no part of this project.
 */

interface Place {
  /** Where `all` stands, the order is free; otherwise it is this one. */
  readonly all?: true;
  readonly children: readonly string[];
  readonly attributes?: readonly string[];
}

const word = (...words: readonly string[]) => new RegExp(`^(${words.join('|')})$`);
const most = (length: number) => new RegExp(`^.{0,${length}}$`, 'su');
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MONEY = /^-?\d+\.\d{2}$/;

const header = ['extId', 'classificationVAT', 'text', 'date', 'dateTax', 'originalDocument'];
const items = ['text', 'quantity', 'payVAT', 'rateVAT', 'percentVAT', 'homeCurrency', 'classificationVAT'];
const named = (prefix: string, names: readonly string[]) => names.map((name) => `${prefix}:${name}`);

const PLACES: Readonly<Record<string, Place>> = {
  'dat:dataPack': {
    children: ['dat:dataPackItem'],
    attributes: ['id', 'ico', 'application', 'version', 'note'],
  },
  'dat:dataPackItem': { children: ['vch:voucher', 'inv:invoice'], attributes: ['id', 'version'] },
  'vch:voucher': {
    children: named('vch', ['voucherHeader', 'voucherDetail', 'voucherSummary']),
    attributes: ['version'],
  },
  'vch:voucherHeader': {
    all: true,
    children: named('vch', [...header, 'voucherType', 'cashAccount', 'datePayment']),
  },
  'vch:voucherDetail': { children: ['vch:voucherItem'] },
  'vch:voucherItem': { all: true, children: named('vch', items) },
  'vch:voucherSummary': { all: true, children: ['vch:roundingDocument'] },
  'inv:invoice': {
    children: named('inv', ['invoiceHeader', 'invoiceDetail', 'invoiceSummary']),
    attributes: ['version'],
  },
  'inv:invoiceHeader': {
    all: true,
    children: named('inv', [
      ...header,
      ...['invoiceType', 'number', 'symVar', 'dateAccounting', 'dateDue', 'partnerIdentity', 'paymentType'],
    ]),
  },
  'inv:invoiceDetail': { children: ['inv:invoiceItem'] },
  'inv:invoiceItem': { all: true, children: named('inv', items) },
  'inv:invoiceSummary': { all: true, children: ['inv:roundingDocument'] },
  'inv:number': { all: true, children: ['typ:numberRequested'] },
  'inv:partnerIdentity': { children: ['typ:address'] },
  'inv:paymentType': { all: true, children: ['typ:paymentType'] },
  'typ:address': { all: true, children: ['typ:company', 'typ:street', 'typ:ico', 'typ:dic'] },
  'vch:cashAccount': { all: true, children: ['typ:ids'] },
  extId: { all: true, children: ['typ:ids', 'typ:exSystemName'] },
  classificationVAT: { all: true, children: ['typ:classificationVATType'] },
  homeCurrency: {
    all: true,
    children: ['typ:unitPrice', 'typ:price', 'typ:priceVAT', 'typ:priceSum'],
  },
};

const TEXTS: Readonly<Record<string, RegExp>> = {
  'vch:voucherType': word('receipt', 'expense'),
  'inv:invoiceType': word('issuedInvoice', 'issuedCreditNotice', 'receivable'),
  'typ:classificationVATType': word('inland', 'nonSubsume'),
  'typ:paymentType': word('cash', 'creditcard', 'draft'),
  roundingDocument: word('none'),
  rateVAT: word('none', 'high', 'low', 'historyLow'),
  payVAT: word('true', 'false'),
  quantity: word('1'),
  percentVAT: /^\d+(\.\d+)?$/,
  date: DATE,
  datePayment: DATE,
  dateTax: DATE,
  dateAccounting: DATE,
  dateDue: DATE,
  originalDocument: most(32),
  'typ:numberRequested': /^.{1,32}$/su,
  symVar: /^\d{0,20}$/,
  'typ:ids': most(64),
  'typ:exSystemName': most(64),
  'typ:company': most(255),
  'typ:street': most(64),
  'typ:ico': most(15),
  'typ:dic': most(18),
  'typ:unitPrice': MONEY,
  'typ:price': MONEY,
  'typ:priceVAT': MONEY,
  'typ:priceSum': MONEY,
};

interface Element {
  readonly name: string;
  readonly children: string[];
  text: string;
}

export interface Item {
  readonly text: string;
  readonly base_haler: number;
  readonly vat_haler: number;
  readonly sum_haler: number;
}

/** What is wrong with a pack by the published structure, and all items in it. Throws over XML that is none. */
export function readPack(xml: string): { readonly faults: string[]; readonly items: Item[] } {
  const faults: string[] = [];
  const open: Element[] = [];
  const read: Item[] = [];
  let values = new Map<string, string>();
  const rule = <T>(rules: Readonly<Record<string, T>>, name: string): T | undefined =>
    rules[name] ?? rules[name.slice(4)];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes, uri }) => {
    const schema = { dat: 'data', vch: 'voucher', inv: 'invoice', typ: 'type' }[name.slice(0, 3)];
    if (uri !== `http://www.stormware.cz/schema/version_2/${schema}.xsd`) faults.push(`${name} is of ${uri}`);
    const parent = open.at(-1);
    if (parent) {
      if (!rule(PLACES, parent.name)?.children.includes(name)) faults.push(`${name} in ${parent.name}`);
      parent.children.push(name);
    } else if (name !== 'dat:dataPack') faults.push(`begins with ${name}`);
    const allowed = rule(PLACES, name)?.attributes ?? [];
    const given = Object.keys(attributes).filter((one) => !one.startsWith('xmlns'));
    if (given.join() !== [...allowed].join()) faults.push(`${name} has ${given.join()}`);
    if (/Item$/.test(name)) values = new Map();
    open.push({ name, children: [], text: '' });
  });
  parser.on('text', (text) => {
    const last = open.at(-1);
    if (last) last.text += text;
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (!element) return;
    const { name, children, text } = element;
    const place = rule(PLACES, name);
    if (place) {
      if (children.length === 0) faults.push(`${name} is empty`);
      if (place.all && new Set(children).size < children.length) faults.push(`${name} has one twice`);
      const order = children.map((child) => place.children.indexOf(child));
      if (!place.all && name !== 'dat:dataPackItem' && order.some((at, i) => at < (order[i - 1] ?? 0))) {
        faults.push(`${name} out of order: ${children.join()}`);
      }
    } else if (!isText(name, text)) faults.push(`${name}: ${text}`);
    values.set(name.slice(4), text);
    if (name === 'vch:voucherItem' || name === 'inv:invoiceItem') {
      const haler = (key: string) => Math.round(Number(values.get(key)) * 100);
      read.push({
        text: values.get('text') ?? '',
        base_haler: haler('price'),
        vat_haler: haler('priceVAT'),
        sum_haler: haler('priceSum'),
      });
    }
  });
  const isText = (name: string, text: string): boolean => {
    const inItem = open.at(-1)?.name.endsWith('Item') === true;
    const pattern = name.endsWith(':text') ? most(inItem ? 90 : 240) : rule(TEXTS, name);
    return pattern?.test(text) === true;
  };
  parser.write(xml).close();
  return { faults, items: read };
}
