import type { Align } from '../document.ts';
import { epsonPages, type GlyphPage, glyphs } from './glyphs.ts';
import type { PaperLine, PaperSize, PrintEvent, Request, Span } from './print-event.ts';

const wide_dots = 12;
const narrow_dots = 9;

interface Look {
  bold: boolean;
  underline: boolean;
  invert: boolean;
  width: number;
  height: number;
}

const plainLook: Look = { bold: false, underline: false, invert: false, width: 1, height: 1 };

/** The head over the paper: its style, its place on the line, and what it has printed since last asked. */
export class Sheet {
  readonly #size: PaperSize;
  readonly #events: PrintEvent[] = [];
  #look: Look = plainLook;
  #align: Align = 'left';
  #page: GlyphPage = 'cp437';
  #fontB = false;
  #x_dots = 0;
  #spans: { text: string; look: Look }[] = [];
  #filled = false;
  #qr = { data: '', moduleSize: 3 };
  #stored: { width: number; height: number; bits: Uint8Array } | undefined;

  constructor(size: PaperSize) {
    this.#size = size;
  }

  take(): PrintEvent[] {
    return this.#events.splice(0);
  }

  reset(): void {
    this.#look = plainLook;
    this.#align = 'left';
    this.#page = 'cp437';
    this.#fontB = false;
    this.#x_dots = 0;
    this.#spans = [];
    this.#filled = false;
    this.#qr = { data: '', moduleSize: 3 };
    this.ask({ ask: 'initialize' });
  }

  character(byte: number): void {
    const char = byte < 0x80 ? String.fromCharCode(byte) : (glyphs[this.#page][byte - 0x80] ?? '\ufffd');
    this.#place(char);
  }

  #place(char: string): void {
    const width_dots = this.#cell_dots * this.#look.width;
    // A full line prints itself and goes on below.
    if (this.#x_dots + width_dots > this.#size.columns * wide_dots) this.lineFeed();
    this.#x_dots += width_dots;
    this.#filled = true;
    const last = this.#spans.at(-1);
    if (last && last.look === this.#look) last.text += char;
    else this.#spans.push({ text: char, look: this.#look });
  }

  get #cell_dots(): number {
    return this.#fontB ? narrow_dots : wide_dots;
  }

  lineFeed(): void {
    this.#print({
      kind: 'text',
      align: this.#align,
      spans: this.#spans.map(({ text, look }) => span(text, look)),
    });
    this.#spans = [];
    this.#filled = false;
    this.#x_dots = 0;
  }

  /** Prints what is on the line, then moves by `lines`. */
  feed(lines: number): void {
    let left = lines;
    if (this.#filled) {
      this.lineFeed();
      left -= 1;
    }
    for (; left > 0; left--) this.lineFeed();
  }

  tearOff(): void {
    if (this.#filled) this.lineFeed();
  }

  /** The gap becomes spaces: a picture of the paper in characters has no finer place. */
  moveTo(x_dots: number): void {
    const spaces = Math.round((x_dots - this.#x_dots) / this.#cell_dots);
    const look = this.#look;
    this.#look = plainLook;
    for (let i = 0; i < Math.min(spaces, this.#size.columns) && this.#x_dots < x_dots; i++) this.#place(' ');
    this.#look = look;
  }

  moveBy(dots: number): void {
    this.moveTo(this.#x_dots + dots);
  }

  tab(): void {
    const column = Math.floor(this.#x_dots / this.#cell_dots);
    this.moveTo((Math.floor(column / 8) + 1) * 8 * this.#cell_dots);
  }

  look(change: Partial<Look>): void {
    const next = { ...this.#look, ...change };
    const same = (Object.keys(next) as (keyof Look)[]).every((key) => next[key] === this.#look[key]);
    if (!same) this.#look = next;
  }

  font(b: boolean): void {
    this.#fontB = b;
  }

  align(n: number): void {
    this.#align = ({ 0: 'left', 1: 'center', 2: 'right' } as const)[n & 3] ?? 'left';
  }

  codePage(n: number): void {
    const own = this.#size.codePages.find(({ number }) => number === n)?.page;
    this.#page = own ?? epsonPages[n] ?? 'cp437';
  }

  qrSize(moduleSize: number): void {
    this.#qr.moduleSize = moduleSize;
  }

  qrData(bytes: Uint8Array): void {
    this.#qr.data = new TextDecoder().decode(bytes);
  }

  qrPrint(): void {
    this.tearOff();
    if (this.#qr.data !== '') this.#print({ kind: 'qr', align: this.#align, ...this.#qr });
  }

  barcode(bytes: Uint8Array): void {
    this.tearOff();
    this.#print({ kind: 'barcode', align: this.#align, data: String.fromCharCode(...bytes) });
  }

  image(width_bytes: number, height: number, bits: Uint8Array): void {
    this.tearOff();
    this.#print({ kind: 'image', align: this.#align, width: width_bytes * 8, height, bits: base64(bits) });
  }

  storeImage(width_bytes: number, height: number, bits: Uint8Array): void {
    this.#stored = { width: width_bytes, height, bits: Uint8Array.from(bits) };
  }

  printStoredImage(): void {
    if (this.#stored) this.image(this.#stored.width, this.#stored.height, this.#stored.bits);
    this.#stored = undefined;
  }

  cut(mode: 'partial' | 'full'): void {
    this.tearOff();
    this.#print({ kind: 'cut', mode });
  }

  pulse(pin: 2 | 5, on_ms: number, off_ms: number): void {
    this.#events.push({ kind: 'pulse', pulse: { pin, on_ms, off_ms } });
  }

  ask(request: Request): void {
    this.#events.push({ kind: 'request', request });
  }

  unknown(bytes: Uint8Array): void {
    const hex = [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    this.#events.push({ kind: 'unknown', bytes: hex });
  }

  #print(line: PaperLine): void {
    this.#events.push({ kind: 'print', line });
  }
}

function span(text: string, look: Look): Span {
  return {
    text,
    ...(look.bold && { bold: true }),
    ...(look.underline && { underline: true }),
    ...(look.invert && { invert: true }),
    ...(look.width > 1 && { width: look.width }),
    ...(look.height > 1 && { height: look.height }),
  };
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
