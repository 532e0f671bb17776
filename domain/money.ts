/**
 * Money is a whole number of haléře (1 Kč = 100 haléřů); no fraction of a haléř ever exists.
 * A plain number is enough: the largest amount EET knows, 99 999 999,99 Kč, is far below 2^53.
 */
export type Haler = number;

/** EET, attribute celk_trzba: |x| < 100 000 000 Kč. */
export const MAX_AMOUNT_HALER = 9_999_999_999;

export function isAmount(value: unknown): value is Haler {
  return Number.isSafeInteger(value) && Math.abs(value as number) <= MAX_AMOUNT_HALER;
}

/** numerator / denominator to the nearest whole, halves away from zero; exact for any safe integers. */
export function divideRounded(numerator: bigint, denominator: bigint): number {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = Number((2n * n + d) / (2n * d));
  return negative && rounded !== 0 ? -rounded : rounded;
}

/**
 * The cash part of a payment to whole crowns, 50 haléřů up. Only cash is ever rounded, never lines, VAT or
 * cards. (Act 634/1992, § 3 para. 1 c: rounding to the nearest valid denomination.)
 */
export function roundCash(amount: Haler): Haler {
  return divideRounded(BigInt(amount), 100n) * 100;
}

/** `1 234,50`; thousands are set apart by a no-break space. With `whole: 'short'`, `1 234` for whole crowns. */
export function formatAmount(amount: Haler, whole: 'full' | 'short' = 'full'): string {
  const sign = amount < 0 ? '−' : '';
  const abs = Math.abs(amount);
  const crowns = Math.trunc(abs / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '\u00a0');
  const haler = abs % 100;
  return whole === 'short' && haler === 0
    ? `${sign}${crowns}`
    : `${sign}${crowns},${haler.toString().padStart(2, '0')}`;
}

/**
 * Reads what people and price lists write: `62`, `1 234,50`, `-12.5`. Undefined when it is not an amount; a space
 * that does not set thousands apart is a slip (`10 5`), not 105.
 */
export function parseAmount(text: string): Haler | undefined {
  const m = /^([-−]?) ?(\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (!m) return undefined;
  const crowns = (m[2] ?? '').replace(/\D/g, '');
  if (crowns.length > 8) return undefined;
  const abs = Number(crowns) * 100 + Number((m[3] ?? '').padEnd(2, '0'));
  return m[1] && abs !== 0 ? -abs : abs;
}
