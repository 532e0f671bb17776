import {
  type CashMovement,
  formatReceiptNumber,
  type Receipt,
  reportShift,
  type Shift,
  type ShiftClose,
  type ShiftReport,
} from '../../../domain/index.ts';
import type { Sql } from '../../database/database.ts';

/** Everything held of a shift but its close, which is the register's to say. */
export type Opened = Pick<Shift, 'id' | 'registerId' | 'openedAt' | 'openedBy' | 'float_haler'>;

/** The report of a shift reckoned from the receipts and movements that have come: X, or what to compare a Z with. */
export async function heldReport(
  sql: Sql,
  store: string,
  opened: Opened,
  closed: ShiftClose | null,
): Promise<ShiftReport> {
  const movements = await movementsOf(sql, store, opened.id);
  const bodies = await sql.all<{ body: string }>(
    `SELECT f.body FROM receipt r
     JOIN fact f ON f.store = r.store AND f.origin = r.origin AND f.seq = r.seq
     WHERE r.store = ? AND r.shift_id = ? ORDER BY r.hlc`,
    store,
    opened.id,
  );
  const receipts = bodies.map(({ body }) => JSON.parse(body) as Receipt);
  return reportShift({ ...opened, movements, closed }, receipts, ({ number }) => formatReceiptNumber(number));
}

export function movementsOf(sql: Sql, store: string, shiftId: string): Promise<CashMovement[]> {
  return sql.all<CashMovement>(
    `SELECT id, at, amount_haler, reason, staff_id AS "staffId", allowed_by AS "allowedBy"
     FROM cash_movement WHERE store = ? AND shift_id = ? ORDER BY hlc`,
    store,
    shiftId,
  );
}
