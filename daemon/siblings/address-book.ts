import type { World } from '../../world/index.ts';
import type { Store } from '../store/store.ts';

export type How = 'mdns' | 'memory' | 'sibling' | 'typed';

export interface KnownAddress {
  readonly address: string;
  readonly how: How;
}

/** Where siblings were found, over restarts: on the disk only what has answered or was typed in. */
export interface AddressBook {
  /** Newest first. */
  of(registerId: string): readonly KnownAddress[];
  /** Heard of, not tried yet: forgotten with the process. False when it was known, or the register is not. */
  hear(registerId: string, address: string, how: How): boolean;
  /** It answered there, or somebody typed it in: remembered. */
  keep(registerId: string, address: string, how: 'memory' | 'typed'): void;
  forget(registerId: string): void;
}

/** Two networks, a few leases of each: more is noise. */
const ADDRESSES_MAX = 8;
/** A link tries eight addresses: what anybody may have said leaves room for those that have answered before. */
const HEARD_MAX = 4;

/** `isKnown`: whether the register is one of the shop. Anybody on the network may say names that are nobody's. */
export function createAddressBook(
  store: Store,
  world: Pick<World, 'wall_ms'>,
  isKnown: (registerId: string) => boolean,
): AddressBook {
  const heard = new Map<string, KnownAddress[]>();
  const read = store.db.prepare<[string], KnownAddress>(
    'SELECT address, how FROM sibling_address WHERE register_id = ? ORDER BY found_ms DESC, address',
  );
  const write = store.db.prepare<[string, string, string, number]>(
    `INSERT INTO sibling_address (register_id, address, how, found_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET how = excluded.how, found_ms = excluded.found_ms`,
  );
  const prune = store.db.prepare<[string, string, number]>(
    `DELETE FROM sibling_address WHERE register_id = ? AND address NOT IN
       (SELECT address FROM sibling_address WHERE register_id = ? ORDER BY found_ms DESC LIMIT ?)`,
  );
  const remove = store.db.prepare<[string]>('DELETE FROM sibling_address WHERE register_id = ?');

  return {
    of(registerId) {
      const all = [...(heard.get(registerId) ?? []), ...read.all(registerId)];
      return all.filter((one, index) => all.findIndex(({ address }) => address === one.address) === index);
    },
    hear(registerId, address, how) {
      if (!isKnown(registerId)) return false;
      const known = heard.get(registerId) ?? [];
      if (known[0]?.address === address && known[0].how === how) return false;
      heard.set(
        registerId,
        [{ address, how }, ...known.filter((one) => one.address !== address)].slice(0, HEARD_MAX),
      );
      return true;
    },
    keep(registerId, address, how) {
      const last = read.all(registerId)[0];
      if (last?.address === address && (last.how === how || how === 'memory')) return;
      store.transaction(() => {
        write.run(registerId, address, how, world.wall_ms());
        prune.run(registerId, registerId, ADDRESSES_MAX);
      });
    },
    forget(registerId) {
      heard.delete(registerId);
      store.transaction(() => remove.run(registerId));
    },
  };
}
