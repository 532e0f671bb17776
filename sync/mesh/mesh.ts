import type { Time } from '../time.ts';
import type { Caller } from './certificate.ts';

/**
 * What a register says of itself to whoever is let in; kept for late comers (retained). JSON on the topic
 * `…/about`.
 */
export interface About {
  readonly registerId: string;
  readonly name: string;
  /** Of its database; another one after a restore. */
  readonly origin: string;
  /** Of the program. */
  readonly version: string;
  /** Major version of the replica's messages. */
  readonly proto: number;
  /** Its wall clock when it said so. */
  readonly wall_ms: number;
  /** Siblings that it has a link to, with the address that answered: `host:port`. */
  readonly siblings: Readonly<Record<string, string>>;
}

/** The part of it that the mesh does not know by itself. */
export type Self = Pick<About, 'name' | 'origin' | 'version' | 'proto'>;

/**
 * Why there is no connection.
 * - `no-address`: nobody has said where it is.
 * - `unreachable`: nothing answers at its addresses: the box is off, on another network, or behind a firewall.
 * - `refused-connection`: the box answers, and nothing listens on the port.
 * - `certificate`: its certificate is not of this shop, or what answers does not speak TLS 1.3.
 * - `wrong-register`: another register, or a box that is none, lives at the address.
 * - `not-admitted`: its certificate is of this shop, and it is not let in here.
 * - `turned-away`: it does not let us in.
 * - `silent`: it was connected and stopped answering.
 * - `unheard`: we hear it, and it has not come to listen to us.
 */
export type LinkFault =
  | 'no-address'
  | 'unreachable'
  | 'refused-connection'
  | 'certificate'
  | 'wrong-register'
  | 'not-admitted'
  | 'turned-away'
  | 'silent'
  | 'unheard';

export interface LinkView {
  readonly registerId: string;
  /** Both ways, or what there is of it. `connecting` only until the first attempt has ended. */
  readonly state: 'linked' | 'one-way' | 'connecting' | 'down';
  /** Where it answered, or where it was tried last; null when no address is known. */
  readonly address: string | null;
  /** `Time.now()` at which the state began. */
  readonly since: number;
  /** Null when linked, and as long as nothing has gone wrong yet. */
  readonly fault: LinkFault | null;
  /** Their wall clock less ours, milliseconds, when last heard; null when not known. */
  readonly clockAhead_ms: number | null;
  /** What it said last, however long ago. */
  readonly about: About | null;
}

/** A place where somebody of the shop was said to be, without saying who. */
export interface PlaceView {
  readonly address: string;
  /** Who answered there; null as long as nobody has. */
  readonly registerId: string | null;
  readonly fault: LinkFault | null;
}

/**
 * The links between the registers of one shop. Messages are hints: they may be lost, and nothing is queued for
 * later; what must not be lost is the replica's business.
 */
export interface Mesh {
  /** Listens and begins to connect. Rejects with a MeshFault. */
  start(): Promise<void>;
  /** No event comes any more once it has been called. */
  stop(): Promise<void>;
  /** Where it listens; null when it does not. */
  port(): number | null;
  /** `host:port` at which a sibling may be found; newest first. It is tried from now on until forgotten. */
  know(registerId: string, addresses: readonly string[]): void;
  forget(registerId: string): void;
  /** `host:port` where somebody may be, typed in by a person: who it is, its certificate says. Replaces the list. */
  seek(addresses: readonly string[]): void;
  places(): readonly PlaceView[];
  /** False when the sibling does not listen now, or takes in too slowly. */
  send(registerId: string, text: string): boolean;
  /** Says it to whoever listens, below `…/events/`; for kitchen screens and home-made scripts. */
  publish(topic: string, payload: string): void;
  /** What it says of itself has changed. */
  aboutChanged(): void;
  /** Who is let in has changed: links that are no longer good are cut at once. */
  recheck(): void;
  links(): readonly LinkView[];
}

export interface MeshEvents {
  /** Each listens to the other and has said who it is; again when what it says has changed. */
  up(registerId: string, about: About): void;
  down(registerId: string): void;
  /** Only between `up` and `down`. */
  message(registerId: string, text: string): void;
  /** Somebody was turned away, or something arrived that should not have: for the log and the status page. */
  intruder(what: Intruder): void;
  /** Any link view or place has changed. */
  changed(): void;
}

/**
 * - `no-certificate`, `foreign-certificate`: none, or one that the shop's authority has not signed.
 * - `other-name`: signed by it, and made out to something that is neither register nor guest of this shop.
 * - `not-admitted`: revoked, or not known.
 * - `client-id`: calls itself otherwise than its certificate, or as one who is already connected.
 * - `settings`: a kept session, a will, or a keepalive above a minute.
 * - `topic`: wanted to hear what is not meant for it. `publish`: wanted to say something here.
 * - `too-big`, `not-tls`, `not-mqtt`, `too-slow`: not what a register or a guest sends.
 * - `too-many`: more connections than one address, or all together, may have.
 */
export type IntruderWhy =
  | 'no-certificate'
  | 'foreign-certificate'
  | 'other-name'
  | 'not-admitted'
  | 'client-id'
  | 'settings'
  | 'topic'
  | 'publish'
  | 'too-big'
  | 'not-tls'
  | 'not-mqtt'
  | 'too-slow'
  | 'too-many';

export interface Intruder {
  /** Host without port. */
  readonly address: string;
  readonly why: IntruderWhy;
  /** By its certificate; null when it has none that counts. */
  readonly name: string | null;
  /** How often since it was told last: a flood is told once in ten seconds, not a thousand times. */
  readonly count: number;
}

/** All PEM: private key, certificate, and the authority that signed it. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

export interface MeshOptions {
  readonly time: Time;
  readonly registerId: string;
  readonly storeId: string;
  readonly identity: Identity;
  /** Asked at each connection, both ways, and by `recheck`. Without a fingerprint: may it be looked for at all. */
  readonly admits: (caller: Caller) => boolean;
  readonly about: () => Self;
  readonly events: MeshEvents;
  /** One line for the journal. */
  readonly log: (what: string, detail: Readonly<Record<string, unknown>>) => void;
}

/**
 * Why it cannot start: the port is taken, the address is not of this box, the certificate is no good, or that of
 * the broker's authority cannot be read.
 */
export class MeshFault extends Error {
  readonly fault: 'port-taken' | 'address' | 'identity' | 'broker-authority';

  constructor(fault: MeshFault['fault'], cause: unknown) {
    super(`mesh: ${fault}`, { cause });
    this.name = 'MeshFault';
    this.fault = fault;
  }
}
