import { useState } from 'preact/hooks';
import type { CatalogueView, CategoryView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { go } from '../../router.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Empty } from '../../widgets/load.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { CategoryDialog } from './category-dialog.tsx';
import { moved } from './visible-rows.ts';
import { priceListWords } from './words.ts';

export function Categories({ view }: { view: CatalogueView }) {
  const t = priceListWords();
  const [editing, edit] = useState<CategoryView | 'new' | null>(null);
  const doing = useDoing();
  const counts = new Map<string, number>();
  for (const item of view.items) counts.set(item.categoryId, (counts.get(item.categoryId) ?? 0) + 1);
  const move = (id: string, by: 1 | -1) => {
    for (const change of moved(view.categories, id, by)) {
      void doing.run(
        () => api.changeCategory(change.id, { position: change.position }),
        () => void refreshCatalogue(),
      );
    }
  };
  return (
    <div class="price-list">
      <div class="price-list-bar categories-bar">
        <button type="button" class="button" onClick={() => go('price-list')}>
          <Icon name="back" />
          {t.items}
        </button>
        <h1>{t.categories}</h1>
        <button type="button" class="button primary" onClick={() => edit('new')}>
          <Icon name="plus" />
          {t.newCategory}
        </button>
      </div>
      <FaultNote fault={doing.fault.value} />
      {view.categories.length === 0 ? (
        <Empty>{t.categoriesNone}</Empty>
      ) : (
        <ul class="list scroll row-window">
          {view.categories.map((category, index) => (
            <li key={category.id} class="item-row">
              <button type="button" class="item-open category-open" onClick={() => edit(category)}>
                <span class="item-mark hue" style={{ '--hue': category.hue }} aria-hidden="true" />
                <span class="item-name">
                  <span class="clip">{category.name}</span>
                  <span class="small quiet clip">
                    {t.found(counts.get(category.id) ?? 0)} · {t.route}: {category.route ?? t.nowhere}
                  </span>
                </span>
              </button>
              <button
                type="button"
                class="plain up"
                aria-label={t.up(category.name)}
                disabled={index === 0 || doing.busy.value}
                onClick={() => move(category.id, -1)}
              >
                <Icon name="down" />
              </button>
              <button
                type="button"
                class="plain"
                aria-label={t.down(category.name)}
                disabled={index === view.categories.length - 1 || doing.busy.value}
                onClick={() => move(category.id, 1)}
              >
                <Icon name="down" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {editing && (
        <CategoryDialog
          view={view}
          category={editing === 'new' ? null : editing}
          position={view.categories.length}
          onClose={() => edit(null)}
        />
      )}
    </div>
  );
}
