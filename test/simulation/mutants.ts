import { MEMBER, type Storage } from '../../sync/index.ts';
import type { Sabotage } from './register.ts';

/** Ways to break the replica from outside, each of which the simulation has to notice. */
export const mutants: Readonly<Record<string, Sabotage>> = {
  'a write is not stamped above what it replaces': {
    storage: (storage) =>
      wrapped(storage, {
        record: (tbl, id) => storage.record(tbl, id).map((cell) => ({ ...cell, hlc: '0000000000000.0000.' })),
        latest: () => undefined,
      }),
  },
  'changes are taken in over a gap': {
    message: (message) =>
      message.type === 'changes' && JSON.stringify(message.base) === JSON.stringify(message.from)
        ? { ...message, base: {}, from: {} }
        : message,
  },
  'a power cut loses commits and numbers are used again': { loses_commits: true },
  'deleted records are thrown away without asking the others': {
    storage: (storage) =>
      wrapped(storage, {
        // As if everybody were out.
        column(tbl, col) {
          if (tbl !== MEMBER.tbl) return storage.column(tbl, col);
          return col === MEMBER.out
            ? [MEMBER.in, MEMBER.out].flatMap((each) => storage.column(tbl, each))
            : [];
        },
      }),
  },
  'a restored copy keeps what was deleted and thrown away meanwhile': {
    storage: (storage) => wrapped(storage, { commit: ({ sweep: _, ...change }) => storage.commit(change) }),
  },
  'every foreign stamp is followed': { follow_ms: Number.POSITIVE_INFINITY },
};

function wrapped(storage: Storage, changed: Partial<Storage>): Storage {
  return { ...storage, ...changed };
}
