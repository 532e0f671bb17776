import { type Staff as Person, ROLES, type Role } from '../../domain/index.ts';
import { Refusal } from '../refusal.ts';
import type { Store } from '../store/store.ts';
import type { World } from '../world.ts';
import type { Pins } from './pin.ts';

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
}

export interface StaffOptions {
  readonly store: Store;
  readonly world: World;
  readonly pins: Pins;
  /** Called in the transaction that changed someone's PIN, role or place. */
  readonly onChanged: (id: string) => void;
}

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
  const byName = new Intl.Collator('cs');

  const all = () =>
    readAll
      .all()
      .map(person)
      .sort((a, b) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));

  function put(row: Row, patch: Readonly<Record<string, unknown>>): Person {
    write.run(row.id, row.name, row.role, row.active, row.pin);
    store.journal.cells('staff', row.id, patch);
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
      const fields = { name: cleanName(name), role, active, pin: await pins.hash(pin) };
      return store.transaction(() => put({ id: world.uuid(), ...fields, active: active ? 1 : 0 }, fields));
    },
    async patch(id, { name, role, pin, active }) {
      const fields = {
        ...(name === undefined ? {} : { name: cleanName(name) }),
        ...(role === undefined ? {} : { role }),
        ...(active === undefined ? {} : { active }),
        ...(pin === undefined ? {} : { pin: await pins.hash(pin) }),
      };
      // Hashing took a while: everything is looked at again, inside the transaction.
      return store.transaction(() => {
        const row = readOne.get(id);
        if (!row) {
          throw new Refusal(
            404,
            'staff-unknown',
            'Tento člověk v obsluze není. Nic se nezměnilo.',
            'Načtěte seznam obsluhy znovu.',
          );
        }
        const next: Row = {
          id,
          name: fields.name ?? row.name,
          role: fields.role ?? row.role,
          active: (fields.active ?? row.active === 1) ? 1 : 0,
          pin: fields.pin ?? row.pin,
        };
        if (manages(row) && !manages(next) && !all().some((one) => one.id !== id && manages(one))) {
          throw new Refusal(
            409,
            'last-manager',
            `${row.name} je poslední vedoucí, který se může přihlásit. Nic se nezměnilo.`,
            'Nejdřív přidejte jiného vedoucího.',
          );
        }
        if (next.role !== row.role || next.active !== row.active || next.pin !== row.pin) onChanged(id);
        return put(next, fields);
      });
    },
  };
}

function person({ id, name, role, active }: Row): Person {
  if (!ROLES.includes(role)) throw new Error(`role "${role}" in the database`);
  return { id, name, role, active: active === 1 };
}

function manages({ role, active }: { role: Role; active: number | boolean }): boolean {
  return role === 'manager' && Boolean(active);
}

function cleanName(name: string): string {
  const clean = name.normalize('NFC').trim().replace(/\s+/g, ' ');
  if (clean === '') {
    throw new Refusal(
      400,
      'name-empty',
      'Jméno chybí. Nic se neuložilo.',
      'Napište jméno, jak se člověku říká.',
    );
  }
  return clean;
}
