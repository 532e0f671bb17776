/*
 * The first run of a register, and every later change of its configuration file, as the kiosk API has it.
 *
 * A register without a configuration file runs all the same: unconfigured, under an id that it has drawn for itself and
 * that nobody else has, with no devices, and without selling. Every step may be done in any order, skipped and returned
 * to. Before the first person works here whoever stands at this box (loopback) acts as a technician in the whole API,
 * not in these requests alone; afterwards a technician or a manager has to be signed in.
 *
 * The other requests of the wizard: POST /api/siblings/join (a shop by code), POST /api/eet/certificate,
 * POST /api/backoffice/join, POST /api/staff (the first manager), PATCH /api/settings (the seller, EET).
 */
import { type Static, Type } from 'typebox';
import { ROLES } from '../../../domain/index.ts';
import { closed, Id, Name, Nullable, OneOf, Pin, Time } from '../../../wire/index.ts';

/** One sentence in both languages, and what to do; an empty hint when nothing is to be done. */
const Told = {
  cs: Type.String(),
  en: Type.String(),
  hintCs: Type.String(),
  hintEn: Type.String(),
};

/** In the order in which the wizard goes; nothing depends on it but that a shop is better joined before the register is named. */
export const SETUP_STEPS = [
  'language',
  'shop',
  'register',
  'printers',
  'drawer',
  'display',
  'eet',
  'backoffice',
  'staff',
] as const;
export type SetupStepId = (typeof SETUP_STEPS)[number];

/** GET /api/setup/state. Nobody has to be signed in for it: by it the kiosk knows whether to open the wizard. */
export const SetupState = Type.Object({
  /** The register has an id, a name and a series of its own. Until then nothing is sold: 409 `not-set-up`. */
  configured: Type.Boolean(),
  /** The wizard was gone through to its end, or the file was written by hand. Until then the kiosk opens it by itself. */
  finished: Type.Boolean(),
  /** Nobody works here yet: whoever stands at this box may go on without signing in. */
  open: Type.Boolean(),
});
export type SetupState = Static<typeof SetupState>;

export const SetupStep = Type.Object({
  id: OneOf(SETUP_STEPS),
  /** `done` is what the register sees for itself (a printer is there); `skipped` what somebody has said. */
  state: OneOf(['open', 'skipped', 'done']),
  /** What is set, in one sentence: „Dvě tiskárny.“ */
  cs: Type.String(),
  en: Type.String(),
});
export type SetupStep = Static<typeof SetupStep>;

// ---- what stands in the configuration

const RegisterId = Type.String({ pattern: '^[A-Za-z0-9_-]{1,32}$' });
const Series = Type.String({ pattern: '^[A-Z0-9]{1,8}$' });
const Url = Type.String({ minLength: 1, maxLength: 200 });
const Label = Type.String({ minLength: 1, maxLength: 40 });
const CodePageNumber = Type.Integer({ minimum: 0, maximum: 255 });
const Columns = Type.Integer({ minimum: 16, maximum: 96 });
const Profile = Type.String({ minLength: 1, maxLength: 64 });
/** The pin of the printer's connector. */
const DrawerPin = Type.Union([Type.Literal(2), Type.Literal(5)]);

export const SetupRegister = Type.Object(
  { id: RegisterId, name: Name, series: Series, label: Nullable(Label) },
  closed,
);
export type SetupRegister = Static<typeof SetupRegister>;

export const SetupPrinter = Type.Object(
  {
    id: RegisterId,
    name: Name,
    url: Url,
    profile: Profile,
    /** `receipt`, `report`, or a place to which orders go: `kuchyn`. */
    routes: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 20 }),
    standIn: Nullable(RegisterId),
    /** The n of ESC t for CP852; null: the model's own. */
    codePage: Nullable(CodePageNumber),
    /** Characters on a line; null: the model's own. */
    columns: Nullable(Columns),
  },
  closed,
);
export type SetupPrinter = Static<typeof SetupPrinter>;

/** On a printer's connector (`printer`: its id, and the pin) or with a line of its own (`url` and `trigger`). */
export const SetupDrawer = Type.Object(
  {
    printer: Nullable(RegisterId),
    pin: DrawerPin,
    url: Nullable(Url),
    trigger: OneOf(['bel', 'any']),
  },
  closed,
);
export type SetupDrawer = Static<typeof SetupDrawer>;
export const SetupDisplay = Type.Object({ url: Url, profile: Profile }, closed);
export type SetupDisplay = Static<typeof SetupDisplay>;
export const SetupScale = Type.Object({ url: Url, protocol: OneOf(['toledo-8217', 'cas']) }, closed);
export type SetupScale = Static<typeof SetupScale>;
export const SetupScanner = Type.Object({ url: Url, end: OneOf(['terminator', 'idle']) }, closed);
export type SetupScanner = Static<typeof SetupScanner>;

/**
 * PATCH /api/setup/config: what is given replaces what stands there (a list as a whole; null takes a device away), the
 * rest of the file stays as it is, with the comments in it. It is checked as `kasad check-config` does, written, and
 * taken into use: the register stops and starts again, within about a second, once the requests under way are over.
 * The answer comes before that; then GET /api/setup cannot be reached for a moment, and afterwards `applying` says how it
 * went. 422 `config-faulty` has `faults`: a list of `SetupFault`, and nothing was written.
 */
export const SetupConfigPatch = Type.Partial(
  Type.Object({
    register: SetupRegister,
    printers: Type.Array(SetupPrinter, { maxItems: 20 }),
    drawer: Nullable(SetupDrawer),
    display: Nullable(SetupDisplay),
    scale: Nullable(SetupScale),
    scanner: Nullable(SetupScanner),
  }),
  closed,
);
export type SetupConfigPatch = Static<typeof SetupConfigPatch>;

/** `pointer` as in the body that was sent: `/printers/1/url`, `/register/series`. Sentences are Czech, as check-config's. */
export const SetupFault = Type.Object({ pointer: Type.String(), what: Type.String(), remedy: Type.String() });
export type SetupFault = Static<typeof SetupFault>;

/**
 * A change on its way into use. `unchanged`: the file said so already, nothing was restarted. `refused`: the register
 * did not start with it and runs with the former one; the sentence says why.
 */
export const SetupApplying = Type.Object({
  id: Id,
  state: OneOf(['applying', 'applied', 'unchanged', 'refused']),
  at: Time,
  ...Told,
});
export type SetupApplying = Static<typeof SetupApplying>;

/** GET /api/setup. Events of the kind `setup` say that it, or the search for devices, has changed. */
export const SetupView = Type.Object({
  ...SetupState.properties,
  /** This register has sold already: its id stays, and its series should. */
  sold: Type.Boolean(),
  steps: Type.Array(SetupStep),
  language: OneOf(['cs', 'en']),
  /** As it is now; while `configured` is false, what it has drawn for itself. */
  register: SetupRegister,
  /** The id may not be changed any more: the shop knows the register by it, or it has sold. */
  idFixed: Type.Boolean(),
  /** An id, a name and a series that nobody in the shop has. What `register` says, once it is configured. */
  proposal: Type.Object({ id: RegisterId, name: Name, series: Series }),
  shop: Type.Object({
    paired: Type.Boolean(),
    /** Everything of the shop has not been drawn yet. */
    drawing: Type.Boolean(),
    /** The other registers. */
    registers: Type.Array(Type.Object({ id: Id, name: Name, series: Nullable(Id) })),
    /** Labels in use in the price list: what `register.label` may be. */
    labels: Type.Array(Type.String()),
  }),
  printers: Type.Array(SetupPrinter),
  drawer: Nullable(SetupDrawer),
  display: Nullable(SetupDisplay),
  scale: Nullable(SetupScale),
  scanner: Nullable(SetupScanner),
  /** What the drivers know. `codePage` and `columns` are what null stands for. */
  models: Type.Object({
    printers: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        codePage: Type.Integer(),
        columns: Type.Integer(),
      }),
    ),
    displays: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  }),
  /** The last change since the process has run; null when there was none. */
  applying: Nullable(SetupApplying),
  file: Type.Object({
    path: Type.String(),
    /** Whether it is there, and whether this register may write it. */
    exists: Type.Boolean(),
    writable: Type.Boolean(),
  }),
});
export type SetupView = Static<typeof SetupView>;

/** POST /api/setup/steps/:id. `done` counts for `language` and `shop` (alone); of the others the register sees it for itself. */
export const SetupMark = Type.Object({ state: OneOf(['open', 'skipped', 'done']) }, closed);
/** PUT /api/setup/language: of this screen; the step is done by it. */
export const SetupLanguage = Type.Object({ language: OneOf(['cs', 'en']) }, closed);
/** POST /api/setup/finish: the wizard does not open by itself any more. 409 `not-set-up` while the register has no name. */

/**
 * POST /api/setup/people: the first people of a register, all at once and as long as there are none. One after the other,
 * by POST /api/staff, only the first manager could be added before a manager signs in. 409 `people-there`.
 */
export const SetupPeople = Type.Object(
  {
    people: Type.Array(Type.Object({ name: Name, role: OneOf(ROLES), pin: Pin }, closed), {
      minItems: 1,
      maxItems: 50,
    }),
  },
  closed,
);
export type SetupPeople = Static<typeof SetupPeople>;

// ---- finding

/** POST /api/setup/scan begins a search (or answers the one under way); DELETE ends it; GET says how far it is. */
export const SetupScanRequest = Type.Object(
  {
    /** Look for printers on the network too: one polite knock at port 9100 of each address of the own subnets. */
    lan: Type.Boolean(),
  },
  closed,
);

export const SetupCandidate = Type.Object({
  /** For the configuration; by the most lasting of its names. Also the candidate's key. */
  url: Url,
  /** `printer`; `serial`: a display, a drawer, a scale, a scanner or a printer, which no port can tell. */
  kind: OneOf(['printer', 'serial']),
  by: OneOf(['usb', 'serial', 'lan']),
  /** For people: `EPSON TM-T20III`, `10.0.0.5`, `FTDI FT232R`. */
  name: Type.String(),
  /** As the device says it; empty when it does not. */
  maker: Type.String(),
  model: Type.String(),
  serial: Type.String(),
  /** What to begin with: a printer's model of the drivers; null for a serial port. */
  profile: Nullable(Type.String()),
  /** Stays the same after a restart and in another order of plugging. */
  lasting: Type.Boolean(),
  /** Where it stands in the configuration already: `printer:uctenky`, `drawer`, `display`, `scale`, `scanner`; else null. */
  configured: Nullable(Type.String()),
  /** Why it cannot be used as it is (no permission, another program holds it); null when nothing is known against it. */
  trouble: Nullable(Type.Object(Told)),
});
export type SetupCandidate = Static<typeof SetupCandidate>;

export const SetupScan = Type.Object({
  state: OneOf(['idle', 'running', 'done', 'cancelled']),
  /** Addresses asked, and how many there are. */
  asked: Type.Integer(),
  all: Type.Integer(),
  /** `10.0.0.0/24`. */
  networks: Type.Array(Type.String()),
  /** Own networks that are too large or not private and were left out, in words; null when none were. */
  leftOut: Nullable(Type.Object(Told)),
  found: Type.Array(SetupCandidate),
});
export type SetupScan = Static<typeof SetupScan>;

// ---- trying, before anything is configured

/**
 * POST /api/setup/try/printer. `basic`: letters, width, cut. `code-pages`: one line for each number; the one that reads
 * right is `codePage`. `columns`: rulers; the longest that is on one line is `columns`.
 */
export const TryPrinter = Type.Object(
  {
    url: Url,
    profile: Profile,
    codePage: Nullable(CodePageNumber),
    columns: Nullable(Columns),
    page: OneOf(['basic', 'code-pages', 'columns']),
  },
  closed,
);
export type TryPrinter = Static<typeof TryPrinter>;

/** POST /api/setup/try/display shows a word with diacritics; a person says whether it reads right. */
export const TryDisplay = SetupDisplay;
export type TryDisplay = SetupDisplay;

/**
 * POST /api/setup/try/drawer, with the drawer shut and unlocked: opens it once and learns what its switch says, for good.
 * `printerUrl` with `profile` and `pin`, or `url` with `trigger`.
 */
export const TryDrawer = Type.Object(
  {
    printerUrl: Nullable(Url),
    profile: Profile,
    pin: DrawerPin,
    url: Nullable(Url),
    trigger: OneOf(['bel', 'any']),
  },
  closed,
);
export type TryDrawer = Static<typeof TryDrawer>;

/**
 * How a try ended; a person says whether paper or display reads right. `done`: the device confirmed it; `sent`: it was
 * handed over and the device cannot say; `failed`: nothing was sent; `unknown`: it may have come out.
 */
export const TryResult = Type.Object({
  state: OneOf(['done', 'sent', 'failed', 'unknown']),
  ...Told,
  /** Of a drawer: `high` or `low` is the level when open, `none`: its switch says nothing; null for anything else. */
  sensor: Nullable(OneOf(['high', 'low', 'none'])),
});
export type TryResult = Static<typeof TryResult>;
