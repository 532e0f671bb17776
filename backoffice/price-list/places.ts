import { localTime } from '../../wire/index.ts';
import type { Sql } from '../database/database.ts';
import type { Place, Touch } from '../http/contract/price-list.ts';
import { BACKOFFICE } from './author.ts';
import { stampMs } from './cells.ts';
import type { Shop } from './shop.ts';

/** A register as far as its database has to be told from others. */
export interface KnownRegister {
  readonly id: string;
  readonly name: string;
  readonly origin: string | null;
}

/** Who and where, for people. */
export interface Places {
  /** Of a database. One that nobody has claimed is called by its own name. */
  of(origin: string): Place;
  /** Of a register, or of the backoffice. */
  at(id: string, name?: string): Place;
  /** The name behind an id in a cell; null when nobody here knows. */
  who(author: string | null, place: Place): string | null;
  touch(change: { readonly hlc: string; readonly origin: string; readonly author: string | null }): Touch;
}

/** `own`: the databases that are or were the backoffice's. */
export async function readPlaces(
  sql: Sql,
  store: string,
  shop: Shop,
  { own, registers, zone }: { own: string; registers: readonly KnownRegister[]; zone: string },
): Promise<Places> {
  const claimed = await sql.all<{ id: string; val: string }>(
    `SELECT id, val FROM cell WHERE store = ? AND tbl = 'member' AND col = 'register'`,
    store,
  );
  const owners = new Map<string, string>();
  for (const { id, val } of claimed) {
    const register: unknown = JSON.parse(val);
    if (typeof register === 'string') owners.set(id, register);
  }
  for (const { id, origin } of registers) if (origin !== null) owners.set(origin, id);
  const names = new Map(registers.map(({ id, name }) => [id, name]));

  const at = (id: string, name?: string): Place => {
    if (id === BACKOFFICE.id) return { kind: 'backoffice', ...BACKOFFICE };
    const known = names.get(id) ?? shop.drawers.register.all.get(id)?.value.name;
    return { kind: 'register', id, name: known ?? name ?? id };
  };
  const places: Places = {
    at,
    of: (origin) => at(origin === own ? BACKOFFICE.id : (owners.get(origin) ?? origin)),
    who(author, { kind }) {
      if (author === null || author === '') return null;
      const person = shop.drawers.staff.all.get(author)?.value.name;
      return person ?? (kind === 'backoffice' ? author : null);
    },
    touch({ hlc, origin, author }) {
      const place = places.of(origin);
      return { at: localTime(stampMs(hlc), zone), by: places.who(author, place), place };
    },
  };
  return places;
}
