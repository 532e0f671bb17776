import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Store } from '../store/store.ts';

/** Who is guessing and at whom: both are counted, so that neither many people nor many screens help. */
export type Subject =
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'client'; readonly id: string };

/** After the last free wrong attempt and after each further one: how long nothing is accepted. */
const LADDER_S = [30, 60, 300, 900] as const;
/** A screen is shared by the whole shift, and people mistype. */
const FREE: Readonly<Record<Subject['kind'], number>> = { person: 5, client: 20 };
const forget_client_ms = 24 * 3_600_000;

export interface Lockout {
  /**
   * Called before a PIN is looked at: throws Refusal 429 `locked-out` while one of the subjects is locked, and
   * otherwise counts the attempt as wrong. Counting first means that attempts sent side by side cannot all
   * slip through before the first of them is found wrong.
   */
  attempt(subjects: readonly Subject[]): void;
  /** The attempt was right after all. */
  forgive(subjects: readonly Subject[]): void;
  /** Seconds until a PIN is looked at again; 0 when it is now. */
  wait_s(subjects: readonly Subject[]): number;
}

/**
 * Kept in the database: pulling the plug does not give new attempts. While the register runs, the clock that only
 * grows counts as well, so that a wall clock set forward frees nobody.
 */
export function createLockout({ store, world }: { store: Store; world: World }): Lockout {
  const read = store.db.prepare<[string], { wrong: number; last_ms: number }>(
    'SELECT wrong, last_ms FROM pin_attempt WHERE subject = ?',
  );
  const write = store.db.prepare<[string, number, number]>(
    `INSERT INTO pin_attempt (subject, wrong, last_ms) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET wrong = excluded.wrong, last_ms = excluded.last_ms`,
  );
  const forget = store.db.prepare<[string]>('DELETE FROM pin_attempt WHERE subject = ?');
  const prune = store.db.prepare<[number]>(
    "DELETE FROM pin_attempt WHERE subject LIKE 'client:%' AND last_ms < ?",
  );

  /** When each was last wrong, by World.now(). */
  const lastWrong = new Map<string, number>();

  function wait_ms(subject: Subject): number {
    const row = read.get(keyOf(subject));
    const locked_ms = lockedFor_ms(subject.kind, row?.wrong ?? 0);
    if (row === undefined || locked_ms === 0) return 0;
    const seen = lastWrong.get(keyOf(subject));
    if (seen !== undefined) return Math.max(0, locked_ms - (world.now() - seen));
    // Wrong before this start: only the wall clock knows.
    const passed_ms = world.wall_ms() - row.last_ms;
    // The wall clock was set back: the lock is served again from now, and not until the old date comes round.
    if (passed_ms < 0) {
      write.run(keyOf(subject), row.wrong, world.wall_ms());
      return locked_ms;
    }
    return Math.max(0, locked_ms - passed_ms);
  }

  const wait_s = (subjects: readonly Subject[]) => Math.ceil(Math.max(0, ...subjects.map(wait_ms)) / 1000);

  return {
    attempt(subjects) {
      const refusal = store.transaction(() => {
        const retryAfter_s = wait_s(subjects);
        if (retryAfter_s > 0) return lockedOut(retryAfter_s);
        prune.run(world.wall_ms() - forget_client_ms);
        for (const [key, at] of lastWrong) if (world.now() - at > forget_client_ms) lastWrong.delete(key);
        for (const subject of subjects) {
          const key = keyOf(subject);
          write.run(key, (read.get(key)?.wrong ?? 0) + 1, world.wall_ms());
          lastWrong.set(key, world.now());
        }
        return null;
      });
      if (refusal) throw refusal;
    },
    forgive(subjects) {
      store.transaction(() => {
        for (const subject of subjects) forget.run(keyOf(subject));
      });
      for (const subject of subjects) lastWrong.delete(keyOf(subject));
    },
    wait_s,
  };
}

/** How long nothing is accepted after this many wrong attempts in a row. */
export function lockedFor_ms(kind: Subject['kind'], wrong: number): number {
  const rung = wrong - FREE[kind];
  if (rung < 0) return 0;
  return (LADDER_S[Math.min(rung, LADDER_S.length - 1)] ?? 0) * 1000;
}

export function lockedOut(retryAfter_s: number): Refusal {
  return new Refusal(
    429,
    'locked-out',
    {
      cs: `Příliš mnoho chybných PINů. Další pokus bude možný za ${duration(retryAfter_s)}.`,
      en: `Too many wrong PINs. The next try is possible in ${duration(retryAfter_s)}.`,
    },
    {
      cs: 'Počkejte, nebo ať se přihlásí někdo jiný. Zapomenutý PIN změní vedoucí v nastavení obsluhy.',
      en: 'Wait, or let somebody else sign in. A manager changes a forgotten PIN in the staff settings.',
    },
    { retryAfter_s },
  );
}

function duration(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

const keyOf = ({ kind, id }: Subject) => `${kind}:${id}`;
