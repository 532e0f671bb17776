import type { Store } from '../store/store.ts';

/** The register that let this one in: it is believed until the list of all registers has come. */
export interface Sponsor {
  readonly registerId: string;
  readonly fingerprint: string;
}

/** What a newcomer is told by the one that lets it in, beside its certificate. */
export interface Welcome extends Sponsor {
  readonly origin: string;
  /** `host:port` of registers of the shop, by their ids; its own first. */
  readonly addresses: Readonly<Record<string, readonly string[]>>;
}

export function readSponsor(store: Store): Sponsor | null {
  const row = store.db
    .prepare<[], Sponsor>('SELECT register_id AS registerId, fingerprint FROM shop_sponsor')
    .get();
  return row ?? null;
}

export function keepSponsor(store: Store, { registerId, fingerprint }: Sponsor): void {
  store.db
    .prepare('INSERT OR REPLACE INTO shop_sponsor (one, register_id, fingerprint) VALUES (1, ?, ?)')
    .run(registerId, fingerprint);
}

/** Undefined when the other side said something else: another version, or an error. */
export function readWelcome(value: unknown): Welcome | undefined {
  const it = value as Partial<Welcome> | null;
  const good =
    typeof it === 'object' &&
    it !== null &&
    isShort(it.registerId) &&
    isShort(it.fingerprint) &&
    isShort(it.origin) &&
    typeof it.addresses === 'object' &&
    it.addresses !== null &&
    Object.values(it.addresses).every((list) => Array.isArray(list) && list.every(isShort));
  return good ? (it as Welcome) : undefined;
}

const isShort = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= 200;
