import type { Align } from '../document.ts';

/** What a printer does, in the order in which it comes to do it. */
export type PrintEvent =
  | { readonly kind: 'print'; readonly line: PaperLine }
  | { readonly kind: 'pulse'; readonly pulse: Pulse }
  | { readonly kind: 'request'; readonly request: Request }
  | { readonly kind: 'unknown'; readonly bytes: string };

/** A question that waits its turn behind the data before it. */
export type Request =
  | { readonly ask: 'initialize' }
  | { readonly ask: 'asb'; readonly mask: number }
  | { readonly ask: 'transmit'; readonly n: number }
  | { readonly ask: 'identity'; readonly n: number }
  | { readonly ask: 'process-id'; readonly id: readonly number[] };

export type PaperLine =
  | { readonly kind: 'text'; readonly align: Align; readonly spans: readonly Span[] }
  | { readonly kind: 'qr'; readonly align: Align; readonly data: string; readonly moduleSize: number }
  | { readonly kind: 'barcode'; readonly align: Align; readonly data: string }
  /** `bits` is base64: rows of dots, most significant bit first, each padded to a byte, 1 is black. */
  | {
      readonly kind: 'image';
      readonly align: Align;
      readonly width: number;
      readonly height: number;
      readonly bits: string;
    }
  | { readonly kind: 'cut'; readonly mode: 'partial' | 'full' };

export interface Span {
  readonly text: string;
  readonly bold?: true;
  readonly underline?: true;
  readonly invert?: true;
  /** Magnification 2–8; absent is 1. */
  readonly width?: number;
  readonly height?: number;
}

export interface Pulse {
  readonly pin: 2 | 5;
  readonly on_ms: number;
  readonly off_ms: number;
}

/** What the reader must know about the printer; a Profile will do. */
export interface PaperSize {
  readonly language: 'esc-pos' | 'star-prnt';
  readonly columns: number;
  readonly codePages: readonly { readonly page: 'cp852' | 'cp858' | 'wpc1250'; readonly number: number }[];
}
