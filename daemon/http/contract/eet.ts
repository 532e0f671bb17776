/* Registering of sales with the tax authority, as the kiosk API has it. */
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

export const FiscalState = Type.Object({
  state: OneOf(FISCAL_STATES),
  environment: OneOf(ENVIRONMENTS),
  pok: Nullable(Type.String()),
  /** Sent so many times. */
  attempts: Type.Integer(),
  /** 48 hours after the sale: by then the law wants it registered. */
  deadlineAt: Time,
  /** Why it is not confirmed yet, for people; null when nothing is wrong. */
  reason: Nullable(Words),
});
export type FiscalState = Static<typeof FiscalState>;

/** One attempt as the books keep it. GET /api/receipts/:id/eet. */
export const EetAttemptView = Type.Object({
  uuid: Type.String(),
  /** SHA-256 of what was sent, in hexadecimal. */
  sha256: Type.String(),
  first: Type.Boolean(),
  startedAt: Time,
  /** Null while it is under way, and for ever when the register was shut down in between. */
  endedAt: Nullable(Time),
  /** `interrupted`: the register was shut down before an answer came. */
  state: Nullable(
    OneOf([
      'confirmed',
      'confirmed-unverified',
      'verified-only',
      'retry',
      'blocked',
      'rejected',
      'interrupted',
    ]),
  ),
  code: Nullable(Type.Integer()),
  httpStatus: Nullable(Type.Integer()),
  transactionId: Nullable(Type.String()),
  pok: Nullable(Type.String()),
  warnings: Type.Array(Type.Object({ code: Type.Integer(), text: Type.String() })),
  reason: Type.String(),
});
export type EetAttemptView = Static<typeof EetAttemptView>;

export const EetSaleView = Type.Object({
  receiptId: Id,
  number: Type.String(),
  registerId: Id,
  registerName: Name,
  soldAt: Time,
  /** As registered: crowns with two decimals. */
  total: Type.String(),
  fiscal: FiscalState,
  /** Only what this register sent itself; newest last. Empty in lists. */
  attempts: Type.Array(EetAttemptView),
});
export type EetSaleView = Static<typeof EetSaleView>;

/** GET /api/eet/sales: of all registers of the shop, newest first. */
export const EetSalesQuery = Type.Object(
  {
    state: Type.Optional(OneOf(FISCAL_STATES)),
    registerId: Type.Optional(Id),
    /** From an earlier answer's `next`. */
    before: Type.Optional(Type.String({ pattern: '^-?[0-9]{1,15}~[A-Za-z0-9_.:-]{1,64}$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
);
export type EetSalesQuery = Static<typeof EetSalesQuery>;
export const EetSaleList = Type.Object({
  sales: Type.Array(EetSaleView),
  next: Nullable(Type.String()),
});
export type EetSaleList = Static<typeof EetSaleList>;

export const EetCertificateView = Type.Object({
  eic: Type.String(),
  /** Null when it belongs to neither of the authority's systems. */
  environment: Nullable(OneOf(ENVIRONMENTS)),
  notBefore: Time,
  notAfter: Time,
  /** Whole days; negative when it is over. */
  daysLeft: Type.Integer(),
  fingerprint: Type.String(),
  /** Used for sending now. */
  active: Type.Boolean(),
});
export type EetCertificateView = Static<typeof EetCertificateView>;

/** GET /api/eet: all that the page shows at one look. */
export const EetView = Type.Object({
  /** Null: this shop does not register its sales. */
  environment: Nullable(OneOf(ENVIRONMENTS)),
  waiting: Type.Integer(),
  blocked: Type.Integer(),
  rejected: Type.Integer(),
  unverified: Type.Integer(),
  confirmedToday: Type.Integer(),
  /** The one whose 48 hours are over first. `left_s` is negative when they are over. */
  oldest: Nullable(
    Type.Object({
      receiptId: Id,
      number: Type.String(),
      soldAt: Time,
      deadlineAt: Time,
      left_s: Type.Integer(),
    }),
  ),
  /** The last answer of the authority, or the last attempt that came to nothing. */
  last: Nullable(Type.Object({ at: Time, ok: Type.Boolean(), what: Words })),
  /** Why nothing can be sent, and what to do. */
  blockedBy: Nullable(Type.Object({ reason: Words, hint: Words })),
  certificates: Type.Array(EetCertificateView),
  /** How the renewal of the certificate stands; null when it is not due. */
  renewal: Nullable(
    Type.Object({
      state: OneOf(['requested', 'issued', 'failed']),
      what: Words,
      hint: Words,
    }),
  ),
  /** Registers that have not been heard of and have left sales unsent; this one may send them. */
  orphans: Type.Array(
    Type.Object({
      registerId: Id,
      registerName: Name,
      count: Type.Integer(),
      deadlineAt: Time,
      takenOver: Type.Boolean(),
    }),
  ),
});
export type EetView = Static<typeof EetView>;

/** POST /api/eet/certificate. The password opens the file and is then forgotten. */
export const EetCertificateImport = Type.Object(
  {
    /** The .p12 as the authority gave it, in base64. */
    p12: Type.String({ minLength: 16, maxLength: 65_536, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
    password: Type.String({ minLength: 1, maxLength: 64 }),
  },
  closed,
);
export type EetCertificateImport = Static<typeof EetCertificateImport>;

/** POST /api/eet/test: a message that records nothing. */
export const EetTestResult = Type.Object({
  ok: Type.Boolean(),
  what: Words,
  hint: Words,
  warnings: Type.Array(Type.Object({ code: Type.Integer(), text: Type.String() })),
});
export type EetTestResult = Static<typeof EetTestResult>;

/** POST /api/eet/take-over: sends what another register has left unsent. */
export const EetTakeOver = Type.Object({ registerId: Id }, closed);
