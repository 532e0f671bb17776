import type { Database, Sql } from '../../database/database.ts';
import type { PortalView, Taking, TakingPart } from '../../http/contract/portal.ts';
import { type Names, receiptNames, recordNames } from '../names.ts';
import { addDays, daysOf, type Period, periodBefore, requirePeriod } from '../periods.ts';
import type { Dimension, Sums, TOTALS } from './parts.ts';

/** As many items as anybody reads; the others are told by their number. */
const SHOWN_ITEMS = 100;

interface Row extends Sums {
  /** 1 in the period, 0 before it. */
  readonly now: number;
  readonly dimension: Dimension;
  readonly key: string;
}

/** One thing in the period and before. */
interface Pair {
  readonly key: string;
  readonly now: Sums;
  readonly before: Sums;
}

const NOTHING: Sums = {
  count: 0,
  amount_haler: 0,
  quantity_thousandths: 0,
  base_haler: 0,
  vat_haler: 0,
};

/** Takings of any period beside the same weekdays before, read from the cube. */
export interface Portal {
  /** Throws a Refusal 400 `bad-period`. */
  show(store: string, period: Period): Promise<PortalView>;
}

export function createPortal(db: Pick<Database, 'read'>): Portal {
  return {
    async show(store, asked) {
      const period = requirePeriod(asked);
      return db.read((sql) => portalOf(sql, store, period, periodBefore(period)));
    },
  };
}

async function portalOf(sql: Sql, store: string, period: Period, before: Period): Promise<PortalView> {
  const rows = await sumsOf(sql, store, period, before);
  const of = (dimension: Dimension) => pairs(rows.filter((row) => row.dimension === dimension));
  const totals = new Map(of('total').map((pair) => [pair.key, pair]));
  const total = (key: (typeof TOTALS)[number]) => both(totals.get(key));
  const items = byAmount(of('item'));
  const shown = items.slice(0, SHOWN_ITEMS);
  const [itemNames, payNames, staffNames] = [
    await receiptNames(
      sql,
      store,
      'item',
      shown.map(({ key }) => key),
    ),
    await receiptNames(sql, store, 'payment'),
    await receiptNames(sql, store, 'staff'),
  ];
  const hours = new Map(of('hour').map((pair) => [Number(pair.key), pair]));
  return {
    ...period,
    before,
    total: total('all'),
    reversed: total('reversed'),
    discounts: total('discount'),
    tips: total('tip'),
    rounding: total('rounding'),
    days: await daysView(sql, store, period, before),
    hours: Array.from({ length: 24 }, (_, hour) => ({ hour, ...both(hours.get(hour)) })),
    payments: byAmount(of('payment')).map((pair) => ({
      ...part(pair, payNames),
      kind: payNames.detail(pair.key),
    })),
    vat: of('vat')
      .map(({ key, now, before }) => ({ rate_bp: Number(key), now: withTax(now), before: withTax(before) }))
      .sort((a, b) => b.rate_bp - a.rate_bp),
    categories: parts(of('category'), await recordNames(sql, store, 'category')),
    items: shown.map((pair) => ({
      key: pair.key,
      name: itemNames.of(pair.key),
      unit: itemNames.detail(pair.key),
      now: { ...taking(pair.now), quantity_thousandths: pair.now.quantity_thousandths },
      before: { ...taking(pair.before), quantity_thousandths: pair.before.quantity_thousandths },
    })),
    itemCount: items.length,
    staff: parts(of('staff'), staffNames),
    registers: parts(of('register'), await recordNames(sql, store, 'register')),
    latest: await latestOf(sql, store, period),
  };
}

/** Both periods at once; what has come to nothing is left out. */
function sumsOf(sql: Sql, store: string, period: Period, before: Period): Promise<Row[]> {
  return sql.all<Row>(
    `SELECT CASE WHEN day >= ? THEN 1 ELSE 0 END AS now, dimension, key, sum(count) AS count,
       sum(amount_haler) AS amount_haler, sum(quantity_thousandths) AS quantity_thousandths,
       sum(base_haler) AS base_haler, sum(vat_haler) AS vat_haler
     FROM taking
     WHERE store = ? AND ((day >= ? AND day <= ?) OR (day >= ? AND day <= ?))
     GROUP BY 1, 2, 3
     HAVING sum(count) <> 0 OR sum(amount_haler) <> 0 OR sum(quantity_thousandths) <> 0`,
    period.from,
    store,
    period.from,
    period.to,
    before.from,
    before.to,
  );
}

async function daysView(
  sql: Sql,
  store: string,
  period: Period,
  before: Period,
): Promise<PortalView['days']> {
  const rows = await sql.all<Taking & { day: string }>(
    `SELECT day, count, amount_haler FROM taking
     WHERE store = ? AND day >= ? AND day <= ? AND dimension = 'total' AND key = 'all'`,
    store,
    before.from,
    period.to,
  );
  const known = new Map(rows.map((row) => [row.day, taking(row)]));
  const back = daysOf({ from: before.from, to: period.from }).length - 1;
  return daysOf(period).map((day) => {
    const dayBefore = addDays(day, -back);
    return {
      day,
      dayBefore,
      now: known.get(day) ?? taking(NOTHING),
      before: known.get(dayBefore) ?? taking(NOTHING),
    };
  });
}

async function latestOf(sql: Sql, store: string, { from, to }: Period): Promise<PortalView['latest']> {
  const row = await sql.get<{ id: string; number: string; issued_at: string; total_haler: number }>(
    `SELECT id, number, issued_at, total_haler FROM receipt
     WHERE store = ? AND issued_at >= ? AND issued_at < ? ORDER BY issued_at DESC, id DESC LIMIT 1`,
    store,
    from,
    addDays(to, 1),
  );
  return row
    ? { id: row.id, number: row.number, issuedAt: row.issued_at, total_haler: row.total_haler }
    : null;
}

function pairs(rows: readonly Row[]): Pair[] {
  const found = new Map<string, Pair>();
  for (const row of rows) {
    const pair = found.get(row.key) ?? { key: row.key, now: NOTHING, before: NOTHING };
    found.set(row.key, { ...pair, [row.now === 1 ? 'now' : 'before']: row });
  }
  return [...found.values()];
}

const byAmount = (all: readonly Pair[]): Pair[] =>
  [...all].sort(
    (a, b) =>
      b.now.amount_haler - a.now.amount_haler ||
      b.before.amount_haler - a.before.amount_haler ||
      (a.key < b.key ? -1 : 1),
  );

const taking = ({ count, amount_haler }: Taking): Taking => ({ count, amount_haler });
const both = (pair: Pair | undefined) => ({
  now: taking(pair?.now ?? NOTHING),
  before: taking(pair?.before ?? NOTHING),
});
const withTax = (sums: Sums) => ({
  ...taking(sums),
  base_haler: sums.base_haler,
  vat_haler: sums.vat_haler,
});
const part = (pair: Pair, names: Names): TakingPart => ({
  key: pair.key,
  name: names.of(pair.key),
  ...both(pair),
});
const parts = (all: readonly Pair[], names: Names): TakingPart[] =>
  byAmount(all).map((pair) => part(pair, names));
