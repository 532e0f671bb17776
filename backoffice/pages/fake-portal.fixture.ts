import type { PortalView, Taking } from '../http/contract/portal.ts';
import { CATEGORIES, type FakeReceipt, numberOf } from './fake-books.fixture.ts';
import { daysBetween, shiftDay } from './i18n/day.ts';
import { type Period, periodBefore } from './i18n/period.ts';

type Share = readonly [key: string, name: string, amount: number, count: number];

/** What the server answers for a period, added up receipt by receipt. */
export function fakePortal(receipts: readonly FakeReceipt[], period: Period): PortalView {
  const before = periodBefore(period);
  const during = ({ from, to }: Period) =>
    receipts.filter(({ receipt }) => {
      const day = receipt.issuedAt.slice(0, 10);
      return day >= from && day <= to;
    });
  const [now, then] = [during(period), during(before)];
  const both = (of: (some: readonly FakeReceipt[]) => Taking) => ({ now: of(now), before: of(then) });
  const sum =
    (amount: (one: FakeReceipt) => number, only: (one: FakeReceipt) => boolean = () => true) =>
    (some: readonly FakeReceipt[]): Taking => {
      const counted = some.filter(only);
      return {
        count: counted.reduce((n, { receipt }) => n + (receipt.reverses ? -1 : 1), 0),
        amount_haler: counted.reduce((n, one) => n + amount(one), 0),
      };
    };
  const total = (one: FakeReceipt) => one.receipt.total_haler;
  const parts = (shares: (one: FakeReceipt) => readonly Share[]) => {
    const rows = new Map<string, { key: string; name: string; now: Taking; before: Taking }>();
    for (const [when, some] of [
      ['now', now],
      ['before', then],
    ] as const) {
      for (const [key, name, amount, count] of some.flatMap(shares)) {
        const row = rows.get(key) ?? {
          key,
          name,
          now: { count: 0, amount_haler: 0 },
          before: { count: 0, amount_haler: 0 },
        };
        row[when].count += count;
        row[when].amount_haler += amount;
        rows.set(key, row);
      }
    }
    return [...rows.values()].sort((a, b) => b.now.amount_haler - a.now.amount_haler);
  };
  const items = parts(({ receipt }) =>
    receipt.lines.map((line): Share => [line.itemId, line.name, line.amount_haler, line.quantity / 1000]),
  );
  const newest = now[0];
  const back = daysBetween(before.from, period.from) - 1;
  return {
    ...period,
    before,
    total: both(sum(total)),
    reversed: both(sum(total, ({ receipt }) => receipt.reverses !== null)),
    discounts: both(() => ({ count: 3, amount_haler: 21_300 })),
    tips: both(sum(({ receipt }) => receipt.tip_haler)),
    rounding: both(() => ({ count: 0, amount_haler: 0 })),
    days: Array.from({ length: daysBetween(period.from, period.to) }, (_, i) => {
      const day = shiftDay(period.from, i);
      const dayBefore = shiftDay(day, -back);
      const on = (which: string) => (one: FakeReceipt) => one.receipt.issuedAt.startsWith(which);
      return { day, dayBefore, now: sum(total, on(day))(now), before: sum(total, on(dayBefore))(then) };
    }),
    hours: Array.from({ length: 24 }, (_, hour) => ({
      hour,
      ...both(sum(total, ({ receipt }) => Number(receipt.issuedAt.slice(11, 13)) === hour)),
    })),
    payments: parts(({ receipt }) =>
      receipt.payments.map((p): Share => [p.typeId, p.name, p.amount_haler, receipt.reverses ? -1 : 1]),
    ).map((part) => ({ ...part, kind: part.key })),
    vat: [2100, 1200].map((rate_bp) => {
      const of = (some: readonly FakeReceipt[]) => {
        const amount = some
          .flatMap(({ receipt }) => receipt.lines)
          .filter((line) => line.rate_bp === rate_bp)
          .reduce((n, line) => n + line.amount_haler, 0);
        const vat = Math.round((amount * rate_bp) / (10_000 + rate_bp));
        return { count: some.length, amount_haler: amount, base_haler: amount - vat, vat_haler: vat };
      };
      return { rate_bp, now: of(now), before: of(then) };
    }),
    categories: parts(({ receipt }) =>
      receipt.lines.map(
        (line): Share => [line.categoryId, CATEGORIES[line.categoryId] ?? '', line.amount_haler, 1],
      ),
    ),
    items: items.map((item) => ({
      ...item,
      unit: 'ks',
      now: { ...item.now, quantity_thousandths: item.now.count * 1000 },
      before: { ...item.before, quantity_thousandths: item.before.count * 1000 },
    })),
    itemCount: items.length,
    staff: parts(({ receipt }) => [
      [receipt.staff.id, receipt.staff.name, receipt.total_haler, receipt.reverses ? -1 : 1],
    ]),
    registers: parts(({ receipt, registerName }) => [
      [receipt.registerId, registerName, receipt.total_haler, receipt.reverses ? -1 : 1],
    ]),
    latest: newest
      ? {
          id: newest.receipt.id,
          number: numberOf(newest),
          issuedAt: newest.receipt.issuedAt,
          total_haler: newest.receipt.total_haler,
        }
      : null,
  };
}
