import { type CashMovement, formatAmount, formatReceiptNumber, type Receipt } from '../../domain/index.ts';
import type { Document } from '../../drivers/index.ts';
import {
  bitmapOf,
  type ReportPaper,
  receiptDocument,
  reportDocument,
  type Sheet,
  tableLabel,
} from '../../paper/index.ts';
import type { Fiscal } from '../fiscal/fiscal.ts';
import type { Settings, Words } from '../http/contract.ts';
import { type BillPaper, billDocument } from './bill-document.ts';
import { type CashPaper, cashDocument } from './cash-document.ts';
import type { Order } from './intake.ts';
import type { Job } from './jobs.ts';
import { orderDocument } from './order-document.ts';
import type { QueuePrinter } from './printer.ts';
import { type TestPaper, testDocument } from './test-document.ts';

/** What a row of print_job carries besides the receipt, which is read anew when it is sent. */
export type Payload =
  | { readonly what: 'receipt' }
  | { readonly what: 'order'; readonly order: Order }
  | { readonly what: 'bill'; readonly paper: BillPaper }
  | { readonly what: 'report'; readonly paper: ReportPaper }
  | { readonly what: 'cash'; readonly paper: CashPaper }
  | { readonly what: 'test'; readonly paper: Omit<TestPaper, 'columns' | 'codePage'> }
  /** Made by the printer's driver, because no document can say `ESC t`. */
  | { readonly what: 'code-pages' };

export interface PaperSources {
  receipt(receiptId: string): Receipt | undefined;
  settings(): Pick<Settings, 'receiptHeader' | 'receiptFooter' | 'logo'>;
  readonly fiscal: Pick<Fiscal, 'lines'>;
}

/** The document of a job as of now. Throws when what it speaks of is not in the books. */
export function documentOf(
  job: Pick<Job, 'ref' | 'payload'>,
  sheet: Sheet & Pick<QueuePrinter, 'codePage' | 'dots' | 'qr'>,
  sources: PaperSources,
): Document {
  const payload = job.payload as Payload;
  switch (payload.what) {
    case 'receipt': {
      const receipt = sources.receipt(job.ref);
      if (!receipt) throw new Error(`receipt ${job.ref} is not in the books`);
      const { receiptHeader: header, receiptFooter: footer, logo } = sources.settings();
      const fits = logo && logo.width <= sheet.dots;
      const fiscal = sources.fiscal.lines(job.ref, sheet.columns);
      return receiptDocument(receipt, {
        ...sheet,
        header,
        footer,
        logo: fits ? bitmapOf(logo) : null,
        fiscal,
      });
    }
    case 'order':
      return orderDocument(payload.order, sheet);
    case 'bill':
      return billDocument(payload.paper, sheet);
    case 'report':
      return reportDocument(payload.paper, sheet);
    case 'cash':
      return cashDocument(payload.paper, sheet);
    case 'test':
      return testDocument({ ...payload.paper, columns: sheet.columns, codePage: sheet.codePage });
    case 'code-pages':
      throw new Error('the page of code pages is not a document');
  }
}

/** As people call it: `Účtenka R1-2026-000123`, `Objednávka 14 · Stůl 3`. */
export function titleOf(job: Pick<Job, 'ref' | 'payload'>, sources: Pick<PaperSources, 'receipt'>): Words {
  const payload = job.payload as Payload;
  switch (payload.what) {
    case 'receipt': {
      const receipt = sources.receipt(job.ref);
      if (!receipt) return { cs: 'Účtenka', en: 'Receipt' };
      const number = formatReceiptNumber(receipt.number);
      return receipt.reverses
        ? { cs: `Storno ${number}`, en: `Reversal ${number}` }
        : { cs: `Účtenka ${number}`, en: `Receipt ${number}` };
    }
    case 'order': {
      const { number, table, lines } = payload.order;
      return lines.every((line) => line.quantity < 0)
        ? atTable({ cs: `Storno objednávky ${number}`, en: `Cancelled order ${number}` }, table)
        : atTable({ cs: `Objednávka ${number}`, en: `Order ${number}` }, table);
    }
    case 'bill':
      return atTable({ cs: 'Účet', en: 'Bill' }, payload.paper.table);
    case 'report': {
      const { kind, report } = payload.paper;
      const number = report.close?.zNumber ?? '';
      return kind === 'z'
        ? { cs: `Uzávěrka Z ${number}`.trim(), en: `Z report ${number}`.trim() }
        : { cs: 'Přehled X', en: 'X report' };
    }
    case 'cash':
      return cashTitle(payload.paper.movement);
    case 'test':
      return { cs: 'Zkušební stránka', en: 'Test page' };
    case 'code-pages':
      return { cs: 'Stránka znakových sad', en: 'Page of code pages' };
  }
}

function atTable({ cs, en }: Words, table: string | null): Words {
  if (table === null) return { cs, en };
  return { cs: `${cs} · ${tableLabel(table)}`, en: `${en} · ${tableLabel(table, 'Table')}` };
}

function cashTitle({ amount_haler }: CashMovement): Words {
  const amount = `${formatAmount(Math.abs(amount_haler))} Kč`;
  return amount_haler < 0
    ? { cs: `Výběr ${amount}`, en: `Cash out ${amount}` }
    : { cs: `Vklad ${amount}`, en: `Cash in ${amount}` };
}
