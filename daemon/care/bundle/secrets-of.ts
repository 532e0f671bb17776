import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';

/** What must not leave the box, as it lies in its database and its files. */
export interface Sensitive {
  /** PINs' hashes, tokens, keys, passwords. */
  readonly secrets: string[];
  /** Names, notes and whatever else guests and staff have typed. */
  readonly people: string[];
}

/** Files of secrets are small. */
const FILE_MAX_BYTES = 100_000;
const FILES = /\.(?:key|pem|p12|pfx|json|crt|txt)$|^(?:key|cert)/i;

/** Texts of facts in which people are named, by the place in their bodies. A table that is not there has none. */
const PEOPLE = [
  'SELECT name FROM staff',
  "SELECT DISTINCT json_extract(val, '$') FROM cell WHERE tbl = 'staff' AND col = 'name'",
  "SELECT DISTINCT json_extract(body, '$.buyer') FROM fact WHERE kind = 'receipt' AND json_extract(body, '$.buyer') IS NOT NULL",
  "SELECT DISTINCT json_extract(body, '$.reverses.reason') FROM fact WHERE kind = 'receipt'",
  "SELECT DISTINCT json_extract(body, '$.note') FROM fact WHERE kind = 'bill-event' AND json_extract(body, '$.note') <> ''",
  'SELECT DISTINCT reason FROM cash_movement',
  "SELECT DISTINCT reason FROM drawer_opening WHERE reason <> ''",
];
const SECRETS = [
  'SELECT pin FROM staff',
  "SELECT DISTINCT json_extract(val, '$') FROM cell WHERE tbl = 'staff' AND col = 'pin'",
  'SELECT token_sha256 FROM session',
];

export function sensitiveOf(db: Database | null, dir: string): Sensitive {
  return {
    secrets: [...rows(db, SECRETS), ...secretsIn(dir)],
    people: rows(db, PEOPLE),
  };
}

function rows(db: Database | null, queries: readonly string[]): string[] {
  return queries.flatMap((query) => {
    try {
      return (db?.prepare<[], unknown>(query).pluck().all() ?? []).filter((one) => typeof one === 'string');
    } catch {
      // A database of an earlier version, or a damaged one: what cannot be read is not in the bundle either.
      return [];
    }
  });
}

/** Every longer text in the small files beside the database: tokens, keys and how they are sealed. */
function secretsIn(dir: string, depth = 0): string[] {
  if (depth > 3 || !existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(dir, entry.name);
    if (entry.isDirectory()) return entry.name === 'copies' ? [] : secretsIn(file, depth + 1);
    if (!entry.isFile() || !FILES.test(entry.name)) return [];
    try {
      if (statSync(file).size > FILE_MAX_BYTES) return [];
      return textsIn(readFileSync(file, 'utf8'));
    } catch {
      return [];
    }
  });
}

/** Long enough to be a secret, and not a word: what JSON calls so, lines of PEM. */
function textsIn(content: string): string[] {
  return (content.match(/[A-Za-z0-9+/_=-]{16,}/g) ?? []).filter((text) => /\d/.test(text));
}
