import { searchWords } from '../../../wire/index.ts';
import type { Value } from '../../database/database.ts';
import type { ReceiptsQuery } from '../../http/contract/receipts.ts';
import { untilOf } from '../times.ts';

/** Where a page of the history ended. */
const CURSOR = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})~(.{1,64})$/;

/** What a query asks of the rows, as one condition and its values; `r` is the receipt's row. */
export function conditionOf(
  store: string,
  query: ReceiptsQuery,
): { readonly condition: string; readonly values: readonly Value[] } {
  const where = ['r.store = ?'];
  const values: Value[] = [store];
  const add = (condition: string, ...more: Value[]) => {
    where.push(condition);
    values.push(...more);
  };
  const { from, to, least_haler, most_haler, table, staffId, registerId, shiftId, paymentId, eet, kind } =
    query;
  if (from !== undefined) add('r.issued_at >= ?', from);
  if (to !== undefined) add('r.issued_at < ?', untilOf(to));
  if (least_haler !== undefined) add('r.total_haler >= ?', least_haler);
  if (most_haler !== undefined) add('r.total_haler <= ?', most_haler);
  if (table !== undefined) add('r.dining_table = ?', table);
  if (staffId !== undefined) add('r.staff_id = ?', staffId);
  if (registerId !== undefined) add('r.register_id = ?', registerId);
  if (shiftId !== undefined) add('r.shift_id = ?', shiftId);
  if (paymentId !== undefined) add(LIKE('r.payments'), like(`,${paymentId},`));
  if (kind !== undefined) add(`r.reverses_id IS ${kind === 'sale' ? '' : 'NOT '}NULL`);
  if (eet === 'none') add(`NOT ${registered('')}`);
  else if (eet === 'open') add(registered('AND e.open = 1'));
  else if (eet !== undefined) add(registered('AND e.state = ?'), eet);
  for (const word of searchWords(query.q ?? '')) add(LIKE('r.search'), like(word));
  const before = CURSOR.exec(query.before ?? '');
  if (before) add('(r.issued_at, r.id) < (?, ?)', before[1] ?? '', before[2] ?? '');
  return { condition: where.join(' AND '), values };
}

export const cursorOf = ({ issued_at, id }: { readonly issued_at: string; readonly id: string }): string =>
  `${issued_at}~${id}`;

/** Both sides are folded already, so that it does not matter how a database minds the case. */
const LIKE = (column: string): string => `${column} LIKE ? ESCAPE '!'`;
const like = (part: string): string => `%${part.replace(/[!%_]/g, '!$&')}%`;

const registered = (more: string): string =>
  `EXISTS (SELECT 1 FROM eet_sale e WHERE e.store = r.store AND e.receipt_id = r.id ${more})`;
