import type { RegisterReport, Words } from '../../wire/index.ts';

/** How a register is, seen from here, ready to be said. */
export interface Condition {
  readonly level: 'ok' | 'attention' | 'fault';
  readonly text: Words;
  readonly hint: Words;
}

export interface Seen {
  readonly state: 'paired' | 'revoked' | 'sibling';
  readonly contact_ms: number | null;
  readonly connected: boolean;
  readonly health: RegisterReport['health'] | null;
  /** Changes that it has and the backoffice has not; null when nobody knows. */
  readonly unsent: number | null;
}

/** It says something about every minute; three are no accident any more. */
const silent_ms = 3 * 60_000;
const NOTHING: Words = { cs: '', en: '' };

export function conditionOf(seen: Seen, now_ms: number): Condition {
  if (seen.state === 'revoked') {
    return {
      level: 'ok',
      text: {
        cs: 'Odpojená: nic sem neposílá a nic odsud nedostává.',
        en: 'Cut off: it sends nothing here and gets nothing from here.',
      },
      hint: {
        cs: 'Má-li se vrátit, spárujte ji novým kódem.',
        en: 'If it is to come back, pair it with a new code.',
      },
    };
  }
  if (seen.state === 'sibling') {
    return {
      level: 'ok',
      text: {
        cs: 'Není spárovaná; co prodá, sem přinášejí sousední pokladny.',
        en: 'Not paired; its siblings bring what it sells.',
      },
      hint: {
        cs: 'Spárujte ji také, ať obchod nezávisí na jedné pokladně s internetem.',
        en: 'Pair it too, so that the shop does not depend on one register with internet.',
      },
    };
  }
  if (seen.contact_ms === null) {
    return {
      level: 'attention',
      text: { cs: 'Zatím se neozvala.', en: 'It has not been heard of yet.' },
      hint: INTERNET,
    };
  }
  if (!seen.connected && now_ms - seen.contact_ms > silent_ms) {
    return { level: 'attention', text: silence(seen.unsent), hint: INTERNET };
  }
  if (seen.health && seen.health.state !== 'ok') {
    const { state, cs, en } = seen.health;
    return {
      level: state,
      text: { cs, en },
      hint: {
        cs: 'Co s tím, říká pokladna sama ve svém stavu.',
        en: 'The register itself tells in its status what to do.',
      },
    };
  }
  if (seen.unsent !== null && seen.unsent > 0) {
    return {
      level: 'ok',
      text: {
        cs: `V pořádku. Na cestě: ${changes(seen.unsent)}.`,
        en: `Well. Changes on their way: ${seen.unsent}.`,
      },
      hint: NOTHING,
    };
  }
  return {
    level: 'ok',
    text: {
      cs: 'V pořádku, všechno je tady.',
      en: 'Well, everything is here.',
    },
    hint: NOTHING,
  };
}

const INTERNET: Words = {
  cs: 'Zkontrolujte, že je zapnutá a má internet. Co má, pošle sama; nic nepropadne.',
  en: 'See that it is on and has internet. It sends what it has by itself; nothing expires.',
};

function silence(unsent: number | null): Words {
  if (unsent === null || unsent === 0) {
    return {
      cs: 'Neozývá se. Prodávat může dál.',
      en: 'It is silent. It can go on selling.',
    };
  }
  return {
    cs: `Neozývá se. Sem ještě nedošlo: ${changes(unsent)}. Prodávat může dál.`,
    en: `It is silent. Changes that have not come yet: ${unsent}. It can go on selling.`,
  };
}

function changes(count: number): string {
  if (count === 1) return '1 změna';
  return count < 5 ? `${count} změny` : `${count} změn`;
}
