import type { ComponentChildren } from 'preact';
import { said } from '../../../ui/language.ts';
import type { ShiftView } from '../../http/contract/shifts.ts';
import { id as coded, inStore } from '../client/api.ts';
import { momentWords, timeOf } from '../i18n/day.ts';
import { amount, count, money } from '../i18n/format.ts';
import { addressOf } from '../router.ts';
import { useLive } from '../store/live.ts';
import { openStore } from '../store/session.ts';
import { Icon } from '../widgets/icon.tsx';
import { Fetched, useLoad } from '../widgets/load.tsx';
import { Note } from '../widgets/note.tsx';
import { differenceWords } from './difference.ts';
import { ReportTables } from './report-tables.tsx';
import { Section } from './section.tsx';
import { t } from './words.ts';

/** One shift: X while it goes on, Z once it is closed. */
export function ShiftDetail({ id }: { id: string }) {
  const shift = useLoad(() => inStore.get<ShiftView>(`/shifts/${coded(id)}`), [id]);
  useLive(['shift', 'receipt'], shift.reload);
  return (
    <>
      <a class="plain back no-print" href={addressOf({ rest: [] })}>
        <Icon name="back" />
        {t().back}
      </a>
      <Fetched of={shift}>{(view) => <Report view={view} />}</Fetched>
    </>
  );
}

function Report({ view }: { view: ShiftView }) {
  const { closed } = view;
  return (
    <article class="report">
      <div class="page-head">
        <div>
          <h1>{closed ? t().titleZ(closed.zNumber) : t().titleX}</h1>
          <p class="quiet wrap">
            {openStore.value?.name} · {view.registerName}
          </p>
        </div>
        <button type="button" class="button no-print" onClick={() => print()}>
          <Icon name="printer" />
          {t().print}
        </button>
      </div>
      {view.state === 'open' && <Note kind="info">{t().xNote}</Note>}
      {view.state === 'incomplete' && (
        <Note kind="attention">
          <strong>{t().incompleteTitle}</strong> {view.lacks && said(view.lacks)}{' '}
          {view.held && (
            <>
              {t().held(money(view.held.takings_haler), view.held.receiptCount)} {t().heldHint}
            </>
          )}
        </Note>
      )}
      <Facts>
        <Fact name={t().opened} value={`${momentWords(view.openedAt)}, ${view.openedBy.name}`} />
        {closed && <Fact name={t().closed} value={`${momentWords(closed.at)}, ${closed.by.name}`} />}
      </Facts>
      <div class="report-grid">
        <Cash view={view} />
        <Takings view={view} />
      </div>
      <ReportTables view={view} />
      {view.openBills !== null && <p class="quiet">{t().bills(view.openBills)}</p>}
    </article>
  );
}

function Cash({ view: { report, closed, staff } }: { view: ShiftView }) {
  return (
    <Section title={t().sections.cash}>
      <Facts>
        <Fact name={t().float} value={amount(report.float_haler)} />
        <Fact name={t().cashSales} value={amount(report.cashSales_haler)} />
        <Fact name={t().cashIn} value={amount(report.cashIn_haler)} />
        <Fact name={t().cashOut} value={amount(-report.cashOut_haler)} />
        <Fact name={t().expected} value={money(report.expected_haler)} strong />
        {Object.entries(report.expectedForeign).map(([currency, value]) => (
          <Fact key={currency} name={t().foreign(currency)} value={`${amount(value)} ${currency}`} />
        ))}
        {closed && (
          <>
            <Fact name={t().counted} value={money(closed.counted_haler)} />
            <Fact name={t().difference} value={differenceWords(closed.difference_haler)} strong />
          </>
        )}
      </Facts>
      {report.movements.length > 0 && (
        <>
          <h3>{t().sections.movements}</h3>
          <ul class="movements">
            {report.movements.map((one) => (
              <li key={one.id}>
                <span class="wrap">
                  {timeOf(one.at)} {one.reason}
                  <span class="small quiet block">{staff[one.staffId] ?? one.staffId}</span>
                </span>
                <span class="amount">{amount(one.amount_haler)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function Takings({ view: { report } }: { view: ShiftView }) {
  const numbers = [report.firstNumber, report.lastNumber].filter(Boolean).join(' – ');
  return (
    <Section title={t().sections.takings}>
      <Facts>
        <Fact name={t().total} value={money(report.takings_haler)} strong />
        <Fact name={t().receipts} value={count(report.receiptCount)} />
        {numbers !== '' && <Fact name={t().numbers} value={numbers} />}
        <Fact
          name={t().reversals}
          value={`${count(report.reversalCount)} · ${amount(report.reversed_haler)}`}
        />
        <Fact name={t().discounts} value={amount(report.discounts_haler)} />
        <Fact name={t().tips} value={amount(report.tips_haler)} />
        <Fact name={t().rounding} value={amount(report.rounding_haler)} />
      </Facts>
    </Section>
  );
}

function Facts({ children }: { children: ComponentChildren }) {
  return <dl class="report-facts">{children}</dl>;
}

function Fact({ name, value, strong = false }: { name: string; value: string; strong?: boolean }) {
  return (
    <div class={strong ? 'strong' : undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
