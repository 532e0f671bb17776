import { useState } from 'preact/hooks';
import type { RecipeView } from '../../http/contract/stock.ts';
import { useLive } from '../store/live.ts';
import { may } from '../store/session.ts';
import { Icon } from '../widgets/icon.tsx';
import { Empty, Fetched, useLoad } from '../widgets/load.tsx';
import { Note } from '../widgets/note.tsx';
import { Table } from '../widgets/table.tsx';
import { amountOf } from './amount.ts';
import { stock } from './asking.ts';
import { RecipeDialog } from './recipe-dialog.tsx';
import { t } from './words.ts';

/** Items that are made of others: selling one takes out what it is made of. */
export function Recipes() {
  const recipes = useLoad(stock.recipes, []);
  useLive(['stock', 'price-list'], recipes.reload);
  const [open, setOpen] = useState<RecipeView | 'new' | null>(null);
  const [saved, setSaved] = useState(false);
  const writes = may('write-stock');
  return (
    <>
      {writes && (
        <div class="row">
          <button type="button" class="button primary" onClick={() => setOpen('new')}>
            <Icon name="plus" />
            {t().addRecipe}
          </button>
        </div>
      )}
      {saved && <Note kind="ok">{t().saved}</Note>}
      <section class="panel">
        <Fetched of={recipes}>
          {(list) =>
            list.recipes.length === 0 ? (
              <Empty title={t().recipesNone}>{t().recipesNoneHint}</Empty>
            ) : (
              <Table
                label={t().parts.recipes}
                rows={list.recipes}
                rowKey={({ itemId }) => itemId}
                columns={[
                  {
                    key: 'dish',
                    title: t().dish,
                    cell: (recipe) =>
                      writes ? (
                        <button type="button" class="row-link wrap dish" onClick={() => setOpen(recipe)}>
                          {recipe.name}
                        </button>
                      ) : (
                        <span class="wrap">{recipe.name}</span>
                      ),
                  },
                  { key: 'of', title: t().madeOf, grow: true, cell: (recipe) => <MadeOf recipe={recipe} /> },
                ]}
              />
            )
          }
        </Fetched>
      </section>
      {open !== null && (
        <RecipeDialog
          recipe={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            setSaved(true);
            void recipes.reload();
          }}
        />
      )}
    </>
  );
}

function MadeOf({ recipe }: { recipe: RecipeView }) {
  return (
    <>
      {recipe.ingredients.map((one) => (
        <span key={one.itemId} class="block">
          {amountOf(one.quantity_thousandths, one.unit)} {one.name}{' '}
          {one.archived ? (
            <span class="badge attention">{t().archived}</span>
          ) : (
            !one.stocked && <span class="badge">{t().notStocked}</span>
          )}
        </span>
      ))}
    </>
  );
}
