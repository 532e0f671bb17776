import { type CashMovement, formatAmount } from '../../domain/index.ts';
import type { Document } from '../../drivers/index.ts';
import { paperTime, type Sheet, sheetMarks } from '../../paper/index.ts';

export interface CashPaper {
  readonly movement: CashMovement;
  readonly staffName: string;
  readonly allowedByName: string;
  readonly register: string;
}

/** The slip that lies in the drawer instead of the money that was taken, or beside what was put in. */
export function cashDocument(
  { movement, staffName, allowedByName, register }: CashPaper,
  sheet: Sheet,
): Document {
  const out = movement.amount_haler < 0;
  return {
    blocks: [
      ...sheetMarks(sheet),
      {
        kind: 'text',
        text: out ? 'VÝBĚR HOTOVOSTI' : 'VKLAD HOTOVOSTI',
        align: 'center',
        style: { bold: true, doubleHeight: true },
      },
      { kind: 'rule' },
      { kind: 'row', left: 'Pokladna', right: register },
      { kind: 'row', left: 'Datum', right: paperTime(movement.at) },
      { kind: 'row', left: 'Provedl(a)', right: staffName },
      ...(allowedByName === staffName
        ? []
        : [{ kind: 'row', left: 'Povolil(a)', right: allowedByName } as const]),
      { kind: 'text', text: `Důvod: ${movement.reason}` },
      { kind: 'rule' },
      {
        kind: 'row',
        left: out ? 'Vydáno' : 'Přijato',
        right: `${formatAmount(Math.abs(movement.amount_haler))} Kč`,
        style: { bold: true, doubleHeight: true },
      },
      { kind: 'feed', lines: 3 },
      { kind: 'rule', char: '.' },
      { kind: 'text', text: 'Podpis', align: 'center' },
      { kind: 'cut' },
    ],
  };
}
