import type { RosterEntry } from './roster.ts';

/** What a box says that wants to join. */
export interface Newcomer {
  readonly registerId: string;
  readonly series: string;
  readonly proto: number;
}

export interface Verdict {
  readonly code: 'same-register' | 'register-running' | 'other-version';
  readonly cs: string;
  readonly en: string;
}

/** Why a box that has the right code cannot be let in as it is; undefined when it can. */
export function judge(
  it: Newcomer,
  own: { readonly registerId: string; readonly proto: number },
  known: RosterEntry | undefined,
  linked: boolean,
): Verdict | undefined {
  if (it.registerId === own.registerId) {
    return {
      code: 'same-register',
      cs: `Nová pokladna má v nastavení stejnou značku jako tato (${it.registerId}). Dejte jí jinou a zopakujte připojení.`,
      en: `The new register has the same id as this one (${it.registerId}). Give it another and join again.`,
    };
  }
  // One of the same name that is off is being replaced; one that is running is a mistake in a configuration.
  if (known && !known.revoked && linked) {
    return {
      code: 'register-running',
      cs: `Pokladna se značkou ${it.registerId} v obchodě právě běží. Dejte nové jinou značku; má-li ji nahradit, nejdřív starou vypněte.`,
      en: `A register with the id ${it.registerId} is running in the shop. Give the new one another id; if it is to replace it, switch the old one off first.`,
    };
  }
  if (it.proto !== own.proto) {
    return {
      code: 'other-version',
      cs: 'Nová pokladna má jinou verzi programu, se kterou se tato nedomluví. Nainstalujte na obě stejnou.',
      en: 'The new register runs a version of the program that this one does not understand. Install the same on both.',
    };
  }
  return undefined;
}
