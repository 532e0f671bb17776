/* What is being printed, as the kiosk API has it. */
import { type Static, Type } from 'typebox';
import { closed, Id, Name, Nullable, OneOf, Time, Words } from '../../../wire/index.ts';

export const PRINT_STATES = ['queued', 'sending', 'printed', 'failed', 'unknown', 'cancelled'] as const;
export const PrintJobView = Type.Object({
  id: Id,
  printerId: Id,
  printerName: Name,
  /** `receipt`, `order`, `report`, `test`, `bill` (printed before paying). */
  kind: OneOf(['receipt', 'order', 'report', 'test', 'bill']),
  /** `Účtenka R1-2026-000123`, `Objednávka 14 · Stůl 3`. */
  title: Words,
  copy: Type.Boolean(),
  state: OneOf(PRINT_STATES),
  proof: Nullable(OneOf(['process-id', 'fence', 'none'])),
  attempts: Type.Integer(),
  /** Why it is not printed; null when nothing is wrong. */
  reason: Nullable(Words),
  hint: Nullable(Words),
  createdAt: Time,
  /** Set when another printer stands in: the printer it was meant for. */
  insteadOf: Nullable(Id),
});
export type PrintJobView = Static<typeof PrintJobView>;

export const JobDecision = Type.Object(
  {
    /** `printed`: it did come out. `reprint`: print again, marked KOPIE. `retry`: it surely did not. `cancel`: not needed. */
    decision: OneOf(['printed', 'reprint', 'retry', 'cancel']),
  },
  closed,
);
