import type { SaleFact, TakeOverFact } from '../../wire/index.ts';
import { DEADLINE_MS, Refusal } from '../../wire/index.ts';
import type { EetView } from '../http/contract.ts';
import type { Actor } from '../staff/actor.ts';
import type { Store } from '../store/store.ts';
import type { Hearing } from './hearing.ts';
import type { EetQueue } from './queue/door.ts';
import type { SaleDraft } from './queue/row.ts';
import { saleIdentity } from './sale.ts';
import type { ShopSales } from './shop-sales.ts';
import type { TakeOvers } from './take-overs.ts';

/** Sales that the register which made them has left unsent, and sending them from here. */
export interface Orphans {
  list(): EetView['orphans'];
  /** Throws a Refusal when the register speaks for itself, or another one has taken its sales over. */
  takeOver(registerId: string, actor: Pick<Actor, 'staffId'>): void;
  /** This register's own that its database has lost and the siblings have kept. */
  adoptOwn(): void;
  /** Another register has taken over what this one had left unsent by then, while it was away: it has an hour for it. */
  giveWay(fact: TakeOverFact): void;
}

export function createOrphans(parts: {
  readonly store: Pick<Store, 'transaction'>;
  readonly shop: Pick<ShopSales, 'unsentOf' | 'unqueuedOf' | 'unsentElsewhere' | 'frozen'>;
  readonly queue: () => Pick<EetQueue, 'adopt' | 'delay'>;
  readonly hearing: Pick<Hearing, 'isSilent'>;
  readonly takeOvers: Pick<TakeOvers, 'begin' | 'of'>;
  readonly registerId: string;
  readonly registerName: (registerId: string) => string;
  readonly local: (wall_ms: number) => string;
  readonly now: () => string;
}): Orphans {
  const { store, shop, queue, hearing, takeOvers, registerId: ownId, registerName, local } = parts;

  const silent = () => shop.unsentElsewhere(ownId).filter(({ registerId }) => hearing.isSilent(registerId));

  function adopt(receiptIds: readonly string[]): void {
    const drafts = receiptIds.flatMap((receiptId) => {
      const fact = shop.frozen(receiptId);
      return fact ? [draftOf(receiptId, fact)] : [];
    });
    if (drafts.length > 0) queue().adopt(drafts);
  }

  return {
    list: () =>
      silent().map(({ registerId, count, oldest_ms }) => ({
        registerId,
        registerName: registerName(registerId),
        count,
        deadlineAt: local(oldest_ms + DEADLINE_MS),
        takenOver: takeOvers.of(registerId) !== undefined,
      })),
    takeOver(registerId, { staffId }) {
      if (!silent().some((one) => one.registerId === registerId)) throw notSilent(registerName(registerId));
      const held = takeOvers.of(registerId);
      if (held && held.registerId !== ownId) {
        throw takenOver(registerName(registerId), registerName(held.registerId));
      }
      store.transaction(() => {
        if (!held) takeOvers.begin(registerId, { registerId: ownId, at: parts.now(), staffId });
        adopt(shop.unqueuedOf(registerId));
      });
    },
    adoptOwn() {
      // Asked each minute, also while thousands wait.
      const lost = shop.unqueuedOf(ownId);
      if (lost.length > 0) store.transaction(() => adopt(lost));
    },
    giveWay({ registerId, at }) {
      if (registerId === ownId) return;
      // Over or not, it may have sent them.
      const left_ms = takeOvers.of(ownId)?.left_ms ?? 0;
      queue().delay(shop.unsentOf(ownId, Date.parse(at)), left_ms);
    },
  };
}

export function draftOf(receiptId: string, { registerId, environment, sale }: SaleFact): SaleDraft {
  const sold_ms = Date.parse(sale.soldAt);
  return { receiptId, registerId, environment, sale, identity: saleIdentity(sale), sold_ms };
}

function notSilent(name: string): Refusal {
  return new Refusal(
    409,
    'eet-register-heard',
    {
      cs: `Pokladna „${name}“ nemá tržby, které by čekaly bez ní: ozvala se, nebo už jsou odeslané. Nic se nepřevzalo.`,
      en: `No sales of the register “${name}” wait without it: it has been heard of, or they are sent. Nothing was taken over.`,
    },
    { cs: 'Načtěte stránku EET znovu.', en: 'Load the EET page again.' },
  );
}

function takenOver(name: string, by: string): Refusal {
  return new Refusal(
    409,
    'eet-taken-over',
    {
      cs: `Tržby pokladny „${name}“ už posílá pokladna „${by}“. Nic se nepřevzalo.`,
      en: `The register “${by}” is sending the sales of “${name}” already. Nothing was taken over.`,
    },
    {
      cs: 'Počkejte hodinu; když do té doby neodejdou, převezměte je tady.',
      en: 'Wait for an hour; if they have not gone by then, take them over here.',
    },
  );
}
