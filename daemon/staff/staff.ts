import { isDeepStrictEqual } from 'node:util';
import { type Staff as Person, ROLES, type Role } from '../../domain/index.ts';
import { cleanPersonName, type Pins, personUnknown, requireManager } from '../../wire/index.ts';

import type { World } from '../../world/index.ts';
import type { Store } from '../store/store.ts';

export interface PersonDraft {
  readonly name: string;
  readonly role: Role;
  /** Four to eight digits. Two people may have the same: saying so would give one of them away. */
  readonly pin: string;
  readonly active?: boolean;
}

/** The people who may sign in. Nobody is ever deleted: receipts name them. */
export interface Staff {
  /** By name. */
  all(): readonly Person[];
  active(): readonly Person[];
  find(id: string): Person | undefined;
  /** For papers and reports; an unknown id is its own name. */
  nameOf(id: string): string;
  /** Undefined for people unknown or no longer active: neither has a PIN that counts. */
  pinHash(id: string): string | undefined;
  add(draft: PersonDraft): Promise<Person>;
  /** A new PIN, role or the loss of a place ends the person's sessions, see `onChanged`. */
  patch(id: string, patch: Partial<PersonDraft>): Promise<Person>;
  /**
   * Inside a transaction: a person as the cells of all registers have it; null when deleted for good. It counts here
   * as if it had been set here. Answers what of it is new.
   */
  take(id: string, known: KnownPerson | null): 'nothing' | 'something' | 'pin';
}

/** A person with the hash of the PIN. It goes to siblings only, never to a screen or the log. */
export interface KnownPerson {
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
  readonly pin: string;
}

export interface StaffOptions {
  readonly store: Store;
  readonly world: World;
  readonly pins: Pins;
  /** Called in the transaction that changed someone's PIN, role or place. */
  readonly onChanged: (id: string) => void;
}

/** The journal's table of people. */
export const STAFF = 'staff';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly active: number;
  readonly pin: string;
}

export function createStaff({ store, world, pins, onChanged }: StaffOptions): Staff {
  const readAll = store.db.prepare<[], Row>('SELECT id, name, role, active, pin FROM staff');
  const readOne = store.db.prepare<[string], Row>(
    'SELECT id, name, role, active, pin FROM staff WHERE id = ?',
  );
  const write = store.db.prepare<[string, string, string, number, string]>(
    `INSERT INTO staff (id, name, role, active, pin) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET name = excluded.name, role = excluded.role, active = excluded.active,
       pin = excluded.pin`,
  );
  const remove = store.db.prepare<[string]>('DELETE FROM staff WHERE id = ?');
  const byName = new Intl.Collator('cs');

  const all = () =>
    readAll
      .all()
      .map(person)
      .sort((a, b) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));

  /** `row` as it is to be, `before` as it was. */
  function putRow(row: Row, before: Row | undefined): void {
    write.run(row.id, row.name, row.role, row.active, row.pin);
    const same = before?.role === row.role && before.active === row.active && before.pin === row.pin;
    if (before && !same) onChanged(row.id);
  }

  function put(row: Row, before: Row | undefined, patch: Readonly<Record<string, unknown>>): Person {
    putRow(row, before);
    store.journal.cells(STAFF, row.id, patch);
    return person(row);
  }

  return {
    all,
    active: () => all().filter((one) => one.active),
    find: (id) => {
      const row = readOne.get(id);
      return row && person(row);
    },
    nameOf: (id) => readOne.get(id)?.name ?? id,
    pinHash: (id) => {
      const row = readOne.get(id);
      return row?.active ? row.pin : undefined;
    },
    async add({ name, role, pin, active = true }) {
      const fields = { name: cleanPersonName(name), role, active, pin: await pins.hash(pin) };
      return store.transaction(() =>
        put({ id: world.uuid(), ...fields, active: active ? 1 : 0 }, undefined, fields),
      );
    },
    async patch(id, { name, role, pin, active }) {
      const fields = {
        ...(name === undefined ? {} : { name: cleanPersonName(name) }),
        ...(role === undefined ? {} : { role }),
        ...(active === undefined ? {} : { active }),
        ...(pin === undefined ? {} : { pin: await pins.hash(pin) }),
      };
      // Hashing took a while: everything is looked at again, inside the transaction.
      return store.transaction(() => {
        const row = readOne.get(id);
        if (!row) throw personUnknown();
        const next: Row = {
          id,
          name: fields.name ?? row.name,
          role: fields.role ?? row.role,
          active: (fields.active ?? row.active === 1) ? 1 : 0,
          pin: fields.pin ?? row.pin,
        };
        requireManager(
          person(row),
          person(next),
          all().filter((one) => one.id !== id),
        );
        return put(next, row, fields);
      });
    },
    take(id, known) {
      const row = readOne.get(id);
      if (!known) {
        if (!row) return 'nothing';
        remove.run(id);
        onChanged(id);
        return 'something';
      }
      const next = { ...known, id, active: known.active ? 1 : 0 };
      if (isDeepStrictEqual(next, row)) return 'nothing';
      putRow(next, row);
      return next.pin === row?.pin ? 'something' : 'pin';
    },
  };
}

function person({ id, name, role, active }: Row): Person {
  if (!ROLES.includes(role)) throw new Error(`role "${role}" in the database`);
  return { id, name, role, active: active === 1 };
}
