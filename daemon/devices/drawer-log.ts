import type { DrawerOutcome } from '../../drivers/index.ts';
import type { DrawerOpening, Words } from '../http/contract.ts';
import type { Store } from '../store/store.ts';

export type Why = 'sale' | 'cash' | 'no-sale' | 'key' | 'test';

/** The journal of the drawer: who opened it, why, and what came of it. Never changed but for the outcome. */
export interface DrawerLog {
  /** Before the pulse; `done` adds what came of it. */
  intend(opening: { at: string; why: Why; reason: string; staff: string | null }): {
    done(outcome: Words): DrawerOpening;
  };
  /** Newest first. */
  list(limit: number): DrawerOpening[];
}

export function createDrawerLog({
  db,
  journal,
  transaction,
}: Pick<Store, 'db' | 'journal' | 'transaction'>): DrawerLog {
  const insert = db.prepare('INSERT INTO drawer_opening (at, why, reason, staff) VALUES (?, ?, ?, ?)');
  const finish = db.prepare('UPDATE drawer_opening SET outcome = ? WHERE seq = ?');
  const last = db.prepare<[number], Omit<DrawerOpening, 'outcome'> & { outcome: string | null }>(
    'SELECT at, why, reason, staff, outcome FROM drawer_opening ORDER BY seq DESC LIMIT ?',
  );
  return {
    intend({ at, why, reason, staff }) {
      const { lastInsertRowid } = transaction(() => insert.run(at, why, reason, staff));
      return {
        done(outcome) {
          const opening = { at, why, reason, staff, outcome };
          transaction(() => {
            finish.run(JSON.stringify(outcome), lastInsertRowid);
            // The siblings and the backoffice learn of it too.
            journal.fact('drawer-opening', `${journal.origin}-${lastInsertRowid}`, opening);
          });
          return opening;
        },
      };
    },
    list: (limit) =>
      last.all(limit).map((row) => ({
        ...row,
        outcome: row.outcome === null ? lost : (JSON.parse(row.outcome) as Words),
      })),
  };
}

const lost: Words = { cs: 'Neví se, pokladna se vypnula.', en: 'Not known: the register was shut down.' };

export function outcomeWords(outcome: DrawerOutcome): Words {
  switch (outcome.state) {
    case 'opened':
      return { cs: 'Otevřela se.', en: 'It opened.' };
    case 'kicked':
      return {
        cs: 'Pokyn odešel, zásuvka nemá čidlo.',
        en: 'The command was sent; the drawer has no switch.',
      };
    case 'failed':
    case 'unknown':
      return outcome.reason;
  }
}
