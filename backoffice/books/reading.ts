import type { CashMovement } from '../../domain/index.ts';
import type { FactRow } from '../../sync/index.ts';
import {
  type BookReader,
  createBookReader,
  createEetReader,
  EET_OUTCOME,
  EET_SALE,
  EET_TAKE_OVER,
  type EetReader,
  type TakeOverFact,
} from '../../wire/index.ts';
import { CLASH_SETTLED, type Clash, readSettled } from './clashes.ts';
import { isPlausible } from './plausible.ts';
import type { Come } from './receipts/entering.ts';

export type Movement = CashMovement & { readonly shiftId: string };

/** Facts of the books, sorted by what they are. */
export interface Sorted {
  readonly receipts: readonly Come[];
  readonly movements: readonly { readonly movement: Movement; readonly hlc: string }[];
  readonly takeOvers: readonly { readonly of: string; readonly fact: TakeOverFact }[];
  readonly settled: readonly Clash[];
  /** Ids of shifts that were opened or closed, and of receipts of which something was registered. */
  readonly shifts: ReadonlySet<string>;
  readonly sales: ReadonlySet<string>;
}

export interface Reading {
  readonly book: BookReader;
  readonly eet: EetReader;
  /** What is none of the books' is passed over. Throws over one that cannot be read. */
  sort(facts: Iterable<FactRow>): Sorted;
}

export function createReading(): Reading {
  const book = createBookReader();
  const eet = createEetReader();

  function sort(facts: Iterable<FactRow>): Sorted {
    const receipts: Come[] = [];
    const movements: { movement: Movement; hlc: string }[] = [];
    const takeOvers: { of: string; fact: TakeOverFact }[] = [];
    const settled: Clash[] = [];
    const shifts = new Set<string>();
    const sales = new Set<string>();
    for (const fact of facts) {
      const { kind, id, body, hlc } = fact;
      switch (kind) {
        case 'receipt': {
          const receipt = legible(fact, book.receipt(body), (one) => one.id === id);
          if (!isPlausible(receipt)) throw new Error(`receipt ${id} has figures beyond belief`);
          receipts.push({ receipt, fact });
          break;
        }
        case 'shift-opened':
          legible(fact, book.shift(body), (shift) => shift.id === id);
          shifts.add(id);
          break;
        case 'shift-closed':
          legible(fact, book.report(body), ({ report }) => report.shiftId === id);
          shifts.add(id);
          break;
        case 'cash-movement':
          movements.push({ movement: legible(fact, book.cash(body), (one) => one.id === id), hlc });
          break;
        case EET_SALE:
          legible(fact, eet.sale(body));
          sales.add(id);
          break;
        case EET_OUTCOME:
          legible(fact, eet.outcome(body));
          sales.add(id);
          break;
        case EET_TAKE_OVER:
          takeOvers.push({ of: id, fact: legible(fact, eet.takeOver(body)) });
          break;
        case CLASH_SETTLED:
          settled.push(...readSettled(body));
          break;
      }
    }
    return { receipts, movements, takeOvers, settled, shifts, sales };
  }

  return { book, eet, sort };
}

function legible<T>({ kind, id }: FactRow, read: T | undefined, fits = (_: T) => true): T {
  if (read === undefined || !fits(read)) throw new Error(`${kind} ${id} is of another shape`);
  return read;
}
