import type { ComponentChildren } from 'preact';
import type { ReportView } from '../../../daemon/http/contract.ts';
import { formatAmount, formatRate, type ShiftReport } from '../../../domain/index.ts';
import { momentWords } from '../../i18n/when.ts';
import { categoryById } from '../../store/signals.ts';
import { Note } from '../../widgets/note.tsx';
import { differences } from './difference.ts';
import { differenceWords } from './difference-words.ts';
import { shiftWords } from './words.ts';

/** An X or a Z report on the screen, in the order of its paper. */
export function ShiftReportView({ view }: { view: ReportView }) {
  const { report, openBills, names } = view;
  const t = shiftWords();
  return (
    <div class="report">
      {openBills > 0 && <Note kind="info">{t.carriedOver(openBills)}</Note>}
      <Rows>
        <Row name={t.from} value={`${momentWords(report.openedAt)}, ${names[report.openedBy]}`} />
        <Row
          name={t.to}
          value={report.close ? `${momentWords(report.close.at)}, ${names[report.close.by]}` : t.now}
        />
        <Row name={t.count} value={String(report.receiptCount)} />
        {report.firstNumber && (
          <Row
            name={t.numbers}
            value={`${report.firstNumber} – ${report.lastNumber}`.replace(/-/g, '\u2011')}
          />
        )}
      </Rows>
      <Rows>
        <Money name={t.takings} haler={report.takings_haler} strong />
        <Money name={t.reversals(report.reversalCount)} haler={report.reversed_haler} />
        <Money name={t.discounts} haler={report.discounts_haler} />
        <Money name={t.tips} haler={report.tips_haler} />
        <Money name={t.rounding} haler={report.rounding_haler} />
      </Rows>
      <Cash report={report} />
      <Rows title={t.payments}>
        {report.byPayment.map((row) => (
          <Money key={row.name} name={`${row.name} (${row.count}×)`} haler={row.amount_haler} />
        ))}
      </Rows>
      <Rows title={t.vat}>
        {report.recap.flatMap((row) => [
          <Money key={`b${row.rate_bp}`} name={t.base(formatRate(row.rate_bp))} haler={row.base_haler} />,
          <Money key={`t${row.rate_bp}`} name={t.tax(formatRate(row.rate_bp))} haler={row.vat_haler} />,
        ])}
      </Rows>
      <Rows title={t.categories}>
        {report.byCategory.map((row) => (
          <Money
            key={row.categoryId}
            name={categoryById.value.get(row.categoryId)?.name ?? t.gone}
            haler={row.amount_haler}
          />
        ))}
      </Rows>
      <Rows title={t.staff}>
        {report.byStaff.map((row) => (
          <Money key={row.name} name={`${row.name} (${row.count}×)`} haler={row.amount_haler} />
        ))}
      </Rows>
    </div>
  );
}

function Cash({ report }: { report: ShiftReport }) {
  const t = shiftWords();
  return (
    <Rows title={t.cash}>
      <Money name={t.float} haler={report.float_haler} />
      <Money name={t.cashSales} haler={report.cashSales_haler} />
      <Money name={t.ins} haler={report.cashIn_haler} />
      <Money name={t.outs} haler={-report.cashOut_haler} />
      <Money name={t.expected} haler={report.expected_haler} strong />
      {differences(report).map((row) => (
        <Row
          key={row.currency}
          name={row.currency === 'CZK' ? t.difference : `${t.difference} ${row.currency}`}
          value={differenceWords(row)}
        />
      ))}
    </Rows>
  );
}

function Rows({ title, children }: { title?: string; children: ComponentChildren }) {
  const none = Array.isArray(children) && children.length === 0;
  if (none) return null;
  return (
    <section>
      {title && <h3>{title}</h3>}
      <dl>{children}</dl>
    </section>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Money({ name, haler, strong = false }: { name: string; haler: number; strong?: boolean }) {
  return (
    <div class={strong ? 'strong' : ''}>
      <dt>{name}</dt>
      <dd class="amount">{formatAmount(haler)}</dd>
    </div>
  );
}
