/* Files for the accountant, as the backoffice API has them. Answers are the files themselves. */
import { type Static, Type } from 'typebox';
import { closed, OneOf } from '../../../wire/index.ts';
import { Day, Month } from './period.ts';

/** One table as a file: receipts, their lines, takings by day and VAT rate, shifts. */
export const EXPORTS = ['receipts', 'lines', 'takings', 'shifts'] as const;
export const FORMATS = ['csv', 'xlsx'] as const;

/** GET /api/stores/:store/exports/<table>.<format>, for instance `receipts.csv`. Both days are in it; at most 400. */
export const ExportQuery = Type.Object({ from: Day, to: Day }, closed);
export type ExportQuery = Static<typeof ExportQuery>;

/**
 * GET /api/stores/:store/exports/pohoda.xml: `days` are one document a day and way to pay, `receipts` one a receipt and
 * way to pay. Receipts with a buyer are issued invoices either way.
 */
export const PohodaQuery = Type.Object(
  {
    from: Day,
    to: Day,
    detail: OneOf(['days', 'receipts']),
    /** The shortcut of a cash register in Pohoda, into which cash goes; `HP` when it is not given. */
    cashAccount: Type.Optional(Type.String({ minLength: 1, maxLength: 19 })),
  },
  closed,
);
export type PohodaQuery = Static<typeof PohodaQuery>;

/** GET /api/stores/:store/exports/month.zip: everything for the accountant in one file. */
export const MonthQuery = Type.Object({ month: Month }, closed);
export type MonthQuery = Static<typeof MonthQuery>;
