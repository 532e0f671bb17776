import type { Align } from '../document.ts';
import type { PaperLine, PaperSize, Pulse } from './print-event.ts';
import { Reader } from './reader.ts';

/**
 * What came out of the printer: read from the bytes that were sent, by a parser that shares no code with the
 * encoder. Plain data, so it goes to the kiosk as JSON.
 */
export interface Paper {
  readonly columns: number;
  readonly lines: readonly PaperLine[];
  /** Drawer pulses met on the way, in order. */
  readonly pulses: readonly Pulse[];
  /** Commands that were skipped because they mean nothing to this reader, in hexadecimal. */
  readonly unknown: readonly string[];
}

/** The paper that these bytes print on an idle printer that has everything it needs. */
export function readPaper(bytes: Uint8Array, size: PaperSize): Paper {
  const reader = new Reader(size);
  const lines: PaperLine[] = [];
  const pulses: Pulse[] = [];
  const unknown: string[] = [];
  for (const event of [...reader.push(bytes), ...reader.finish()]) {
    if (event.kind === 'print') appendLine(lines, event.line);
    else if (event.kind === 'pulse') pulses.push(event.pulse);
    else if (event.kind === 'unknown') unknown.push(event.bytes);
  }
  return { columns: size.columns, lines, pulses, unknown };
}

/** Adds a line to the paper. Stripes of a picture sent one after another are one picture there. */
export function appendLine(lines: PaperLine[], line: PaperLine): void {
  const last = lines.at(-1);
  if (line.kind !== 'image' || last?.kind !== 'image' || last.width !== line.width) {
    lines.push(line);
    return;
  }
  lines[lines.length - 1] = {
    ...last,
    height: last.height + line.height,
    bits: btoa(atob(last.bits) + atob(line.bits)),
  };
}

/** The paper as plain text, one line a line: for golden tests, logs and people. */
export function paperText(paper: Paper): string {
  return paper.lines.map((line) => `${lineText(line, paper.columns)}\n`).join('');
}

function lineText(line: PaperLine, columns: number): string {
  switch (line.kind) {
    case 'text': {
      const text = line.spans.map((span) => span.text).join('');
      const width = line.spans.reduce((sum, span) => sum + [...span.text].length * (span.width ?? 1), 0);
      return (' '.repeat(indent(line.align, columns - width)) + text).trimEnd();
    }
    case 'qr':
      return `[QR: ${line.data}]`;
    case 'barcode':
      return `[čárový kód: ${line.data}]`;
    case 'image':
      return `[obrázek ${line.width}×${line.height}]`;
    case 'cut':
      return '[střih]';
  }
}

function indent(align: Align, free: number): number {
  if (align === 'left' || free <= 0) return 0;
  return align === 'center' ? Math.floor(free / 2) : free;
}
