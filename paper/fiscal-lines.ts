import type { SaleFact } from '../wire/index.ts';

/**
 * What a receipt says of its registration, on paper of so many columns. The act asks for none of it: the POK is for
 * the guest who wants to look it up, so it is broken only where it has a dash.
 */
export function fiscalLines(
  { pok, environment }: Pick<SaleFact, 'environment'> & { readonly pok: string | null },
  columns: number,
): string[] {
  const test = environment === 'playground' ? ['TEST EET: tržba není evidována'] : [];
  return [...(pok === null ? ['EET: bude odesláno'] : pokLines(pok, columns)), ...test];
}

const LABEL = 'POK: ';

function pokLines(pok: string, columns: number): string[] {
  const width = columns - LABEL.length;
  if (pok.length <= width) return [`${LABEL}${pok}`];
  const dash = pok.lastIndexOf('-', width - 1);
  const cut = dash < 0 ? width : dash + 1;
  return [`${LABEL}${pok.slice(0, cut)}`, `${' '.repeat(LABEL.length)}${pok.slice(cut)}`];
}
