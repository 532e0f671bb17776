import { useState } from 'preact/hooks';
import type { CatalogueView, ScheduledChangeView } from '../../../daemon/http/contract.ts';
import type { Target } from '../../../ui/schedule-form.ts';
import { api } from '../../client/api.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { changeWords, scheduleWords } from './schedule-words.ts';

/** What is set ahead for an item or a category, and more of it. Saved at once, apart from the form around it. */
export function ScheduleList({ view, target }: { view: CatalogueView; target: Target }) {
  const t = scheduleWords();
  const [adding, setAdding] = useState(false);
  const doing = useDoing();
  const itemId = 'itemId' in target ? target.itemId : null;
  const categoryId =
    'categoryId' in target ? target.categoryId : view.items.find(({ id }) => id === itemId)?.categoryId;
  const own = view.scheduled.filter((change) => isOf(change, target));
  const ofCategory =
    itemId === null
      ? []
      : view.scheduled.filter((change) => change.kind === 'happy-hour' && change.categoryId === categoryId);
  const category = view.categories.find(({ id }) => id === categoryId)?.name ?? '';
  const remove = (id: string) =>
    void doing.run(
      () => api.unschedule(id),
      () => void refreshCatalogue(),
    );
  return (
    <fieldset class="choice schedule">
      <legend>{t.title}</legend>
      <FaultNote fault={doing.fault.value} />
      {own.length + ofCategory.length === 0 && <p class="small quiet">{t.none}</p>}
      <ul class="list">
        {own.map((change) => (
          <li key={change.id} class="schedule-row">
            <Icon name="clock" />
            <span>
              {changeWords(change, view)}
              <span class="small quiet block">{t.setBy(change.by, change.register)}</span>
            </span>
            <button
              type="button"
              class="plain"
              disabled={doing.busy.value}
              aria-label={t.remove(changeWords(change, view))}
              onClick={() => remove(change.id)}
            >
              <Icon name="delete" />
            </button>
          </li>
        ))}
        {ofCategory.map((change) => (
          <li key={change.id} class="schedule-row">
            <Icon name="clock" />
            <span>
              {changeWords(change, view)}
              <span class="small quiet block">{t.ofCategory(category)}</span>
            </span>
          </li>
        ))}
      </ul>
      <button type="button" class="button" onClick={() => setAdding(true)}>
        <Icon name="plus" />
        {itemId === null ? t.addHappy : t.add}
      </button>
      {adding && <ScheduleDialog view={view} target={target} onClose={() => setAdding(false)} />}
    </fieldset>
  );
}

function isOf(change: ScheduledChangeView, target: Target): boolean {
  if ('itemId' in target) return change.itemId === target.itemId;
  return change.kind === 'happy-hour' && change.categoryId === target.categoryId;
}
