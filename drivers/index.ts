export type { Clock } from './clock.ts';
export type { Align, Bitmap, Block, Cell, Document, Style } from './document.ts';
export type { Dial, Link } from './link/link.ts';
export { LinkFault } from './link/link.ts';
export { type FarEnd, linkPair } from './link/pair.ts';
export { dialUrl } from './link/url.ts';
export type { KickOutcome, Outcome, PrinterStatus, Proof } from './printer/outcome.ts';
