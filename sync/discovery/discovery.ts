/** A register seen on the local network by multicast DNS. It is a hint: anybody can say anything there. */
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
  stop(): Promise<void>;
  /** Null as long as this box belongs to no shop: it looks around and says nothing. */
  announce(self: Announcement | null): void;
  /** Those heard of lately, one's own left out. */
  sightings(): readonly Sighting[];
  state(): DiscoveryState;
}

export interface Announcement {
  readonly registerId: string;
  readonly shop: string;
  readonly port: number;
  readonly pairingPort: number | null;
  readonly version: string;
}

export interface DiscoveryState {
  /** IPv4 addresses on which it listens and speaks. */
  readonly addresses: readonly string[];
  /** `no-network`: no interface with an address. `port-taken`: another program keeps port 5353 for itself. */
  readonly fault: null | 'no-network' | 'port-taken' | 'unknown';
  /** Whether anybody at all was heard in the last minute; nobody means that multicast is probably blocked. */
  readonly heard: boolean;
}
