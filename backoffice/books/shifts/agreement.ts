import type { ShiftReport } from '../../../domain/index.ts';
import type { Words } from '../../../wire/index.ts';

/** In what the receipts and cash movements that are held fall short of a register's own Z report. */
export interface Lack {
  /** Receipts that have not come; negative when more are held than the report speaks of. */
  readonly receipts: number;
  readonly movements: number;
  /** As many are here as there should be, and yet something does not add up to what the report says. */
  readonly differs: boolean;
}

/** Null when everything agrees, to the haléř: then the shift is whole. */
export function lackOf(reported: ShiftReport, held: ShiftReport): Lack | null {
  const receipts = reported.receiptCount - held.receiptCount;
  const heldMovements = new Set(held.movements.map(({ id }) => id));
  const movements = reported.movements.filter(({ id }) => !heldMovements.has(id)).length;
  const differs = receipts === 0 && movements === 0 && figuresOf(reported) !== figuresOf(held);
  return receipts === 0 && movements === 0 && !differs ? null : { receipts, movements, differs };
}

/** Names may have been changed in between, and the order of parts is nobody's promise: neither is compared. */
function figuresOf(report: ShiftReport): string {
  const sorted = (parts: readonly (readonly (string | number)[])[]) =>
    parts.map((part) => JSON.stringify(part)).sort();
  return JSON.stringify([
    report.firstNumber,
    report.lastNumber,
    report.reversalCount,
    report.reversed_haler,
    report.takings_haler,
    report.discounts_haler,
    report.tips_haler,
    report.rounding_haler,
    report.float_haler,
    report.cashSales_haler,
    report.cashIn_haler,
    report.cashOut_haler,
    report.expected_haler,
    sorted(report.recap.map((sum) => [sum.rate_bp, sum.base_haler, sum.vat_haler, sum.total_haler])),
    sorted(report.byPayment.map(({ kind, count, amount_haler }) => [kind, count, amount_haler])),
    sorted(report.byCategory.map(({ categoryId, amount_haler }) => [categoryId, amount_haler])),
    sorted(report.byStaff.map(({ count, amount_haler }) => [count, amount_haler])),
    sorted(Object.entries(report.expectedForeign)),
    sorted(report.movements.map(({ id, amount_haler }) => [id, amount_haler])),
  ]);
}

export function lackWords({ receipts, movements, differs }: Lack, reportedCount: number): Words {
  const parts: Words[] = [];
  if (receipts > 0) parts.push(missingReceipts(receipts, reportedCount));
  if (receipts < 0) parts.push(surplusReceipts(-receipts, reportedCount));
  if (movements > 0) parts.push(missingMovements(movements));
  if (differs) parts.push(OTHER_SUMS);
  return { cs: parts.map(({ cs }) => cs).join(' '), en: parts.map(({ en }) => en).join(' ') };
}

function missingReceipts(count: number, of: number): Words {
  return {
    cs: `${form(count, 'Nepřišla 1 účtenka', `Nepřišly ${count} účtenky`, `Nepřišlo ${count} účtenek`)}; uzávěrka jich uvádí ${of}.`,
    en: `${count} of ${of} receipts ${count === 1 ? 'has' : 'have'} not come.`,
  };
}

function surplusReceipts(count: number, of: number): Words {
  return {
    cs: `Přišlo o ${form(count, '1 účtenku', `${count} účtenky`, `${count} účtenek`)} víc, než kolik jich uvádí uzávěrka (${of}).`,
    en: `${count} more ${count === 1 ? 'receipt has' : 'receipts have'} come than the report speaks of (${of}).`,
  };
}

function missingMovements(count: number): Words {
  return {
    cs: `${form(count, 'Nepřišel 1 vklad nebo výběr', `Nepřišly ${count} vklady nebo výběry`, `Nepřišlo ${count} vkladů nebo výběrů`)} hotovosti.`,
    en: `${count} cash ${count === 1 ? 'movement has' : 'movements have'} not come.`,
  };
}

const OTHER_SUMS: Words = {
  cs: 'Účtenky přišly všechny, ale jejich součty se s uzávěrkou liší.',
  en: 'All receipts have come, but their sums differ from the report.',
};

const form = (count: number, one: string, few: string, many: string): string =>
  count === 1 ? one : count >= 2 && count <= 4 ? few : many;
