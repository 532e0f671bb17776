/*
 * What papers say: a document made of a receipt or a report, and how it looks when it is printed. The register prints
 * them, and whoever looks back at one sees the same by the same code.
 */
export { fiscalLines } from './fiscal-lines.ts';
export { bitmapOf } from './logo.ts';
export { printedLines } from './printed.ts';
export {
  discountBlocks,
  lineBlocks,
  type PrintedLine,
  type ReceiptSheet,
  receiptDocument,
  total,
} from './receipt-document.ts';
export { type ReportPaper, reportDocument } from './report-document.ts';
export { type Sheet, sheetMarks } from './sheet.ts';
export { counted, paperDay, paperTime, tableLabel, unitOf } from './wording.ts';
