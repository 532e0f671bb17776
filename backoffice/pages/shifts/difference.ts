import { money } from '../i18n/format.ts';
import { t } from './words.ts';

/** Counted less expected: `chybí 12,00 Kč`, `přebývá 5,00 Kč`, `sedí přesně`. */
export function differenceWords(haler: number): string {
  if (haler === 0) return t().exact;
  return `${haler < 0 ? t().missing : t().over} ${money(Math.abs(haler))}`;
}
