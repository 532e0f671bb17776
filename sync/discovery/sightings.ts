import type { Announcement, Sighting } from './discovery.ts';

/** Three questions without an answer. */
export const SILENCE_MS = 35_000;

export const SIGHTINGS_MAX = 64;
/** A shop's box has one register, a demonstration or a developer's machine several. */
export const PER_HOST_MAX = 16;
/** A box has one network, sometimes two. */
export const PER_REGISTER_MAX = 4;

/** Who was heard of lately. Each method says whether the list has changed, the time of hearing aside. */
export interface Sightings {
  hear(host: string, announcement: Announcement, now: number): boolean;
  /** Only the host that spoke under an id can say goodbye for it. */
  bye(host: string, registerId: string): boolean;
  expire(now: number): boolean;
  clear(): void;
  /** Last heard first. */
  list(): Sighting[];
}

export function createSightings(): Sightings {
  // In the order of hearing, oldest first: a Map keeps it when a key is deleted before it is set again.
  const seen = new Map<string, { readonly host: string; readonly sighting: Sighting }>();
  const keyOf = (host: string, registerId: string) => `${registerId} ${host}`;

  function makeRoom(host: string, registerId: string): void {
    const crowd = (max: number, belongs: (entry: { host: string; sighting: Sighting }) => boolean) => {
      const keys = [...seen].filter(([, entry]) => belongs(entry)).map(([key]) => key);
      if (keys.length >= max) seen.delete(keys[0] as string);
    };
    // A host that claims to be many registers crowds out itself first, and so does a register with many hosts.
    crowd(PER_HOST_MAX, (entry) => entry.host === host);
    crowd(PER_REGISTER_MAX, (entry) => entry.sighting.registerId === registerId);
    crowd(SIGHTINGS_MAX, () => true);
  }

  return {
    hear(host, { registerId, shop, port, pairingPort, version }, now) {
      const key = keyOf(host, registerId);
      const before = seen.get(key)?.sighting;
      const sighting = { registerId, shop, address: `${host}:${port}`, pairingPort, version, at: now };
      if (before) seen.delete(key);
      else makeRoom(host, registerId);
      seen.set(key, { host, sighting });
      return !before || !sameButTime(before, sighting);
    },
    bye: (host, registerId) => seen.delete(keyOf(host, registerId)),
    expire(now) {
      const size = seen.size;
      for (const [key, { sighting }] of seen) if (now - sighting.at >= SILENCE_MS) seen.delete(key);
      return seen.size < size;
    },
    clear: () => seen.clear(),
    list: () => [...seen.values()].map(({ sighting }) => sighting).reverse(),
  };
}

const sameButTime = (a: Sighting, b: Sighting): boolean =>
  a.shop === b.shop && a.address === b.address && a.pairingPort === b.pairingPort && a.version === b.version;
