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

export interface LinkView {
  readonly registerId: string;
  /** Both ways, or what there is of it. */
  readonly state: 'linked' | 'one-way' | 'connecting' | 'down';
  /** Where it answered, or where it was tried last; null when no address is known. */
  readonly address: string | null;
  /** `Time.now()` at which the state began. */
  readonly since: number;
  /** Why it is not linked. */
  readonly fault:
    | null
    | 'no-address'
    | 'unreachable'
    | 'refused-connection'
    | 'certificate'
    | 'not-admitted'
    | 'wrong-register'
    | 'silent';
  /** Their wall clock less ours, milliseconds, when last heard; null when not known. */
  readonly clockAhead_ms: number | null;
  readonly about: About | null;
}

/**
 * The links between the registers of one shop. Messages are hints: they may be lost, and nothing is queued for
 * later; what must not be lost is the replica's business.
 */
export interface Mesh {
  /** Listens and begins to connect. Rejects with a MeshFault. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** `host:port` at which a sibling may be found; newest first. It is tried from now on until forgotten. */
  know(registerId: string, addresses: readonly string[]): void;
  forget(registerId: string): void;
  /** False when the sibling does not listen now. */
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
  /** It listens to us and has said who it is; again when what it says has changed. */
  up(registerId: string, about: About): void;
  down(registerId: string): void;
  message(registerId: string, text: string): void;
  /** Somebody was turned away, or something arrived that should not have: for the log and the status page. */
  intruder(what: { readonly address: string; readonly why: string; readonly name: string | null }): void;
  /** Any link view has changed. */
  changed(): void;
}
