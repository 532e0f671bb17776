import type { CashMovement, Unit } from '../../domain/index.ts';
import type { KeptReport } from '../../wire/index.ts';
import type { BillPaper } from './bill-document.ts';

/** What a kitchen or a bar is told. Frozen when it was ordered; a later change of the bill makes another order. */
export interface Order {
  readonly id: string;
  /** Starts again every day and is short: it is shouted across the kitchen. */
  readonly number: number;
  /** Tells it from the same number of a sibling: the series of the register. Left out where there is no sibling. */
  readonly register?: string;
  readonly billId: string;
  readonly table: string | null;
  readonly staffName: string;
  /** RFC 3339, local with offset. */
  readonly at: string;
  /** `kuchyn`, `bar`. */
  readonly route: string;
  readonly lines: readonly {
    /** Thousandths; negative takes back what was ordered before. */
    readonly quantity: number;
    /** What is weighed or poured says so: `1,235 kg`. Left out for pieces. */
    readonly unit?: Unit;
    readonly name: string;
    readonly note: string;
  }[];
}

/**
 * How the rest of the register asks for paper. All but `wake` are called inside the caller's transaction, so a
 * sale and its print job are written together or not at all; `wake` is called after the commit.
 */
export interface PrintingIntake {
  /** The document is made when it is sent, so that what came later (a fiscal code) can stand on it. */
  receipt(receiptId: string, copy: boolean): void;
  /** One order goes to the printer of its route. */
  order(order: Order): void;
  /** What a guest looks at before paying. Throws the Refusal `no-printer`. */
  bill(paper: BillPaper): void;
  /** Names of people and categories are looked up here, now: the report keeps them. */
  report(shiftId: string, kind: 'x' | 'z', copy: boolean, body: KeptReport): void;
  /** The slip that goes into the drawer in place of money taken out, or with money put in. */
  cash(movement: CashMovement): void;
  wake(): void;
}
