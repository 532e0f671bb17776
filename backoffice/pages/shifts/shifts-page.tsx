import type { ShiftList, ShiftSummary, ShiftsQuery } from '../../http/contract/shifts.ts';
import { inStore } from '../client/api.ts';
import { dateWords, dayOf, momentWords, timeOf } from '../i18n/day.ts';
import { amount, count, money } from '../i18n/format.ts';
import { frame } from '../i18n/frame.ts';
import { addressOf, place, refine } from '../router.ts';
import { useLive } from '../store/live.ts';
import { DayField } from '../widgets/day-field.tsx';
import { Choice } from '../widgets/field.tsx';
import { Empty } from '../widgets/load.tsx';
import { PagedRows, usePages } from '../widgets/pages.tsx';
import { Table } from '../widgets/table.tsx';
import { differenceWords } from './difference.ts';
import { ShiftDetail } from './shift-detail.tsx';
import './shifts.css';
import { t } from './words.ts';

const STATES = ['', 'open', 'closed', 'incomplete'] as const;

/** `#/s1/shifts`: all; `#/s1/shifts/<id>`: one. */
export default function ShiftsPage() {
  const [shiftId] = place.value.rest;
  return (
    <div class="page">
      {shiftId === undefined ? <ShiftsList /> : <ShiftDetail key={shiftId} id={shiftId} />}
    </div>
  );
}

function ShiftsList() {
  const { state: asked = '', from = '', to = '' } = place.value.query;
  const state = STATES.find((one) => one === asked) ?? '';
  const pages = usePages<ShiftSummary>({
    key: `${state} ${from} ${to}`,
    ask: async ({ limit, from: before }) => {
      const query = { state, from, to, before, limit } as ShiftsQuery;
      const answer = await inStore.get<ShiftList>('/shifts', query);
      return answer.fault ? answer : { value: { items: answer.value.shifts, next: answer.value.next } };
    },
    idOf: ({ id }) => id,
  });
  useLive(['shift', 'receipt'], pages.reload);
  const filtered = state !== '' || from !== '' || to !== '';
  return (
    <>
      <div class="page-head">
        <h1>{frame().pages.shifts}</h1>
        <Choice
          label={t().state}
          quiet
          value={state}
          options={STATES.map((value) => ({ value, text: t().states[value] }))}
          onChoose={(value) => refine({ state: value })}
        />
      </div>
      <div class="row days">
        <DayField label={frame().from} day={from} onDay={(day) => refine({ from: day })} />
        <DayField label={frame().to} day={to} onDay={(day) => refine({ to: day })} />
      </div>
      <section class="panel">
        <PagedRows
          pages={pages}
          empty={filtered ? <Empty title={t().noneFound} /> : <Empty title={t().none}>{t().noneHint}</Empty>}
          end={t().end}
        >
          {(shifts) => (
            <Table
              label={t().list}
              rows={shifts}
              rowKey={({ id }) => id}
              columns={[
                { key: 'opened', title: t().columns.opened, cell: (shift) => <Opened shift={shift} /> },
                {
                  key: 'register',
                  title: t().columns.register,
                  grow: true,
                  desk: true,
                  cell: (shift) => (
                    <>
                      {shift.registerName}
                      <span class="small quiet block">{t().by(shift.openedBy.name)}</span>
                    </>
                  ),
                },
                {
                  key: 'receipts',
                  title: t().columns.receipts,
                  end: true,
                  desk: true,
                  cell: ({ receiptCount }) => count(receiptCount),
                },
                {
                  key: 'takings',
                  title: t().columns.takings,
                  end: true,
                  cell: ({ takings_haler, closed }) => (
                    <>
                      {money(takings_haler)}
                      {closed && (
                        <span class="small block phone-only">
                          <Difference haler={closed.difference_haler} />
                        </span>
                      )}
                    </>
                  ),
                },
                {
                  key: 'expected',
                  title: t().columns.expected,
                  end: true,
                  desk: true,
                  cell: ({ expected_haler }) => amount(expected_haler),
                },
                {
                  key: 'counted',
                  title: t().columns.counted,
                  end: true,
                  desk: true,
                  cell: ({ closed }) => (closed ? amount(closed.counted_haler) : ''),
                },
                {
                  key: 'difference',
                  title: t().columns.difference,
                  end: true,
                  desk: true,
                  cell: ({ closed }) => closed && <Difference haler={closed.difference_haler} />,
                },
              ]}
            />
          )}
        </PagedRows>
      </section>
    </>
  );
}

function Opened({ shift }: { shift: ShiftSummary }) {
  const { closed } = shift;
  const until =
    closed && (dayOf(closed.at) === dayOf(shift.openedAt) ? timeOf(closed.at) : momentWords(closed.at));
  return (
    <>
      <a class="row-link nowrap" href={addressOf({ rest: [shift.id] })}>
        {dateWords(dayOf(shift.openedAt))} {timeOf(shift.openedAt)}
      </a>
      <span class="small quiet block">
        <span class="phone-only">{shift.registerName} </span>
        {closed && `${t().zNumber(closed.zNumber)}, ${t().closedAt(until ?? '')}`}
      </span>
      {shift.state === 'open' && <span class="badge">{t().isOpen}</span>}
      {shift.state === 'incomplete' && <span class="badge attention">{t().incomplete}</span>}
    </>
  );
}

/** Missing money stands out; what is right is said in words, not by colour. */
export function Difference({ haler }: { haler: number }) {
  return <span class={haler === 0 ? 'quiet' : 'strong'}>{differenceWords(haler)}</span>;
}
