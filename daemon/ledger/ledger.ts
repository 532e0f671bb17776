import type { Static } from 'typebox';
import type { CashMovement, Receipt, Shift, VatRate } from '../../domain/index.ts';
import type { World } from '../../world/index.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Events } from '../events.ts';
import type { Fiscal } from '../fiscal/fiscal.ts';
import type * as Contract from '../http/contract.ts';
import type {
  BillView,
  ClaimRequest,
  LineDraft,
  PayRequest,
  PrintedReport,
  PrintJobView,
  ReceiptList,
  ReceiptView,
  RegisterName,
  ReportView,
  SettleRequest,
  ShiftSummary,
  ShiftView,
  SplitResult,
  TroubleView,
} from '../http/contract.ts';
import type { HealthSource } from '../http/health.ts';
import type { Log } from '../log.ts';
import type { PrintingIntake } from '../printing/intake.ts';
import type { Projection } from '../replication/projection.ts';
import type { Actor } from '../staff/actor.ts';
import type { Store } from '../store/store.ts';

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
export interface Ledger extends HealthSource {
  readonly bills: Bills;
  readonly receipts: Receipts;
  readonly shifts: Shifts;
  readonly troubles: Troubles;
  /** Other registers' facts, for replication. */
  readonly projection: Projection;
  /** Reads what is open, and tells the shop who this register is; before it nothing else may be called. */
  start(): void;
  /**
   * Tells the shop who this register is, when the shop holds something else: after the database got another name, and
   * when everything has been drawn.
   */
  tellShop(): void;
  /** The series of this register's receipts. */
  series(): string;
  /** Who has sold in this shop, this register first. */
  registers(): RegisterName[];
  /** Whether receipts or shifts bear the id of this register already. */
  hasSold(): boolean;
  /** The other registers of the shop that are not gone for good, with what they number by. */
  others(): readonly { readonly id: string; readonly name: string; readonly series: string | null }[];
  /** Whether the wall clock contradicts what is already in the books: it was set back, or never set. */
  clockSuspect(): boolean;
}

/** What registers that could not hear each other have left for people to put right. */
export interface Troubles {
  list(): TroubleView[];
  /** A person has seen to it; asks for the right `void-ordered`. Of what waits no longer nothing changes. */
  settle(request: SettleRequest, actor: Actor): void;
}

export interface Bills {
  /** Open ones of all registers, oldest first. */
  list(): BillView[];
  get(billId: string): BillView;
  /** At most one open bill a table, as far as this register knows: asking again answers the oldest. */
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
  /** The money is taken here from now on. Throws a Refusal 409 `bill-claimed` while it is taken elsewhere. */
  claim(billId: string, request: ClaimRequest, actor: Actor): BillView;
  /** No longer; of a bill that is not claimed here, or closed, nothing changes. */
  release(billId: string, actor: Actor): BillView;
  /** Puts what is on a paid bill and on no receipt on a new one, and answers that. */
  takeUpLate(billId: string, actor: Actor): BillView;
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
  readonly log: Pick<Log, 'warn'>;
  readonly register: {
    readonly id: string;
    readonly name: string;
    /** The configured one; a box in the place of another takes one of its own. */
    readonly series: string;
    readonly timezone: string;
    /** It goes by a name that it has drawn for itself: nothing is sold, and the shop is not told. */
    readonly unnamed?: boolean;
  };
  /** Told of each new receipt inside its transaction. */
  readonly stock: { sold(receipt: Receipt): void };
  /** What the law wants of each sale. */
  readonly fiscal: Pick<Fiscal, 'begin' | 'commit' | 'status'>;
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
