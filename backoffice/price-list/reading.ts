import {
  type Change,
  type KeptChange,
  type KeptPaymentType,
  type KeptRate,
  type Reading,
  readRecord,
  SETTING,
} from '../../catalogue/index.ts';
import { type Category, ROLES, type Role, type Table } from '../../domain/index.ts';
import { DELETED } from '../../sync/index.ts';
import { type Column, columns, fits, Id, isPinHash, type KeptItem } from '../../wire/index.ts';
import type { Cell } from './cells.ts';

export const STAFF = 'staff';
export const REGISTER = 'register';

/** A person as far as anybody is told. */
export interface ListedPerson {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
}
/** Settings as they were said, by key; read by whoever uses them. */
export interface ListedSettings {
  readonly id: string;
  readonly said: Readonly<Record<string, unknown>>;
}
export interface ListedRegister {
  readonly id: string;
  readonly name: string;
}

/** What is kept as documents, by table. */
export interface Documents {
  readonly item: KeptItem;
  readonly category: Category;
  readonly dining_table: Table;
  readonly vat_rate: KeptRate;
  readonly payment_type: KeptPaymentType;
  readonly scheduled_change: KeptChange;
  readonly setting: ListedSettings;
  readonly staff: ListedPerson;
  readonly register: ListedRegister;
}
export type Listed = keyof Documents;

const SHELVES: ReadonlyMap<string, readonly (readonly [string, Column])[]> = new Map(
  Object.entries(columns).map(([table, fields]) => [table, Object.entries<Column>(fields)]),
);

export const isListed = (tbl: string): tbl is Listed =>
  SHELVES.has(tbl) || tbl === SETTING || tbl === STAFF || tbl === REGISTER;

/** The hash of a PIN is said to nobody. */
export const SECRET_COLUMN = 'pin';

/** What the cells of a record say, without what is nobody's business. */
export function saidBy(cells: readonly Cell[]): Record<string, unknown> {
  const said: Record<string, unknown> = Object.create(null);
  for (const { col, val } of cells) if (col !== SECRET_COLUMN) said[col] = JSON.parse(val);
  return said;
}

/** A record as a document. What the columns of `wire/` do not know is passed over. */
export function readListed(
  tbl: Listed,
  id: string,
  cells: readonly Cell[],
): Reading<{ readonly id: string }> {
  if (!fits(Id, id)) return { is: 'unreadable', column: 'id' };
  const fields: Record<string, { value: unknown }> = Object.create(null);
  for (const { col, val } of cells) fields[col] = { value: JSON.parse(val) };
  if (fields[DELETED]?.value === true) return { is: 'deleted' };
  const shelf = SHELVES.get(tbl);
  if (shelf) return readRecord(shelf, id, fields);
  const said = (col: string) => fields[col]?.value;
  if (tbl === STAFF) return readPerson(id, said);
  if (tbl === REGISTER) {
    const name = said('name');
    if (name === undefined) return { is: 'partial' };
    return typeof name === 'string' && name !== '' && name.length <= MAX_NAME
      ? whole({ id, name })
      : { is: 'unreadable', column: 'name' };
  }
  return whole({ id, said: saidBy(cells) });
}

const MAX_NAME = 120;

/** By the same rules as at a register: who cannot sign in there stands here as somebody who cannot be read. */
function readPerson(id: string, said: (col: string) => unknown): Reading<ListedPerson> {
  const [name, role, active = true, pin] = ['name', 'role', 'active', SECRET_COLUMN].map(said);
  if (name === undefined || role === undefined || pin === undefined) return { is: 'partial' };
  const wrong = (column: string) => ({ is: 'unreadable', column }) as const;
  if (typeof name !== 'string' || name === '' || name.length > MAX_NAME) return wrong('name');
  if (!ROLES.includes(role as Role)) return wrong('role');
  if (typeof active !== 'boolean') return wrong('active');
  if (typeof pin !== 'string' || !isPinHash(pin)) return wrong(SECRET_COLUMN);
  return whole({ id, name, role: role as Role, active });
}

function whole<T extends { readonly id: string }>(value: T): Reading<T> {
  const change: Change<T> = { value, archived: false };
  return { is: 'whole', change, changedBy: '' };
}
