import { catalogue } from '../../store/signals.ts';
import { Icon } from '../../widgets/icon.tsx';
import { chooseItem } from './sale.ts';
import { foundElsewhere, searchText } from './search-bar.tsx';
import { sell } from './words.ts';

/** Nothing was found among what this register shows. What the shop has besides can be sold all the same. */
export function NotHere() {
  const t = sell();
  const others = foundElsewhere.value;
  if (others.length === 0) return <>{t.nothingFound(searchText.value)}</>;
  return (
    <div class="not-here">
      <p>{t.foundElsewhere(catalogue.value?.settings.shownLabel ?? '')}</p>
      {others.map((item) => (
        <button
          key={item.id}
          type="button"
          class="button"
          disabled={item.soldOut}
          onClick={() => {
            searchText.value = '';
            chooseItem(item);
          }}
        >
          <Icon name="plus" />
          {item.name}
        </button>
      ))}
    </div>
  );
}
