import type { ItemView } from '../../../daemon/http/contract.ts';
import { formatAmount } from '../../../domain/index.ts';
import { chooseItem } from './sale.ts';
import { searchText } from './search-bar.tsx';
import { tileName } from './tile-name.ts';
import { sell } from './words.ts';

const NO_STYLE = {};

/** Letters of a price beside which there is room to say that it is new. */
const LONG_PRICE = 8;
/** Letters of a foot that fit in one line of the narrowest tile. */
const LONG_FOOT = 11;

/** One of many: it asks for nothing itself. `hue` is null where it is the shelf's. */
export function Tile({
  item,
  hue,
  changed,
  telling,
  onTell,
}: {
  item: ItemView;
  hue: number | null;
  changed: boolean;
  telling: boolean;
  onTell: (item: ItemView) => void;
}) {
  const name = tileName(item);
  const foot = tileFoot(item, telling);
  return (
    <button
      type="button"
      class={`tile${hue === null ? '' : ' hue'}${item.soldOut ? ' sold-out' : ''}${foot.length > LONG_FOOT ? ' long' : ''}`}
      style={hue === null ? NO_STYLE : { '--hue': hue }}
      disabled={item.soldOut && !telling}
      onClick={() => {
        if (telling) {
          onTell(item);
          return;
        }
        searchText.value = '';
        chooseItem(item);
      }}
    >
      <span class={name.long ? 'tile-name cut' : 'tile-name'}>{name.text}</span>
      <span class="tile-foot">
        {(changed || item.happyUntil) && !telling && !item.soldOut && foot.length <= LONG_PRICE && (
          <span class="changed">{item.happyUntil ? sell().until(item.happyUntil) : sell().newPrice}</span>
        )}
        {foot}
      </span>
    </button>
  );
}

function tileFoot(item: ItemView, telling: boolean): string {
  if (telling) return item.allergens.length === 0 ? '—' : item.allergens.join(', ');
  if (item.soldOut) return sell().soldOut;
  const price = item.openPrice ? '…' : formatAmount(item.price_haler, 'short');
  return item.unit === 'ks' || item.unit === 'porce' ? price : `${price} ${sell().perUnit(item.unit)}`;
}
