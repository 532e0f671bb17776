import type { Check } from '../check.ts';
import type { DataState } from '../eyes/data-facts.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

const DAY_MS = 86_400_000;
/** A weekend closed is no fault; the first copy is made a minute after a start, and then every six hours. */
const OLD_MS = 3 * DAY_MS;
const FIRST_MS = DAY_MS;

const none: Indicator = {
  id: 'copy-none',
  area: 'database',
  state: 'attention',
  what: {
    cs: 'Denní kopie dat tu žádná není, i když pokladna prodává už {days} d.',
    en: 'There is no daily copy of the data, although the register has been selling for {days} d.',
  },
  remedy: {
    cs: 'Udělejte ji: „kasad backup“. Nepodaří-li se, řekne proč (obvykle místo na disku). Zkontrolujte, že pokladna bývá zapnutá déle než minutu.',
    en: 'Make one: “kasad backup”. If it fails it says why (usually room on the disk). See that the register is on for more than a minute.',
  },
};
const old: Indicator = {
  id: 'copy-old',
  area: 'database',
  state: 'attention',
  what: {
    cs: 'Poslední použitelná kopie dat je {days} d stará ({newest}).',
    en: 'The last usable copy of the data is {days} d old ({newest}).',
  },
  remedy: {
    cs: 'Udělejte novou: „kasad backup“. Nepodaří-li se, řekne proč; obvykle chybí místo na disku.',
    en: 'Make a new one: “kasad backup”. If it fails it says why; usually there is no room on the disk.',
  },
};
const damaged: Indicator = {
  id: 'copy-damaged',
  area: 'database',
  state: 'attention',
  what: {
    cs: 'Denní kopie {names} je poškozená, obnovit se z ní nedá.',
    en: 'The daily copy {names} is damaged; nothing can be restored from it.',
  },
  remedy: {
    cs: 'Smažte ji a udělejte novou: „kasad backup“. Poškozený soubor bývá známkou vadného disku: zkontrolujte ho.',
    en: 'Delete it and make a new one: “kasad backup”. A damaged file is often a sign of a faulty disk: have it checked.',
  },
};

export function judgeCopies({ database, copies }: DataState, now_ms: number): Finding[] {
  if (database === null) return [];
  if (copies === null) {
    const age_ms = now_ms - database.born_ms;
    return age_ms > FIRST_MS ? [found(none, { days: Math.floor(age_ms / DAY_MS) })] : [];
  }
  const findings: Finding[] = [];
  if (copies.damaged.length > 0) findings.push(found(damaged, { names: copies.damaged.join(', ') }));
  const age_ms = now_ms - (copies.day_ms ?? now_ms);
  if (age_ms > OLD_MS) {
    findings.push(found(old, { days: Math.floor(age_ms / DAY_MS), newest: copies.newest }));
  }
  return findings;
}

export const copies: Check = {
  id: 'copies',
  area: 'database',
  indicators: [none, old, damaged],
  well: { cs: 'Denní kopie dat: {count}.', en: 'Daily copies of the data: {count}.' },
  limit_ms: 16_000,
  async look({ dataFacts, dir, files, world }) {
    if ((await files.fault(dir, 'read')) !== null) return null;
    const data = await dataFacts(dir);
    const { newest = null, count = 0 } = data.copies ?? {};
    return { findings: judgeCopies(data, world.wall_ms()), facts: { newest, count } };
  },
};
