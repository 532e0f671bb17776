import { useEffect, useState } from 'preact/hooks';
import { said } from '../../../ui/language.ts';
import type { EetOverview, EetSaleList, EetSalesQuery, EetSaleView } from '../../http/contract/eet.ts';
import type { RegisterView } from '../../http/contract/registers.ts';
import { inStore } from '../client/api.ts';
import { dateWords, dayOf, momentWords, shopTime } from '../i18n/day.ts';
import { count } from '../i18n/format.ts';
import { frame } from '../i18n/frame.ts';
import { addressOf, place, refine } from '../router.ts';
import { useLive } from '../store/live.ts';
import { may } from '../store/session.ts';
import { Select } from '../widgets/field.tsx';
import { Empty, Fetched, useLoad } from '../widgets/load.tsx';
import { Note } from '../widgets/note.tsx';
import { PagedRows, usePages } from '../widgets/pages.tsx';
import { Table } from '../widgets/table.tsx';
import './eet.css';
import { certificateState, timeLeft } from './time-left.ts';
import { t } from './words.ts';

const FILTERS = ['open', '', 'waiting', 'blocked', 'rejected', 'confirmed-unverified', 'confirmed'] as const;
/** What is left of a deadline changes while one looks. */
const LOOK_MS = 30_000;

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** How every sale stands with the tax authority, what waits and until when, and certificates. */
export default function EetPage() {
  const overview = useLoad(() => inStore.get<EetOverview>('/eet'), []);
  useLive(['eet', 'receipt', 'register'], overview.reload);
  const now = useNow();
  return (
    <div class="page">
      <div class="page-head">
        <h1>{frame().pages.eet}</h1>
      </div>
      <Fetched of={overview}>
        {(view) => (
          <>
            <Standing view={view} now={now} />
            <Sales view={view} now={now} />
            <Registers view={view} now={now} />
          </>
        )}
      </Fetched>
    </div>
  );
}

/** A moment in whatever zone it is written, on the clocks of the shop. */
const clock = (moment: string): string => momentWords(shopTime(Date.parse(moment)));

const openOf = (counts: Pick<EetOverview, 'waiting' | 'blocked' | 'rejected'>): number =>
  counts.waiting + counts.blocked + counts.rejected;

function Standing({ view, now }: { view: EetOverview; now: number }) {
  const open = openOf(view);
  const left = view.deadlineAt === null ? null : timeLeft(view.deadlineAt, now);
  const anything = open + view.confirmed + view.unverified > 0;
  return (
    <>
      {open > 0 && (
        <Note kind={view.deadlineAt !== null && left === null ? 'fault' : 'attention'}>
          <strong>{t().notConfirmed(count(open), open)}</strong>{' '}
          {view.deadlineAt !== null &&
            (left === null
              ? `${t().over(clock(view.deadlineAt))} ${t().overHint}`
              : t().nearest(clock(view.deadlineAt), left))}
        </Note>
      )}
      {open === 0 && anything && <Note kind="ok">{t().allConfirmed}</Note>}
      {view.playground > 0 && (
        <Note kind="info">{t().playground(view.playground, count(view.playground))}</Note>
      )}
    </>
  );
}

function Sales({ view, now }: { view: EetOverview; now: number }) {
  const { state: asked, register = '' } = place.value.query;
  // What waits is what one comes for; when nothing does, all of it is there to look at.
  const standard = openOf(view) > 0 ? 'open' : '';
  const state = asked === 'all' ? '' : (FILTERS.find((one) => one === asked) ?? standard);
  const pages = usePages<EetSaleView>({
    key: `${state} ${register}`,
    ask: async ({ limit, from: after }) => {
      const query = { state, registerId: register, after, limit } as EetSalesQuery;
      const answer = await inStore.get<EetSaleList>('/eet/sales', query);
      return answer.fault ? answer : { value: { items: answer.value.sales, next: answer.value.next } };
    },
    idOf: ({ receiptId }) => receiptId,
  });
  useLive(['eet', 'receipt'], pages.reload);
  return (
    <>
      <div class="row">
        <Select
          label={t().filter}
          quiet
          value={state}
          options={FILTERS.map((value) => ({ value, text: t().filters[value] }))}
          onChoose={(value) => refine({ state: value === '' ? 'all' : value })}
        />
        {view.registers.length > 1 && (
          <Select
            label={t().register}
            quiet
            value={register}
            options={[
              { value: '', text: t().allRegisters },
              ...view.registers.map(({ registerId, registerName }) => ({
                value: registerId,
                text: registerName,
              })),
            ]}
            onChoose={(value) => refine({ register: value })}
          />
        )}
      </div>
      <section class="panel">
        <PagedRows
          pages={pages}
          empty={
            state === '' && register === '' ? (
              <Empty title={t().none}>{t().noneHint}</Empty>
            ) : (
              <Empty title={state === 'open' ? t().nothingWaits : t().noneFound} />
            )
          }
          end={t().end}
        >
          {(sales) => (
            <Table
              label={t().list}
              rows={sales}
              rowKey={({ receiptId }) => receiptId}
              columns={[
                { key: 'sold', title: t().columns.sold, cell: (sale) => <Sold sale={sale} /> },
                {
                  key: 'state',
                  title: t().columns.state,
                  grow: true,
                  cell: (sale) => <State sale={sale} now={now} />,
                },
                {
                  key: 'deadline',
                  title: t().columns.deadline,
                  desk: true,
                  cell: (sale) => <Deadline sale={sale} now={now} />,
                },
                {
                  key: 'total',
                  title: t().columns.total,
                  end: true,
                  desk: true,
                  cell: ({ total }) => crowns(total),
                },
              ]}
            />
          )}
        </PagedRows>
      </section>
    </>
  );
}

/** `1234.50` as it is registered, as people here write it. */
function crowns(total: string): string {
  const [whole = '', haler = '00'] = total.split('.');
  return `${whole.replace('-', '−').replace(/\B(?=(\d{3})+(?!\d))/g, '\u00a0')},${haler}\u00a0Kč`;
}

function Sold({ sale }: { sale: EetSaleView }) {
  return (
    <>
      <a class="row-link nowrap" href={addressOf({ page: 'receipts', rest: [sale.receiptId] })}>
        {sale.number}
      </a>
      <span class="small quiet block nowrap">{momentWords(sale.soldAt)}</span>
      <span class="small quiet block wrap">{sale.registerName}</span>
      <span class="block phone-only nowrap">{crowns(sale.total)}</span>
    </>
  );
}

const isOpen = ({ eet }: EetSaleView): boolean =>
  eet.state === 'waiting' || eet.state === 'blocked' || eet.state === 'rejected';

const DOT = {
  waiting: 'dot away',
  blocked: 'dot attention',
  rejected: 'dot fault',
  'confirmed-unverified': 'dot attention',
  confirmed: 'dot',
} as const;

function State({ sale, now }: { sale: EetSaleView; now: number }) {
  const { eet, toldBy, registerId } = sale;
  const facts = [
    ...(isOpen(sale) && eet.attempts > 0 ? [t().attempts(eet.attempts)] : []),
    ...(toldBy && toldBy.id !== registerId ? [t().toldBy(toldBy.name)] : []),
  ];
  return (
    <>
      <span class={DOT[eet.state]} /> {t().states[eet.state]}{' '}
      {eet.environment === 'playground' && <span class="badge">{t().isPlayground}</span>}
      {eet.why && (
        <span class="block">
          {said(eet.why.reason)} <span class="quiet">{said(eet.why.hint)}</span>
        </span>
      )}
      {eet.pok && <code class="small quiet block pok">{eet.pok}</code>}
      {facts.length > 0 && <span class="small quiet block">{facts.join(' · ')}</span>}
      {isOpen(sale) && (
        <span class="phone-only">
          <Deadline sale={sale} now={now} />
        </span>
      )}
    </>
  );
}

function Deadline({ sale, now }: { sale: EetSaleView; now: number }) {
  if (!isOpen(sale)) return null;
  const left = timeLeft(sale.eet.deadlineAt, now);
  return (
    <span class="small">
      {left === null ? (
        <span class="badge fault">{t().late}</span>
      ) : (
        <span class="nowrap">{t().left(left)}</span>
      )}
      <span class="quiet block nowrap">{t().until(clock(sale.eet.deadlineAt))}</span>
    </span>
  );
}

function Registers({ view, now }: { view: EetOverview; now: number }) {
  const registers = useLoad(() => inStore.get<RegisterView[]>('/registers'), []);
  useLive(['register'], registers.reload);
  if (view.registers.length === 0) return null;
  const until = (registerId: string): string | null | undefined =>
    registers.value.value?.find(({ id }) => id === registerId)?.report?.said.eet?.certificateUntil;
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{t().registers}</h2>
      </div>
      <ul class="eet-registers">
        {view.registers.map((one) => (
          <li key={one.registerId}>
            <strong class="wrap">{one.registerName}</strong>
            <span class="quiet block">
              {openOf(one) > 0 &&
                `${t().counts(count(one.waiting), count(one.blocked), count(one.rejected))} · `}
              {t().confirmed(count(one.confirmed + one.unverified))}
            </span>
            {one.takenOverBy.length > 0 && (
              <span class="block">{t().takenOver(one.takenOverBy.map(({ name }) => name).join(', '))}</span>
            )}
            {may('read-registers') && registers.value.value !== null && (
              <Certificate until={until(one.registerId) ?? null} now={now} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Certificate({ until, now }: { until: string | null; now: number }) {
  if (until === null) return <span class="small quiet block">{t().certificateUnknown}</span>;
  const day = dateWords(dayOf(shopTime(Date.parse(until))));
  switch (certificateState(until, now)) {
    case 'good':
      return <span class="small quiet block">{t().certificate(day)}</span>;
    case 'ends':
      return (
        <span class="block">
          <span class="dot attention" /> {t().certificateEnds(day)}
        </span>
      );
    case 'over':
      return (
        <span class="block">
          <span class="dot fault" /> {t().certificateOver(day)}
        </span>
      );
  }
}
