import type { Database } from './database.ts';
import { urlRefusal } from './faults.ts';

export interface DatabaseOptions {
  /** `sqlite:/path/file.db`, or `postgres://user:password@host/database`. */
  readonly url: string;
}

/**
 * Throws a Refusal: `database-url`, `database-taken` when another backoffice works on the same database,
 * `database-away`, `database-denied`, `disk-full`, `database-damaged`.
 */
export async function openDatabase({ url }: DatabaseOptions): Promise<Database> {
  if (url.startsWith('sqlite:') && url.length > 'sqlite:'.length) {
    const { openSqlite } = await import('./sqlite.ts');
    return openSqlite(url.slice('sqlite:'.length));
  }
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { openPostgres } = await import('./postgres.ts');
    return openPostgres(url);
  }
  throw urlRefusal();
}
