import { computed, signal } from '@preact/signals';

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

export const place = signal<Place>(readPlace(location.hash));
export const store = computed(() => place.value.store);

// Links, back and forward, and an address typed by hand.
addEventListener('popstate', () => {
  place.value = readPlace(location.hash);
});

export interface Turn {
  readonly page?: string;
  readonly rest?: readonly string[];
  /** In place of the whole query; `refine` changes parts of it. */
  readonly query?: Readonly<Record<string, string>>;
  readonly store?: string;
  /** In place of where we are: going back does not lead there. */
  readonly replace?: boolean;
}

/** Where a turn leads, as an address for a link. */
export function addressOf(turn: Turn): string {
  const at = place.value;
  return writePlace({
    store: turn.store ?? at.store,
    page: turn.page ?? at.page,
    rest: turn.rest ?? [],
    query: turn.query ?? {},
  });
}

export function go(turn: Turn): void {
  if (turn.replace) history.replaceState(null, '', addressOf(turn));
  else history.pushState(null, '', addressOf(turn));
  place.value = readPlace(location.hash);
}

/** Changes what the page is asked for without leaving it; typing in a search field leaves no trail to go back through. */
export function refine(query: Readonly<Record<string, string>>): void {
  const at = place.value;
  history.replaceState(null, '', writePlace({ ...at, query: { ...at.query, ...query } }));
  place.value = readPlace(location.hash);
}
