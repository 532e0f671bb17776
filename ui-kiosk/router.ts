import { signal } from '@preact/signals';

/** Where we are: `#/tables/split/b1` is `['tables', 'split', 'b1']`. */
export const route = signal<readonly string[]>(read());

function read(): string[] {
  const parts = location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent);
  return parts.length === 0 ? ['sell'] : parts;
}

export function go(...parts: readonly string[]): void {
  const hash = `#/${parts.map(encodeURIComponent).join('/')}`;
  // Replaced, not pushed: a kiosk has no back button, and a long day would grow the history without bound.
  history.replaceState(null, '', hash);
  route.value = read();
}

addEventListener('hashchange', () => {
  route.value = read();
});
