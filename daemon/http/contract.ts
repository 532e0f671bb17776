/**
 * The kiosk API: every request and answer, once. From these schemas come the validators, the types (the kiosk
 * imports them as types only) and /api/openapi.json. Money is a whole number of haléře, a quantity a whole
 * number of thousandths, time RFC 3339 with offset. Errors are `Problem` documents (RFC 9457).
 *
 * A request that needs a right which the signed-in person lacks is answered 403 `needs-approval` with the
 * right's name; repeat it with the header `X-Approval` and a token from POST /api/approval.
 * Requests that move money carry `Idempotency-Key` (a UUID): the same key twice is one deed and one answer.
 */
import { type Static, Type } from 'typebox';
import { RIGHTS, ROLES } from '../../domain/index.ts';
import { closed, Id, Name, OneOf, Pin, Time, Words } from '../../wire/index.ts';
import type { DeviceView } from './contract/devices.ts';
import type { PrintJobView } from './contract/print-jobs.ts';

export {
  CategoryDraft,
  CategoryPatch,
  CategoryView,
  EetSettings,
  ENVIRONMENTS,
  FISCAL_STATES,
  FunctionKey,
  ImportResult,
  ItemDraft,
  ItemPatch,
  LocalMinute,
  Logo,
  Mend,
  PaymentTypeView,
  PercentOff,
  ScheduledChangeDraft,
  ScheduledChangeView,
  Settings,
  SettingsPatch,
  TableDraft,
  TablePatch,
  TableView,
  TimeOfDay,
  VatRateView,
  Weekdays,
} from '../../wire/index.ts';
export * from './contract/bills.ts';
export * from './contract/books.ts';
export * from './contract/care.ts';
export * from './contract/devices.ts';
export * from './contract/doctor.ts';
export * from './contract/eet.ts';
export * from './contract/price-list.ts';
export * from './contract/print-jobs.ts';
export * from './contract/receipts.ts';
export * from './contract/setup.ts';
export * from './contract/shifts.ts';
export * from './contract/siblings.ts';
export * from './contract/stock.ts';
export * from './contract/updates.ts';
export * from './contract/upstream.ts';
export { Words };

export const Problem = Type.Object({
  /** `urn:kasad:<code>`. */
  type: Type.String(),
  /** What happened and what it means for the sale, in Czech; `titleEn` in English. */
  title: Type.String(),
  titleEn: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  /** What to do, likewise. */
  hint: Type.String(),
  hintEn: Type.String(),
  /** With `needs-approval`. */
  right: Type.Optional(OneOf(RIGHTS)),
});
export type Problem = Static<typeof Problem>;

// ---- people

export const StaffView = Type.Object({
  id: Id,
  name: Name,
  role: OneOf(ROLES),
  active: Type.Boolean(),
});
export type StaffView = Static<typeof StaffView>;

/** A PIN goes in and never comes out. */
export const StaffDraft = Type.Object(
  { name: Name, role: OneOf(ROLES), pin: Pin, active: Type.Optional(Type.Boolean()) },
  closed,
);
export const StaffPatch = Type.Partial(StaffDraft, closed);

export const SignIn = Type.Object({ staffId: Id, pin: Pin }, closed);
export const Session = Type.Object({ staff: StaffView, rights: Type.Array(OneOf(RIGHTS)) });
export type Session = Static<typeof Session>;

export const ApprovalRequest = Type.Object({ staffId: Id, pin: Pin, right: OneOf(RIGHTS) }, closed);
/**
 * Good for one minute, in this session, for the first of two things it is used for: one deed, which uses it up, or
 * reading, as often as needed. Reading is GET, and printing what GET would show (a report); a token that was used
 * for reading lends no deed any more.
 */
export const Approval = Type.Object({ token: Type.String(), approvedBy: StaffView });
export type Approval = Static<typeof Approval>;

// ---- health and events

export const HealthPart = Type.Object({
  id: Id,
  /** `attention`: selling goes on, somebody should look. `fault`: selling does not go on. */
  state: OneOf(['ok', 'attention', 'fault']),
  cs: Type.String(),
  en: Type.String(),
  /** What to do; empty when nothing is to be done. */
  hintCs: Type.String(),
  hintEn: Type.String(),
});
export type HealthPart = Static<typeof HealthPart>;
/** One snapshot for /health, the status bar, the watchdog and the doctor. */
export const Health = Type.Object({
  state: OneOf(['ok', 'attention', 'fault']),
  cs: Type.String(),
  en: Type.String(),
  parts: Type.Array(HealthPart),
  version: Type.String(),
  uptime_s: Type.Integer(),
  at: Time,
});
export type Health = Static<typeof Health>;

/** GET /api/events: one JSON object per SSE `data:`; the receiver fetches what it needs. */
export type Event =
  | {
      readonly kind: 'bill';
      readonly billId: string;
      readonly version: number;
      readonly state: 'open' | 'paid' | 'discarded';
    }
  | { readonly kind: 'receipt'; readonly receiptId: string }
  | { readonly kind: 'shift' }
  | { readonly kind: 'catalogue'; readonly version: number }
  | { readonly kind: 'job'; readonly job: PrintJobView }
  | { readonly kind: 'device'; readonly device: DeviceView }
  | { readonly kind: 'drawer'; readonly open: boolean | null }
  | { readonly kind: 'scan'; readonly code: string }
  /** Who may sign in, or as what, has changed: perhaps the one who is signed in on this screen. */
  | { readonly kind: 'staff' }
  | { readonly kind: 'siblings' }
  /** The level of at least one item. */
  | { readonly kind: 'stock' }
  /** What waits for the tax authority, or how it answered. */
  | { readonly kind: 'eet' }
  /** How it stands with the backoffice. */
  | { readonly kind: 'backoffice' }
  /** The first run, the configuration or the search for devices. */
  | { readonly kind: 'setup' }
  /** A new version: offered, on its way, being installed, or how it ended. */
  | { readonly kind: 'updates' }
  | { readonly kind: 'health'; readonly health: Health };
