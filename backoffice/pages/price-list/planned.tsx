import { useState } from 'preact/hooks';
import type { Target } from '../../../ui/schedule-form.ts';
import type { PriceListView, ScheduledChangeView } from '../../http/contract/price-list.ts';
import { addressOf } from '../router.ts';
import { may } from '../store/session.ts';
import { Confirm } from '../widgets/confirm.tsx';
import { useDoing } from '../widgets/doing.ts';
import { Icon } from '../widgets/icon.tsx';
import { Empty } from '../widgets/load.tsx';
import { Table } from '../widgets/table.tsx';
import { priceList } from './asking.ts';
import type { PartProps } from './price-list-page.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { changeWords, scheduleWords } from './schedule-words.ts';
import { categoryName } from './value-words.ts';

const targetName = (view: PriceListView, change: ScheduledChangeView): string => {
  if (change.kind === 'happy-hour' && change.categoryId !== null) {
    return scheduleWords().ofCategory(categoryName(view, change.categoryId));
  }
  return view.items.find(({ id }) => id === change.itemId)?.name ?? change.itemId ?? '';
};

/** All that is set ahead: prices and VAT classes of a day, happy hours of every week. */
export function Planned({ view, onChanged }: PartProps) {
  const t = scheduleWords();
  const [adding, add] = useState(false);
  const writes = may('write-price-list');
  return (
    <>
      {writes && (
        <div class="toolbar">
          <button type="button" class="button primary" onClick={() => add(true)}>
            <Icon name="plus" />
            {t.add}
          </button>
        </div>
      )}
      <section class="panel">
        {view.scheduled.length === 0 ? (
          <Empty title={t.none}>{t.noneHint}</Empty>
        ) : (
          <Table
            label={t.title}
            rows={view.scheduled}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'of',
                title: t.forWhat,
                grow: true,
                cell: (change) =>
                  change.itemId === null ? (
                    targetName(view, change)
                  ) : (
                    <a href={addressOf({ rest: ['items', change.itemId] })}>{targetName(view, change)}</a>
                  ),
              },
              {
                key: 'what',
                title: t.when,
                cell: (change) => <span class="planned-when">{changeWords(change, view)}</span>,
              },
              {
                key: 'by',
                title: t.setWhere,
                desk: true,
                cell: ({ by, register }) => (
                  <span class="nowrap">{[by, register].filter(Boolean).join(', ')}</span>
                ),
              },
              ...(writes
                ? [
                    {
                      key: 'cancel',
                      title: '',
                      cell: (change: ScheduledChangeView) => (
                        <Unschedule view={view} change={change} onChanged={onChanged} />
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </section>
      {adding && (
        <ScheduleDialog
          view={view}
          target={null}
          onClose={() => add(false)}
          onDone={() => {
            add(false);
            onChanged();
          }}
        />
      )}
    </>
  );
}

/** What is set ahead for one item, and for its whole category. */
export function PlannedOf({
  view,
  target,
  onChanged,
}: {
  view: PriceListView;
  target: Target & { readonly itemId: string };
  onChanged: () => void;
}) {
  const t = scheduleWords();
  const [adding, add] = useState(false);
  const categoryId = view.items.find(({ id }) => id === target.itemId)?.categoryId;
  const own = view.scheduled.filter(
    (change) =>
      change.itemId === target.itemId || (change.kind === 'happy-hour' && change.categoryId === categoryId),
  );
  const writes = may('write-price-list');
  return (
    <>
      <div class="row">
        <h3>{t.title}</h3>
        {writes && (
          <button type="button" class="plain" onClick={() => add(true)}>
            <Icon name="plus" />
            {t.add}
          </button>
        )}
      </div>
      {own.length === 0 ? (
        <p class="quiet">{t.none}.</p>
      ) : (
        <ul class="log">
          {own.map((change) => (
            <li key={change.id} class="row">
              <span class="push">
                {changeWords(change, view)}
                {change.itemId === null && <span class="small quiet block">{targetName(view, change)}</span>}
              </span>
              {writes && change.itemId !== null && (
                <Unschedule view={view} change={change} onChanged={onChanged} />
              )}
            </li>
          ))}
        </ul>
      )}
      {adding && (
        <ScheduleDialog
          view={view}
          target={target}
          onClose={() => add(false)}
          onDone={() => {
            add(false);
            onChanged();
          }}
        />
      )}
    </>
  );
}

function Unschedule({
  view,
  change,
  onChanged,
}: {
  view: PriceListView;
  change: ScheduledChangeView;
  onChanged: () => void;
}) {
  const t = scheduleWords();
  const [asking, ask] = useState(false);
  const doing = useDoing();
  const what = `${targetName(view, change)}, ${changeWords(change, view)}`;
  return (
    <>
      <button type="button" class="plain" aria-label={`${t.cancel}: ${what}`} onClick={() => ask(true)}>
        <Icon name="delete" />
      </button>
      {asking && (
        <Confirm
          title={t.cancelTitle(what)}
          action={t.cancel}
          danger
          doing={doing}
          onYes={() =>
            void doing.run(
              () => priceList.unschedule(change.id),
              () => {
                ask(false);
                onChanged();
              },
            )
          }
          onClose={() => ask(false)}
        >
          <p>{t.cancelText}</p>
        </Confirm>
      )}
    </>
  );
}
