import type { Migration, Sql } from './database.ts';
import { newerRefusal } from './faults.ts';

/** Of the names of the steps that were taken; in both databases. */
export const MIGRATION_TABLE = 'CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY)';

/** The steps that are still to be taken. Throws a Refusal `database-newer` when there are some that nobody knows. */
export async function missingSteps(sql: Sql, steps: readonly Migration[]): Promise<Migration[]> {
  const names = new Set(steps.map(({ name }) => name));
  if (names.size !== steps.length) throw new Error('two steps of one name');
  const taken = new Set(
    (await sql.all<{ name: string }>('SELECT name FROM migration')).map(({ name }) => name),
  );
  const unknown = [...taken].filter((name) => !names.has(name));
  if (unknown.length > 0) throw newerRefusal(unknown);
  return steps.filter(({ name }) => !taken.has(name));
}

export const noteStep = (sql: Sql, { name }: Migration): Promise<number> =>
  sql.run('INSERT INTO migration (name) VALUES (?)', name);
