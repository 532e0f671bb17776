import { type Language, language, locale } from '../../../ui/language.ts';

const formats = new Map<string, Intl.NumberFormat>();

function number(tongue: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${tongue} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale(tongue), options);
    formats.set(key, format);
  }
  return format;
}

const CROWNS = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;
const WHOLE = { maximumFractionDigits: 0 } as const;
/** A minus as wide as a digit stands in a column; a hyphen does not. */
const minus = (text: string): string => text.replace('-', '−');

/** `1 234,50 Kč`; a double holds every amount up to 99 999 999,99 Kč to the haléř. */
export function money(haler: number, tongue: Language = language.value): string {
  return `${amount(haler, tongue)}\u00a0Kč`;
}

/** `1 234,50` where the column says already that it is crowns. */
export function amount(haler: number, tongue: Language = language.value): string {
  return minus(number(tongue, CROWNS).format(haler / 100));
}

/** `1 235 Kč`: for the large figures and the axes, where haléře are noise. */
export function roundMoney(haler: number, tongue: Language = language.value): string {
  return `${minus(number(tongue, WHOLE).format(Math.round(haler / 100) || 0))}\u00a0Kč`;
}

export function count(value: number, tongue: Language = language.value): string {
  return minus(number(tongue, WHOLE).format(value));
}

/** From thousandths: `2`, `0,35`. */
export function quantity(thousandths: number, tongue: Language = language.value): string {
  return minus(number(tongue, { maximumFractionDigits: 3 }).format(thousandths / 1000));
}

/** From hundredths of a percent: 1 200 is `12 %`. */
export function percent(rate_bp: number, tongue: Language = language.value): string {
  return `${number(tongue, { maximumFractionDigits: 2 }).format(rate_bp / 100)}\u00a0%`;
}

/** `+12 %`, `−3 %`; null when there is nothing to compare with. */
export function change(now: number, before: number, tongue: Language = language.value): string | null {
  if (before <= 0) return null;
  const share = Math.round(((now - before) / before) * 100) || 0;
  return `${minus(number(tongue, { signDisplay: 'exceptZero' }).format(share))}\u00a0%`;
}

/** `12 tis.`: for the axis of a chart, where only the size counts. */
export function compactMoney(haler: number, tongue: Language = language.value): string {
  return minus(number(tongue, { notation: 'compact', maximumFractionDigits: 1 }).format(haler / 100));
}
