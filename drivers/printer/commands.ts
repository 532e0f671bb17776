import type { Align } from '../document.ts';
import type { DrawerPulse } from './profiles.ts';

/** What a printer can be told, in one language's bytes. A new language is a new table. */
export interface Commands {
  readonly initialize: readonly number[];
  codePage(number: number): readonly number[];
  bold(on: boolean): readonly number[];
  underline(on: boolean): readonly number[];
  invert(on: boolean): readonly number[];
  size(doubleWidth: boolean, doubleHeight: boolean): readonly number[];
  align(align: Align): readonly number[];
  feed(lines: number): readonly number[];
  qr(data: Uint8Array, moduleSize: number): readonly number[];
  /** One stripe of a picture; undefined where the language has none. */
  raster: ((width_bytes: number, rows: number, bits: Uint8Array) => Uint8Array) | undefined;
  cut(kind: 'partial' | 'full'): readonly number[];
  pulse(pulse: DrawerPulse): readonly number[];
}

const alignNumber: Record<Align, number> = { left: 0, center: 1, right: 2 };
const low = (n: number) => n & 0xff;
const high = (n: number) => (n >> 8) & 0xff;

/** Epson ESC/POS Application Programming Guide. */
const escPos: Commands = {
  // ESC @; FS . leaves the Chinese double-byte mode that clones may start in; ESC M 0 is font A.
  initialize: [0x1b, 0x40, 0x1c, 0x2e, 0x1b, 0x4d, 0],
  codePage: (n) => [0x1b, 0x74, n],
  bold: (on) => [0x1b, 0x45, on ? 1 : 0],
  underline: (on) => [0x1b, 0x2d, on ? 1 : 0],
  invert: (on) => [0x1d, 0x42, on ? 1 : 0],
  size: (w, h) => [0x1d, 0x21, (w ? 0x10 : 0) | (h ? 0x01 : 0)],
  align: (align) => [0x1b, 0x61, alignNumber[align]],
  feed: (lines) => [0x1b, 0x64, lines],
  // GS ( k, cn 49: model 2, module size, error correction M, store, print.
  qr: (data, moduleSize) => [
    ...[0x1d, 0x28, 0x6b, 4, 0, 49, 65, 50, 0],
    ...[0x1d, 0x28, 0x6b, 3, 0, 49, 67, moduleSize],
    ...[0x1d, 0x28, 0x6b, 3, 0, 49, 69, 49],
    ...[0x1d, 0x28, 0x6b, low(data.length + 3), high(data.length + 3), 49, 80, 48, ...data],
    ...[0x1d, 0x28, 0x6b, 3, 0, 49, 81, 48],
  ],
  raster: (width_bytes, rows, bits) =>
    Uint8Array.of(0x1d, 0x76, 0x30, 0, low(width_bytes), high(width_bytes), low(rows), high(rows), ...bits),
  cut: (kind) => [0x1d, 0x56, kind === 'full' ? 0 : 1],
  // ESC p m t1 t2, in steps of 2 ms.
  pulse: ({ pin, on_ms, off_ms }) => [
    0x1b,
    0x70,
    pin === 5 ? 1 : 0,
    Math.round(on_ms / 2),
    Math.round(off_ms / 2),
  ],
};

/** Star StarPRNT Command Specifications. */
const starPrnt: Commands = {
  // CAN drops what an interrupted job left in the line buffer; ESC RS F 0 is font A.
  initialize: [0x1b, 0x40, 0x18, 0x1b, 0x1e, 0x46, 0],
  codePage: (n) => [0x1b, 0x1d, 0x74, n],
  bold: (on) => [0x1b, on ? 0x45 : 0x46],
  underline: (on) => [0x1b, 0x2d, on ? 1 : 0],
  invert: (on) => [0x1b, on ? 0x34 : 0x35],
  // ESC i: height first.
  size: (w, h) => [0x1b, 0x69, h ? 1 : 0, w ? 1 : 0],
  align: (align) => [0x1b, 0x1d, 0x61, alignNumber[align]],
  feed: (lines) => [0x1b, 0x61, lines],
  qr: (data, moduleSize) => [
    ...[0x1b, 0x1d, 0x79, 0x53, 0x30, 2],
    ...[0x1b, 0x1d, 0x79, 0x53, 0x31, 1],
    ...[0x1b, 0x1d, 0x79, 0x53, 0x32, Math.min(8, moduleSize)],
    ...[0x1b, 0x1d, 0x79, 0x44, 0x31, 0, low(data.length), high(data.length), ...data],
    ...[0x1b, 0x1d, 0x79, 0x50],
  ],
  raster: undefined,
  cut: (kind) => [0x1b, 0x64, kind === 'full' ? 0 : 1],
  // ESC BEL sets the pulse in steps of 10 ms, BEL fires drawer 1, SUB drawer 2.
  pulse: ({ pin, on_ms, off_ms }) => [
    0x1b,
    0x07,
    Math.max(1, Math.round(on_ms / 10)),
    Math.max(1, Math.round(off_ms / 10)),
    pin === 5 ? 0x1a : 0x07,
  ],
};

export const languages: Record<'esc-pos' | 'star-prnt', Commands> = {
  'esc-pos': escPos,
  'star-prnt': starPrnt,
};
