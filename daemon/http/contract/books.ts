/* What the books of a shop of several registers say beyond those of one. */
import { type Static, Type } from 'typebox';
import { Amount, closed, Id, Name, Nullable, OneOf, Price, Time } from '../../../wire/index.ts';

/** Where the money for a bill is being taken right now: not here. */
export const ClaimView = Type.Object({ registerId: Id, registerName: Name, staffName: Name });
export type ClaimView = Static<typeof ClaimView>;

/** POST /api/bills/:id/claim: the payment screen is open. `takesOver`: from another register, for a manager. */
export const ClaimRequest = Type.Object({ takesOver: Type.Boolean() }, closed);
export type ClaimRequest = Static<typeof ClaimRequest>;

/** GET /api/registers: who has sold in this shop, this register first. */
export const RegisterName = Type.Object({ id: Id, name: Name, own: Type.Boolean() });
export type RegisterName = Static<typeof RegisterName>;

export const TROUBLES = [
  /** Registers that could not hear each other both took money for one bill. Settled by reversing all but one. */
  'double-payment',
  /** On a paid bill and on no receipt. Settled by putting it on a new bill. */
  'late-lines',
  /** Taken off a bill more often than it was there: somewhere a guest pays for it twice. A manager says it is settled. */
  'excess',
  /** The same receipt taken back twice. Settled by reversing one of the two reversals. */
  'double-reversal',
  /** Two receipts with one number, because two registers use one series. Both stand; a manager says it is settled. */
  'same-number',
  /** Two shifts with one Z number. Both stand; a manager says it is settled. */
  'same-z',
] as const;

/** What registers that could not hear each other have left for people to put right. */
export const TroubleView = Type.Object({
  kind: OneOf(TROUBLES),
  /** The bill's, the receipt's, or a number. */
  id: Type.String({ minLength: 1, maxLength: 120 }),
  table: Nullable(Type.String()),
  receipts: Type.Array(
    Type.Object({
      id: Id,
      number: Type.String(),
      issuedAt: Time,
      registerName: Name,
      staff: Type.String(),
      total_haler: Amount,
    }),
  ),
  lines: Type.Array(
    Type.Object({
      name: Type.String(),
      unit: Type.String(),
      quantity: Type.Integer(),
      amount_haler: Price,
    }),
  ),
  /** What the lines come to. */
  total_haler: Price,
  cs: Type.String(),
  en: Type.String(),
  hintCs: Type.String(),
  hintEn: Type.String(),
});
export type TroubleView = Static<typeof TroubleView>;

/** POST /api/troubles/settle: a person has seen to it. Only of what no deed of the register puts right. */
export const SettleRequest = Type.Object(
  {
    kind: OneOf(['excess', 'same-number', 'same-z']),
    id: Type.String({ minLength: 1, maxLength: 120 }),
  },
  closed,
);
export type SettleRequest = Static<typeof SettleRequest>;
