import type { MovementsQuery, StockMovementView } from '../../http/contract/stock.ts';
import { momentWords } from '../i18n/day.ts';
import { frame } from '../i18n/frame.ts';
import { addressOf, place, refine } from '../router.ts';
import { useLive } from '../store/live.ts';
import { DayField } from '../widgets/day-field.tsx';
import { Select } from '../widgets/field.tsx';
import { Empty } from '../widgets/load.tsx';
import { PagedRows, usePages } from '../widgets/pages.tsx';
import { Table } from '../widgets/table.tsx';
import { changeOf, kindName, whyWords } from './amount.ts';
import { stock } from './asking.ts';
import { t } from './words.ts';

const KINDS = ['sale', 'delivery', 'write-off', 'take'] as const;

/** Everything that has moved, on whichever register, newest first. */
export function Movements() {
  const { kind: asked = '', from = '', to = '' } = place.value.query;
  const kind = KINDS.find((one) => one === asked);
  const pages = usePages<StockMovementView>({
    key: `${kind} ${from} ${to}`,
    ask: async ({ limit, from: before }) => {
      const query = { kind, from, to, before, limit } as MovementsQuery;
      const answer = await stock.movements(query);
      return answer.fault ? answer : { value: { items: answer.value.movements, next: answer.value.next } };
    },
    idOf: keyOf,
  });
  useLive(['stock'], pages.reload);
  return (
    <>
      <div class="row ends days">
        <Select
          label={t().kind}
          value={kind ?? ''}
          options={[
            { value: '', text: t().anyKind },
            ...KINDS.map((value) => ({ value, text: t().kinds[value] })),
          ]}
          onChoose={(value) => refine({ kind: value })}
        />
        <DayField label={frame().from} day={from} onDay={(day) => refine({ from: day })} />
        <DayField label={frame().to} day={to} onDay={(day) => refine({ to: day })} />
      </div>
      <section class="panel">
        <PagedRows
          pages={pages}
          empty={<Empty title={t().movementsNone}>{t().movementsNoneHint}</Empty>}
          end={t().movementsEnd}
        >
          {(movements) => (
            <Table
              label={t().parts.movements}
              rows={movements}
              rowKey={keyOf}
              columns={[
                {
                  key: 'when',
                  title: t().movement.when,
                  desk: true,
                  cell: ({ at }) => <span class="nowrap">{momentWords(at)}</span>,
                },
                {
                  key: 'item',
                  title: t().movement.item,
                  grow: true,
                  cell: (one) => (
                    <>
                      <a class="row-link" href={addressOf({ rest: ['levels', one.itemId] })}>
                        {one.name}
                      </a>
                      <span class="small quiet block">
                        {kindName(one)} · {whyWords(one)}
                      </span>
                      <span class="small quiet phone-only">{momentWords(one.at)}</span>
                    </>
                  ),
                },
                { key: 'amount', title: t().movement.amount, end: true, cell: changeOf },
              ]}
            />
          )}
        </PagedRows>
      </section>
    </>
  );
}

const keyOf = (one: StockMovementView): string =>
  `${one.at} ${one.itemId} ${one.kind} ${one.quantity_thousandths} ${one.place.id} ${one.receipt?.id ?? ''}`;
