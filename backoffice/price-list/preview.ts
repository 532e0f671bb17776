import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { itemDraft } from '../../catalogue/index.ts';
import { type ItemDraft, Refusal } from '../../wire/index.ts';
import type { PlannedItem } from '../http/contract/price-list.ts';
import type { Shop } from './shop.ts';

/** What many items shall be. */
export interface Wanted {
  readonly id: string;
  /** Undefined: off the list. */
  readonly draft: ItemDraft | undefined;
}

/** As many as a page is shown of. */
const SHOWN = 500;

/** Fields that change, before and after. */
export function planned(shop: Shop, { id, draft }: Wanted): PlannedItem {
  const regular = shop.regular(id);
  const now = regular && itemDraft(regular);
  if (!draft) {
    return { id, name: now?.name ?? id, before: { archived: false }, after: { archived: true } };
  }
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const field of Object.keys(draft) as (keyof ItemDraft)[]) {
    if (now && isDeepStrictEqual(now[field], draft[field])) continue;
    if (now) before[field] = now[field];
    after[field] = draft[field];
  }
  return { id, name: now?.name ?? draft.name, before: now ? before : null, after };
}

export const shown = (items: readonly PlannedItem[]): PlannedItem[] => items.slice(0, SHOWN);

/** Names a preview by all that it comes to. New items are told by their place: they get an id when they are made. */
export function sumOf(items: readonly PlannedItem[], parts: readonly unknown[] = []): string {
  const said = items.map(({ id, before, after }) => [before === null ? null : id, before, after]);
  return createHash('sha256')
    .update(JSON.stringify([said, parts]))
    .digest('base64url')
    .slice(0, 32);
}

/** Throws a Refusal 409 when what would be done is not what was shown. */
export function requireSame(sum: string, shownSum: string): void {
  if (sum === shownSum) return;
  throw new Refusal(
    409,
    'preview-outdated',
    {
      cs: 'Ceník se od náhledu změnil, úprava by dopadla jinak, než jste viděli. Nic se nezměnilo.',
      en: 'The price list has changed since the preview; the outcome would not be what you saw. Nothing was changed.',
    },
    { cs: 'Prohlédněte si nový náhled a potvrďte ho.', en: 'Look at the new preview and confirm it.' },
  );
}
