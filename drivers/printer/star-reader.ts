import type { Command, FindCommand } from './command.ts';
import type { Sheet } from './sheet.ts';

type Run = (sheet: Sheet, p: Uint8Array) => void;
const nothing: Run = () => {};
const at = (p: Uint8Array, i: number) => p[i] ?? 0;
const word = (p: Uint8Array, i: number) => at(p, i) | (at(p, i + 1) << 8);
const onOff = (n: number) => (n & 1) === 1;

/** ESC x: parameter bytes and effect (Star StarPRNT Command Specifications). */
const esc: Record<number, [number, Run]> = {
  6: [1, nothing],
  7: [2, nothing],
  32: [1, nothing],
  45: [1, (s, p) => s.look({ underline: onOff(at(p, 0)) })],
  48: [0, nothing],
  52: [0, (s) => s.look({ invert: true })],
  53: [0, (s) => s.look({ invert: false })],
  64: [0, (s) => s.reset()],
  69: [0, (s) => s.look({ bold: true })],
  70: [0, (s) => s.look({ bold: false })],
  87: [1, (s, p) => s.look({ width: (at(p, 0) & 7) + 1 })],
  95: [1, nothing],
  97: [1, (s, p) => s.feed(at(p, 0))],
  100: [1, (s, p) => s.cut(onOff(at(p, 0)) ? 'partial' : 'full')],
  104: [1, (s, p) => s.look({ height: (at(p, 0) & 7) + 1 })],
  105: [2, (s, p) => s.look({ height: (at(p, 0) & 7) + 1, width: (at(p, 1) & 7) + 1 })],
  122: [1, nothing],
};

/** ESC RS x. */
const recordSeparator: Record<number, [number, Run]> = {
  70: [1, (s, p) => s.font(onOff(at(p, 0)))],
  97: [1, nothing],
};

/** ESC GS x. */
const groupSeparator: Record<number, [number, Run]> = {
  65: [2, (s, p) => s.moveTo(word(p, 0))],
  82: [2, (s, p) => s.moveBy((word(p, 0) << 16) >> 16)],
  97: [1, (s, p) => s.align(at(p, 0))],
  116: [1, (s, p) => s.codePage(at(p, 0))],
};

export const starCommand: FindCommand = (b, from) => {
  switch (b[from]) {
    case 0x00:
    case 0x0d:
    case 0x18:
      return { length: 1 };
    case 0x09:
      return { length: 1, run: (s) => s.tab() };
    case 0x0a:
      return { length: 1, run: (s) => s.lineFeed() };
    case 0x07:
    case 0x1c:
      return { length: 1, run: (s) => s.pulse(2, 200, 200) };
    case 0x19:
    case 0x1a:
      return { length: 1, run: (s) => s.pulse(5, 200, 200) };
    case 0x1b:
      if (b[from + 1] === 0x1e) return inTable(b, from, 2, recordSeparator);
      if (b[from + 1] === 0x1d)
        return b[from + 2] === 0x79 ? qr(b, from) : inTable(b, from, 2, groupSeparator);
      return inTable(b, from, 1, esc);
    default:
      return { length: 1, unknown: true };
  }
};

function inTable(
  b: Uint8Array,
  from: number,
  prefix: number,
  table: Record<number, [number, Run]>,
): Command | undefined {
  if (from + prefix >= b.length) return undefined;
  const entry = table[at(b, from + prefix)];
  if (!entry) return { length: prefix + 1, unknown: true };
  return whole(b, from, prefix + 1, prefix + 1 + entry[0], entry[1]);
}

function whole(b: Uint8Array, from: number, skip: number, length: number, run: Run): Command | undefined {
  if (from + length > b.length) return undefined;
  const p = b.slice(from + skip, from + length);
  return { length, run: (sheet) => run(sheet, p) };
}

/** ESC GS y S x n (settings), D 1 m nL nH data, P (print). */
function qr(b: Uint8Array, from: number): Command | undefined {
  if (from + 4 > b.length) return undefined;
  switch (b[from + 3]) {
    case 0x53:
      return whole(b, from, 4, 6, (s, p) => {
        if (p[0] === 0x32) s.qrSize(at(p, 1));
      });
    case 0x44:
      if (from + 8 > b.length) return undefined;
      return whole(b, from, 8, 8 + word(b, from + 6), (s, p) => s.qrData(p));
    case 0x50:
      return whole(b, from, 4, 4, (s) => s.qrPrint());
    default:
      return { length: 4, unknown: true };
  }
}
