import type { PlannedItem, PriceListView } from '../../http/contract/price-list.ts';
import { b } from './bulk-words.ts';
import { fieldName, valueWords } from './value-words.ts';

/** More than anybody looks through, and as many as are drawn at once. */
export const SHOWN = 100;

/** With nothing in it to be pressed the place itself is what the arrows scroll. */
const SCROLLED_BY_KEYS = { tabIndex: 0 };

/** What a change of many would do to each: field by field, what it is and what it becomes. */
export function PlannedItems({ view, items }: { view: PriceListView; items: readonly PlannedItem[] }) {
  return (
    <section class="preview" {...SCROLLED_BY_KEYS} aria-label={b().preview}>
      <table class="table">
        <tbody>
          {items.slice(0, SHOWN).map((item) => (
            <tr key={item.id}>
              <th scope="row" class="wrap">
                {item.name}
                {item.before === null && <span class="badge">{b().isNew}</span>}
              </th>
              <td class="wrap">
                {Object.entries(item.after).map(([field, value]) => (
                  <span key={field} class="block">
                    <span class="quiet">{fieldName(field)} </span>
                    {item.before !== null && (
                      <>
                        <del>{valueWords(view, field, item.before[field])}</del>{' '}
                      </>
                    )}
                    <ins>{valueWords(view, field, value)}</ins>
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
