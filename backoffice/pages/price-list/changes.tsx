import type { LoggedChange, PriceListView } from '../../http/contract/price-list.ts';
import { addressOf, place, refine } from '../router.ts';
import { useLive } from '../store/live.ts';
import { Select } from '../widgets/field.tsx';
import { Empty } from '../widgets/load.tsx';
import { PagedRows, usePages } from '../widgets/pages.tsx';
import { Table } from '../widgets/table.tsx';
import { priceList } from './asking.ts';
import { fieldName, valueWords, whenWords, whoWords } from './value-words.ts';
import { t } from './words.ts';

const TABLES = [
  'item',
  'category',
  'scheduled_change',
  'vat_rate',
  'payment_type',
  'dining_table',
  'setting',
  'staff',
] as const;

/** Who changed what, when and in which place, newest first. */
export function Changes({ view }: { view: PriceListView }) {
  const table = TABLES.find((one) => one === place.value.query.of);
  const pages = usePages<LoggedChange>({
    key: table ?? '',
    ask: async ({ limit, from }) => {
      const answer = await priceList.changes({
        ...(table ? { table } : {}),
        ...(from ? { before: from } : {}),
        limit,
      });
      return answer.fault ? answer : { value: { items: answer.value.changes, next: answer.value.next } };
    },
    idOf: (change) => `${change.at} ${change.table} ${change.id} ${change.column}`,
  });
  useLive(['price-list', 'staff'], pages.reload);
  return (
    <>
      <div class="toolbar">
        <Select
          label={t().tableChoice}
          quiet
          value={table ?? ''}
          options={[
            { value: '', text: t().anyTable },
            ...TABLES.map((one) => ({ value: one, text: t().tables[one] })),
          ]}
          onChoose={(of) => refine({ of })}
        />
      </div>
      <section class="panel">
        <PagedRows pages={pages} empty={<Empty title={t().changesNone} />} end={t().changesEnd}>
          {(changes) => (
            <Table
              label={t().parts.changes}
              rows={changes}
              rowKey={(change) => `${change.at} ${change.table} ${change.id} ${change.column}`}
              columns={[
                {
                  key: 'when',
                  title: t().when,
                  cell: ({ at }) => <span class="nowrap">{whenWords(at)}</span>,
                },
                {
                  key: 'who',
                  title: t().who,
                  cell: (change) => <span class="nowrap">{whoWords(change)}</span>,
                  desk: true,
                },
                {
                  key: 'what',
                  title: t().what,
                  cell: (change) => (
                    <div class="changed-thing">
                      <What change={change} />
                      <span class="small quiet block">
                        {t().tables[change.table]}
                        <span class="phone-only"> · {whoWords(change)}</span>
                      </span>
                    </div>
                  ),
                },
                {
                  key: 'change',
                  title: t().change,
                  grow: true,
                  cell: (change) =>
                    change.from === null
                      ? t().setTo(fieldName(change.column), valueWords(view, change.column, change.to))
                      : t().changedTo(
                          fieldName(change.column),
                          valueWords(view, change.column, change.from),
                          valueWords(view, change.column, change.to),
                        ),
                },
              ]}
            />
          )}
        </PagedRows>
      </section>
    </>
  );
}

function What({ change }: { change: LoggedChange }) {
  const name = change.name ?? change.id;
  if (change.table !== 'item') return <span class="wrap">{name}</span>;
  return (
    <a class="row-link" href={addressOf({ rest: ['items', change.id] })}>
      {name}
    </a>
  );
}
