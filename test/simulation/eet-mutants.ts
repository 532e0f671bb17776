import { type AttemptEnd, isConfirmed, type SaleRow } from '../../daemon/eet/queue/row.ts';
import type { EetStorage } from '../../daemon/eet/queue/storage.ts';
import type { Head } from '../../eet/index.ts';
import type { EetSabotage } from './eet-shop.ts';

/** Ways to break the queue from outside, each of which the simulation has to notice. */
export const eetMutants: Readonly<Record<string, EetSabotage>> = {
  'a late answer overwrites a confirmation': {
    storage: (storage) => {
      const late = new Map<string, string>();
      return wrapped(storage, {
        end(uuid, end: AttemptEnd) {
          const id = storage.underWay().find((attempt) => attempt.uuid === uuid)?.receiptId;
          const row = id === undefined ? undefined : storage.get(id);
          storage.end(uuid, end);
          // As if the confirmation that was there had been replaced.
          if (id !== undefined && row && isConfirmed(row) && end.pok !== null && row.pok !== end.pok) {
            late.set(id, end.pok);
            (row as { pok: string | null }).pok = end.pok;
          }
        },
      });
    },
  },
  'a resend bears the uuid of the message before': heads((head, number) => ({
    ...head,
    uuid: `uuid-${number}`,
  })),
  'every message says that it is the first': heads((head) => ({ ...head, first: true })),
  'no message says that it is the first': heads((head) => ({ ...head, first: false })),
  'what may have left is forgotten': {
    storage: (storage) =>
      wrapped(storage, { put: (id, status) => storage.put(id, { ...status, left: isConfirmed(status) }) }),
  },
  'the environment is the one set when it is sent': {
    options: (options, settings) => ({
      ...options,
      authority: {
        ...options.authority,
        send: (message, to) => options.authority.send(message, { ...to, environment: settings() }),
      },
    }),
  },
  'waits are counted by the wall clock': {
    options: (options) => ({
      ...options,
      world: {
        ...options.world,
        now: options.world.wall_ms,
        // Woken often enough to notice that the hands have moved.
        after: (delay_ms, run) => options.world.after(Math.min(delay_ms, 1_000), run),
      },
    }),
  },
  'a sale is dropped after five tries': {
    storage: (storage) =>
      wrapped(storage, { open: () => storage.open().filter(({ attempts }) => attempts < 5) }),
  },
  'the deadline goes by the wall clock': {
    storage: (storage) =>
      wrapped(storage, { open: () => storage.open().map(ageless), add: (row) => storage.add(ageless(row)) }),
  },
  'an attempt is noted only when it has ended': {
    storage: (storage) => wrapped(storage, { begin() {}, end() {} }),
  },
  'twenty are sent at once': { options: (options) => ({ ...options, limits: { fresh: 10, backlog: 10 } }) },
  'a certificate that was missing once is never found again': {
    options: (options) => ({
      ...options,
      credentialFor(sale, environment) {
        const found = options.credentialFor(sale, environment);
        if ('blocked' in found) missed.add(options.storage);
        return missed.has(options.storage) ? { blocked: 'none' } : found;
      },
    }),
  },
};

/** Shops, by their storage. */
const missed = new WeakSet<EetStorage>();

const ageless = (row: SaleRow): SaleRow => ({ ...row, since_ms: Number.MAX_SAFE_INTEGER });

function wrapped(storage: EetStorage, changed: Partial<EetStorage>): EetStorage {
  return { ...storage, ...changed };
}

function heads(change: (head: Head, number: string) => Head): EetSabotage {
  return {
    options: (options) => ({
      ...options,
      build: (sale, head, credential) => {
        const message = options.build(sale, change(head, sale.number), credential);
        return { ...message, uuid: head.uuid };
      },
    }),
  };
}
