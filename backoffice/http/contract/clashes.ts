/* What can be true only once and was written twice. */
import { type Static, Type } from 'typebox';
import { Id, Name, OneOf, Time, Words } from '../../../wire/index.ts';

/**
 * GET /api/stores/:store/clashes: those that nobody has settled at a register, at most two hundred. Both sides of
 * each stand in the books.
 */
export const ClashView = Type.Object({
  kind: OneOf(['double-payment', 'double-reversal', 'same-number', 'same-z']),
  /**
   * Of the bill that was paid twice, of the receipt that is reversed twice; the number that stands twice;
   * `register:number` of two reports.
   */
  id: Type.String(),
  /** What happened and what it means, and what to do: ready to be said. */
  text: Words,
  hint: Words,
  /** Those that clash, oldest first: receipts, or of two reports their shifts. */
  between: Type.Array(
    Type.Object({
      is: OneOf(['receipt', 'shift']),
      id: Id,
      /** `B1-2026-000001`, `Z 5`. */
      number: Type.String(),
      registerName: Name,
      /** Issued; of a shift, opened. */
      at: Time,
      total_haler: Type.Integer(),
    }),
  ),
});
export type ClashView = Static<typeof ClashView>;
