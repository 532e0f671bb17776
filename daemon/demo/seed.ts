import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Staff } from '../staff/staff.ts';
import { DEMO_STAFF, RESTAURANT } from './restaurant.ts';

/**
 * Puts the demo restaurant and its people into an empty database; answers whether it did. People come first
 * and are looked up by name, so that a start cut short in the middle is finished by the next one.
 */
export async function seedDemo(parts: {
  readonly catalogue: Pick<Catalogue, 'isEmpty' | 'fill'>;
  readonly staff: Pick<Staff, 'all' | 'add'>;
}): Promise<boolean> {
  if (!parts.catalogue.isEmpty()) return false;
  const known = new Set(parts.staff.all().map((person) => person.name));
  for (const person of DEMO_STAFF) {
    if (!known.has(person.name)) await parts.staff.add(person);
  }
  parts.catalogue.fill(RESTAURANT, { staffId: 'demo' });
  return true;
}
