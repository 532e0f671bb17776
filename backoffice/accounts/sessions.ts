import type { World } from '../../world/index.ts';
import type { Database, Sql } from '../database/database.ts';
import { drawToken, sha256 } from './token.ts';

export interface Session {
  /** The token's SHA-256: names the session without being able to open it. */
  readonly id: string;
  readonly accountId: string;
}

/** A browser that nobody has used for so long is signed out; and any is after so long, used or not. */
export const idle_ms = 12 * 3_600_000;
export const absolute_ms = 14 * 24 * 3_600_000;
/** Being seen is written this often at most. */
const seen_step_ms = 5 * 60_000;
/** Of one account at once; the one unused for longest gives way. */
const max_sessions = 30;

/** Who is signed in where. In the database, so that a restart does not send everyone away. */
export interface Sessions {
  /** The token goes into the cookie and is kept nowhere. */
  open(sql: Sql, accountId: string): Promise<string>;
  find(token: string): Promise<Session | undefined>;
  close(token: string): Promise<void>;
  /** Every session of an account. */
  closeAll(sql: Sql, accountId: string): Promise<void>;
}

interface Row {
  readonly account: string;
  readonly created_ms: number;
  readonly seen_ms: number;
}

export function createSessions({ database, world }: { database: Database; world: World }): Sessions {
  return {
    async open(sql, accountId) {
      const token = drawToken(world.bytes);
      const now_ms = world.wall_ms();
      await sql.run(
        'DELETE FROM session WHERE seen_ms < ? OR created_ms < ?',
        now_ms - idle_ms,
        now_ms - absolute_ms,
      );
      await sql.run(
        `DELETE FROM session WHERE account = ? AND token_sha256 NOT IN
           (SELECT token_sha256 FROM session WHERE account = ? ORDER BY seen_ms DESC LIMIT ${max_sessions - 1})`,
        accountId,
        accountId,
      );
      await sql.run(
        'INSERT INTO session (token_sha256, account, created_ms, seen_ms) VALUES (?, ?, ?, ?)',
        sha256(token),
        accountId,
        now_ms,
        now_ms,
      );
      return token;
    },
    async find(token) {
      const id = sha256(token);
      const row = await database.read((sql) =>
        sql.get<Row>('SELECT account, created_ms, seen_ms FROM session WHERE token_sha256 = ?', id),
      );
      if (!row) return undefined;
      const now_ms = world.wall_ms();
      const idle = now_ms - row.seen_ms;
      if (idle > idle_ms || now_ms - row.created_ms > absolute_ms) return undefined;
      if (idle >= seen_step_ms) {
        await database.write(
          (sql) => sql.run('UPDATE session SET seen_ms = ? WHERE token_sha256 = ?', now_ms, id),
          'accounts',
        );
      }
      return { id, accountId: row.account };
    },
    async close(token) {
      await database.write(
        (sql) => sql.run('DELETE FROM session WHERE token_sha256 = ?', sha256(token)),
        'accounts',
      );
    },
    async closeAll(sql, accountId) {
      await sql.run('DELETE FROM session WHERE account = ?', accountId);
    },
  };
}

/** What pages send back in a header: a page of another site cannot know it, and the token cannot be had from it. */
export function csrfOf(token: string): string {
  return sha256(`kasad csrf ${token}`);
}
