import { useId, useState } from 'preact/hooks';
import { parseQuantity } from '../../../domain/index.ts';
import type { PriceListView } from '../../http/contract/price-list.ts';
import type { RecipeView } from '../../http/contract/stock.ts';
import { inStore } from '../client/api.ts';
import { quantity } from '../i18n/format.ts';
import { frame } from '../i18n/frame.ts';
import { Dialog } from '../widgets/dialog.tsx';
import { useDoing } from '../widgets/doing.ts';
import { Icon } from '../widgets/icon.tsx';
import { Fetched, useLoad } from '../widgets/load.tsx';
import { FaultNote } from '../widgets/note.tsx';
import { stock } from './asking.ts';
import { t } from './words.ts';

/** One line of a recipe as it is being typed. */
interface Row {
  readonly id: string;
  readonly name: string;
  readonly amount: string;
}
const newRow = (): Row => ({ id: crypto.randomUUID(), name: '', amount: '' });

/** What one unit of an item is made of. Items are named by their names, as people know them. */
export function RecipeDialog({
  recipe,
  onClose,
  onDone,
}: {
  recipe: RecipeView | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const list = useId();
  const doing = useDoing();
  const items = useLoad(() => inStore.get<PriceListView>('/price-list'), []);
  const [dish, setDish] = useState(recipe?.name ?? '');
  const [rows, setRows] = useState<readonly Row[]>(
    () =>
      recipe?.ingredients.map(({ itemId, name, quantity_thousandths }) => ({
        id: itemId,
        name,
        amount: quantity(quantity_thousandths).replace(/\u00a0/g, ''),
      })) ?? [newRow()],
  );
  const [tried, setTried] = useState(false);
  const all = items.value.value?.items ?? [];
  /** Also what has been taken off the list meanwhile keeps its place in a recipe. */
  const idOf = (name: string): string | undefined =>
    all.find((item) => item.name === name)?.id ??
    recipe?.ingredients.find((one) => one.name === name)?.itemId;
  const filled = rows.filter(({ name, amount }) => name !== '' || amount !== '');
  const wrongAmount = ({ amount }: Row) => parseQuantity(amount) === undefined;
  const dishId = recipe?.itemId ?? idOf(dish);
  const save = () => {
    setTried(true);
    const ingredients = filled.flatMap((row) => {
      const itemId = idOf(row.name);
      const read = parseQuantity(row.amount);
      return itemId !== undefined && read !== undefined ? [{ itemId, quantity_thousandths: read }] : [];
    });
    if (dishId === undefined || ingredients.length < filled.length) return;
    void doing.run(() => stock.setRecipe(dishId, { ingredients }), onDone);
  };
  const set = (id: string, part: Partial<Row>) =>
    setRows(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  return (
    <Dialog
      title={recipe ? t().recipeOf(recipe.name) : t().addRecipe}
      onClose={onClose}
      onSubmit={save}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button type="submit" class="button primary" disabled={doing.busy.value}>
            {frame().save}
          </button>
        </>
      }
    >
      <Fetched of={items}>
        {(view) => (
          <>
            <datalist id={list}>
              {view.items.map(({ id, name }) => (
                <option key={id} value={name} />
              ))}
            </datalist>
            {!recipe && (
              <div class="field">
                <label for={`${list}-dish`}>{t().dish}</label>
                <input
                  id={`${list}-dish`}
                  list={list}
                  value={dish}
                  placeholder={t().find}
                  autocomplete="off"
                  aria-invalid={tried && dishId === undefined}
                  onInput={(event) => setDish(event.currentTarget.value)}
                />
                {tried && dishId === undefined && <p class="small error">{t().chooseItem}</p>}
              </div>
            )}
            <p class="small quiet">{t().recipeText}</p>
            <ul class="move-rows">
              {rows.map((row) => {
                const unknown = tried && row.name !== '' && idOf(row.name) === undefined;
                const wrong = tried && filled.includes(row) && wrongAmount(row);
                return (
                  <li key={row.id}>
                    <span class="grow">
                      <input
                        class="input"
                        list={list}
                        aria-label={t().ingredient}
                        placeholder={t().find}
                        autocomplete="off"
                        value={row.name}
                        aria-invalid={unknown}
                        onInput={(event) => set(row.id, { name: event.currentTarget.value })}
                      />
                      {unknown && <span class="small error block">{t().chooseItem}</span>}
                      {wrong && <span class="small error block">{t().wrong}</span>}
                    </span>
                    <input
                      class="input amount-input"
                      inputMode="decimal"
                      autocomplete="off"
                      aria-label={t().quantityOf(row.name, unitOf(view, row.name))}
                      aria-invalid={wrong}
                      value={row.amount}
                      onInput={(event) => set(row.id, { amount: event.currentTarget.value })}
                    />
                    <span class="unit quiet">{unitOf(view, row.name)}</span>
                    <button
                      type="button"
                      class="plain"
                      aria-label={t().remove(row.name)}
                      onClick={() => setRows(rows.filter(({ id }) => id !== row.id))}
                    >
                      <Icon name="delete" />
                    </button>
                  </li>
                );
              })}
            </ul>
            <div>
              <button type="button" class="button" onClick={() => setRows([...rows, newRow()])}>
                <Icon name="plus" />
                {t().addIngredient}
              </button>
            </div>
          </>
        )}
      </Fetched>
      <FaultNote fault={doing.fault.value} />
    </Dialog>
  );
}

const unitOf = (view: PriceListView, name: string): string =>
  view.items.find((item) => item.name === name)?.unit ?? '';
