import { formatReceiptNumber, type Payment, type Receipt, type ReceiptLine } from '../../domain/index.ts';
import { shiftDay } from './i18n/day.ts';

/** A receipt of the fake shop, and how it stands with the authority. */
export interface FakeReceipt {
  readonly receipt: Receipt;
  readonly registerName: string;
  readonly eet: 'confirmed' | 'waiting' | 'blocked' | null;
  reversedBy: string | null;
}

const SIXTY = 'Grilovaná kotleta z přeštického prasete s liškovou omáčkou 1';
export const CATEGORIES: Readonly<Record<string, string>> = {
  pivo: 'Pivo',
  nealko: 'Nealko',
  hlavni: 'Hlavní jídla',
  polevky: 'Polévky',
  kava: 'Káva a čaj',
};
const ITEMS = [
  { itemId: 'plzen', name: 'Plzeňská dvanáctka 0,5 l', categoryId: 'pivo', price: 6200, rate_bp: 2100 },
  { itemId: 'kofola', name: 'Kofola 0,3 l', categoryId: 'nealko', price: 4500, rate_bp: 2100 },
  {
    itemId: 'gulas',
    name: 'Hovězí guláš, houskové knedlíky',
    categoryId: 'hlavni',
    price: 18900,
    rate_bp: 1200,
  },
  { itemId: 'kotleta', name: SIXTY, categoryId: 'hlavni', price: 28900, rate_bp: 1200 },
  { itemId: 'svickova', name: 'Svíčková na smetaně', categoryId: 'hlavni', price: 21900, rate_bp: 1200 },
  { itemId: 'kulajda', name: 'Kulajda', categoryId: 'polevky', price: 6900, rate_bp: 1200 },
  { itemId: 'espresso', name: 'Espresso', categoryId: 'kava', price: 5800, rate_bp: 1200 },
] as const;
const STAFF = [
  { id: 'jana', name: 'Jana Nováková' },
  { id: 'petr', name: 'Petr Dvořák' },
  { id: 'max', name: 'Maxmilián Bartoloměj Nepomucký-Schwarzenberg z Hluboké n. V.' },
] as const;
export const REGISTERS = [
  { id: 'r1', series: 'R1', name: 'Bar' },
  { id: 'r2', series: 'R2', name: 'Zahrádka' },
] as const;

/** Reproducible: the same shop each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 4_294_967_296) * sides);
  };
}

/** Trade of `days` days up to `today`, `until` that hour of it; newest first. */
export function fakeReceipts(today: string, days: number, until: number): FakeReceipt[] {
  const roll = dice(20_261_124);
  const seqs: Record<string, number> = {};
  const made: FakeReceipt[] = [];
  for (let back = days - 1; back >= 0; back--) {
    const day = shiftDay(today, -back);
    for (let hour = 10; hour < (back === 0 ? until : 23); hour++) {
      const busy = hour === 12 ? 9 : hour > 17 && hour < 21 ? 7 : 3;
      const times = Array.from({ length: busy + roll(3) }, () => roll(60)).sort((a, b) => a - b);
      for (const minute of times) {
        const register = REGISTERS[roll(3) === 0 ? 1 : 0];
        const seq = (seqs[register.id] ?? 0) + 1;
        seqs[register.id] = seq;
        made.push(
          sale(roll, register, seq, `${day}T${two(hour)}:${two(minute)}:${two(roll(60))}+01:00`, day),
        );
      }
    }
  }
  const newest = made.reverse();
  const [, , wrong] = newest;
  if (wrong) newest.unshift(reversal(wrong, (seqs[wrong.receipt.registerId] ?? 0) + 1));
  return newest;
}

const two = (n: number) => String(n).padStart(2, '0');

export function sale(
  roll: (sides: number) => number,
  register: (typeof REGISTERS)[number],
  seq: number,
  issuedAt: string,
  day: string,
): FakeReceipt {
  const staff = STAFF[roll(STAFF.length)] ?? STAFF[0];
  const lines: ReceiptLine[] = Array.from({ length: 1 + roll(4) }, () => {
    const item = ITEMS[roll(ITEMS.length)] ?? ITEMS[0];
    const quantity = 1 + roll(3);
    const amount = item.price * quantity;
    return {
      itemId: item.itemId,
      name: item.name,
      categoryId: item.categoryId,
      unit: 'ks',
      unitPrice_haler: item.price,
      quantity: quantity * 1000,
      rate_bp: item.rate_bp,
      gross_haler: amount,
      lineDiscount_haler: 0,
      billDiscount_haler: 0,
      amount_haler: amount,
      staffId: staff.id,
    };
  });
  const total = lines.reduce((sum, line) => sum + line.amount_haler, 0);
  const cash = roll(3) === 0;
  const tip = roll(4) === 0 ? 2000 : 0;
  const payment: Payment = {
    typeId: cash ? 'cash' : 'card',
    name: cash ? 'Hotovost' : 'Karta',
    kind: cash ? 'cash' : 'card',
    registered: true,
    amount_haler: total + tip,
    tendered_haler: total + tip,
    change_haler: 0,
    foreign: null,
  };
  const number = { series: register.series, year: Number(day.slice(0, 4)), seq };
  return {
    registerName: register.name,
    eet: seq % 211 === 0 ? 'waiting' : 'confirmed',
    reversedBy: null,
    receipt: {
      id: `${register.id}-${seq}`,
      number,
      issuedAt,
      registerId: register.id,
      shiftId: `${register.id}-${day}`,
      billId: null,
      staff,
      table: roll(2) === 0 ? String(1 + roll(12)) : null,
      seller: {
        name: 'U Tří lip s.r.o.',
        place: 'Restaurace U Tří lip',
        address: 'Lipová 3, 602 00 Brno',
        ico: '12345678',
        dic: 'CZ12345678',
      },
      buyer: null,
      lines,
      discount_haler: 0,
      total_haler: total,
      recap: [2100, 1200].flatMap((rate_bp) => {
        const sum = lines.filter((line) => line.rate_bp === rate_bp).reduce((s, l) => s + l.amount_haler, 0);
        const vat = Math.round((sum * rate_bp) / (10_000 + rate_bp));
        return sum === 0 ? [] : [{ rate_bp, base_haler: sum - vat, vat_haler: vat, total_haler: sum }];
      }),
      payments: [payment],
      tip_haler: tip,
      rounding_haler: 0,
      toPay_haler: total + tip,
      change_haler: 0,
      reverses: null,
    },
  };
}

function reversal(of: FakeReceipt, seq: number): FakeReceipt {
  const { receipt } = of;
  const id = `${receipt.registerId}-${seq}`;
  of.reversedBy = id;
  const less = <T extends { amount_haler: number }>(one: T): T => ({
    ...one,
    amount_haler: -one.amount_haler,
  });
  return {
    registerName: of.registerName,
    eet: 'confirmed',
    reversedBy: null,
    receipt: {
      ...receipt,
      id,
      number: { ...receipt.number, seq },
      lines: receipt.lines.map((line) => ({ ...less(line), quantity: -line.quantity })),
      payments: receipt.payments.map(less),
      total_haler: -receipt.total_haler,
      tip_haler: -receipt.tip_haler,
      toPay_haler: -receipt.toPay_haler,
      reverses: { receiptId: receipt.id, number: receipt.number, reason: 'Jiný stůl' },
    },
  };
}

export const numberOf = ({ receipt }: FakeReceipt): string => formatReceiptNumber(receipt.number);
