import { DELETED } from '../sync/index.ts';
import { type Column, fits } from '../wire/index.ts';

/** One thing as it shall be from now on. Archived things stay in the database and in the journal. */
export interface Change<T> {
  readonly value: T;
  readonly archived: boolean;
}

/** What the cells of a record come to. */
export type Reading<T> =
  | { readonly is: 'whole'; readonly change: Change<T>; readonly changedBy: string }
  | { readonly is: 'deleted' }
  /** Fields without which there is nothing to show are still on their way. */
  | { readonly is: 'partial' }
  | { readonly is: 'unreadable'; readonly column: string };

/** A record as its cells have it. Fields that this program does not know are passed over. */
export function readRecord<T>(
  columns: readonly (readonly [string, Column])[],
  id: string,
  fields: Readonly<Record<string, { readonly value: unknown }>>,
): Reading<T> {
  if (fields[DELETED]?.value === true) return { is: 'deleted' };
  const value: Record<string, unknown> = { id };
  for (const [name, { kind, schema, missing }] of columns) {
    const said = fields[name]?.value;
    if (said === undefined) {
      if (kind === 'mark') continue;
      if (!missing) return { is: 'partial' };
      value[name] = missing(value);
    } else if (fits(schema, said)) value[name] = said;
    else return { is: 'unreadable', column: name };
  }
  const archived = fields.archived?.value ?? false;
  if (typeof archived !== 'boolean') return { is: 'unreadable', column: 'archived' };
  const changedBy = fields.changedBy?.value ?? '';
  if (typeof changedBy !== 'string') return { is: 'unreadable', column: 'changedBy' };
  return { is: 'whole', change: { value: value as unknown as T, archived }, changedBy };
}
