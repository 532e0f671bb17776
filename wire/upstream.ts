/*
 * What a register asks of a backoffice, over HTTPS under `/api/v1`. The exchange itself is the replicas' own, hello and
 * changes; the rest is what only two that meet by the internet need. A token goes with every request but the first:
 * `Authorization: Bearer …`. Bodies may be gzipped either way. A fault is a problem document (RFC 9457).
 */
import { type Static, Type } from 'typebox';
import { closed, Id, Name, Nullable, Time } from './fields.ts';

/** A body is at most this long, unpacked, in bytes: a thousand rows of the longest kind are cut into parts before. */
export const BODY_MAX_BYTES = 8 * 1024 * 1024;
/** Rows in all the messages of one request. */
export const REQUEST_ROWS_MAX = 1000;
/** The server says so often that the stream lives; a register that hears nothing for 45 s asks by itself. */
export const PING_MS = 15_000;
export const STREAM_SILENT_MS = 45_000;

/** Of a database, as `sync/` names it. */
const Origin = Type.String({ pattern: '^[A-Za-z0-9-]{1,40}$' });
const Vector = Type.Record(Origin, Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }));

/** POST /pair, without a token: a code that the backoffice shows once becomes a token for this register alone. */
export const PairRequest = Type.Object(
  {
    /** As typed by a person: letters in either case, with or without gaps. */
    code: Type.String({ minLength: 1, maxLength: 40 }),
    registerId: Id,
    name: Name,
    /** The shop's id among its registers; null for a register that has never been paired with another. */
    shop: Nullable(Type.String({ minLength: 1, maxLength: 80 })),
    origin: Origin,
    version: Type.String({ maxLength: 40 }),
    /**
     * Databases that the shop has put out for ever, which no register listens to any more. When the backoffice's own
     * replica of the store is among them, it goes on under another origin, as a restored one does.
     */
    retired: Type.Optional(Type.Array(Origin, { maxItems: 1000 })),
  },
  closed,
);
export type PairRequest = Static<typeof PairRequest>;
export const PairAnswer = Type.Object({
  token: Type.String({ minLength: 32, maxLength: 200 }),
  store: Type.Object({ id: Id, name: Name }),
  /** Of the backoffice's replica of this store. */
  origin: Origin,
  serverTime_ms: Type.Integer(),
});
export type PairAnswer = Static<typeof PairAnswer>;

/** POST /exchange: messages of the replica, at most a thousand rows in all; so is the answer. */
export const ExchangeRequest = Type.Object(
  {
    /** The database that speaks; after a restore it is another one. */
    origin: Origin,
    messages: Type.Array(Type.Unknown(), { maxItems: 20 }),
  },
  closed,
);
export type ExchangeRequest = Static<typeof ExchangeRequest>;
export const ExchangeAnswer = Type.Object({
  origin: Origin,
  messages: Type.Array(Type.Unknown(), { maxItems: 20 }),
  /** What the backoffice holds after this request, durably: the cursor. */
  vv: Vector,
  /** Rows of this shop that the backoffice has put aside because it could not read them; nothing waits for them. */
  parked: Type.Integer({ minimum: 0 }),
  /** Its wall clock, milliseconds since 1970, when it began to answer. */
  serverTime_ms: Type.Integer(),
});
export type ExchangeAnswer = Static<typeof ExchangeAnswer>;

/** A row of the replica as it travels (`sync/rows.ts`). */
const FactOnWire = Type.Object({
  is: Type.Literal('fact'),
  origin: Origin,
  seq: Type.Integer({ minimum: 1 }),
  hlc: Type.String({ maxLength: 80 }),
  kind: Type.String({ minLength: 1, maxLength: 200 }),
  id: Type.String({ minLength: 1, maxLength: 400 }),
  body: Type.String(),
});

/**
 * POST /shifts/check: after a shift was closed, whether all of it is there. `sum` is the SHA-256, in hexadecimal, of one
 * line `origin seq hlc kind id` and one line of the body for each fact, in the order of origin and seq (code units).
 */
export const ShiftCheck = Type.Object(
  {
    shiftId: Id,
    count: Type.Integer({ minimum: 0 }),
    sum: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    /** The facts of the shift by name: opening, close, cash, receipts, their EET sales and outcomes. */
    facts: Type.Array(Type.Tuple([Origin, Type.Integer({ minimum: 1 })]), { maxItems: 100_000 }),
  },
  closed,
);
export type ShiftCheck = Static<typeof ShiftCheck>;
export const ShiftCheckAnswer = Type.Object({
  whole: Type.Boolean(),
  /** Which are missing, or are there but differ; the first thousand. */
  lacking: Type.Array(Type.Tuple([Origin, Type.Integer({ minimum: 1 })]), { maxItems: REQUEST_ROWS_MAX }),
});
export type ShiftCheckAnswer = Static<typeof ShiftCheckAnswer>;
/** POST /shifts/repair: facts that a check found lacking. */
export const ShiftRepair = Type.Object(
  { shiftId: Id, rows: Type.Array(FactOnWire, { maxItems: REQUEST_ROWS_MAX }) },
  closed,
);
export type ShiftRepair = Static<typeof ShiftRepair>;
/** `differing`: under the same number another fact is held. It stays, and is shown to the owner. */
export const ShiftRepairAnswer = Type.Object({
  taken: Type.Integer({ minimum: 0 }),
  differing: Type.Integer({ minimum: 0 }),
});
export type ShiftRepairAnswer = Static<typeof ShiftRepairAnswer>;

/** How a register is, or was when a sibling last heard of it. */
const Condition = {
  registerId: Id,
  name: Name,
  version: Nullable(Type.String({ maxLength: 40 })),
  /** Its database and what it is known to hold; null when it has not said so. */
  origin: Nullable(Origin),
  vv: Nullable(Vector),
};
/** POST /report: about every minute, and when something has changed. */
export const RegisterReport = Type.Object(
  {
    ...Condition,
    health: Type.Object({
      state: Type.Union([Type.Literal('ok'), Type.Literal('attention'), Type.Literal('fault')]),
      cs: Type.String({ maxLength: 500 }),
      en: Type.String({ maxLength: 500 }),
    }),
    /** Sales that wait for the tax authority here, and the nearest deadline among them. */
    eet: Nullable(
      Type.Object({
        waiting: Type.Integer({ minimum: 0 }),
        blocked: Type.Integer({ minimum: 0 }),
        rejected: Type.Integer({ minimum: 0 }),
        deadlineAt: Nullable(Time),
        certificateUntil: Nullable(Time),
      }),
    ),
    /** Its siblings as it sees them. */
    siblings: Type.Array(Type.Object({ ...Condition, linked: Type.Boolean(), since: Nullable(Time) }), {
      maxItems: 100,
    }),
  },
  closed,
);
export type RegisterReport = Static<typeof RegisterReport>;

/** GET /events: a stream of server-sent events. `poke`: there is something to fetch; its data is empty. */
export const POKE = 'poke';
