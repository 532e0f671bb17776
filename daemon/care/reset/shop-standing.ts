import type { World } from '../../../world/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { Log } from '../../log.ts';
import { beyond, type Replication } from '../../replication/replication.ts';
import type { Roster } from '../../siblings/roster.ts';
import type { Siblings } from '../../siblings/siblings.ts';
import type { Store } from '../../store/store.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import type { Standing } from './proof.ts';
import type { ResetParts } from './reset.ts';

export interface ShopParts {
  readonly store: Store;
  readonly world: World;
  readonly log: Pick<Log, 'warn'>;
  readonly registerId: string;
  readonly ledger: Pick<Ledger, 'shifts' | 'bills'>;
  readonly siblings: Pick<Siblings, 'view' | 'linked'>;
  readonly replication: Pick<Replication, 'heldBy' | 'vector' | 'origin' | 'retire'>;
  readonly roster: Pick<Roster, 'revoke'>;
  readonly upstream: Pick<Upstream, 'view' | 'leave'>;
}

/** So long the siblings are given to learn that this register leaves. */
const FAREWELL_MS = 5_000;
const LOOK_MS = 100;

/** Who holds what is here, and leaving them. */
export function shopStanding(parts: ShopParts): Pick<ResetParts, 'standing' | 'leave'> {
  const { store, world, log, registerId, siblings, replication, upstream } = parts;
  const count = (sql: string) => store.db.prepare<[], number>(sql).pluck().get() ?? 0;

  /** Every row that this database holds, whoever wrote it. */
  function holdsAll(other: string): boolean {
    const theirs = replication.heldBy(other);
    return theirs !== null && beyond(replication.vector(), theirs) === 0;
  }

  function standing(): Omit<Standing, 'copied'> {
    const { state, waiting } = upstream.view();
    const names = new Map(siblings.view().siblings.map((one) => [one.registerId, one.name]));
    return {
      shiftOpen: parts.ledger.shifts.current().shift !== null,
      openBills: parts.ledger.bills.list().length,
      unregistered: count('SELECT count(*) FROM eet_sale WHERE own = 1 AND pok IS NULL'),
      receipts: count('SELECT count(*) FROM receipt'),
      heldBy: siblings
        .linked()
        .filter(holdsAll)
        .map((id) => names.get(id) ?? id),
      heldByBackoffice: state === 'in-step' && waiting === 0,
    };
  }

  function told(): Promise<void> {
    const since = world.now();
    return new Promise((resolve) => {
      const look = () => {
        const all = siblings.linked().every(holdsAll);
        if (all || world.now() - since > FAREWELL_MS) resolve();
        else world.after(LOOK_MS, look);
      };
      look();
    });
  }

  return {
    standing,
    async leave() {
      try {
        if (upstream.view().state !== 'unpaired') await upstream.leave();
      } catch (error) {
        log.warn({ err: error }, 'the backoffice was not told');
      }
      if (!siblings.view().paired) return;
      // The others neither wait for it nor listen to it any more; what it has written stays theirs.
      store.transaction(() => {
        replication.retire(replication.origin);
        parts.roster.revoke(registerId);
      });
      await told();
    },
  };
}
