import type { Catalogue } from '../catalogue/catalogue.ts';
import type { EetSettings } from '../http/contract.ts';
import type { Staff } from '../staff/staff.ts';
import type { Stock } from '../stock/stock.ts';
import { DEMO_STAFF, RESTAURANT } from './restaurant.ts';
import { DEMO_STOCK } from './stock.ts';

/**
 * Puts the demo restaurant and its people into an empty database and bottles behind its bar; answers whether the
 * restaurant was put there now. People come first and are looked up by name, and bottles are counted while nobody
 * has, so that a start cut short in the middle is finished by the next one.
 */
export async function seedDemo(
  parts: {
    readonly catalogue: Pick<Catalogue, 'isEmpty' | 'fill'>;
    readonly staff: Pick<Staff, 'all' | 'add'>;
    readonly stock: Pick<Stock, 'list' | 'move'>;
  },
  eet: EetSettings | null = null,
): Promise<boolean> {
  const { catalogue, staff, stock } = parts;
  const empty = catalogue.isEmpty();
  if (empty) {
    const known = new Set(staff.all().map((person) => person.name));
    for (const person of DEMO_STAFF) {
      if (!known.has(person.name)) await staff.add(person);
    }
    catalogue.fill({ ...RESTAURANT, settings: { ...RESTAURANT.settings, eet } }, { staffId: 'demo' });
  }
  count(stock, staff);
  return empty;
}

/** One stock-take by the manager, of what has never moved. */
function count(stock: Pick<Stock, 'list' | 'move'>, staff: Pick<Staff, 'all'>): void {
  const bottles = stock.list();
  const manager = staff.all().find(({ role }) => role === 'manager');
  if (!manager || bottles.length === 0 || bottles.some(({ last }) => last !== null)) return;
  const items = bottles.flatMap(({ itemId }) => {
    const quantity_thousandths = DEMO_STOCK.get(itemId);
    return quantity_thousandths === undefined ? [] : { itemId, quantity_thousandths };
  });
  if (items.length === 0) return;
  const { id: staffId, name, role } = manager;
  const deed = { kind: 'take' as const, reason: '', items };
  stock.move(deed, FIRST_COUNT, { staffId, name, role, approved: null, allowedBy: staffId });
}

const FIRST_COUNT = '2f0c8a7e-5d0b-4c1e-9b62-6a1f0e7d3c55';
