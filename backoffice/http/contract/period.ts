/* Days and periods, as the backoffice API has them. A day is the shop's own: the local date on its receipts. */
import { Type } from 'typebox';

/** `2026-11-24`. */
export const Day = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' });
/** `2026-11`. */
export const Month = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' });
/** A day or a minute of it on the shop's clocks, `2026-11-24` or `2026-11-24T18:30`. */
export const DayOrMinute = Type.String({
  pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(T([01]\\d|2[0-3]):[0-5]\\d)?$',
});
