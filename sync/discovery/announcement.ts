import type { Announcement } from './discovery.ts';

/** Of the service in multicast DNS: `_kasad._tcp.local`. */
export const SERVICE = 'kasad';
export const SERVICE_NAME = `_${SERVICE}._tcp.local`;

/** One answer of multicast DNS, as `multicast-dns` decodes it; what stands in it comes from anybody. */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly ttl?: number;
  readonly data?: unknown;
}

/** What a packet says of one register; null: goodbye. */
export interface Told {
  readonly registerId: string;
  readonly announcement: Announcement | null;
}

// A register's own answer has about six records, and TXT of three short entries. More is not looked at.
const RECORDS_MAX = 64;
const REGISTERS_MAX = 8;
const ENTRIES_MAX = 8;
const ENTRY_BYTES_MAX = 64;

const ID = /^[A-Za-z0-9_-]{1,32}$/;
const SHOP = /^[0-9a-f]{16}$/;
const VERSION = /^[A-Za-z0-9.+-]{1,32}$/;
const isPort = (port: unknown): port is number =>
  Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536;

/** The announcement as it is put into TXT. Throws when it breaks its limits. */
export function textOf(self: Announcement): Record<string, string> {
  if (!ID.test(self.registerId)) throw new Error(`register id "${self.registerId}"`);
  if (!SHOP.test(self.shop)) throw new Error(`shop "${self.shop}"`);
  if (!VERSION.test(self.version)) throw new Error(`version "${self.version}"`);
  if (!isPort(self.port)) throw new Error(`port ${self.port}`);
  if (self.pairingPort !== null && !isPort(self.pairingPort))
    throw new Error(`pairing port ${self.pairingPort}`);
  return {
    shop: self.shop,
    v: self.version,
    ...(self.pairingPort === null ? {} : { pair: String(self.pairingPort) }),
  };
}

/**
 * What the answers of one packet say of registers. A register counts only with all of PTR, SRV and TXT in the same
 * packet, as RFC 6763, 12.1 recommends and every register does; whatever does not parse is as if not said.
 */
export function registersIn(records: readonly DnsRecord[]): Told[] {
  const named = new Map<string, boolean>();
  const ports = new Map<string, number>();
  const texts = new Map<string, Map<string, string>>();
  for (const { name, type, ttl, data } of records.slice(0, RECORDS_MAX)) {
    if (type === 'PTR' && name.toLowerCase() === SERVICE_NAME) {
      const id = registerIdOf(data);
      if (id !== undefined && named.size < REGISTERS_MAX) named.set(id, ttl !== 0);
    } else if (type === 'SRV') {
      const [id, port] = [registerIdOf(name), (data as { port?: unknown } | null | undefined)?.port];
      if (id !== undefined && isPort(port)) ports.set(id, port);
    } else if (type === 'TXT') {
      const id = registerIdOf(name);
      if (id !== undefined) texts.set(id, entriesOf(data));
    }
  }
  return [...named].flatMap(([registerId, alive]): Told[] => {
    if (!alive) return [{ registerId, announcement: null }];
    const announcement = announcementOf(registerId, ports.get(registerId), texts.get(registerId));
    return announcement ? [{ registerId, announcement }] : [];
  });
}

function announcementOf(
  registerId: string,
  port: number | undefined,
  text: ReadonlyMap<string, string> | undefined,
): Announcement | undefined {
  const [shop = '', version = '', pair] = [text?.get('shop'), text?.get('v'), text?.get('pair')];
  if (port === undefined || !SHOP.test(shop) || !VERSION.test(version)) return undefined;
  const pairingPort =
    pair !== undefined && /^\d{1,5}$/.test(pair) && isPort(Number(pair)) ? Number(pair) : null;
  return { registerId, shop, port, pairingPort, version };
}

/** `pokladna-2._kasad._tcp.local` → `pokladna-2`. */
function registerIdOf(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  const at = name.indexOf('.');
  const id = name.slice(0, Math.max(0, at));
  return ID.test(id) && name.slice(at + 1).toLowerCase() === SERVICE_NAME ? id : undefined;
}

function entriesOf(data: unknown): Map<string, string> {
  const entries = new Map<string, string>();
  for (const entry of Array.isArray(data) ? data.slice(0, ENTRIES_MAX) : []) {
    if (!(entry instanceof Uint8Array) || entry.length > ENTRY_BYTES_MAX) continue;
    const text = Buffer.from(entry).toString('latin1');
    const at = text.indexOf('=');
    // The first of two with one key holds (RFC 6763, 6.4).
    if (at > 0 && !entries.has(text.slice(0, at))) entries.set(text.slice(0, at), text.slice(at + 1));
  }
  return entries;
}
