import type { EetOverview, EetSaleList, EetSaleView } from '../http/contract/eet.ts';
import type { ShiftList, ShiftSummary, ShiftView } from '../http/contract/shifts.ts';
import { shiftDay } from './i18n/day.ts';

type Reply = readonly [status: number, body?: unknown];

/** Shifts of the fake shop and how its sales stand with the authority; `null` is somebody else's route. */
export interface FakeShifts {
  shifts: ShiftSummary[];
  sales: EetSaleView[];
  answer(method: string, path: readonly (string | undefined)[], query: URLSearchParams): Reply | null;
}

const JANA = { id: 'jana', name: 'Jana Nováková' } as const;
const MAX = { id: 'max', name: 'Maxmilián Bartoloměj Nepomucký-Schwarzenberg z Hluboké n. V.' } as const;
const TAKINGS_HALER = 2_145_600;

export function openFakeShifts(now: string, days = 30): FakeShifts {
  const today = now.slice(0, 10);
  const offset = now.slice(19);
  const shiftOf = (back: number): ShiftSummary => {
    const day = shiftDay(today, -back);
    const difference_haler = [0, -1200, 500][back % 3] ?? 0;
    const takings_haler = back === 4 ? 9_999_999_999 : TAKINGS_HALER + back * 1700;
    return {
      id: `shift${back}`,
      registerId: back % 2 === 0 ? 'r1' : 'r2',
      registerName: back % 2 === 0 ? 'Bar' : 'Zahrádka u vchodu do sálu v prvním patře staré budovy – vzadu',
      openedAt: `${day}T10:00:00${offset}`,
      openedBy: back % 5 === 1 ? MAX : JANA,
      float_haler: 200_000,
      closed:
        back === 0
          ? null
          : {
              at: `${day}T23:10:00${offset}`,
              by: JANA,
              zNumber: 120 - back,
              counted_haler: 900_000 + difference_haler,
              difference_haler,
              receiptCount: 88,
            },
      state: back === 0 ? 'open' : back === 2 ? 'incomplete' : 'whole',
      lacks:
        back === 2
          ? {
              cs: 'Chybí 3 účtenky; pokladna Bar je pošle, jakmile se připojí.',
              en: 'Three receipts are missing; the register Bar sends them when it is back.',
            }
          : null,
      receiptCount: back === 2 ? 85 : 88,
      takings_haler,
      expected_haler: 900_000,
    };
  };
  const reportOf = (one: ShiftSummary): ShiftView['report'] => ({
    shiftId: one.id,
    openedAt: one.openedAt,
    openedBy: one.openedBy.id,
    close: null,
    receiptCount: one.receiptCount,
    firstNumber: 'R1-000812',
    lastNumber: 'R1-000899',
    reversalCount: 2,
    reversed_haler: 24_700,
    takings_haler: one.takings_haler,
    discounts_haler: 12_300,
    tips_haler: 45_000,
    rounding_haler: -40,
    recap: [
      { rate_bp: 2100, base_haler: 900_000, vat_haler: 189_000, total_haler: 1_089_000 },
      { rate_bp: 1200, base_haler: 943_393, vat_haler: 113_207, total_haler: 1_056_600 },
    ],
    byPayment: [
      { name: 'Hotovost', kind: 'cash', count: 40, amount_haler: 700_000 },
      { name: 'Karta', kind: 'card', count: 46, amount_haler: 1_400_000 },
      { name: 'Stravenka', kind: 'voucher', count: 2, amount_haler: 45_600 },
    ],
    byCategory: [
      { categoryId: 'pivo', amount_haler: 800_000 },
      { categoryId: 'hlavni', amount_haler: 1_345_600 },
    ],
    byStaff: [
      { name: JANA.name, count: 60, amount_haler: 1_500_000 },
      { name: MAX.name, count: 28, amount_haler: 645_600 },
    ],
    float_haler: one.float_haler,
    cashSales_haler: 720_000,
    cashIn_haler: 30_000,
    cashOut_haler: 50_000,
    expected_haler: one.expected_haler,
    expectedForeign: { EUR: 12_050 },
    movements: [
      {
        id: 'm1',
        at: `${one.openedAt.slice(0, 11)}14:30:00${offset}`,
        amount_haler: -50_000,
        reason: 'Nákup zeleniny na trhu',
        staffId: 'jana',
        allowedBy: 'jana',
      },
    ],
  });
  const saleOf = (index: number): EetSaleView => {
    const state =
      (['waiting', 'blocked', 'rejected', 'confirmed', 'confirmed-unverified', 'confirmed'] as const)[
        index % 6
      ] ?? 'confirmed';
    const soldAt = `${shiftDay(today, -Math.floor(index / 4))}T12:${String(index % 60).padStart(2, '0')}:00${offset}`;
    return {
      receiptId: `x${index}`,
      number: `R1-${String(900 - index).padStart(6, '0')}`,
      registerId: 'r1',
      registerName: 'Bar',
      soldAt,
      total: index === 1 ? '99999999.99' : '1234.50',
      eet: {
        state,
        environment: index === 5 ? 'playground' : 'production',
        pok: state.startsWith('confirmed') ? 'b3a09b52-7c87-4014-a496-4c7a53cf9125-03' : null,
        attempts: index % 4,
        deadlineAt: new Date(Date.parse(soldAt) + 48 * 3_600_000).toISOString(),
        why:
          state === 'blocked'
            ? {
                reason: { cs: 'Certifikát pokladny skončil.', en: 'The certificate has ended.' },
                hint: { cs: 'Nahrajte na pokladně nový.', en: 'Import a new one at the register.' },
              }
            : null,
      },
      toldBy: { id: 'r2', name: 'Zahrádka' },
    };
  };
  const fake: FakeShifts = {
    shifts: Array.from({ length: days }, (_, back) => shiftOf(back)),
    sales: Array.from({ length: days }, (_, index) => saleOf(index)),
    answer(method, [noun, id], query) {
      if (method !== 'GET') return null;
      if (noun === 'shifts' && id === undefined) {
        const state = query.get('state');
        const shifts = fake.shifts.filter(
          (one) => !state || one.state === state || (state === 'closed' && one.closed !== null),
        );
        return [200, { shifts, next: null } satisfies ShiftList];
      }
      if (noun === 'shifts') {
        const one = fake.shifts.find((shift) => shift.id === id);
        return one ? [200, viewOf(one)] : null;
      }
      if (noun === 'eet' && id === 'sales') return [200, salesOf(query.get('state'))];
      return noun === 'eet' ? [200, overview()] : null;
    },
  };
  const viewOf = (one: ShiftSummary): ShiftView => ({
    ...one,
    report: reportOf(one),
    kind: one.closed ? 'z' : 'x',
    held: one.state === 'incomplete' ? { ...reportOf(one), takings_haler: one.takings_haler - 74_700 } : null,
    openBills: one.closed ? 2 : null,
    staff: { jana: JANA.name, max: MAX.name },
    categories: { pivo: 'Pivo', hlavni: 'Hlavní jídla' },
  });
  const isOpen = ({ eet }: EetSaleView) => ['waiting', 'blocked', 'rejected'].includes(eet.state);
  const salesOf = (state: string | null): EetSaleList => ({
    sales: fake.sales.filter((one) => !state || one.eet.state === state || (state === 'open' && isOpen(one))),
    next: null,
  });
  const overview = (): EetOverview => {
    const many = (state: string) => fake.sales.filter(({ eet }) => eet.state === state).length;
    const counts = {
      waiting: many('waiting'),
      blocked: many('blocked'),
      rejected: many('rejected'),
      unverified: many('confirmed-unverified'),
      confirmed: many('confirmed'),
      deadlineAt: fake.sales.find(isOpen)?.eet.deadlineAt ?? null,
    };
    return {
      ...counts,
      registers: [
        {
          registerId: 'r1',
          registerName: 'Bar',
          ...counts,
          takenOverBy: [{ id: 'r2', name: 'Zahrádka', at: now }],
        },
      ],
      playground: many('playground'),
    };
  };
  return fake;
}
