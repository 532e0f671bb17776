import type { Bitmap, Document, Style } from '../document.ts';
import { type Commands, languages } from './commands.ts';
import { type Item, layOut } from './layout.ts';
import { encodeText, type Substitution } from './printable.ts';
import type { DrawerPulse, Profile } from './profiles.ts';

/** A job ready to be sent, and what could not be printed as it was written. */
export interface Encoded {
  readonly bytes: Uint8Array;
  /** Each character once, in the order met. */
  readonly substitutions: readonly Substitution[];
}

/**
 * A stripe of a picture stays under what the printer side flushes after a broken connection (8192 NUL), and
 * under 256 rows, since some firmware reads only the low byte of the height.
 */
const stripe_bytes = 8_000;

/** Turns a document into this printer's bytes. Pure: the same document and profile give the same bytes. */
export function encode(document: Document, profile: Profile): Encoded {
  const substitutions = new Map<string, Substitution>();
  const items = layOut(document, profile, (s) => substitutions.set(s.char, s));
  const writer = new Writer(profile, languages[profile.language]);
  for (const item of items) writer.item(item);
  return { bytes: writer.bytes(), substitutions: [...substitutions.values()] };
}

/** The bytes that open the drawer on this printer, with the pin overridden where two drawers hang on it. */
export function drawerPulse(profile: Profile, pin: DrawerPulse['pin'] = profile.drawer.pin): Uint8Array {
  return Uint8Array.from(languages[profile.language].pulse({ ...profile.drawer, pin }));
}

class Writer {
  readonly #profile: Profile;
  readonly #commands: Commands;
  readonly #parts: Uint8Array[] = [];
  #style: Style = {};
  #align: 'left' | 'center' | 'right' = 'left';
  #codePage: number | undefined;

  constructor(profile: Profile, commands: Commands) {
    this.#profile = profile;
    this.#commands = commands;
    this.#put(commands.initialize);
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  item(item: Item): void {
    switch (item.kind) {
      case 'line':
        this.#setAlign(item.align);
        this.#setStyle(item.text === '' ? {} : item.style);
        this.#text(item.text);
        this.#put([0x0a]);
        break;
      case 'qr':
        this.#setAlign('center');
        this.#put(this.#commands.qr(new TextEncoder().encode(item.data), item.moduleSize));
        break;
      case 'image':
        this.#setAlign('center');
        this.#image(item.image);
        break;
      case 'feed':
        if (item.lines > 0) this.#put(this.#commands.feed(item.lines));
        break;
      case 'cut':
        this.#cut();
        break;
    }
  }

  #put(bytes: readonly number[] | Uint8Array): void {
    this.#parts.push(Uint8Array.from(bytes));
  }

  #text(text: string): void {
    for (const run of encodeText(text, this.#profile, this.#codePage)) {
      if (run.number !== undefined && run.number !== this.#codePage) {
        this.#codePage = run.number;
        this.#put(this.#commands.codePage(run.number));
      }
      this.#put(run.bytes);
    }
  }

  #setAlign(align: 'left' | 'center' | 'right'): void {
    if (align === this.#align) return;
    this.#align = align;
    this.#put(this.#commands.align(align));
  }

  #setStyle(style: Style): void {
    const was = this.#style;
    const changed = (key: keyof Style) => Boolean(was[key]) !== Boolean(style[key]);
    if (changed('bold')) this.#put(this.#commands.bold(Boolean(style.bold)));
    if (changed('underline')) this.#put(this.#commands.underline(Boolean(style.underline)));
    if (changed('invert')) this.#put(this.#commands.invert(Boolean(style.invert)));
    if (changed('doubleWidth') || changed('doubleHeight')) {
      this.#put(this.#commands.size(Boolean(style.doubleWidth), Boolean(style.doubleHeight)));
    }
    this.#style = style;
  }

  #image(image: Bitmap): void {
    if (!this.#commands.raster) return;
    const width_bytes = Math.ceil(image.width / 8);
    const rows = Math.min(255, Math.floor(stripe_bytes / width_bytes));
    for (let top = 0; top < image.height; top += rows) {
      const count = Math.min(rows, image.height - top);
      // Exactly as many bytes as announced: with fewer, the printer would take the next commands for dots.
      const bits = new Uint8Array(count * width_bytes);
      bits.set(image.bits.subarray(top * width_bytes, (top + count) * width_bytes));
      this.#put(this.#commands.raster(width_bytes, count, withoutRealtime(bits)));
    }
  }

  #cut(): void {
    const { kind, feedLines } = this.#profile.cutter;
    if (feedLines > 0) this.#put(this.#commands.feed(feedLines));
    if (kind !== 'none') this.#put(this.#commands.cut(kind));
  }
}

/**
 * A picture may hold `10 14 01 …` by chance, and a real printer then opens the drawer, because it looks for
 * real-time commands before it parses (Epson APG, DLE DC4). One dot is blackened so that none is left.
 */
function withoutRealtime(bits: Uint8Array): Uint8Array {
  const safe = Uint8Array.from(bits);
  for (let i = 0; i + 1 < safe.length; i++) {
    if (safe[i] === 0x10 && [0x04, 0x05, 0x14].includes(safe[i + 1] ?? 0)) safe[i] = 0x11;
  }
  return safe;
}
