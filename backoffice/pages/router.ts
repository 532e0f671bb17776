import { computed, signal } from '@preact/signals';
import { type Place, readPlace, writePlace } from './place.ts';

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
