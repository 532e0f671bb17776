import type { Block } from '../drivers/index.ts';

/** What a document has to know of the paper it goes to, and of why it goes there. */
export interface Sheet {
  /** Characters on a line at normal width. */
  readonly columns: number;
  /** A second print of something that has, or may have, come out before. */
  readonly copy: boolean;
  /** Name of the printer that could not print it; null when this is the right one. */
  readonly insteadOf: string | null;
}

/** The lines that must be seen before anything else: another printer's paper, or a copy. */
export function sheetMarks(sheet: Sheet): Block[] {
  const blocks: Block[] = [];
  if (sheet.insteadOf !== null) {
    blocks.push(
      { kind: 'text', text: 'NÁHRADNÍ TISK', align: 'center', style: { bold: true, invert: true } },
      { kind: 'text', text: `Patří na: ${sheet.insteadOf}`, align: 'center', style: { bold: true } },
      { kind: 'feed', lines: 1 },
    );
  }
  if (sheet.copy) {
    blocks.push({
      kind: 'text',
      text: 'KOPIE',
      align: 'center',
      style: { bold: true, invert: true, doubleWidth: true, doubleHeight: true },
    });
  }
  return blocks;
}
