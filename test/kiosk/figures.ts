import { expect } from 'vitest';
import { plain } from './hand.ts';

/** What has to stand on a receipt, worked out by hand; what is left out must not stand there. */
export interface Figures {
  readonly title?: string;
  readonly total: string;
  /** `21 %`, base, tax, both; highest rate first. */
  readonly vat: readonly (readonly [rate: string, base: string, tax: string, total: string])[];
  readonly discount?: string;
  readonly tip?: string;
  readonly rounding?: string;
  /** When it is not the total. */
  readonly toPay?: string;
  readonly paid: readonly (readonly [name: string, amount: string])[];
  readonly change?: string;
}

/** Rows of a paper with single spaces: `CELKEM 167,00 Kč`. */
export const rowsOf = (paper: string): string[] =>
  paper
    .split('\n')
    .map((row) => plain(row).replaceAll(/ +/g, ' '))
    .filter((row) => row !== '');

/** CP852 has neither a true minus nor a dash. */
export const onPaper = (text: string): string => text.replaceAll(/[−–]/g, '-');

/** The row that begins with a word, without it. */
function after(rows: readonly string[], word: string): string | undefined {
  return rows.find((row) => row.startsWith(`${word} `))?.slice(word.length + 1);
}

export function expectFigures(paper: string, worked: Figures): void {
  const figures = JSON.parse(onPaper(JSON.stringify(worked))) as Figures;
  const rows = rowsOf(paper);
  expect(rows).toContain(figures.title ?? 'Daňový doklad - zjednodušený');
  expect(after(rows, 'CELKEM')).toBe(`${figures.total} Kč`);
  expect(after(rows, 'Sleva na účet')).toBe(figures.discount);
  expect(after(rows, 'Spropitné')).toBe(figures.tip);
  expect(after(rows, 'Zaokrouhlení')).toBe(figures.rounding);
  expect(after(rows, 'K úhradě')).toBe(figures.toPay && `${figures.toPay} Kč`);
  expect(after(rows, 'Vráceno')).toBe(figures.change && `${figures.change} Kč`);
  for (const [name, amount] of figures.paid) expect(rows).toContain(`${name} ${amount}`);
  const recap = rows.slice(rows.indexOf('Sazba Základ DPH Celkem') + 1);
  figures.vat.forEach(([rate, base, tax, total], i) => {
    const letter = String.fromCharCode(65 + i);
    expect(recap[i]).toBe(`${letter} ${rate} ${base} ${tax} ${total}`);
  });
  // No rate beside those.
  expect(recap[figures.vat.length] ?? '').not.toMatch(/^[A-Z] \d+ %/);
}
