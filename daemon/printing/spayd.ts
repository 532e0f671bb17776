import type { Haler } from '../../domain/index.ts';

/**
 * The text of a code for payment by phone: Short Payment Descriptor 1.0, Czech Banking Association's standard "QR
 * Platba". `iban` without spaces. The message is a hint for whoever reads the statement; what it may not hold is
 * left out: `*` parts the fields, and capitals without diacritics make the smallest code.
 */
export function spayd(payment: { iban: string; amount_haler: Haler; message: string }): string {
  const { iban, amount_haler, message } = payment;
  const amount = `${Math.trunc(amount_haler / 100)}.${String(amount_haler % 100).padStart(2, '0')}`;
  const words = plain(message);
  return `SPD*1.0*ACC:${iban}*AM:${amount}*CC:CZK${words === '' ? '' : `*MSG:${words}`}`;
}

const LONGEST_MESSAGE = 60;

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^0-9A-Z./-]+/g, ' ')
    .slice(0, LONGEST_MESSAGE)
    .trim();
}
