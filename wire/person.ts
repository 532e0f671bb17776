import type { Role } from '../domain/index.ts';
import { Refusal } from './refusal.ts';

/** The name as it is kept. Throws a Refusal 400 when nothing is left of it. */
export function cleanPersonName(name: string): string {
  const clean = name.normalize('NFC').trim().replace(/\s+/g, ' ').toWellFormed();
  if (clean !== '') return clean;
  throw new Refusal(
    400,
    'name-empty',
    { cs: 'Jméno chybí. Nic se neuložilo.', en: 'The name is missing. Nothing was saved.' },
    { cs: 'Napište jméno, jak se člověku říká.', en: 'Write the name by which the person is called.' },
  );
}

interface Ranked {
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
}

const manages = ({ role, active }: Ranked): boolean => role === 'manager' && active;

/** Without a manager nobody could let anybody in again. Throws a Refusal 409. */
export function requireManager(now: Ranked, next: Ranked, others: Iterable<Ranked>): void {
  if (!manages(now) || manages(next) || [...others].some(manages)) return;
  throw new Refusal(
    409,
    'last-manager',
    {
      cs: `${now.name} je poslední vedoucí, který se může přihlásit. Nic se nezměnilo.`,
      en: `${now.name} is the last manager who can sign in. Nothing was changed.`,
    },
    { cs: 'Nejdřív přidejte jiného vedoucího.', en: 'Add another manager first.' },
  );
}

export function personUnknown(): Refusal {
  return new Refusal(
    404,
    'staff-unknown',
    {
      cs: 'Tento člověk v obsluze není. Nic se nezměnilo.',
      en: 'This person is not on the staff. Nothing was changed.',
    },
    { cs: 'Načtěte seznam obsluhy znovu.', en: 'Reload the list of staff.' },
  );
}
