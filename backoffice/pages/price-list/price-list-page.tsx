import type { PriceListView, Spread } from '../../http/contract/price-list.ts';
import { frame } from '../i18n/frame.ts';
import { addressOf, place } from '../router.ts';
import { useLive } from '../store/live.ts';
import { Fetched, useLoad } from '../widgets/load.tsx';
import { Note } from '../widgets/note.tsx';
import { priceList } from './asking.ts';
import { Categories } from './categories.tsx';
import { Changes } from './changes.tsx';
import { Items } from './items.tsx';
import { Planned } from './planned.tsx';
import './price-list.css';
import { Registers } from './registers.tsx';
import { t } from './words.ts';

export interface PartProps {
  readonly view: PriceListView;
  /** Null until it is known which registers have what. */
  readonly spread: Spread | null;
  /** Something was changed here: asks for everything anew. */
  readonly onChanged: () => void;
}

const PARTS = ['items', 'planned', 'categories', 'changes', 'registers'] as const;
type Part = (typeof PARTS)[number];
const COMPONENTS = {
  items: Items,
  planned: Planned,
  categories: Categories,
  changes: Changes,
  registers: Registers,
} as const;

/** `#/s1/price-list`, `…/price-list/items/<id>`, `…/price-list/planned` and so on. */
export default function PriceListPage() {
  const view = useLoad(priceList.view, []);
  const spread = useLoad(priceList.spread, []);
  useLive(['price-list'], () => {
    void view.reload();
    void spread.reload();
  });
  useLive(['register'], () => void spread.reload());
  const part: Part = PARTS.find((one) => one === place.value.rest[0]) ?? 'items';
  const Open = COMPONENTS[part];
  return (
    <div class="page price-list">
      <div class="page-head">
        <h1>{frame().pages['price-list']}</h1>
        <nav class="segments" aria-label={t().partsLabel}>
          {PARTS.map((one) => (
            <a
              key={one}
              class="segment"
              href={addressOf({ rest: one === 'items' ? [] : [one] })}
              aria-current={one === part ? 'page' : undefined}
            >
              {t().parts[one]}
            </a>
          ))}
        </nav>
      </div>
      <Fetched of={view}>
        {(list) => (
          <>
            <Mends view={list} />
            <Open view={list} spread={spread.value.value} onChanged={() => void view.reload()} />
          </>
        )}
      </Fetched>
    </div>
  );
}

/** What was made in two places apart and somebody has to put right. */
function Mends({ view }: { view: PriceListView }) {
  const { mends, unreadable } = view;
  const nameOf = (id: string | null) => view.items.find((item) => item.id === id)?.name ?? id ?? '';
  return (
    <>
      {mends.length > 0 && (
        <Note kind="attention">
          <strong>{t().mends(mends.length)}</strong> {t().mendsText}
          {mends.slice(0, MENDS_SHOWN).map((mend) => (
            <span key={`${mend.kind} ${mend.id} ${mend.value}`} class="block">
              {mend.kind === 'table' ? (
                t().mendKinds.table('', '', mend.value)
              ) : (
                <a href={addressOf({ rest: ['items', mend.id] })}>
                  {t().mendKinds[mend.kind](nameOf(mend.id), nameOf(mend.otherId), mend.value)}
                </a>
              )}
            </span>
          ))}
        </Note>
      )}
      {unreadable.length > 0 && <Note kind="attention">{t().unreadable(unreadable.length)}</Note>}
    </>
  );
}
const MENDS_SHOWN = 5;
