/* An address of the pages, and what it means. */

export interface Place {
  /** Of the store whose books are open; empty before one is chosen. */
  readonly store: string;
  /** `receipts`; empty for the first page. */
  readonly page: string;
  /** What follows: `#/s1/receipts/r7` is `['r7']`. */
  readonly rest: readonly string[];
  /** Filters and periods: they live in the address, so that going back finds them and a colleague can be sent them. */
  readonly query: Readonly<Record<string, string>>;
}

/** `#/s1/receipts/r7?q=pivo` */
export function readPlace(hash: string): Place {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [store = '', page = '', ...rest] = path.split('/').filter(Boolean).map(decoded);
  return { store, page, rest, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** An address that somebody has mangled is no reason for an empty page. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function writePlace({ store, page, rest, query }: Place): string {
  const path = [store, page, ...rest].map(encodeURIComponent).join('/');
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
  return `#/${path}${search.size > 0 ? `?${search}` : ''}`;
}
