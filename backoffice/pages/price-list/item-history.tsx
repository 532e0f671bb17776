import { useState } from 'preact/hooks';
import type { ListedItem, PriceListView } from '../../http/contract/price-list.ts';
import { Fetched, useLoad } from '../widgets/load.tsx';
import { priceList } from './asking.ts';
import { fieldName, valueWords, whenWords, whoWords } from './value-words.ts';
import { t } from './words.ts';

const SHOWN = 20;

/** Who changed what of one item, when and in which place; asked for only when it is opened. */
export function ItemHistory({ view, item }: { view: PriceListView; item: ListedItem }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="history" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t().history}</summary>
      {open && <Log view={view} item={item} />}
    </details>
  );
}

function Log({ view, item }: { view: PriceListView; item: ListedItem }) {
  const log = useLoad(
    () => priceList.changes({ table: 'item', id: item.id, limit: SHOWN }),
    [item.id, item.changed.at],
  );
  return (
    <Fetched of={log}>
      {({ changes }) =>
        changes.length === 0 ? (
          <p class="quiet">{t().historyNone}</p>
        ) : (
          <ul class="log">
            {changes.map((change) => (
              <li key={`${change.at} ${change.column}`}>
                <span class="small quiet block">
                  {whenWords(change.at)} · {whoWords(change)}
                </span>
                {t().changedTo(
                  fieldName(change.column),
                  valueWords(view, change.column, change.from),
                  valueWords(view, change.column, change.to),
                )}
              </li>
            ))}
          </ul>
        )
      }
    </Fetched>
  );
}
