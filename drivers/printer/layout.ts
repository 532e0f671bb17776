import type { Align, Bitmap, Block, Cell, Document, Style } from '../document.ts';
import { printable, type Substitution } from './printable.ts';
import type { Profile } from './profiles.ts';

/** A document laid out for one width of paper: no line is longer than the paper. */
export type Item =
  | { readonly kind: 'line'; readonly text: string; readonly align: Align; readonly style: Style }
  | { readonly kind: 'qr'; readonly data: string; readonly moduleSize: number }
  | { readonly kind: 'image'; readonly image: Bitmap }
  | { readonly kind: 'feed'; readonly lines: number }
  | { readonly kind: 'cut' };

/** Bytes that fit QR versions 1–40 at error correction M (ISO/IEC 18004, table 7). */
const qrCapacity_bytes = [
  14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779,
  857, 911, 997, 1059, 1125, 1190, 1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911, 1989, 2099, 2213, 2331,
];

export function layOut(document: Document, profile: Profile, note: (s: Substitution) => void): Item[] {
  return document.blocks.flatMap((block) => layOutBlock(block, profile, note));
}

function layOutBlock(block: Block, profile: Profile, note: (s: Substitution) => void): Item[] {
  const clean = (text: string) => printable(text, profile, note);
  const style: Style = 'style' in block && block.style ? block.style : {};
  const width = Math.max(1, Math.floor(profile.columns / (style.doubleWidth ? 2 : 1)));
  const line = (text: string, align: Align = 'left'): Item => ({ kind: 'line', text, align, style });

  switch (block.kind) {
    case 'text':
      return wrap(clean(block.text), width).map((text) => line(text, block.align));
    case 'row':
      return row(clean(block.left), clean(block.right).replaceAll('\n', ' '), width).map((text) =>
        line(text),
      );
    case 'columns':
      return columns(block.cells, clean, width).map((text) => line(text));
    case 'rule': {
      const char = clean(block.char ?? '-');
      return [line((char.length === 1 && char !== '\n' ? char : '-').repeat(width))];
    }
    case 'feed':
      return [{ kind: 'feed', lines: Math.max(0, Math.min(100, Math.trunc(block.lines))) }];
    case 'qr':
      return qr(block.data, block.moduleSize, profile, clean);
    case 'image':
      return profile.raster ? [{ kind: 'image', image: fitted(block.image, profile.dots) }] : [];
    case 'cut':
      return [{ kind: 'cut' }];
  }
}

/** Breaks at spaces; a word longer than the paper is broken where the paper ends. Leading spaces are kept. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let rest = paragraph.trimEnd();
    while (rest.length > width) {
      const space = rest.lastIndexOf(' ', width);
      // A break inside the indentation would print an empty line.
      const at = space > rest.search(/\S/) ? space : width;
      lines.push(rest.slice(0, at).trimEnd());
      rest = rest.slice(at).trimStart();
    }
    lines.push(rest);
    return lines;
  });
}

function row(left: string, right: string, width: number): string[] {
  const room = width - right.length - 1;
  // A figure so long that the words would have no place takes a line of its own.
  if (room < Math.min(4, left.length)) {
    return [...wrap(left, width), ...wrap(right, width).map((text) => text.padStart(width))];
  }
  return wrap(left, room).map((text, i) => (i === 0 ? text.padEnd(width - right.length) + right : text));
}

function columns(cells: readonly Cell[], clean: (text: string) => string, width: number): string[] {
  if (cells.length === 0) return [];
  const widths = cellWidths(cells, width);
  const wrapped = cells.map((cell, i) => wrap(clean(cell.text), widths[i] ?? 1));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) =>
    cells
      .map((cell, i) => pad(wrapped[i]?.[at] ?? '', widths[i] ?? 1, cell.align ?? 'left'))
      .join('')
      .slice(0, width),
  );
}

function cellWidths(cells: readonly Cell[], width: number): number[] {
  const widths = cells.map((cell) => (cell.width === 'rest' ? 0 : Math.max(1, Math.trunc(cell.width))));
  const rest = cells.findIndex((cell) => cell.width === 'rest');
  const sum = () => widths.reduce((a, b) => a + b, 0);
  if (rest >= 0) widths[rest] = Math.max(1, width - sum());
  // Narrow paper or double width: the widest cell gives way until the line fits.
  while (sum() > width) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 1) <= 1) break;
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return widths;
}

function pad(text: string, width: number, align: Align): string {
  if (align === 'right') return text.padStart(width);
  if (align === 'center') return text.padStart(Math.floor((width + text.length) / 2)).padEnd(width);
  return text.padEnd(width);
}

function qr(
  given: string,
  moduleSize: number | undefined,
  profile: Profile,
  clean: (text: string) => string,
): Item[] {
  // DLE starts a real-time command even inside data, on printers that look for it before parsing (Epson APG).
  const data = given.replaceAll('\x10', '');
  const version = qrCapacity_bytes.findIndex((capacity) => Buffer.byteLength(data) <= capacity) + 1;
  const modules = 17 + 4 * version + 8;
  const largest = Math.floor(profile.dots / modules);
  if (!profile.qr || version === 0 || largest < 1) {
    return wrap(clean(given), profile.columns).map((text) => ({
      kind: 'line',
      text,
      align: 'left',
      style: {},
    }));
  }
  // A code wider than the paper is left out by the printer without a word.
  const size = Math.max(1, Math.min(Math.trunc(moduleSize ?? 6), 16, largest));
  return [{ kind: 'qr', data, moduleSize: size }];
}

/** A picture wider than the head is thinned to fit; a smaller one stays as it is. */
function fitted(image: Bitmap, dots: number): Bitmap {
  if (image.width <= dots) return image;
  const width = dots;
  const height = Math.max(1, Math.floor((image.height * dots) / image.width));
  const from_bytes = Math.ceil(image.width / 8);
  const to_bytes = Math.ceil(width / 8);
  const bits = new Uint8Array(to_bytes * height);
  for (let y = 0; y < height; y++) {
    const sourceRow = Math.floor((y * image.height) / height) * from_bytes;
    for (let x = 0; x < width; x++) {
      const sx = Math.floor((x * image.width) / width);
      if ((image.bits[sourceRow + (sx >> 3)] ?? 0) & (0x80 >> (sx & 7))) {
        const at = y * to_bytes + (x >> 3);
        bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
      }
    }
  }
  return { width, height, bits };
}
