import type { Database } from 'better-sqlite3';

export const CLASHES = ['double-reversal', 'same-number', 'same-z'] as const;
export type ClashKind = (typeof CLASHES)[number];

export interface Clash {
  readonly kind: ClashKind;
  /** Of the receipt that is reversed twice; the number that stands twice. */
  readonly id: string;
}

/** Facts that say what can be true only once. They are kept, and wait here until somebody has seen to them. */
export interface Clashes {
  // Each inside a transaction, and in any order.
  found(clash: Clash): void;
  settled(clash: Clash): void;
  waiting(): readonly Clash[];
}

export function createClashes(db: Database): Clashes {
  const add = db.prepare<[string, string]>('INSERT OR IGNORE INTO clash (kind, id) VALUES (?, ?)');
  const settle = db.prepare<[string, string]>(
    'INSERT INTO clash (kind, id, settled) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET settled = 1',
  );
  const read = db.prepare<[], Clash>('SELECT kind, id FROM clash WHERE settled = 0 ORDER BY kind, id');
  return {
    found: ({ kind, id }) => void add.run(kind, id),
    settled: ({ kind, id }) => void settle.run(kind, id),
    waiting: () => read.all(),
  };
}

/** `bar:5`: a register's Z number as one text. */
export const zName = (registerId: string, zNumber: number): string => `${registerId}:${zNumber}`;

export function readZName(name: string): { registerId: string; zNumber: number } {
  const at = name.lastIndexOf(':');
  return { registerId: name.slice(0, at), zNumber: Number(name.slice(at + 1)) };
}
