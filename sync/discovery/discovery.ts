/**
 * A register seen on the local network by multicast DNS. It is a hint: anybody can say anything there. A register
 * is listed once for each host that speaks under its id: a box on two networks has two, a liar adds his own and
 * never takes the place of the true one.
 */
export interface Sighting {
  readonly registerId: string;
  /** Names the shop without giving it away: the first 16 hexadecimal digits of SHA-256 over the shop's id. */
  readonly shop: string;
  /** `host:port` of its broker; the host is where the packet came from. */
  readonly address: string;
  /** Port of its pairing tunnel, while a code is shown there. */
  readonly pairingPort: number | null;
  readonly version: string;
  /** `Time.now()` of the last packet. */
  readonly at: number;
}

export interface Discovery {
  start(): void;
  /** Says goodbye, so that the others know at once; bounded. May be started again. */
  stop(): Promise<void>;
  /**
   * Null as long as this box belongs to no shop: it looks around and says nothing. A changed announcement takes the
   * place of the old one without a goodbye. Throws when it breaks the limits of its own fields: a bug of the caller.
   */
  announce(self: Announcement | null): void;
  /** Those heard of lately, last heard first, one's own left out. */
  sightings(): readonly Sighting[];
  state(): DiscoveryState;
}

export interface Announcement {
  /** Letters, digits, `-` and `_`, at most 32: it is the name of the service. */
  readonly registerId: string;
  /** 16 hexadecimal digits, see Sighting. */
  readonly shop: string;
  readonly port: number;
  readonly pairingPort: number | null;
  /** Letters, digits, `.`, `+` and `-`, at most 32. */
  readonly version: string;
}

export interface DiscoveryState {
  /** IPv4 addresses on which it listens and speaks. */
  readonly addresses: readonly string[];
  /**
   * Null while at least one address works. `no-network`: no interface with an address. `port-taken`: another
   * program keeps port 5353 for itself. `flood`: so many packets came that it shuts its ears for some seconds.
   */
  readonly fault: null | 'no-network' | 'port-taken' | 'flood' | 'unknown';
  /** Whether anybody at all, not only registers, was heard in the last minute; nobody means that multicast is probably blocked. */
  readonly heard: boolean;
}

/** What it has to say to the operator's log; pino fits as it stands. */
export interface DiscoveryLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
