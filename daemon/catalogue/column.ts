import { isDeepStrictEqual } from 'node:util';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** One field of a thing on a shelf: how its row holds it, and what a register may say of it. */
export interface Column {
  /** As it is, as 0 or 1, as JSON, or as JSON that is NULL while the thing does not have it. */
  readonly kind: 'plain' | 'flag' | 'json' | 'mark';
  /** What is taken from a cell; anything else makes the record unreadable. */
  readonly schema: TSchema;
  /** In place of a cell that is not there: the record was written by a program that did not know the field. */
  readonly missing?: (known: Readonly<Record<string, unknown>>) => unknown;
}

export type Columns<T> = { readonly [K in Exclude<keyof T, 'id'>]-?: Column };

/** Most fields are plain, and are compared by the thousand. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && isDeepStrictEqual(a, b));
}

export function toColumn(kind: Column['kind'], value: unknown): unknown {
  if (kind === 'json') return JSON.stringify(value);
  if (kind === 'mark') return value === undefined ? null : JSON.stringify(value);
  return kind === 'flag' ? (value ? 1 : 0) : value;
}

/** Most lists are empty, and one will do for all of them. */
const NONE: readonly never[] = Object.freeze([]);

export function fromColumn(kind: Column['kind'], value: unknown): unknown {
  if (kind === 'json') return value === '[]' ? NONE : JSON.parse(value as string);
  if (kind === 'mark') return value === null ? undefined : JSON.parse(value as string);
  return kind === 'flag' ? value === 1 : value;
}

const checks = new WeakMap<TSchema, (value: unknown) => boolean>();

/** Compiled when the first record of a sibling comes: a start has no time for it. */
export function fits(schema: TSchema, value: unknown): boolean {
  let check = checks.get(schema);
  if (!check) {
    const compiled = Compile(schema);
    check = (one) => compiled.Check(one);
    checks.set(schema, check);
  }
  return check(value);
}
