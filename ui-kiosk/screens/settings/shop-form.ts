import type { Logo, Settings, SettingsPatch } from '../../../daemon/http/contract.ts';
import type { Paper, PaperLine } from '../../widgets/paper.tsx';

/** Seller and receipt as they are typed. */
export interface ShopForm {
  readonly name: string;
  readonly place: string;
  readonly address: string;
  readonly ico: string;
  readonly dic: string;
  /** Lines. */
  readonly header: string;
  readonly footer: string;
  readonly logo: Logo | null;
  /** In fours, as banks write it; empty when there is none. */
  readonly iban: string;
}
export type ShopFault = 'missing' | 'icoFault' | 'dicFault' | 'linesFault' | 'ibanFault';

export function shopForm({ seller, receiptHeader, receiptFooter, logo, iban }: Settings): ShopForm {
  return {
    name: seller.name,
    place: seller.place,
    address: seller.address,
    ico: seller.ico,
    dic: seller.dic ?? '',
    header: receiptHeader.join('\n'),
    footer: receiptFooter.join('\n'),
    logo,
    iban: (iban ?? '').replace(/(.{4})(?=.)/g, '$1 '),
  };
}

const MAX_LINES = 6;
const MAX_LETTERS = 48;

/** Text to lines without empty ones at the end. */
export function linesOf(text: string): string[] {
  const trimmed = text.replace(/\s+$/, '');
  return trimmed === '' ? [] : trimmed.split('\n').map((line) => line.trimEnd());
}

const compact = (text: string): string => text.replace(/\s/g, '').toUpperCase();

export function readShop(
  form: ShopForm,
): { readonly patch: SettingsPatch } | { readonly faults: ReadonlyMap<keyof ShopForm, ShopFault> } {
  const faults = new Map<keyof ShopForm, ShopFault>();
  const ico = compact(form.ico);
  const dic = compact(form.dic);
  if (form.name.trim() === '') faults.set('name', 'missing');
  if (form.address.trim() === '') faults.set('address', 'missing');
  if (!/^\d{8}$/.test(ico)) faults.set('ico', 'icoFault');
  if (dic !== '' && !/^CZ\d{8,10}$/.test(dic)) faults.set('dic', 'dicFault');
  const iban = compact(form.iban);
  if (iban !== '' && !/^CZ\d{22}$/.test(iban)) faults.set('iban', 'ibanFault');
  for (const part of ['header', 'footer'] as const) {
    const lines = linesOf(form[part]);
    if (lines.length > MAX_LINES || lines.some((line) => line.length > MAX_LETTERS)) {
      faults.set(part, 'linesFault');
    }
  }
  if (faults.size > 0) return { faults };
  return {
    patch: {
      seller: {
        name: form.name.trim(),
        place: form.place.trim(),
        address: form.address.trim(),
        ico,
        dic: dic === '' ? null : dic,
      },
      receiptHeader: linesOf(form.header),
      receiptFooter: linesOf(form.footer),
      logo: form.logo,
      iban: iban === '' ? null : iban,
    },
  };
}

const COLUMNS = 48;
const text = (line: string, align: 'left' | 'center' = 'center', bold = false): PaperLine => ({
  kind: 'text',
  align,
  spans: [bold ? { text: line, bold: true } : { text: line }],
});
const tall = (line: string): PaperLine => ({
  kind: 'text',
  align: 'center',
  spans: [{ text: line, bold: true, height: 2 }],
});
/** What does not fit goes on under it, as the printer does it. */
const printed = (line: string): PaperLine[] =>
  line === ''
    ? [text('')]
    : (line.match(new RegExp(`.{1,${COLUMNS}}`, 'gu')) ?? []).map((part) => text(part));
const row = (left: string, right: string, bold = false): PaperLine =>
  text(left + right.padStart(Math.max(COLUMNS - left.length, right.length + 1)), 'left', bold);

/** A likeness of the receipt while its texts are being written; the printer's own comes with the first sale. */
export function shopPreview(
  form: ShopForm,
  words: { readonly receipt: string; readonly items: readonly string[]; readonly total: string },
): Paper {
  const rule = text('─'.repeat(COLUMNS));
  return {
    columns: COLUMNS,
    lines: [
      ...(form.logo ? [{ kind: 'image', align: 'center', ...form.logo } as const] : []),
      ...linesOf(form.header).flatMap(printed),
      ...(form.place.trim() === '' ? [] : [tall(form.place)]),
      text(form.name, 'center', true),
      text(form.address),
      text([`IČO ${form.ico}`, form.dic && `DIČ ${form.dic}`].filter(Boolean).join('  ')),
      rule,
      text(`${words.receipt} R1-2026-000123`, 'left'),
      ...words.items.map((item, index) => row(item, ['62,00', '229,00'][index] ?? '')),
      rule,
      row(words.total, '291,00 Kč', true),
      ...linesOf(form.footer).flatMap(printed),
      { kind: 'cut', mode: 'partial' },
    ],
  };
}
