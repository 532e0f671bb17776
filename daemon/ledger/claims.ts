import type { Bill, BillClaim, BillEvent } from '../../domain/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { ClaimView } from '../http/contract.ts';
import { type Actor, requireRight } from '../staff/actor.ts';
import type { Store } from '../store/store.ts';
import type { BillBook } from './bill-book.ts';
import type { BookClock } from './book-clock.ts';
import type { Registers } from './registers.ts';

/** How long a claim keeps others from taking the money, from when it came here. */
export const CLAIM_MS = 2 * 60_000;

/**
 * Who is taking the money for a bill. A claim keeps two waiters at two registers from taking it twice; it is a
 * courtesy among registers that hear each other, and payment never waits for one. A register alone writes none.
 */
export interface Claims {
  /** Reads what is claimed, after the bills have been read. */
  start(): void;
  /** Where money is being taken right now, when it is not here. */
  elsewhere(bill: Bill): ClaimView | null;
  /** Throws a Refusal 409 `bill-claimed` while another register takes the money. */
  requireFree(bill: Bill): void;
  /**
   * Inside a transaction: the money is taken here from now on. With `takesOver`, a manager takes it from whoever holds
   * it; it asks for the right `take-over`. Throws like `requireFree`.
   */
  claim(bill: Bill, takesOver: boolean, actor: Actor): Bill;
  /** Inside a transaction: no longer here. */
  release(bill: Bill, actor: Actor): Bill;
}

export function createClaims(parts: {
  store: Store;
  book: BillBook;
  clock: BookClock;
  world: World;
  registers: Registers;
  registerId: string;
  staffName: (staffId: string) => string;
}): Claims {
  const { book, clock, world, registers, registerId } = parts;
  /** When each claim of another register came here, by the steady clock. Wall clocks of two boxes may differ. */
  const came = new Map<string, { readonly claim: BillClaim; readonly at_ms: number }>();

  function note(bill: Bill): void {
    const { claim } = bill;
    if (claim === null || claim.registerId === registerId) came.delete(bill.id);
    else if (!isSame(came.get(bill.id)?.claim, claim)) came.set(bill.id, { claim, at_ms: world.now() });
  }
  book.onChange(note);

  function elsewhere(bill: Bill): ClaimView | null {
    const held = came.get(bill.id);
    if (!held || !isSame(held.claim, bill.claim) || world.now() - held.at_ms >= CLAIM_MS) return null;
    return {
      registerId: held.claim.registerId,
      registerName: registers.name(held.claim.registerId),
      staffName: parts.staffName(held.claim.staffId),
    };
  }

  function requireFree(bill: Bill): void {
    const other = elsewhere(bill);
    if (other === null) return;
    const { staffName, registerName } = other;
    throw new Refusal(
      409,
      'bill-claimed',
      {
        cs: `Účet se právě platí jinde: peníze bere ${staffName} (${registerName}). Tady se nic nezaplatilo.`,
        en: `The bill is being paid elsewhere: ${staffName} is taking the money (${registerName}). Nothing was paid here.`,
      },
      {
        cs: 'Domluvte se, kdo účet zaplatí. Převzít placení může vedoucí hned, ostatní po dvou minutách.',
        en: 'Agree on who takes the money. A manager may take over at once, others after two minutes.',
      },
      { claim: other },
    );
  }

  return {
    start() {
      came.clear();
      const wall_ms = world.wall_ms();
      for (const bill of book.open()) {
        // Nobody knows when it came; one that is old by any clock is taken for lapsed.
        if (bill.claim && Math.abs(wall_ms - Date.parse(bill.claim.at)) < CLAIM_MS) note(bill);
      }
    },
    elsewhere,
    requireFree,
    claim(bill, takesOver, actor) {
      const { claim } = bill;
      const other = claim !== null && claim.registerId !== registerId;
      if (takesOver && elsewhere(bill) !== null) requireRight(actor, 'take-over');
      else requireFree(bill);
      if (!registers.hasSiblings() && claim === null) return bill;
      const event: BillEvent = {
        kind: 'claimed',
        at: clock.at(),
        staffId: actor.staffId,
        registerId,
        takesOver: other,
      };
      return book.append(bill.id, bill, [event]);
    },
    release(bill, actor) {
      if (bill.claim?.registerId !== registerId) return bill;
      const by = { at: clock.at(), staffId: actor.staffId };
      return book.append(bill.id, bill, [{ ...by, kind: 'released', registerId }]);
    },
  };
}

const isSame = (a: BillClaim | null | undefined, b: BillClaim | null): boolean =>
  a !== undefined && a !== null && b !== null && a.registerId === b.registerId && a.at === b.at;
