import { createHash } from 'node:crypto';
import type { World } from '../../world/index.ts';
import type { Store } from '../store/store.ts';

export interface Session {
  /** The token's SHA-256: names the session without being able to open it. */
  readonly id: string;
  readonly staffId: string;
}

/** Who is signed in where. In the database, so that a restart of the daemon does not send everyone away. */
export interface Sessions {
  /** One row for each sign-in; the token goes into the cookie and is kept nowhere. */
  open(staffId: string): string;
  /** Undefined when there is no such session or nobody used it for twelve hours. */
  find(token: string): Session | undefined;
  close(token: string): void;
  /** Every session of a person. */
  closeAll(staffId: string): void;
}

export const idle_ms = 12 * 3_600_000;
/** Being seen is written this often at most: each write waits for the disk. */
const seen_step_ms = 5 * 60_000;

export function createSessions({ store, world }: { store: Store; world: World }): Sessions {
  const read = store.db.prepare<[string], { staff_id: string; seen_ms: number }>(
    'SELECT staff_id, seen_ms FROM session WHERE token_sha256 = ?',
  );
  const add = store.db.prepare<[string, string, number, number]>(
    'INSERT INTO session (token_sha256, staff_id, created_ms, seen_ms) VALUES (?, ?, ?, ?)',
  );
  const see = store.db.prepare<[number, string]>('UPDATE session SET seen_ms = ? WHERE token_sha256 = ?');
  const remove = store.db.prepare<[string]>('DELETE FROM session WHERE token_sha256 = ?');
  const removeAll = store.db.prepare<[string]>('DELETE FROM session WHERE staff_id = ?');
  const prune = store.db.prepare<[number]>('DELETE FROM session WHERE seen_ms < ?');

  return {
    open(staffId) {
      const token = Buffer.from(world.bytes(32)).toString('base64url');
      const now_ms = world.wall_ms();
      store.transaction(() => {
        prune.run(now_ms - idle_ms);
        add.run(sha256(token), staffId, now_ms, now_ms);
      });
      return token;
    },
    find(token) {
      const id = sha256(token);
      const row = read.get(id);
      if (row === undefined) return undefined;
      const idle = world.wall_ms() - row.seen_ms;
      if (idle > idle_ms) {
        store.transaction(() => remove.run(id));
        return undefined;
      }
      // Also when the wall clock was set back, or the session would outlive its twelve hours by the difference.
      if (idle >= seen_step_ms || idle < 0) store.transaction(() => see.run(world.wall_ms(), id));
      return { id, staffId: row.staff_id };
    },
    close: (token) => void store.transaction(() => remove.run(sha256(token))),
    closeAll: (staffId) => void store.transaction(() => removeAll.run(staffId)),
  };
}

export function sha256(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
