import type { Command, FindCommand } from './command.ts';
import type { Sheet } from './sheet.ts';

/** A command's parameters, as many as are known to be there. */
type Run = (sheet: Sheet, p: Uint8Array) => void;
const nothing: Run = () => {};

/** Commands of fixed length: how many parameter bytes follow, and what they do (Epson APG). */
const esc: Record<number, [number, Run]> = {
  12: [0, nothing],
  32: [1, nothing],
  33: [1, (s, p) => printMode(s, at(p, 0))],
  36: [2, (s, p) => s.moveTo(word(p, 0))],
  37: [1, nothing],
  45: [1, (s, p) => s.look({ underline: (at(p, 0) & 3) !== 0 })],
  50: [0, nothing],
  51: [1, nothing],
  61: [1, nothing],
  63: [1, nothing],
  64: [0, (s) => s.reset()],
  66: [2, nothing],
  69: [1, (s, p) => s.look({ bold: (at(p, 0) & 1) === 1 })],
  71: [1, (s, p) => s.look({ bold: (at(p, 0) & 1) === 1 })],
  74: [1, (s) => s.tearOff()],
  75: [1, nothing],
  76: [0, nothing],
  77: [1, (s, p) => s.font((at(p, 0) & 1) === 1)],
  82: [1, nothing],
  83: [0, nothing],
  84: [1, nothing],
  85: [1, nothing],
  86: [1, nothing],
  87: [8, nothing],
  92: [2, (s, p) => s.moveBy((word(p, 0) << 16) >> 16)],
  97: [1, (s, p) => s.align(at(p, 0))],
  99: [2, nothing],
  100: [1, (s, p) => s.feed(at(p, 0))],
  101: [1, nothing],
  105: [0, (s) => s.cut('full')],
  109: [0, (s) => s.cut('partial')],
  112: [3, (s, p) => s.pulse((at(p, 0) & 1) === 1 ? 5 : 2, at(p, 1) * 2, at(p, 2) * 2)],
  114: [1, nothing],
  116: [1, (s, p) => s.codePage(at(p, 0))],
  117: [1, nothing],
  118: [0, nothing],
  123: [1, nothing],
};

const gs: Record<number, [number, Run]> = {
  33: [1, (s, p) => s.look({ width: ((at(p, 0) >> 4) & 7) + 1, height: (at(p, 0) & 7) + 1 })],
  35: [1, nothing],
  36: [2, nothing],
  47: [1, nothing],
  58: [0, nothing],
  66: [1, (s, p) => s.look({ invert: (at(p, 0) & 1) === 1 })],
  69: [1, nothing],
  72: [1, nothing],
  73: [1, (s, p) => s.ask({ ask: 'identity', n: at(p, 0) })],
  76: [2, nothing],
  80: [2, nothing],
  84: [1, nothing],
  87: [2, nothing],
  92: [2, nothing],
  94: [3, nothing],
  97: [1, (s, p) => s.ask({ ask: 'asb', mask: at(p, 0) })],
  98: [1, nothing],
  102: [1, nothing],
  104: [1, nothing],
  114: [1, (s, p) => s.ask({ ask: 'transmit', n: at(p, 0) })],
  119: [1, nothing],
};

const fs: Record<number, [number, Run]> = {
  33: [1, nothing],
  38: [0, nothing],
  45: [1, nothing],
  46: [0, nothing],
  67: [1, nothing],
  83: [2, nothing],
  87: [1, nothing],
  112: [2, nothing],
};

const at = (p: Uint8Array, i: number) => p[i] ?? 0;
const word = (p: Uint8Array, i: number) => at(p, i) | (at(p, i + 1) << 8);

export const escPosCommand: FindCommand = (b, from) => {
  switch (b[from]) {
    case 0x00:
    case 0x0d:
    case 0x18:
      return { length: 1 };
    case 0x09:
      return { length: 1, run: (s) => s.tab() };
    case 0x0a:
      return { length: 1, run: (s) => s.lineFeed() };
    case 0x0c:
      return { length: 1, run: (s) => s.tearOff() };
    case 0x10:
      return realtime(b, from);
    case 0x1b:
      return escapeCommand(b, from);
    case 0x1c:
      return b[from + 1] === 0x28 ? counted(b, from, nothing) : fixed(b, from, fs);
    case 0x1d:
      return group(b, from);
    default:
      return { length: 1, unknown: true };
  }
};

/** The whole command when it is all there. */
function whole(b: Uint8Array, from: number, length: number, run: Run, skip = 2): Command | undefined {
  if (from + length > b.length) return undefined;
  const p = b.slice(from + skip, from + length);
  return { length, run: (sheet) => run(sheet, p) };
}

function fixed(b: Uint8Array, from: number, table: Record<number, [number, Run]>): Command | undefined {
  if (from + 1 >= b.length) return undefined;
  const entry = table[at(b, from + 1)];
  if (!entry) return { length: 2, unknown: true };
  return whole(b, from, 2 + entry[0], entry[1]);
}

/** `XX ( fn pL pH …`: the length is in it, so even an unknown one is skipped whole. */
function counted(b: Uint8Array, from: number, run: Run): Command | undefined {
  if (from + 5 > b.length) return undefined;
  return whole(b, from, 5 + word(b, from + 3), run);
}

/** Acted upon where they are found in the raw stream (virtual.ts); here they only have to be stepped over. */
function realtime(b: Uint8Array, from: number): Command | undefined {
  if (from + 2 >= b.length) return undefined;
  const kind = at(b, from + 1);
  const fn = at(b, from + 2);
  if (kind === 0x04) return whole(b, from, fn === 7 || fn === 8 ? 4 : 3, nothing);
  if (kind === 0x05) return whole(b, from, 3, nothing);
  if (kind === 0x14) return whole(b, from, fn === 8 ? 10 : fn === 3 ? 8 : fn === 7 ? 4 : 5, nothing);
  return { length: 1, unknown: true };
}

function escapeCommand(b: Uint8Array, from: number): Command | undefined {
  switch (b[from + 1]) {
    case 0x28:
      return counted(b, from, nothing);
    case 0x2a: {
      if (from + 5 > b.length) return undefined;
      // 24-dot modes take three bytes a column.
      const perColumn = at(b, from + 2) >= 32 ? 3 : 1;
      return whole(b, from, 5 + word(b, from + 3) * perColumn, nothing);
    }
    case 0x44: {
      const end = b.indexOf(0, from + 2);
      if (end < 0) return from + 34 < b.length ? { length: 2, unknown: true } : undefined;
      return { length: end - from + 1 };
    }
    default:
      return fixed(b, from, esc);
  }
}

function group(b: Uint8Array, from: number): Command | undefined {
  switch (b[from + 1]) {
    case 0x28:
      return counted(b, from, functions);
    case 0x2a:
      if (from + 4 > b.length) return undefined;
      return whole(b, from, 4 + at(b, from + 2) * at(b, from + 3) * 8, nothing);
    case 0x38:
      return longGraphics(b, from);
    case 0x56: {
      if (from + 3 > b.length) return undefined;
      const m = at(b, from + 2);
      const mode = m === 0 || m === 48 || m === 65 ? 'full' : 'partial';
      return whole(b, from, m === 0 || m === 1 || m === 48 || m === 49 ? 3 : 4, (s) => s.cut(mode));
    }
    case 0x6b:
      return barcode(b, from);
    case 0x76:
      if (from + 8 > b.length) return undefined;
      return whole(b, from, 8 + word(b, from + 4) * word(b, from + 6), (s, p) =>
        s.image(word(p, 2), word(p, 4), p.subarray(6)),
      );
    default:
      return fixed(b, from, gs);
  }
}

/** GS ( x: p is fn letter, pL, pH, then the function's own parameters. */
function functions(sheet: Sheet, p: Uint8Array): void {
  const body = p.subarray(3);
  const letter = p[0];
  if (letter === 0x48 && body[0] === 48 && body.length >= 6) {
    sheet.ask({ ask: 'process-id', id: [...body.subarray(2, 6)] });
  } else if (letter === 0x6b && body[0] === 49) {
    if (body[1] === 67) sheet.qrSize(at(body, 2));
    else if (body[1] === 80) sheet.qrData(body.subarray(3));
    else if (body[1] === 81) sheet.qrPrint();
  } else if (letter === 0x4c) {
    graphics(sheet, body);
  }
}

/** GS 8 L, for pictures too long for GS ( L. */
function longGraphics(b: Uint8Array, from: number): Command | undefined {
  if (from + 7 > b.length) return undefined;
  const length = 7 + word(b, from + 3) + word(b, from + 5) * 65_536;
  return whole(b, from, length, (s, p) => graphics(s, p.subarray(5)));
}

function graphics(sheet: Sheet, body: Uint8Array): void {
  const fn = at(body, 1);
  if (fn === 112) {
    const width_bytes = Math.ceil(word(body, 6) / 8);
    sheet.storeImage(width_bytes, word(body, 8), body.subarray(10));
  } else if (fn === 2 || fn === 50) {
    sheet.printStoredImage();
  }
}

function barcode(b: Uint8Array, from: number): Command | undefined {
  if (from + 4 > b.length) return undefined;
  if (at(b, from + 2) >= 65) {
    return whole(b, from, 4 + at(b, from + 3), (s, p) => s.barcode(p.subarray(2)));
  }
  const end = b.indexOf(0, from + 3);
  if (end < 0) return undefined;
  return whole(b, from, end - from + 1, (s, p) => s.barcode(p.subarray(1, -1)));
}

function printMode(sheet: Sheet, n: number): void {
  sheet.font((n & 0x01) !== 0);
  sheet.look({
    bold: (n & 0x08) !== 0,
    height: n & 0x10 ? 2 : 1,
    width: n & 0x20 ? 2 : 1,
    underline: (n & 0x80) !== 0,
  });
}
