import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';

/** The shape of the database and how much is in it, and nothing of what is in it. */
export interface DatabaseFacts {
  readonly version: number;
  readonly sqlite: string;
  readonly pages: number;
  readonly pageSize_bytes: number;
  readonly freePages: number;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly schema: readonly string[];
}

export function databaseFacts(db: Database): DatabaseFacts {
  const pragma = (name: string) => db.pragma(name, { simple: true }) as number;
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
  return {
    version: pragma('user_version'),
    sqlite: db.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? '',
    pages: pragma('page_count'),
    pageSize_bytes: pragma('page_size'),
    freePages: pragma('freelist_count'),
    rows: Object.fromEntries(
      tables.map((table) => [
        table,
        db.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get() ?? 0,
      ]),
    ),
    schema: db
      .prepare<[], string>('SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name')
      .pluck()
      .all(),
  };
}

/** How many wait in which queue, and since when. */
export interface QueueFacts {
  readonly printing: readonly { state: string; count: number; oldest_s: number }[];
  readonly registering: readonly { environment: string; state: string; count: number; oldest_s: number }[];
  readonly staff: readonly { role: string; active: number; count: number }[];
  readonly origin: string | null;
  readonly vector: Readonly<Record<string, number>>;
  readonly shift: { readonly openSince: string } | null;
}

export function queueFacts(db: Database, wall_ms: number): QueueFacts {
  const all = <T>(sql: string, ...bound: unknown[]) => db.prepare<unknown[], T>(sql).all(...bound);
  return {
    printing: all(
      `SELECT state, count(*) AS count, (? - min(created_ms)) / 1000 AS oldest_s FROM print_job
       WHERE state <> 'printed' GROUP BY state`,
      wall_ms,
    ),
    registering: all(
      `SELECT environment, state, count(*) AS count, (? - min(sold_ms)) / 1000 AS oldest_s FROM eet_sale
       GROUP BY environment, state`,
      wall_ms,
    ),
    staff: all('SELECT role, active, count(*) AS count FROM staff GROUP BY role, active'),
    origin: all<{ origin: string }>('SELECT origin FROM replica')[0]?.origin ?? null,
    vector: Object.fromEntries(
      all<{ origin: string; seq: number }>('SELECT origin, seq FROM vv').map(({ origin, seq }) => [
        origin,
        seq,
      ]),
    ),
    shift:
      all<{ openSince: string }>(
        'SELECT opened_at AS openSince FROM shift WHERE own = 1 AND closed IS NULL ORDER BY position DESC LIMIT 1',
      )[0] ?? null,
  };
}

/** Names and sizes of what lies in the data folder. */
export function folderFacts(dir: string, depth = 0): { name: string; bytes: number; changedAt: string }[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
      const file = path.join(dir, entry.name);
      if (entry.isDirectory()) {
        if (depth >= 2) return [];
        return folderFacts(file, depth + 1).map((one) => ({ ...one, name: `${entry.name}/${one.name}` }));
      }
      const { size, mtime } = statSync(file);
      return [{ name: entry.name, bytes: size, changedAt: mtime.toISOString() }];
    });
  } catch {
    return [];
  }
}
