export type RealtimeCommand =
  /** DLE EOT n. */
  | { readonly kind: 'status'; readonly n: number }
  /** DLE DC4 1 m t. */
  | { readonly kind: 'pulse'; readonly pin: 2 | 5 };

/**
 * Finds real-time commands in the raw stream, before any parsing: a real printer obeys them even inside the
 * dots of a picture (Epson APG, notes to DLE EOT and DLE DC4).
 */
export class RealtimeScanner {
  #tail: number[] = [];

  push(bytes: Uint8Array): RealtimeCommand[] {
    const found: RealtimeCommand[] = [];
    for (const byte of bytes) {
      const seen = [...this.#tail, byte];
      const [dle, kind, fn, m, t] = seen;
      if (dle !== 0x10) continue;
      if (kind === 0x04 && fn !== undefined) {
        found.push({ kind: 'status', n: fn });
        this.#tail = [];
      } else if (kind === 0x14 && fn === 1 && t !== undefined) {
        if (t >= 1 && t <= 8) found.push({ kind: 'pulse', pin: m === 1 ? 5 : 2 });
        this.#tail = [];
      } else if (seen.length === 1 || (seen.length === 2 && (kind === 0x04 || kind === 0x14))) {
        this.#tail = seen;
      } else if (kind === 0x14 && fn === 1) {
        this.#tail = seen;
      } else {
        // Not one after all; this byte may begin the next.
        this.#tail = byte === 0x10 ? [byte] : [];
      }
    }
    return found;
  }
}
