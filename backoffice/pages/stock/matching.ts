import { fold } from '../i18n/fold.ts';

/** Those that have every word of the query in their name, or whose PLU begins with it. */
export function matching<T extends { readonly name: string; readonly plu: string | null }>(
  items: readonly T[],
  query: string,
): readonly T[] {
  const asked = fold(query.trim());
  if (asked === '') return items;
  const parts = asked.split(/\s+/);
  return items.filter((item) => {
    if (item.plu?.startsWith(asked)) return true;
    const name = fold(item.name);
    return parts.every((part) => name.includes(part));
  });
}
