/** The statement with `$1`, `$2`… in place of `?`, as PostgreSQL has it. Texts in quotes are left alone. */
export function numbered(sql: string): string {
  let n = 0;
  return sql.replace(/'(?:[^']|'')*'|\?/g, (part) => (part === '?' ? `$${++n}` : part));
}

/** `(?, ?)` for a row of so many values. */
export const places = (width: number): string => `(${Array(width).fill('?').join(', ')})`;

export type ListType = 'text' | 'bigint';

/** The insert `sql`, which ends with VALUES, of rows whose columns come as lists; of a column of nulls there is none. */
export function insertOfLists(sql: string, lists: readonly (ListType | null)[], tail: string): string {
  const names = lists.map((type, column) => (type === null ? 'NULL' : `c${column}`));
  const given = lists.filter((type) => type !== null).map((type) => `?::${type}[]`);
  const columns = names.filter((name) => name !== 'NULL').join(', ');
  return `${sql.replace(/VALUES\s*$/, '')} SELECT ${names.join(', ')} FROM unnest(${given.join(', ')}) AS given (${columns}) ${tail}`;
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
