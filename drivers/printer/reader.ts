import type { FindCommand } from './command.ts';
import { escPosCommand } from './esc-pos-reader.ts';
import type { PaperSize, PrintEvent } from './print-event.ts';
import { Sheet } from './sheet.ts';
import { starCommand } from './star-reader.ts';

/** Reads a printer's byte stream piece by piece; where it is cut into pieces makes no difference. */
export class Reader {
  readonly #find: FindCommand;
  readonly #sheet: Sheet;
  #waiting = new Uint8Array(0);

  constructor(size: PaperSize) {
    this.#sheet = new Sheet(size);
    this.#find = size.language === 'esc-pos' ? escPosCommand : starCommand;
  }

  push(bytes: Uint8Array): PrintEvent[] {
    const all = new Uint8Array(this.#waiting.length + bytes.length);
    all.set(this.#waiting);
    all.set(bytes, this.#waiting.length);
    let at = 0;
    while (at < all.length) {
      const byte = all[at] ?? 0;
      if (byte >= 0x20) {
        this.#sheet.character(byte);
        at += 1;
        continue;
      }
      const command = this.#find(all, at);
      if (command === undefined) break;
      if (command.unknown) this.#sheet.unknown(all.subarray(at, at + command.length));
      command.run?.(this.#sheet);
      at += command.length;
    }
    this.#waiting = all.slice(at);
    return this.#sheet.take();
  }

  /** The paper is torn off: a line without its line feed still shows. */
  finish(): PrintEvent[] {
    this.#sheet.tearOff();
    if (this.#waiting.length > 0) this.#sheet.unknown(this.#waiting);
    this.#waiting = new Uint8Array(0);
    return this.#sheet.take();
  }

  /** Whether a command has begun and waits for its end: what a job cut short leaves behind. */
  get midCommand(): boolean {
    return this.#waiting.length > 0;
  }
}
