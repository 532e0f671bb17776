import type { ShiftView } from '../../http/contract/shifts.ts';
import { amount, count, percent } from '../i18n/format.ts';
import { Table } from '../widgets/table.tsx';
import { Section } from './section.tsx';
import { t } from './words.ts';

/** What the shift took by payment, VAT rate, category and person. */
export function ReportTables({ view: { report, categories } }: { view: ShiftView }) {
  return (
    <div class="report-grid">
      <Section title={t().sections.payments}>
        <Table
          label={t().sections.payments}
          rows={report.byPayment}
          rowKey={({ name, kind }) => `${kind} ${name}`}
          columns={[
            { key: 'name', title: t().payment, grow: true, cell: ({ name }) => name },
            { key: 'count', title: t().count, end: true, cell: (row) => count(row.count) },
            { key: 'amount', title: t().amount, end: true, cell: (row) => amount(row.amount_haler) },
          ]}
        />
      </Section>
      <Section title={t().sections.vat}>
        <Table
          label={t().sections.vat}
          rows={report.recap}
          rowKey={({ rate_bp }) => String(rate_bp)}
          columns={[
            { key: 'rate', title: t().rate, cell: ({ rate_bp }) => percent(rate_bp) },
            { key: 'base', title: t().base, end: true, cell: ({ base_haler }) => amount(base_haler) },
            { key: 'vat', title: t().vat, end: true, cell: ({ vat_haler }) => amount(vat_haler) },
            { key: 'total', title: t().withVat, end: true, cell: ({ total_haler }) => amount(total_haler) },
          ]}
        />
      </Section>
      <Section title={t().sections.categories}>
        <Table
          label={t().sections.categories}
          rows={report.byCategory}
          rowKey={({ categoryId }) => categoryId}
          columns={[
            {
              key: 'name',
              title: t().category,
              grow: true,
              cell: ({ categoryId }) => categories[categoryId] ?? t().unknown,
            },
            { key: 'amount', title: t().amount, end: true, cell: (row) => amount(row.amount_haler) },
          ]}
        />
      </Section>
      <Section title={t().sections.staff}>
        <Table
          label={t().sections.staff}
          rows={report.byStaff}
          rowKey={({ name }) => name}
          columns={[
            { key: 'name', title: t().person, grow: true, cell: ({ name }) => name },
            { key: 'count', title: t().count, end: true, cell: (row) => count(row.count) },
            { key: 'amount', title: t().amount, end: true, cell: (row) => amount(row.amount_haler) },
          ]}
        />
      </Section>
    </div>
  );
}
