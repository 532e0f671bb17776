import { may, RIGHTS, ROLES } from '../../domain/index.ts';
import type { Entry } from '../../sync/index.ts';
import { cleanPersonName, type Pins, personUnknown, requireManager } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Person, PersonDraft, PersonPatch, StaffList } from '../http/contract/staff.ts';
import { type Author, signature } from '../price-list/author.ts';
import type { Desk, Sight } from '../price-list/desk.ts';
import { type ListedPerson, STAFF } from '../price-list/reading.ts';
import type { Shop } from '../price-list/shop.ts';

/**
 * The people who sign in at registers, the same at all of them. Nobody is ever deleted: receipts name them. A PIN goes
 * in, becomes a hash in a cell and comes out nowhere.
 */
export interface Staff {
  list(store: string): Promise<StaffList>;
  add(store: string, draft: PersonDraft, author: Author): Promise<Person>;
  /** Throws a Refusal 404 `staff-unknown` or 409 `last-manager`. */
  edit(store: string, id: string, patch: PersonPatch, author: Author): Promise<Person>;
}

export function createStaff(desk: Desk, pins: Pick<Pins, 'hash'>, { uuid }: Pick<World, 'uuid'>): Staff {
  return {
    list: (store) =>
      desk.look(store, (sight) => ({
        staff: [...sight.shop.drawers.staff.all.keys()]
          .map((id) => viewOf(sight, id))
          .sort((a, b) => CZECH.compare(a.name, b.name) || (a.id < b.id ? -1 : 1)),
        roles: ROLES.map((role) => ({ role, rights: RIGHTS.filter((right) => may(role, right)) })),
      })),

    async add(store, { name, role, pin, active = true }, author) {
      const fields = { name: cleanPersonName(name), role, active, pin: await pins.hash(pin) };
      const id = uuid();
      await desk.write(store, () => ({ entries: cellsOf(id, fields, author), answer: undefined }));
      return desk.look(store, (sight) => viewOf(sight, id));
    },

    async edit(store, id, { name, role, pin, active }, author) {
      const clean = name === undefined ? undefined : cleanPersonName(name);
      const hash = pin === undefined ? undefined : await pins.hash(pin);
      // Hashing took a while: everything is looked at inside the transaction.
      await desk.write(store, (shop) => {
        const now = mustBeKnown(shop, id);
        const next: ListedPerson = {
          id,
          name: clean ?? now.name,
          role: role ?? now.role,
          active: active ?? now.active,
        };
        requireManager(
          now,
          next,
          [...shop.drawers.staff.values()].filter((other) => other.id !== id),
        );
        const fields = {
          ...(next.name === now.name ? {} : { name: next.name }),
          ...(next.role === now.role ? {} : { role: next.role }),
          ...(next.active === now.active ? {} : { active: next.active }),
          ...(hash === undefined ? {} : { pin: hash }),
        };
        return { entries: cellsOf(id, fields, author), answer: undefined };
      });
      return desk.look(store, (sight) => viewOf(sight, id));
    },
  };
}

const CZECH = new Intl.Collator('cs');

function cellsOf(id: string, fields: Readonly<Record<string, unknown>>, author: Author): Entry[] {
  const cell = (col: string, value: unknown): Entry => ({ is: 'cell', tbl: STAFF, id, col, value });
  const cells = Object.entries(fields).map(([col, value]) => cell(col, value));
  return cells.length === 0 ? [] : [...cells, cell('changedBy', signature(author))];
}

function viewOf({ shop, places }: Sight, id: string): Person {
  const record = shop.drawers.staff.all.get(id);
  if (!record) throw personUnknown();
  const { name, role, active } = record.value;
  return { id, name, role, active, changed: places.touch(record) };
}

function mustBeKnown(shop: Shop, id: string): ListedPerson {
  const person = shop.drawers.staff.get(id);
  if (!person) throw personUnknown();
  return person;
}
