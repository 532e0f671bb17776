/* How the register and the box under it were found, as the kiosk API has it. */
import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, Time } from '../../../wire/index.ts';

export const FINDING_STATES = ['ok', 'attention', 'fault', 'unknown'] as const;

export const FindingView = Type.Object({
  /** What was found, for scripts: `disk-full`. */
  id: Id,
  /** Where: `disk`, `clock`, `devices` … */
  area: Id,
  /** `fault` does not work; `attention` works, and somebody should look; `unknown` could not be looked at. */
  state: OneOf(FINDING_STATES),
  /** One sentence of what was found. */
  cs: Type.String(),
  en: Type.String(),
  /** What a technician does; empty where nothing is to be done. */
  remedyCs: Type.String(),
  remedyEn: Type.String(),
  /** Figures and names behind it. */
  facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])),
});
export type FindingView = Static<typeof FindingView>;

/** POST /api/doctor, `kasad doctor --json`. */
export const DoctorReport = Type.Object({
  /** The worst state among the findings. */
  state: OneOf(FINDING_STATES),
  faults: Type.Integer(),
  attentions: Type.Integer(),
  /** Worst first. */
  findings: Type.Array(FindingView),
  at: Time,
  took_ms: Type.Integer(),
  /** Of the program that looked. */
  version: Type.String(),
});
export type DoctorReport = Static<typeof DoctorReport>;

/** GET /api/doctor: the last look since the start. */
export const LastDoctorReport = Type.Object({ report: Nullable(DoctorReport) });
export type LastDoctorReport = Static<typeof LastDoctorReport>;
