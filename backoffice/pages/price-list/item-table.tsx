import { memo } from 'preact/compat';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ListedItem, PriceListView, Spread } from '../../http/contract/price-list.ts';
import { money } from '../i18n/format.ts';
import { addressOf, place } from '../router.ts';
import { may } from '../store/session.ts';
import { useDoing } from '../widgets/doing.ts';
import { FaultNote } from '../widgets/note.tsx';
import { priceList } from './asking.ts';
import { categoryName, vatWords } from './value-words.ts';
import { t } from './words.ts';

/** Which registers lack something of an item, by its id. */
export function lackingNames(spread: Spread | null): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const register of spread?.registers ?? []) {
    for (const id of register.lacking) names.set(id, [...(names.get(id) ?? []), register.name]);
  }
  return names;
}

/** Items as rows. `onChoose` null: nothing can be chosen by whoever only reads. */
export function ItemTable({
  view,
  spread,
  items,
  all,
  chosen,
  onChoose,
  onChanged,
}: {
  view: PriceListView;
  spread: Spread | null;
  items: readonly ListedItem[];
  /** With those that are not drawn yet. */
  all: readonly ListedItem[];
  chosen: ReadonlySet<string>;
  onChoose: ((chosen: ReadonlySet<string>) => void) | null;
  onChanged: () => void;
}) {
  const doing = useDoing();
  const lacking = useMemo(() => lackingNames(spread), [spread]);
  const whole = all.every(({ id }) => chosen.has(id));
  const some = !whole && all.some(({ id }) => chosen.has(id));
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = some;
  }, [some]);
  // A row that was not drawn anew still adds to what is chosen now.
  const latest = useRef(chosen);
  latest.current = chosen;
  const toggle = (ids: readonly string[], on: boolean) => {
    const next = new Set(latest.current);
    for (const id of ids) on ? next.add(id) : next.delete(id);
    onChoose?.(next);
  };
  const sellOut = (item: ListedItem) =>
    void doing.run(
      () => priceList.edit(item.id, { set: { soldOut: !item.soldOut }, was: { soldOut: item.soldOut } }),
      onChanged,
    );
  return (
    <section class="panel">
      <FaultNote fault={doing.fault.value} />
      <table class="table items" aria-label={t().list}>
        <thead>
          <tr>
            {onChoose && (
              <th scope="col" class="pick">
                <label class="pick-box">
                  <input
                    ref={box}
                    type="checkbox"
                    checked={whole}
                    aria-label={t().chooseAll}
                    onChange={(event) =>
                      toggle(
                        all.map(({ id }) => id),
                        event.currentTarget.checked,
                      )
                    }
                  />
                </label>
              </th>
            )}
            <th scope="col" class="grow">
              {t().columns.name}
            </th>
            <th scope="col" class="end desk-only">
              {t().columns.plu}
            </th>
            <th scope="col" class="end desk-only">
              {t().columns.vat}
            </th>
            <th scope="col" class="end">
              {t().columns.price}
            </th>
            <th scope="col" class="desk-only">
              {t().columns.soldOut}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Row
              key={item.id}
              item={item}
              view={view}
              current={place.value.rest[1] === item.id}
              href={addressOf({ rest: ['items', item.id], query: place.value.query })}
              lacks={lacking.get(item.id)?.join(', ') ?? ''}
              chosen={chosen.has(item.id)}
              onChoose={onChoose && ((on) => toggle([item.id], on))}
              onSellOut={sellOut}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const Row = memo(
  function ItemRow({
    item,
    view,
    current,
    href,
    lacks,
    chosen,
    onChoose,
    onSellOut,
  }: {
    item: ListedItem;
    view: PriceListView;
    current: boolean;
    href: string;
    lacks: string;
    chosen: boolean;
    onChoose: ((on: boolean) => void) | null;
    onSellOut: (item: ListedItem) => void;
  }) {
    return (
      <tr aria-current={current ? 'true' : undefined}>
        {onChoose && (
          <td class="pick">
            <label class="pick-box">
              <input
                type="checkbox"
                checked={chosen}
                aria-label={t().choose(item.name)}
                onChange={(event) => onChoose(event.currentTarget.checked)}
              />
            </label>
          </td>
        )}
        <td class="grow">
          <a class={item.soldOut ? 'row-link struck' : 'row-link'} href={href}>
            {item.name}
          </a>
          <span class="small quiet block">
            {[categoryName(view, item.categoryId), ...item.labels].join(' · ')}
          </span>
          {(lacks !== '' || item.openPrice) && (
            <span class="row badges">
              {item.openPrice && <span class="badge">{t().openPrice}</span>}
              {lacks !== '' && <span class="badge attention">{t().lacks(lacks)}</span>}
            </span>
          )}
          {item.soldOut && <span class="badge phone-only">{t().soldOut}</span>}
        </td>
        <td class="end desk-only">{item.plu}</td>
        <td class="end desk-only">{vatWords(view, item.vatClass)}</td>
        <td class="end">
          {item.happy ? (
            <>
              <span class="price">{money(item.happy.price_haler)}</span>
              <span class="small quiet block">
                {t().happy(item.happy.until.slice(11, 16) || item.happy.until)},{' '}
                {t().regular(money(item.price_haler))}
              </span>
            </>
          ) : (
            <span class="price">{money(item.price_haler)}</span>
          )}
        </td>
        <td class="desk-only">
          <button
            type="button"
            class="switch above"
            role="switch"
            aria-checked={item.soldOut}
            aria-label={t().soldOutOf(item.name)}
            disabled={!may('write-price-list')}
            onClick={() => onSellOut(item)}
          >
            <span class="knob" aria-hidden="true" />
          </button>
        </td>
      </tr>
    );
  },
  // A list of two thousand is not compared anew for one tick of a box: what the row does is the same until the item is.
  (before, now) =>
    before.item === now.item &&
    before.view === now.view &&
    before.current === now.current &&
    before.href === now.href &&
    before.lacks === now.lacks &&
    before.chosen === now.chosen &&
    (before.onChoose === null) === (now.onChoose === null),
);
