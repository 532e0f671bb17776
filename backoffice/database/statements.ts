import type { Value } from './database.ts';

/** The statement with `$1`, `$2`… in place of `?`, as PostgreSQL has it. Texts in quotes are left alone. */
export function numbered(sql: string): string {
  let n = 0;
  return sql.replace(/'(?:[^']|'')*'|\?/g, (part) => (part === '?' ? `$${++n}` : part));
}

/** `(?, ?), (?, ?)` for so many rows of so many values. */
export function places(rows: number, width: number): string {
  const row = `(${Array(width).fill('?').join(', ')})`;
  return Array(rows).fill(row).join(', ');
}

/** SQLite takes 32 766 values in one statement, PostgreSQL 65 535; more rows than this make neither any faster. */
const VALUES_MAX = 32_000;
const ROWS_MAX = 500;

/** The rows in pieces that one statement can take, the full ones all of the same length. */
export function* pieces(rows: readonly (readonly Value[])[]): Iterable<readonly (readonly Value[])[]> {
  const width = rows[0]?.length ?? 1;
  const size = Math.max(1, Math.min(ROWS_MAX, Math.floor(VALUES_MAX / width)));
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}

/** Statements of a step, one by one. */
export function statementsOf(sql: string): string[] {
  return sql
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** SQLite looks at the types of a STRICT table's columns, as PostgreSQL always does. */
export function sqliteSchema(statement: string): string {
  const typed = statement.replace(/\bBIGINT\b/g, 'INTEGER');
  return /^CREATE TABLE/.test(typed) ? `${typed} STRICT` : typed;
}

/** By bytes, as SQLite does it, whatever the language of the server: stamps are compared as texts. */
export function postgresSchema(statement: string): string {
  return statement.replace(/\bTEXT\b/g, 'TEXT COLLATE "C"').replace(/\bREAL\b/g, 'DOUBLE PRECISION');
}
