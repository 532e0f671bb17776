import { isDeepStrictEqual } from 'node:util';
import type { Column } from '../../wire/index.ts';

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
