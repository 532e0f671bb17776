import type { Vector } from '../../sync/index.ts';
import type { RegisterReport } from '../../wire/index.ts';

/** A register that was paired with a store. Times are milliseconds since 1970. */
export interface Register {
  readonly id: string;
  readonly name: string;
  readonly paired_ms: number;
  readonly revoked_ms: number | null;
  readonly contact_ms: number | null;
  readonly version: string | null;
  /** Its database, and what it last said that this holds. */
  readonly origin: string | null;
  readonly vv: Vector | null;
  readonly vv_ms: number | null;
  readonly report: RegisterReport | null;
  readonly report_ms: number | null;
}

export interface RegisterRow {
  readonly id: string;
  readonly name: string;
  readonly paired_ms: number;
  readonly revoked_ms: number | null;
  readonly contact_ms: number | null;
  readonly version: string | null;
  readonly origin: string | null;
  readonly vv: string | null;
  readonly vv_ms: number | null;
  readonly report: string | null;
  readonly report_ms: number | null;
}
export const REGISTER_COLUMNS =
  'id, name, paired_ms, revoked_ms, contact_ms, version, origin, vv, vv_ms, report, report_ms';

export function registerOf(row: RegisterRow): Register {
  return {
    ...row,
    vv: row.vv === null ? null : (JSON.parse(row.vv) as Vector),
    report: row.report === null ? null : (JSON.parse(row.report) as RegisterReport),
  };
}
