/* Sales that are registered with the tax authority and how they stand, as the backoffice API has them. */
import { type Static, Type } from 'typebox';
import {
  closed,
  ENVIRONMENTS,
  FISCAL_STATES,
  Id,
  Name,
  Nullable,
  OneOf,
  Time,
  Words,
} from '../../../wire/index.ts';
import { DayOrMinute } from './period.ts';

export const EetState = Type.Object({
  state: OneOf(FISCAL_STATES),
  environment: OneOf(ENVIRONMENTS),
  pok: Nullable(Type.String()),
  /** Sent so many times, as far as a register has said so. */
  attempts: Type.Integer(),
  /** 48 hours after the sale: by then the law wants it registered. */
  deadlineAt: Time,
  /** Why it is not confirmed yet and what to do, for people; null when nothing is wrong. */
  why: Nullable(Type.Object({ reason: Words, hint: Words })),
});
export type EetState = Static<typeof EetState>;

export const EetSaleView = Type.Object({
  receiptId: Id,
  number: Type.String(),
  /** Where it was sold. */
  registerId: Id,
  registerName: Name,
  soldAt: Time,
  /** As registered: crowns with two decimals. */
  total: Type.String(),
  eet: EetState,
  /** The register whose word it is; null while none has said anything. */
  toldBy: Nullable(Type.Object({ id: Id, name: Name })),
});
export type EetSaleView = Static<typeof EetSaleView>;

/**
 * GET /api/stores/:store/eet/sales. `open` is all that has no POK: waiting, blocked, rejected. They come with the nearest
 * deadline first; everything else with the newest sale first.
 */
export const EetSalesQuery = Type.Object(
  {
    state: Type.Optional(OneOf([...FISCAL_STATES, 'open'])),
    environment: Type.Optional(OneOf(ENVIRONMENTS)),
    registerId: Type.Optional(Id),
    from: Type.Optional(DayOrMinute),
    to: Type.Optional(DayOrMinute),
    /** From an earlier answer's `next`. */
    after: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
);
export type EetSalesQuery = Static<typeof EetSalesQuery>;
export const EetSaleList = Type.Object({ sales: Type.Array(EetSaleView), next: Nullable(Type.String()) });
export type EetSaleList = Static<typeof EetSaleList>;

const counts = {
  waiting: Type.Integer(),
  blocked: Type.Integer(),
  rejected: Type.Integer(),
  unverified: Type.Integer(),
  confirmed: Type.Integer(),
  /** The nearest deadline of what has no POK; null when all has one. It may be over. */
  deadlineAt: Nullable(Time),
};
/** GET /api/stores/:store/eet: how many sales stand how. Those of the authority's playground are counted apart. */
export const EetOverview = Type.Object({
  ...counts,
  registers: Type.Array(
    Type.Object({
      registerId: Id,
      registerName: Name,
      ...counts,
      /** Registers that send what this one has left. */
      takenOverBy: Type.Array(Type.Object({ id: Id, name: Name, at: Time })),
    }),
  ),
  /** Sales registered in the playground, which are registered nowhere. */
  playground: Type.Integer(),
});
export type EetOverview = Static<typeof EetOverview>;
