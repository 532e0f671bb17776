import type { Store } from '../../store/store.ts';
import type { KeptCopy, Placed } from './place-copy.ts';

export const TARGET_KINDS = ['folder', 'stick'] as const;
type Fault = Extract<Placed, { is: 'failed' }>['why'];

/** A place that a person has chosen for copies, and how it went there last. */
export interface Target {
  /** The mark of the place. */
  readonly id: string;
  readonly kind: (typeof TARGET_KINDS)[number];
  /** As it was called when it was chosen. */
  readonly name: string;
  /** The folder; empty where it has to be looked for. */
  readonly place: string;
  readonly added_ms: number;
  /** When a copy was last put down there. */
  readonly ok_ms: number | null;
  /** Which one. */
  readonly source: string;
  readonly copies: readonly KeptCopy[];
  /** The last attempt, when it failed. */
  readonly fault: {
    readonly why: Fault;
    readonly at_ms: number;
    readonly missing_bytes: number | null;
  } | null;
}

/** The rows of `backup_target`. */
export interface Targets {
  all(): readonly Target[];
  add(target: Pick<Target, 'id' | 'kind' | 'name' | 'place' | 'added_ms'>): void;
  remove(id: string): void;
  /** How an attempt went. `source`: what was to be put down. */
  note(id: string, source: string, went: Placed, wall_ms: number): void;
}

interface Row {
  readonly id: string;
  readonly kind: Target['kind'];
  readonly name: string;
  readonly place: string;
  readonly added_ms: number;
  readonly ok_ms: number | null;
  readonly source: string;
  readonly copies: string;
  readonly tried_ms: number | null;
  readonly fault: Fault | null;
  readonly missing_bytes: number | null;
}

export function createTargets({ db, transaction }: Pick<Store, 'db' | 'transaction'>): Targets {
  const rows = db.prepare<[], Row>('SELECT * FROM backup_target ORDER BY added_ms, id');
  const insert = db.prepare(
    `INSERT OR IGNORE INTO backup_target (id, kind, name, place, added_ms, source, copies)
     VALUES (:id, :kind, :name, :place, :added_ms, '', '[]')`,
  );
  const remove = db.prepare<[string]>('DELETE FROM backup_target WHERE id = ?');
  const well = db.prepare(
    `UPDATE backup_target SET ok_ms = :wall_ms, source = :source, copies = :copies, tried_ms = NULL, fault = NULL,
       missing_bytes = NULL WHERE id = :id`,
  );
  const badly = db.prepare(
    'UPDATE backup_target SET tried_ms = :wall_ms, fault = :why, missing_bytes = :missing_bytes WHERE id = :id',
  );

  return {
    all: () =>
      rows.all().map(({ copies, tried_ms, fault, missing_bytes, ...row }) => ({
        ...row,
        copies: JSON.parse(copies) as KeptCopy[],
        fault: fault === null ? null : { why: fault, at_ms: tried_ms ?? 0, missing_bytes },
      })),
    add: (target) => transaction(() => void insert.run(target)),
    remove: (id) => transaction(() => void remove.run(id)),
    note: (id, source, went, wall_ms) =>
      transaction(() => {
        if (went.is === 'placed') well.run({ id, source, wall_ms, copies: JSON.stringify(went.copies) });
        else badly.run({ id, wall_ms, why: went.why, missing_bytes: went.missing_bytes ?? null });
      }),
  };
}
