import type { CashMovement } from '../../../domain/index.ts';
import type { Sql } from '../../database/database.ts';

/** Cash put into a drawer or taken out of it. Of two with one id, the one with the lower stamp stands. */
export async function enterMovement(
  sql: Sql,
  store: string,
  movement: CashMovement & { readonly shiftId: string },
  hlc: string,
): Promise<void> {
  const { id, shiftId, at, amount_haler, reason, staffId, allowedBy } = movement;
  await sql.run(
    `INSERT INTO cash_movement (store, id, shift_id, at, amount_haler, reason, staff_id, allowed_by, hlc)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (store, id) DO UPDATE SET shift_id = excluded.shift_id, at = excluded.at,
       amount_haler = excluded.amount_haler, reason = excluded.reason, staff_id = excluded.staff_id,
       allowed_by = excluded.allowed_by, hlc = excluded.hlc
     WHERE excluded.hlc < cash_movement.hlc`,
    store,
    id,
    shiftId,
    at,
    amount_haler,
    reason,
    staffId,
    allowedBy,
    hlc,
  );
}
