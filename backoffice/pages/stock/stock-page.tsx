import { frame } from '../i18n/frame.ts';
import { addressOf, place } from '../router.ts';
import { useLive } from '../store/live.ts';
import { Fetched, useLoad } from '../widgets/load.tsx';
import { stock } from './asking.ts';
import { Levels } from './levels.tsx';
import { Movements } from './movements.tsx';
import { Recipes } from './recipes.tsx';
import './stock.css';
import { t } from './words.ts';

const PARTS = ['levels', 'movements', 'recipes'] as const;

/** `#/s1/stock`, `…/stock/levels/<item>`, `…/stock/movements`, `…/stock/recipes`. */
export default function StockPage() {
  const levels = useLoad(stock.levels, []);
  useLive(['stock', 'price-list'], levels.reload);
  const part = PARTS.find((one) => one === place.value.rest[0]) ?? 'levels';
  return (
    <div class="page">
      <div class="page-head">
        <h1>{frame().pages.stock}</h1>
        <nav class="segments" aria-label={t().partsLabel}>
          {PARTS.map((one) => (
            <a
              key={one}
              class="segment"
              href={addressOf({ rest: one === 'levels' ? [] : [one] })}
              aria-current={one === part ? 'page' : undefined}
            >
              {t().parts[one]}
            </a>
          ))}
        </nav>
      </div>
      {part === 'movements' && <Movements />}
      {part === 'recipes' && <Recipes />}
      {part === 'levels' && (
        <Fetched of={levels}>
          {({ items }) => <Levels items={items} onChanged={() => void levels.reload()} />}
        </Fetched>
      )}
    </div>
  );
}
