import type { World } from '../../world/index.ts';
import type { News } from '../replica/replica.ts';
import type { StoreEventKind } from './contract/live.ts';
import { paced } from './paced.ts';

/** What happens in a store, told to whoever listens: pages that show it, and registers that have not got it. */
export interface Live {
  tell(storeId: string, ...kinds: readonly StoreEventKind[]): void;
  /** What came, as events; `from` already has it. */
  tellNews(news: News): void;
  onEvent(storeId: string, listener: (kind: StoreEventKind) => void): () => void;
  /** There is something to fetch that this register has not brought itself. */
  onPoke(storeId: string, registerId: string, listener: () => void): () => void;
}

/** A page fetches anew at each event: a backlog of a month must not make it do nothing else. */
const event_step_ms = 250;
/** A register asks at each poke; further rows within this time are in its answer anyway. */
const poke_step_ms = 100;

const OF_TABLE: Readonly<Record<string, StoreEventKind>> = {
  item: 'price-list',
  category: 'price-list',
  dining_table: 'price-list',
  vat_rate: 'price-list',
  payment_type: 'price-list',
  scheduled_change: 'price-list',
  setting: 'price-list',
  staff: 'staff',
};
const OF_FACT: Readonly<Record<string, readonly StoreEventKind[]>> = {
  receipt: ['receipt'],
  'reversal-allowed': ['receipt'],
  'clash-settled': ['receipt'],
  'shift-opened': ['shift'],
  'shift-closed': ['shift'],
  'cash-movement': ['shift'],
  stock: ['stock'],
  'eet-sale': ['eet'],
  'eet-outcome': ['eet'],
  'eet-take-over': ['eet'],
};
const EVERYTHING = [...new Set([...Object.values(OF_TABLE), ...Object.values(OF_FACT).flat()])];

interface Listener {
  readonly storeId: string;
  readonly hear: (kind: StoreEventKind) => void;
}
interface Poked {
  readonly storeId: string;
  readonly registerId: string;
  readonly poke: () => void;
}

export function createLive(world: Pick<World, 'after'>): Live {
  const listeners = new Set<Listener>();
  const poked = new Set<Poked>();

  const live: Live = {
    tell(storeId, ...kinds) {
      for (const listener of listeners) {
        if (listener.storeId === storeId) for (const kind of kinds) listener.hear(kind);
      }
    },
    tellNews(news) {
      live.tell(news.store, ...(news.more ? EVERYTHING : kindsOf(news)));
      for (const one of poked) {
        if (one.storeId === news.store && one.registerId !== news.from.registerId) one.poke();
      }
    },
    onEvent(storeId, listener) {
      const steps = new Map<StoreEventKind, () => void>();
      const hear = (kind: StoreEventKind) => {
        const step = steps.get(kind) ?? paced(world, event_step_ms, () => listener(kind));
        steps.set(kind, step);
        step();
      };
      const one = { storeId, hear };
      listeners.add(one);
      return () => void listeners.delete(one);
    },
    onPoke(storeId, registerId, listener) {
      const one = { storeId, registerId, poke: paced(world, poke_step_ms, listener) };
      poked.add(one);
      return () => void poked.delete(one);
    },
  };
  return live;
}

function kindsOf({ records, facts }: News): readonly StoreEventKind[] {
  const kinds = new Set<StoreEventKind>();
  for (const { tbl } of records) {
    const kind = Object.hasOwn(OF_TABLE, tbl) ? OF_TABLE[tbl] : undefined;
    if (kind !== undefined) kinds.add(kind);
  }
  for (const { kind } of facts) {
    for (const told of Object.hasOwn(OF_FACT, kind) ? (OF_FACT[kind] ?? []) : []) kinds.add(told);
  }
  return [...kinds];
}
