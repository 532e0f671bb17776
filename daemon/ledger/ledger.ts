import type { Static } from 'typebox';
import type { CashMovement, Receipt, Shift, VatRate } from '../../domain/index.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Events } from '../events.ts';
import type * as Contract from '../http/contract.ts';
import type {
  BillView,
  LineDraft,
  PayRequest,
  PrintedReport,
  PrintJobView,
  ReceiptList,
  ReceiptView,
  ReportView,
  ShiftSummary,
  ShiftView,
  SplitResult,
} from '../http/contract.ts';
import type { PrintingIntake } from '../printing/intake.ts';
import type { Actor } from '../staff/actor.ts';
import type { Store } from '../store/store.ts';
import type { World } from '../world.ts';

export type BillDraft = Static<typeof Contract.BillDraft>;
export type BillPatch = Static<typeof Contract.BillPatch>;
export type LinePatch = Static<typeof Contract.LinePatch>;
export type VoidRequest = Static<typeof Contract.VoidRequest>;
export type SplitRequest = Static<typeof Contract.SplitRequest>;
export type ReceiptQuery = Static<typeof Contract.ReceiptQuery>;
export type ReverseRequest = Static<typeof Contract.ReverseRequest>;
export type OpenShift = Static<typeof Contract.OpenShift>;
export type CashRequest = Static<typeof Contract.CashRequest>;
export type CloseShift = Static<typeof Contract.CloseShift>;

/**
 * The only writer of bills, receipts and shifts. Each method that changes something is one transaction; when it
 * returns, the change is on the disk, and only then events go out. What cannot be is a Refusal, and then nothing
 * has changed.
 */
export interface Ledger {
  readonly bills: Bills;
  readonly receipts: Receipts;
  readonly shifts: Shifts;
  /** Reads what is open; before it nothing else may be called. */
  start(): void;
  /** Whether the wall clock contradicts what is already in the books: it was set back, or never set. */
  clockSuspect(): boolean;
}

export interface Bills {
  /** Open ones, oldest first. */
  list(): BillView[];
  get(billId: string): BillView;
  /** At most one open bill a table: asking again answers that one. */
  open(draft: BillDraft, actor: Actor): BillView;
  patch(billId: string, patch: BillPatch, actor: Actor): BillView;
  /** Only when nothing is on it. */
  discard(billId: string, actor: Actor): void;
  addLine(billId: string, draft: LineDraft, actor: Actor): BillView;
  patchLine(billId: string, lineId: string, patch: LinePatch, actor: Actor): BillView;
  /** Asks for the right `void-ordered` when the kitchen knows of the line, else `void-unordered`. */
  voidLine(billId: string, lineId: string, request: VoidRequest, actor: Actor): BillView;
  /** Sends to the kitchen what it has not heard of; nothing new is no fault. */
  order(billId: string, actor: Actor): BillView;
  split(billId: string, request: SplitRequest, actor: Actor): SplitResult;
  /** Paper for the guest to look at before paying; changes nothing of the bill. */
  print(billId: string, actor: Actor): PrintJobView;
}

export interface Receipts {
  /** `key`: a UUID made by the caller; the same key again answers the receipt of the first time. */
  pay(billId: string, request: PayRequest, key: string, actor: Actor): ReceiptView;
  reverse(receiptId: string, request: ReverseRequest, key: string, actor: Actor): ReceiptView;
  get(receiptId: string): ReceiptView;
  list(query: ReceiptQuery): ReceiptList;
  /** Another print, marked KOPIE. */
  reprint(receiptId: string): PrintJobView;
}

export interface Shifts {
  current(): ShiftView;
  open(request: OpenShift, actor: Actor): ShiftView;
  /** In is positive, out negative; never more out than there should be in the drawer. */
  cash(request: CashRequest, key: string, actor: Actor): ShiftView;
  /** X: as it stands now. */
  report(): ReportView;
  /** Prints the X, and answers what it prints. */
  printReport(): PrintedReport;
  close(request: CloseShift, key: string, actor: Actor): ReportView;
  /** Newest first. */
  list(): ShiftSummary[];
  /** Z as it was at close. X of the one still open asks for the right `cash-movement`: the count is blind. */
  reportOf(shiftId: string, actor: Actor): ReportView;
  /** Prints a Z again, marked KOPIE; asks for the same right as `reportOf`. */
  reprint(shiftId: string, actor: Actor): PrintJobView;
}

/** What the ledger reads of the price list. */
export type CatalogueForSale = Pick<
  Catalogue,
  'item' | 'items' | 'table' | 'route' | 'paymentTypes' | 'settings' | 'day'
> & { vatRates(): readonly VatRate[] };

/** A shift's report as it is kept: people are named when it is shown. */
export type KeptReport = Pick<ReportView, 'report' | 'openBills'>;

/** Printing as the ledger needs it: taking jobs in, and showing those of a receipt or a shift, oldest first. */
export interface Printing extends PrintingIntake {
  jobsOf(ref: string): PrintJobView[];
}

export interface LedgerOptions {
  readonly store: Store;
  readonly catalogue: CatalogueForSale;
  readonly world: World;
  readonly events: Events;
  readonly printing: Printing;
  /** An unknown id is its own name. */
  readonly staffName: (staffId: string) => string;
  readonly register: { readonly id: string; readonly series: string; readonly timezone: string };
  /** Told of each new receipt after the commit: opens the drawer, lights the display. */
  readonly onSale: (receipt: Receipt) => void;
  /** Told of money put into the drawer or taken out of it, after the commit: opens the drawer. */
  readonly onCash: (movement: CashMovement) => void;
}

/** Receipts and shifts as they were written, for whoever prints or sends them. */
export interface Books {
  /** Undefined when there is none. */
  receipt(receiptId: string): Receipt | undefined;
  shift(shiftId: string): Shift | undefined;
}
