/**
 * A keyboard-wedge scanner types a code faster than any hand and ends it with Enter. Pure: keys and their times
 * go in, the code comes out. A person's own typing never makes a code: its gaps are too long, or it is too short.
 */
export interface Wedge {
  /** Typed since the burst began. */
  readonly typed: string;
  /** When the last key of the burst came. */
  readonly last_ms: number;
}

export const idleWedge: Wedge = { typed: '', last_ms: Number.NEGATIVE_INFINITY };

/** Slow scanners send a key each 20–30 ms; the fastest typists stay above 60. */
const GAP_MS = 40;
/** EAN-8 less a lost key is still no code; PLU numbers are typed, not scanned. */
const SHORTEST = 6;
const LONGEST = 64;

export interface WedgeStep {
  readonly next: Wedge;
  /** A whole code: this Enter belongs to it and to nothing else. */
  readonly code: string | null;
  /** The key is the first of what may become a burst. */
  readonly begins: boolean;
}

export function wedgeKey(wedge: Wedge, key: string, at_ms: number): WedgeStep {
  const together = at_ms - wedge.last_ms <= GAP_MS;
  if (key === 'Enter') {
    const code = together && wedge.typed.length >= SHORTEST ? wedge.typed : null;
    return { next: idleWedge, code, begins: false };
  }
  // Shift and its kind come between the letters of a code and say nothing.
  if (key.length > 1) return { next: wedge, code: null, begins: false };
  if (!together || wedge.typed.length >= LONGEST) {
    return { next: { typed: key, last_ms: at_ms }, code: null, begins: true };
  }
  return { next: { typed: wedge.typed + key, last_ms: at_ms }, code: null, begins: false };
}

/**
 * A Czech keyboard layout turns a scanner's digits into the letters of the top row; a code of nothing but those
 * is read back. Codes that hold anything else stay as they came.
 */
export function readDigits(code: string): string {
  const row = '+ěščřžýáíé';
  const digits = '1234567890';
  if (/^\d+$/.test(code) || ![...code].every((char) => row.includes(char))) return code;
  return [...code].map((char) => digits[row.indexOf(char)]).join('');
}
