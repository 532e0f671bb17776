import {
  type BillLine,
  type CashMovement,
  type Discount,
  formatReceiptNumber,
  type PaymentType,
  type Receipt,
  receiptBody,
  reportShift,
  reversedBody,
  type Seller,
  type Shift,
  type ShiftReport,
  settle,
  sumBill,
  type Tender,
} from '../../domain/index.ts';
import type { FactRow } from '../../sync/index.ts';
import type { OutcomeFact } from '../../wire/index.ts';

/*
 * Registers that trade by the rules of the trade and leave facts behind, as the daemon's do.
 */

export const SELLER: Seller = {
  name: 'Hospoda U Lípy s.r.o.',
  place: 'Hospoda U Lípy',
  address: 'Žižkova 12, 130 00 Praha 3',
  ico: '12345678',
  dic: 'CZ12345678',
};

interface Good {
  readonly name: string;
  readonly categoryId: string;
  readonly unitPrice_haler: number;
  readonly rate_bp: number;
  readonly unit: 'ks' | 'kg' | 'porce';
}
export const GOODS: Readonly<Record<string, Good>> = {
  pivo: {
    name: 'Pilsner Urquell 0,5 l',
    categoryId: 'napoje',
    unitPrice_haler: 6_200,
    rate_bp: 2100,
    unit: 'ks',
  },
  kava: { name: 'Černá káva', categoryId: 'napoje', unitPrice_haler: 5_550, rate_bp: 2100, unit: 'ks' },
  svickova: { name: 'Svíčková', categoryId: 'jidlo', unitPrice_haler: 21_990, rate_bp: 1200, unit: 'porce' },
  syr: { name: 'Sýr na váhu', categoryId: 'jidlo', unitPrice_haler: 39_990, rate_bp: 1200, unit: 'kg' },
  kotleta: {
    name: 'Grilovaná kotleta z přeštického prasete s liškovou omáčkou 1',
    categoryId: 'jidlo',
    unitPrice_haler: 28_900,
    rate_bp: 1200,
    unit: 'porce',
  },
  /** The largest amount there is. */
  salonek: {
    name: 'Pronájem salonku',
    categoryId: 'ostatni',
    unitPrice_haler: 9_999_999_999,
    rate_bp: 2100,
    unit: 'ks',
  },
  poukaz: { name: 'Dárkový poukaz', categoryId: 'ostatni', unitPrice_haler: 50_000, rate_bp: 0, unit: 'ks' },
};

const type = (id: string, name: string, kind: PaymentType['kind'], more: Partial<PaymentType> = {}) => ({
  id,
  name,
  kind,
  currency: 'CZK',
  rate_haler: null,
  registered: true,
  prepaid: false,
  active: true,
  ...more,
});
export const PAYMENT_TYPES: readonly PaymentType[] = [
  type('cash', 'Hotově', 'cash'),
  type('card', 'Kartou', 'card'),
  type('voucher', 'Stravenky', 'voucher'),
  type('eur', 'EUR', 'foreign-cash', { currency: 'EUR', rate_haler: 2_450 }),
  type('invoice', 'Fakturou', 'transfer', { registered: false }),
];

export interface SaleDraft {
  /** Local time with offset. */
  readonly at: string;
  readonly lines: readonly (readonly [item: string, quantity: number])[];
  readonly discount?: Discount;
  readonly tip_haler?: number;
  /** How it is paid; without it all by one way, in cash with the next hundred crowns. */
  readonly by?: 'cash' | 'card' | 'mixed' | 'eur' | 'invoice';
  readonly staff?: { readonly id: string; readonly name: string };
  readonly table?: string | null;
  readonly billId?: string;
  readonly buyer?: Receipt['buyer'];
  readonly seller?: Seller;
}

export const JANA = { id: 's1', name: 'Jana Dvořáková' };
export const PETR = { id: 's2', name: 'Petr Šťastný' };

export interface Till {
  readonly id: string;
  readonly origin: string;
  /** All that it has written, in order. */
  readonly facts: FactRow[];
  readonly receipts: Receipt[];
  open(at: string, float_haler?: number): Shift;
  sell(draft: SaleDraft): Receipt;
  reverse(receipt: Receipt, at: string, staff?: SaleDraft['staff']): Receipt;
  cash(at: string, amount_haler: number, reason?: string): CashMovement;
  /** Closes the shift with its own report. */
  close(at: string, counted_haler?: number): ShiftReport;
  /** What a register says of how a sale stands. */
  outcome(receiptId: string, told: Partial<OutcomeFact>): void;
  write(kind: string, id: string, body: unknown): FactRow;
}

export function createTill(
  id: string,
  { series = id.toUpperCase(), origin = `db-${id}`, start_ms = Date.UTC(2026, 10, 1), eet = true } = {},
): Till {
  const facts: FactRow[] = [];
  const receipts: Receipt[] = [];
  let shift: Shift | undefined;
  let shifts = 0;
  let number = 0;
  let movements = 0;

  function write(kind: string, factId: string, body: unknown): FactRow {
    const seq = facts.length + 1;
    const hlc = `${String(start_ms + seq).padStart(13, '0')}.0000.${origin}`;
    const fact: FactRow = { is: 'fact', origin, seq, hlc, kind, id: factId, body: JSON.stringify(body) };
    facts.push(fact);
    return fact;
  }
  function mustBeOpen(): Shift {
    if (!shift) throw new Error(`${id} has no open shift`);
    return shift;
  }
  function issue(at: string, rest: Omit<Receipt, 'id' | 'number' | 'issuedAt' | 'registerId' | 'shiftId'>) {
    number++;
    const receipt: Receipt = {
      id: `${id}-r${number}`,
      number: { series, year: Number(at.slice(0, 4)), seq: number },
      issuedAt: at,
      registerId: id,
      shiftId: mustBeOpen().id,
      ...rest,
    };
    receipts.push(receipt);
    write('receipt', receipt.id, receipt);
    if (eet && receipt.payments.every(({ registered }) => registered)) {
      write('eet-sale', receipt.id, {
        registerId: id,
        environment: 'production',
        sale: {
          eic: 'CZ12345678',
          unitId: '1',
          registerId: id,
          number: formatReceiptNumber(receipt.number),
          soldAt: at,
          total: (receipt.total_haler / 100).toFixed(2),
        },
      });
    }
    return receipt;
  }

  return {
    id,
    origin,
    facts,
    receipts,
    write,
    open(at, float_haler = 200_000) {
      shift = {
        id: `${id}-sh${++shifts}`,
        registerId: id,
        openedAt: at,
        openedBy: JANA.id,
        float_haler,
        movements: [],
        closed: null,
      };
      write('shift-opened', shift.id, shift);
      return shift;
    },
    sell({ at, lines, discount, tip_haler = 0, by = 'cash', staff = JANA, table = null, ...more }) {
      const bill = { id: 'b', lines: lines.map(billLine), discount: discount ?? null };
      const sum = sumBill(bill);
      const settlement = settle(
        sum.total_haler,
        tip_haler,
        tenders(by, sum.total_haler + tip_haler),
        PAYMENT_TYPES,
      );
      if ('fault' in settlement) throw new Error(JSON.stringify(settlement));
      return issue(at, {
        billId: more.billId ?? null,
        staff,
        table,
        seller: more.seller ?? SELLER,
        buyer: more.buyer ?? null,
        ...receiptBody(bill as never, sum, settlement, tip_haler),
        reverses: null,
      });
    },
    reverse(receipt, at, staff = JANA) {
      return issue(at, {
        billId: receipt.billId,
        staff,
        table: receipt.table,
        seller: receipt.seller,
        buyer: receipt.buyer,
        ...reversedBody(receipt),
        reverses: { receiptId: receipt.id, number: receipt.number, reason: 'omyl' },
      });
    },
    cash(at, amount_haler, reason = 'drobné') {
      const open = mustBeOpen();
      const movement: CashMovement = {
        id: `${id}-m${++movements}`,
        at,
        amount_haler,
        reason,
        staffId: JANA.id,
        allowedBy: PETR.id,
      };
      write('cash-movement', movement.id, { shiftId: open.id, ...movement });
      shift = { ...open, movements: [...open.movements, movement] };
      return movement;
    },
    close(at, counted_haler) {
      const open = mustBeOpen();
      const own = receipts.filter(({ shiftId }) => shiftId === open.id);
      const report = (closed: Shift['closed']) =>
        reportShift({ ...open, closed }, own, (receipt) => formatReceiptNumber(receipt.number));
      const z = report({
        at,
        by: JANA.id,
        zNumber: shifts,
        counted_haler: counted_haler ?? report(null).expected_haler,
        countedForeign: {},
      });
      write('shift-closed', open.id, { report: z, openBills: 0, registerName: `Pokladna ${id}` });
      shift = undefined;
      return z;
    },
    outcome(receiptId, told) {
      write('eet-outcome', receiptId, {
        state: 'confirmed',
        pok: told.state === undefined || told.state === 'confirmed' ? 'pok-0001-0002' : null,
        at: '2026-11-24T12:00:00+01:00',
        registerId: id,
        environment: 'production',
        test: false,
        code: null,
        reason: '',
        attempts: 1,
        ...told,
      });
    },
  };
}

function billLine([itemId, quantity]: readonly [string, number], at: number): BillLine {
  const good = GOODS[itemId];
  if (!good) throw new Error(`no ${itemId} is sold here`);
  return {
    id: `l${at}`,
    item: { itemId, shortName: good.name.slice(0, 20), vatClass: 'x', route: null, ...good },
    added: quantity,
    voided: 0,
    moved: 0,
    paid: 0,
    excess: 0,
    ordered: 0,
    note: '',
    discount: null,
    staffId: JANA.id,
    addedAt: '2026-11-24T12:00:00+01:00',
  };
}

function tenders(by: NonNullable<SaleDraft['by']>, toPay_haler: number): Tender[] {
  const crowns = (haler: number) => Math.ceil(haler / 100) * 100;
  switch (by) {
    case 'cash':
      return [{ typeId: 'cash', amount: Math.max(10_000, Math.ceil(toPay_haler / 10_000) * 10_000) }];
    case 'card':
    case 'invoice':
      return [{ typeId: by, amount: toPay_haler }];
    case 'eur':
      return [{ typeId: 'eur', amount: Math.ceil((crowns(toPay_haler) / 2_450) * 100) + 500 }];
    case 'mixed': {
      const voucher = Math.floor(toPay_haler / 2);
      return [
        { typeId: 'voucher', amount: voucher },
        { typeId: 'cash', amount: crowns(toPay_haler - voucher) + 5_000 },
      ];
    }
  }
}
