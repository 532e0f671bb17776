/* The other registers of the shop, as the kiosk API has them. */
import { type Static, Type } from 'typebox';
import { closed, Id, Name, Nullable, OneOf, Time } from '../../../wire/index.ts';

/** One sentence in both languages, and what to do; an empty hint when nothing is to be done. */
const Told = {
  cs: Type.String(),
  en: Type.String(),
  hintCs: Type.String(),
  hintEn: Type.String(),
};

export const SiblingView = Type.Object({
  registerId: Id,
  name: Name,
  /** Of its receipts; null until it has said so. */
  series: Nullable(Id),
  version: Nullable(Type.String()),
  /** `linked` both ways; `one-way`: only one of the two hears the other; `missing`; `revoked` for good. */
  state: OneOf(['linked', 'one-way', 'missing', 'revoked']),
  /** `host:port` where it answered last or is being looked for. */
  address: Nullable(Type.String()),
  /** How its addresses are known: multicast DNS, earlier links, other registers, or typed in. */
  seenBy: Type.Array(OneOf(['mdns', 'memory', 'sibling', 'typed'])),
  /** Since when it is linked, or missing. */
  since: Time,
  /** Changes that are here and not there yet; null when it has not said what it holds. */
  behind: Nullable(Type.Integer()),
  /** Changes that are there and not here yet. */
  ahead: Nullable(Type.Integer()),
  /** Its clock less ours; null when not known. */
  clockAhead_s: Nullable(Type.Integer()),
  ...Told,
});
export type SiblingView = Static<typeof SiblingView>;

/** A code to be typed on the box that joins. */
export const PairingView = Type.Object({
  /** Three groups of four, for people. */
  code: Type.String(),
  expiresAt: Time,
  triesLeft: Type.Integer(),
  /** `host:port` to type beside the code where the new register does not find this one by itself. */
  addresses: Type.Array(Type.String()),
});
export type PairingView = Static<typeof PairingView>;

/** A kitchen screen or a script that may listen. */
export const GuestView = Type.Object({ name: Name, revoked: Type.Boolean(), since: Time });
export type GuestView = Static<typeof GuestView>;

/** GET /api/siblings. */
export const SiblingsView = Type.Object({
  /** Whether this register belongs to a shop of several. */
  paired: Type.Boolean(),
  self: Type.Object({
    registerId: Id,
    name: Name,
    series: Id,
    version: Type.String(),
    /** Addresses of this box in the shop's network, with the port to type elsewhere. */
    addresses: Type.Array(Type.String()),
    /** Everything of the shop has not been drawn yet: selling waits for it. */
    drawing: Type.Boolean(),
  }),
  siblings: Type.Array(SiblingView),
  /** Registers seen on the network that could be joined: they show a code right now. */
  hosts: Type.Array(Type.Object({ registerId: Id, address: Type.String() })),
  pairing: Nullable(PairingView),
  guests: Type.Array(GuestView),
  /** How this box sees the network. */
  network: Type.Object({ state: OneOf(['ok', 'attention']), ...Told }),
  /** Who was turned away lately, newest first. */
  intruders: Type.Array(
    Type.Object({
      at: Time,
      address: Type.String(),
      count: Type.Integer(),
      cs: Type.String(),
      en: Type.String(),
    }),
  ),
});
export type SiblingsView = Static<typeof SiblingsView>;

/** POST /api/siblings/join. `address` as shown with the code; without it whoever shows one on the network is asked. */
export const JoinRequest = Type.Object(
  {
    code: Type.String({ minLength: 12, maxLength: 40 }),
    address: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  },
  closed,
);
export type JoinRequest = Static<typeof JoinRequest>;

/** POST /api/siblings/addresses: where to look when multicast does not get through. */
export const AddressRequest = Type.Object({ address: Type.String({ minLength: 1, maxLength: 80 }) }, closed);

export const GuestRequest = Type.Object({ name: Type.String({ pattern: '^[a-z0-9-]{1,32}$' }) }, closed);
/** Shown once: the key is kept nowhere. All three are PEM. */
export const GuestPapers = Type.Object({ ca: Type.String(), cert: Type.String(), key: Type.String() });
export type GuestPapers = Static<typeof GuestPapers>;
