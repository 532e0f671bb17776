import { same, type Vector } from '../../sync/index.ts';
import type { Store } from '../store/store.ts';

/** What a backoffice held when it was last heard, and when it last held everything. Outlives a restart. */
export interface Held {
  readonly vv: Vector | null;
  /** Wall clock; null when it has never held everything. */
  readonly inStep_ms: number | null;
  note(vv: Vector, inStep_ms: number | null): void;
  /** To the disk what has been noted since. */
  flush(): void;
}

export function createHeld({ db }: Pick<Store, 'db'>, store: string): Held {
  const row = db
    .prepare<[string], { vv: string; in_step_ms: number | null }>(
      'SELECT vv, in_step_ms FROM backoffice_held WHERE store = ?',
    )
    .get(store);
  const write = db.prepare<[string, string, number | null]>(
    `INSERT INTO backoffice_held (store, vv, in_step_ms) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET vv = excluded.vv, in_step_ms = excluded.in_step_ms`,
  );
  let vv: Vector | null = row ? (JSON.parse(row.vv) as Vector) : null;
  let inStep_ms = row?.in_step_ms ?? null;
  let written: Vector | null = vv;
  return {
    get vv() {
      return vv;
    },
    get inStep_ms() {
      return inStep_ms;
    },
    note(next, at_ms) {
      vv = next;
      if (at_ms !== null) inStep_ms = at_ms;
    },
    flush() {
      if (vv === null || (written !== null && same(vv, written))) return;
      write.run(store, JSON.stringify(vv), inStep_ms);
      written = vv;
    },
  };
}
