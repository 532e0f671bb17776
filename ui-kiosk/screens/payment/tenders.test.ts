import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PaymentType, settle, type Tender } from '../../../domain/index.ts';
import {
  type Account,
  leftToPay,
  nextShare,
  outcomeOf,
  quickAmounts,
  shareOf,
  tenderFor,
} from './tenders.ts';

const type = (id: string, kind: PaymentType['kind'], rate_haler: number | null = null): PaymentType => ({
  id,
  name: id,
  kind,
  currency: rate_haler === null ? 'CZK' : 'EUR',
  rate_haler,
  registered: true,
  prepaid: false,
  active: true,
});
const cash = type('cash', 'cash');
const card = type('card', 'card');
const eur = type('eur', 'foreign-cash', 2450);
const account = (total_haler: number, tenders: readonly Tender[] = [], tip_haler = 0): Account => ({
  total_haler,
  tip_haler,
  tenders,
  types: [cash, card, eur],
});

test('offers what guests hand over', () => {
  expect(quickAmounts(34_000)).toEqual([40_000, 50_000, 100_000, 200_000]);
  expect(quickAmounts(6_200)).toEqual([10_000, 20_000, 50_000, 100_000]);
  expect(quickAmounts(124_000)).toEqual([130_000, 140_000, 150_000, 200_000]);
  expect(quickAmounts(50_000)).not.toContain(50_000);
  expect(quickAmounts(0)).toEqual([]);
});

test('quick amounts are above the sum, rising and few', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999_999 }), (due) => {
      const amounts = quickAmounts(due);
      expect(amounts.length).toBeLessThanOrEqual(4);
      expect([...amounts].sort((a, b) => a - b)).toEqual(amounts);
      for (const amount of amounts) expect(amount).toBeGreaterThan(due - 50);
    }),
  );
});

test('exact cash is rounded, exact card is not', () => {
  expect(tenderFor(account(34_050), cash, '')).toEqual({ typeId: 'cash', amount: 34_100 });
  expect(tenderFor(account(34_050), card, '')).toEqual({ typeId: 'card', amount: 34_050 });
});

test('what is typed is taken as it is, in euros for euros', () => {
  expect(tenderFor(account(34_000), eur, '20')).toEqual({ typeId: 'eur', amount: 2_000 });
  expect(tenderFor(account(34_000), cash, '0')).toBeNull();
});

test('one tap without typing always settles the whole bill, in every way to pay', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 50, max: 99_999_999 }),
      fc.integer({ min: 0, max: 100_000 }),
      fc.constantFrom(cash, card, eur),
      (total, tip, way) => {
        const outcome = outcomeOf(account(total, [], tip), way, '');
        expect(outcome.kind).toBe('settled');
        // Euro cents are coarser than haléře: some change in crowns is right, a euro's worth is not.
        if (outcome.kind === 'settled') expect(outcome.settlement.change_haler).toBeLessThan(100);
      },
    ),
  );
});

test('part by card, the rest by one tap in cash', () => {
  const first = outcomeOf(account(34_050), card, '200');
  expect(first).toMatchObject({ kind: 'partly', missing_haler: 14_050 });
  if (first.kind !== 'partly') return;
  const second = outcomeOf(account(34_050, first.tenders), cash, '');
  expect(second).toMatchObject({ kind: 'settled', settlement: { rounding_haler: 50, change_haler: 0 } });
});

test('a card for more than the sum is told as a surplus', () => {
  expect(outcomeOf(account(34_000), card, '400')).toEqual({ kind: 'too-much', surplus_haler: 6_000 });
});

test('cash with haléře is none', () => {
  expect(outcomeOf(account(5_000), cash, '50,50')).toEqual({ kind: 'not-crowns' });
  expect(outcomeOf(account(5_050), card, '50,50').kind).toBe('settled');
});

test('euros give change in crowns', () => {
  expect(outcomeOf(account(34_000), eur, '20')).toMatchObject({
    kind: 'settled',
    settlement: { change_haler: 49_000 - 34_000 },
  });
});

test('what is left agrees with what the register would still ask for', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1_000, max: 1_000_000 }),
      fc.integer({ min: 1, max: 999 }),
      (total, part) => {
        const tenders = [{ typeId: 'card', amount: part }];
        const result = settle(total, 0, tenders, [cash, card, eur]);
        expect(result).toEqual({ fault: 'underpaid', missing_haler: leftToPay(account(total, tenders)) });
      },
    ),
  );
});

test('three guests share 340 Kč: two give 114, the last one the rest', () => {
  const sharing = { guests: 3, whole_haler: 34_000, before: 0 };
  expect(nextShare(sharing, 0, 34_000)).toBe(11_400);
  expect(nextShare(sharing, 1, 22_600)).toBe(11_400);
  expect(nextShare(sharing, 2, 11_200)).toBeNull();
});

test('shares are whole crowns, together they settle the bill, and the last one pays no more than the others', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10_000, max: 9_999_999 }),
      fc.integer({ min: 2, max: 6 }),
      fc.constantFrom(cash, card),
      (total, guests, way) => {
        const sharing = { guests, whole_haler: total, before: 0 };
        const share = shareOf(total, guests);
        expect(share % 100).toBe(0);
        let now = account(total);
        for (let guest = 1; guest < guests; guest++) {
          const share_haler = nextShare(sharing, now.tenders.length, leftToPay(now));
          expect(share_haler).toBe(share);
          const outcome = outcomeOf({ ...now, share_haler }, way, '');
          if (outcome.kind !== 'partly') throw new Error(outcome.kind);
          now = { ...now, tenders: outcome.tenders };
        }
        expect(nextShare(sharing, now.tenders.length, leftToPay(now))).toBeNull();
        expect(leftToPay(now)).toBeLessThanOrEqual(share);
        expect(outcomeOf(now, way, '').kind).toBe('settled');
      },
    ),
  );
});

test('a share in euros is enough for the share, not for the bill', () => {
  // 11.83 × 24.50 = 289.84, in whole crowns 290.
  expect(tenderFor({ ...account(87_000), share_haler: 29_000 }, eur, '')).toEqual({
    typeId: 'eur',
    amount: 1_183,
  });
});
