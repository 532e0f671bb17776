import { formatAmount, formatRate, type Haler, type Seller, type ShiftReport } from '../domain/index.ts';
import type { Block, Document } from '../drivers/index.ts';
import { type Sheet, sheetMarks } from './sheet.ts';
import { counted, paperTime } from './wording.ts';

/** A report with every name that it needs, as it stood when it was asked for. */
export interface ReportPaper {
  readonly kind: 'x' | 'z';
  readonly report: ShiftReport;
  readonly openBills: number;
  readonly seller: Seller;
  readonly register: string;
  /** When it was made, RFC 3339 local. */
  readonly at: string;
  readonly staff: Readonly<Record<string, string>>;
  readonly categories: Readonly<Record<string, string>>;
}

/** X shows how things stand; Z closes the shift and is kept for the accountant. */
export function reportDocument(paper: ReportPaper, sheet: Sheet): Document {
  const { report } = paper;
  return {
    blocks: [
      ...sheetMarks(sheet),
      ...heading(paper),
      ...section('Tržba', salesRows(report)),
      ...section('DPH', vatRows(paper)),
      ...section('Platby', paymentRows(report)),
      ...section(
        'Kategorie',
        report.byCategory.map((c) => [paper.categories[c.categoryId] ?? 'Smazaná kategorie', c.amount_haler]),
      ),
      ...section(
        'Obsluha',
        report.byStaff.map((s) => [`${s.name} (${s.count}×)`, s.amount_haler]),
      ),
      ...movements(paper),
      ...drawer(report),
      ...foreign(report),
      ...(paper.openBills > 0
        ? [
            { kind: 'rule' } as const,
            {
              kind: 'text',
              text: `Nezaplacené účty: ${paper.openBills}. ${paper.kind === 'z' ? 'Přecházejí do další směny.' : ''}`.trim(),
              style: { bold: true },
            } as const,
          ]
        : []),
      ...(paper.kind === 'z' ? signature(paper) : []),
      { kind: 'cut' },
    ],
  };
}

type Row = readonly [string, Haler];

function section(title: string, rows: readonly Row[]): Block[] {
  if (rows.length === 0) return [];
  return [
    { kind: 'rule' },
    { kind: 'text', text: title, style: { bold: true } },
    ...rows.map(([left, amount]): Block => ({ kind: 'row', left, right: formatAmount(amount) })),
  ];
}

function heading(paper: ReportPaper): Block[] {
  const { report, seller } = paper;
  const title = paper.kind === 'z' ? `UZÁVĚRKA Z č. ${report.close?.zNumber ?? '?'}` : 'PŘEHLED X';
  const who = (id: string) => paper.staff[id] ?? id;
  return [
    { kind: 'text', text: title, align: 'center', style: { bold: true, doubleHeight: true } },
    ...(paper.kind === 'x'
      ? [{ kind: 'text', text: 'Směna běží dál, nic se neuzavřelo.', align: 'center' } as const]
      : []),
    { kind: 'text', text: seller.place || seller.name, align: 'center' },
    {
      kind: 'text',
      text: seller.dic === null ? `IČO ${seller.ico}` : `IČO ${seller.ico}  DIČ ${seller.dic}`,
      align: 'center',
    },
    { kind: 'rule' },
    { kind: 'row', left: 'Pokladna', right: paper.register },
    { kind: 'row', left: 'Otevřena', right: paperTime(report.openedAt) },
    { kind: 'row', left: '  kdo', right: who(report.openedBy) },
    ...(report.close
      ? ([
          { kind: 'row', left: 'Uzavřena', right: paperTime(report.close.at) },
          { kind: 'row', left: '  kdo', right: who(report.close.by) },
        ] as const)
      : []),
    ...(report.close ? [] : [{ kind: 'row', left: 'Stav k', right: paperTime(paper.at) } as const]),
    { kind: 'row', left: 'Dokladů', right: String(report.receiptCount) },
    ...(report.firstNumber !== null && report.lastNumber !== null
      ? ([
          { kind: 'row', left: '  od', right: report.firstNumber },
          { kind: 'row', left: '  do', right: report.lastNumber },
        ] as const)
      : []),
  ];
}

function salesRows(report: ShiftReport): Row[] {
  return [
    ['Tržba celkem', report.takings_haler],
    [
      `  z toho storna (${counted(report.reversalCount, 'doklad', 'doklady', 'dokladů')})`,
      report.reversed_haler,
    ],
    ['Poskytnuté slevy', report.discounts_haler],
    ['Spropitné', report.tips_haler],
    ['Zaokrouhlení', report.rounding_haler],
  ];
}

/** Their sum is takings, tips and rounding together: the accountant's first check. */
function paymentRows({ byPayment }: ShiftReport): Row[] {
  if (byPayment.length === 0) return [];
  const sum_haler = byPayment.reduce((sum, p) => sum + p.amount_haler, 0);
  return [
    ...byPayment.map((p): Row => [`${p.name} (${p.count}×)`, p.amount_haler]),
    ['Přijato celkem', sum_haler],
  ];
}

function vatRows({ report, seller }: ReportPaper): Row[] {
  if (seller.dic === null) return [];
  return report.recap.flatMap((sum): Row[] => [
    [`Základ ${formatRate(sum.rate_bp)}`, sum.base_haler],
    [`DPH ${formatRate(sum.rate_bp)}`, sum.vat_haler],
    [`Celkem ${formatRate(sum.rate_bp)}`, sum.total_haler],
  ]);
}

function movements({ report, staff }: ReportPaper): Block[] {
  if (report.movements.length === 0) return [];
  return [
    { kind: 'rule' },
    { kind: 'text', text: 'Vklady a výběry', style: { bold: true } },
    ...report.movements.flatMap((move): Block[] => [
      {
        kind: 'row',
        left: `${move.at.slice(11, 16)} ${move.reason}`,
        right: formatAmount(move.amount_haler),
      },
      {
        kind: 'text',
        text:
          move.allowedBy === move.staffId
            ? `  ${staff[move.staffId] ?? move.staffId}`
            : `  ${staff[move.staffId] ?? move.staffId}, povolil(a) ${staff[move.allowedBy] ?? move.allowedBy}`,
      },
    ]),
  ];
}

function drawer(report: ShiftReport): Block[] {
  const rows = section('Hotovost v zásuvce', [
    ['Počáteční stav', report.float_haler],
    ['Prodej v hotovosti', report.cashSales_haler],
    ['Vklady', report.cashIn_haler],
    ['Výběry', report.cashOut_haler === 0 ? 0 : -report.cashOut_haler],
  ]);
  rows.push({
    kind: 'row',
    left: 'Má být',
    right: `${formatAmount(report.expected_haler)} Kč`,
    style: { bold: true },
  });
  if (!report.close) return rows;
  rows.push(
    {
      kind: 'row',
      left: 'Spočteno',
      right: `${formatAmount(report.close.counted_haler)} Kč`,
      style: { bold: true },
    },
    difference(report.close.counted_haler - report.expected_haler, 'Kč'),
  );
  return rows;
}

/** Said by a word: a sign alone is read wrong at two in the morning. */
function difference(amount: number, unit: string): Block {
  if (amount === 0) return { kind: 'row', left: 'Rozdíl', right: `0,00 ${unit}`, style: { bold: true } };
  return {
    kind: 'row',
    left: amount > 0 ? 'Přebytek' : 'Manko',
    right: `${formatAmount(amount)} ${unit}`,
    style: { bold: true, doubleHeight: true },
  };
}

function foreign(report: ShiftReport): Block[] {
  const counts = report.close?.countedForeign ?? {};
  const currencies = [...new Set([...Object.keys(report.expectedForeign), ...Object.keys(counts)])].sort();
  return currencies.flatMap((currency): Block[] => {
    const expected = report.expectedForeign[currency] ?? 0;
    const rows: Block[] = [
      { kind: 'rule' },
      { kind: 'text', text: `Hotovost ${currency}`, style: { bold: true } },
      { kind: 'row', left: 'Má být', right: `${formatAmount(expected)} ${currency}` },
    ];
    if (!report.close) return rows;
    const counted_cents = counts[currency] ?? 0;
    rows.push(
      { kind: 'row', left: 'Spočteno', right: `${formatAmount(counted_cents)} ${currency}` },
      difference(counted_cents - expected, currency),
    );
    return rows;
  });
}

function signature({ report, staff }: ReportPaper): Block[] {
  const by = report.close ? (staff[report.close.by] ?? report.close.by) : '';
  return [
    { kind: 'feed', lines: 3 },
    { kind: 'rule', char: '.' },
    { kind: 'text', text: `Podpis: ${by}`, align: 'center' },
  ];
}
