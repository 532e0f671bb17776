import type { Document, Encoded, Outcome, PaperSize, PrinterStatus } from '../../drivers/index.ts';

/** One printer as the queue sees it: daemon/devices makes it of a driver. */
export interface QueuePrinter {
  readonly id: string;
  readonly name: string;
  /** For the test page. */
  readonly url: string;
  readonly model: string;
  /** `receipt`, `report`, or a route of orders. */
  readonly routes: readonly string[];
  /** Takes its orders while it cannot print. */
  readonly standIn: string | null;
  readonly columns: number;
  /** Dots across the paper; 0 when it prints no pictures. */
  readonly dots: number;
  /** Whether it draws QR codes. */
  readonly qr: boolean;
  /** The n of ESC t for CP852 that is in use. */
  readonly codePage: number;
  /** With what is needed to read the bytes back. */
  readonly size: PaperSize;
  encode(document: Document): Encoded;
  /** The technician's page: every number of ESC t, with Czech words in CP852 behind it. */
  codePages(): Encoded;
  /** Resolves with what became of it; never rejects for the printer's sake. */
  print(bytes: Uint8Array): Promise<Outcome>;
  status(): PrinterStatus;
}

/** Whether it is worth trying: nothing that the printer says of itself forbids it. */
export function able(status: PrinterStatus): boolean {
  return (
    status.link === 'up' &&
    status.paper !== 'out' &&
    status.cover !== 'open' &&
    status.online !== 'no' &&
    (status.error === 'none' || status.error === 'unknown')
  );
}

/** What a thing is printed on; undefined when the shop has no printer for it. */
export function printerFor(printers: readonly QueuePrinter[], route: string): QueuePrinter | undefined {
  const own = printers.find((printer) => printer.routes.includes(route));
  if (own || route === 'receipt') return own;
  // A small shop has one printer: kitchen orders and reports come out where receipts do.
  return printers.find((printer) => printer.routes.includes('receipt'));
}
