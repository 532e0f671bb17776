/**
 * What is to be printed, in words and not in bytes. A printer's profile turns it into its own commands, so the
 * same receipt comes out on 80 mm and 58 mm paper and on an impact printer in the kitchen.
 */
export interface Document {
  readonly blocks: readonly Block[];
}

export type Align = 'left' | 'center' | 'right';

export interface Style {
  readonly bold?: boolean;
  readonly doubleHeight?: boolean;
  readonly doubleWidth?: boolean;
  readonly underline?: boolean;
  readonly invert?: boolean;
}

export type Block =
  /** A paragraph, broken at words to the printer's width; `\n` starts a new line. */
  | { readonly kind: 'text'; readonly text: string; readonly align?: Align; readonly style?: Style }
  /** Words on the left, a figure on the right. The left side wraps; the right one stands on the first line. */
  | { readonly kind: 'row'; readonly left: string; readonly right: string; readonly style?: Style }
  /** A table line. Widths are in characters; exactly one cell may take the `rest`. */
  | { readonly kind: 'columns'; readonly cells: readonly Cell[]; readonly style?: Style }
  /** A line of `char` (default `-`) across the paper. */
  | { readonly kind: 'rule'; readonly char?: string }
  | { readonly kind: 'feed'; readonly lines: number }
  /** ISO/IEC 18004, error correction M, centred; `moduleSize` in dots, 1–16. */
  | { readonly kind: 'qr'; readonly data: string; readonly moduleSize?: number }
  /** A picture of one bit per dot, centred. */
  | { readonly kind: 'image'; readonly image: Bitmap }
  /** Feeds past the blade and cuts; a printer without a cutter only feeds. */
  | { readonly kind: 'cut' };

export interface Cell {
  readonly text: string;
  readonly width: number | 'rest';
  readonly align?: Align;
}

/** Rows of dots, most significant bit first, each row padded to whole bytes; 1 is black. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly bits: Uint8Array;
}
