import { Refusal } from '../../wire/index.ts';
import type { Bills, Receipts, Shifts } from './ledger.ts';

interface Trade {
  readonly bills: Bills;
  readonly receipts: Receipts;
  readonly shifts: Shifts;
}

/**
 * The trade of a register that has no name of its own yet: all of it can be looked at, and every deed is refused. What
 * it sold under a passing id and series would bear them for ever.
 */
export function notSelling({ bills, receipts, shifts }: Trade): Trade {
  return {
    bills: {
      ...bills,
      open: refuse,
      patch: refuse,
      discard: refuse,
      addLine: refuse,
      patchLine: refuse,
      voidLine: refuse,
      order: refuse,
      split: refuse,
      claim: refuse,
      takeUpLate: refuse,
    },
    receipts: { ...receipts, pay: refuse, reverse: refuse },
    shifts: { ...shifts, open: refuse, cash: refuse, close: refuse },
  };
}

function refuse(): never {
  throw new Refusal(
    409,
    'not-set-up',
    {
      cs: 'Pokladna ještě nemá svou značku, jméno a řadu účtenek, proto neprodává. Nic se nezapsalo.',
      en: 'The register has no id, name and receipt series of its own yet, so it does not sell. Nothing was recorded.',
    },
    {
      cs: 'Dokončete průvodce prvním spuštěním, krok Pokladna; prodávat jde hned potom.',
      en: 'Finish the step Register of the first-run wizard; selling begins right after it.',
    },
  );
}
