import {
  foreignValue,
  type Haler,
  isCash,
  MAX_AMOUNT_HALER,
  type PaymentType,
  parseAmount,
  roundCash,
  type Settlement,
  settle,
  type Tender,
} from '../../../domain/index.ts';

/** Notes worth offering, in haléře. */
const NOTES: readonly Haler[] = [10_000, 20_000, 50_000, 100_000, 200_000, 500_000];
const OFFERED = 4;

/** What guests are likely to hand over above `due`: round hundreds and notes, smallest first. */
export function quickAmounts(due_haler: Haler): Haler[] {
  const due = roundCash(due_haler);
  if (due <= 0) return [];
  const above = NOTES.map((note) => Math.ceil(due / note) * note).filter(
    (amount) => amount > due && amount <= MAX_AMOUNT_HALER,
  );
  return [...new Set(above)].sort((a, b) => a - b).slice(0, OFFERED);
}

export interface Account {
  readonly total_haler: Haler;
  readonly tip_haler: Haler;
  readonly tenders: readonly Tender[];
  readonly types: readonly PaymentType[];
  /** What the guest whose turn it is pays of a shared bill; without it one pays everything that is left. */
  readonly share_haler?: Haler | null;
}

const worthOf = (tender: Tender, types: readonly PaymentType[]): Haler => {
  const type = types.find((t) => t.id === tender.typeId);
  return type?.rate_haler ? foreignValue(tender.amount, type.rate_haler) : tender.amount;
};

/** What is still to be paid, not rounded; cash that is already there may have gone over by its rounding. */
export function leftToPay({ total_haler, tip_haler, tenders, types }: Account): Haler {
  return total_haler + tip_haler - tenders.reduce((sum, tender) => sum + worthOf(tender, types), 0);
}

/**
 * The tender that a tap on `type` means: what was typed, or the guest's share or all that is left. In foreign cash the
 * smallest amount of cents that is enough.
 */
export function tenderFor(account: Account, type: PaymentType, typed: string): Tender | null {
  const amount = typed === '' ? undefined : parseAmount(typed);
  if (typed !== '') return amount !== undefined && amount > 0 ? { typeId: type.id, amount } : null;
  const wanted = account.share_haler ?? leftToPay(account);
  const due = isCash(type.kind) ? roundCash(wanted) : wanted;
  if (due <= 0) return null;
  if (type.rate_haler === null) return { typeId: type.id, amount: due };
  let cents = Math.floor((due * 100) / type.rate_haler);
  while (foreignValue(cents, type.rate_haler) < due) cents += 1;
  return { typeId: type.id, amount: cents };
}

/** A sum shared by so many guests in equal parts, decided when so many tenders had been taken already. */
export interface Sharing {
  readonly guests: number;
  readonly whole_haler: Haler;
  readonly before: number;
}

/** What each guest but the last gives: whole crowns, so that nobody pays in haléře; the last one pays the rest. */
export const shareOf = (whole_haler: Haler, guests: number): Haler =>
  Math.ceil(whole_haler / guests / 100) * 100;

/** The share of the guest whose turn it is; null for the last one, who pays what is left. */
export function nextShare(sharing: Sharing, taken: number, left_haler: Haler): Haler | null {
  const share = shareOf(sharing.whole_haler, sharing.guests);
  const waiting = sharing.guests - (taken - sharing.before);
  return waiting > 1 && share < left_haler ? share : null;
}

/** What taking the tender would lead to. */
export type Outcome =
  | { readonly kind: 'settled'; readonly settlement: Settlement; readonly tenders: readonly Tender[] }
  | { readonly kind: 'partly'; readonly missing_haler: Haler; readonly tenders: readonly Tender[] }
  | { readonly kind: 'too-much'; readonly surplus_haler: Haler }
  /** Cash with haléře, for which there are no coins. */
  | { readonly kind: 'not-crowns' }
  | { readonly kind: 'nothing' };

export function outcomeOf(account: Account, type: PaymentType, typed: string): Outcome {
  const tender = tenderFor(account, type, typed);
  if (!tender) return { kind: 'nothing' };
  const tenders = [...account.tenders, tender];
  const result = settle(account.total_haler, account.tip_haler, tenders, account.types);
  if (!('fault' in result)) return { kind: 'settled', settlement: result, tenders };
  if (result.fault === 'underpaid') return { kind: 'partly', missing_haler: result.missing_haler, tenders };
  if (result.fault === 'overpaid') return { kind: 'too-much', surplus_haler: result.surplus_haler };
  return { kind: result.fault === 'bad-amount' ? 'not-crowns' : 'nothing' };
}
