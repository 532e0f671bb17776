import { useMemo } from 'preact/hooks';
import { language } from '../../../ui/language.ts';
import type { PortalView, Taking } from '../../http/contract/portal.ts';
import { inStore } from '../client/api.ts';
import { daysBetween, shiftDay, shopTime, shortDate, spanWords, timeOf, today } from '../i18n/day.ts';
import { compactMoney, money } from '../i18n/format.ts';
import { frame } from '../i18n/frame.ts';
import { readPeriod } from '../i18n/period.ts';
import { addressOf, place } from '../router.ts';
import { useLive } from '../store/live.ts';
import { Empty, Fetched, useLoad } from '../widgets/load.tsx';
import { PeriodPicker } from '../widgets/period-picker.tsx';
import { BarChart } from './bar-chart.tsx';
import type { Bars } from './chart.ts';
import { openHours } from './comparison.ts';
import { Figures } from './figures.tsx';
import { Parts } from './parts.tsx';
import './portal.css';
import { stepNames, stepsOf } from './steps.ts';
import { t } from './words.ts';

/** What the server adds up at once. */
const MOST_DAYS = 400;

/** Takings of a period beside those before it; live while registers sell. */
export default function PortalPage() {
  const { name, period } = readPeriod(place.value.query, today());
  const long = daysBetween(period.from, period.to) > MOST_DAYS;
  const from = long ? shiftDay(period.to, 1 - MOST_DAYS) : period.from;
  const portal = useLoad(
    () => inStore.get<PortalView>('/portal', { from, to: period.to }),
    [from, period.to],
  );
  // What is over does not change by itself, but a register may only now have sent it.
  useLive(['receipt'], portal.reload);
  return (
    <div class="page">
      <div class="page-head">
        <h1>{frame().pages.portal}</h1>
        <PeriodPicker name={name} period={period} />
      </div>
      {long && <p class="quiet">{t().tooLong}</p>}
      <Fetched of={portal}>{(view) => <Portal view={view} />}</Fetched>
    </div>
  );
}

function Portal({ view }: { view: PortalView }) {
  const now = shopTime(Date.now());
  if (view.total.now.count === 0 && view.latest === null) {
    return (
      <Empty title={view.from === now.slice(0, 10) ? t().noReceiptsToday : t().noReceipts}>
        {view.total.before.amount_haler > 0 &&
          `${spanWords(view.before.from, view.before.to)}: ${money(view.total.before.amount_haler)}`}
      </Empty>
    );
  }
  return (
    <>
      <Figures view={view} now={now} />
      {view.latest && (
        <p class="latest">
          {t().latest}:{' '}
          <a href={addressOf({ page: 'receipts', rest: [view.latest.id] })}>
            {view.latest.issuedAt.startsWith(now.slice(0, 10)) ? '' : `${shortDate(view.latest.issuedAt)} `}
            {timeOf(view.latest.issuedAt)}, {view.latest.number}
          </a>{' '}
          <span class="strong">{money(view.latest.total_haler)}</span>
        </p>
      )}
      <Charts view={view} />
      <Parts view={view} over={view.to < now.slice(0, 10)} />
    </>
  );
}

function Charts({ view }: { view: PortalView }) {
  const tongue = language.value;
  const of = useMemo(() => {
    const words = {
      nowName: spanWords(view.from, view.to),
      beforeName: spanWords(view.before.from, view.before.to),
      money: (haler: number) => money(haler, tongue),
      axis: (haler: number) => compactMoney(haler, tongue),
    };
    const bars = (labels: readonly string[], rows: readonly { now: Taking; before: Taking }[]): Bars => ({
      ...words,
      labels,
      now: rows.map(({ now }) => now.amount_haler),
      before: rows.map(({ before }) => before.amount_haler),
    });
    const steps = stepsOf(view.days);
    const names = stepNames(steps, tongue);
    const hours = openHours(view.hours);
    return {
      hours: bars(
        hours.map(({ hour }) => String(hour)),
        hours,
      ),
      longHours: hours.map(({ hour }) => `${hour}:00–${hour}:59`),
      by: steps.by,
      days: bars(names.short, steps.steps),
      longDays: names.long,
    };
  }, [view, tongue]);
  return (
    <div class={view.days.length > 1 ? 'charts two' : 'charts'}>
      {view.days.length > 1 && (
        <BarChart title={t().by[of.by]} of={of.days} axisTitle={t().step[of.by]} longLabels={of.longDays} />
      )}
      <BarChart title={t().byHour} of={of.hours} axisTitle={t().hour} longLabels={of.longHours} />
    </div>
  );
}
