import type { Words } from '../../../wire/index.ts';

/** How the register stands, as far as emptying it is concerned. */
export interface Standing {
  readonly shiftOpen: boolean;
  readonly openBills: number;
  /** Own sales that the tax authority has not confirmed. */
  readonly unregistered: number;
  readonly receipts: number;
  /** Names of siblings that are linked and hold every row of this register, those of dead ones that it carries too. */
  readonly heldBy: readonly string[];
  readonly heldByBackoffice: boolean;
  /** All of it was put on a stick and read back just now. */
  readonly copied: boolean;
}

export const LACKS = ['open-shift', 'open-bills', 'unregistered', 'receipts-here-only'] as const;

/** What speaks against emptying the box. */
export interface Lack {
  readonly code: (typeof LACKS)[number];
  readonly what: Words;
  readonly hint: Words;
}

/** Everything that is missing; empty when the box may be emptied and nothing is lost. */
export function lacksOf(standing: Standing): Lack[] {
  const { shiftOpen, openBills, unregistered, receipts, heldBy, heldByBackoffice, copied } = standing;
  const lacks: Lack[] = [];
  if (shiftOpen) {
    lacks.push({
      code: 'open-shift',
      what: { cs: 'Je otevřená směna.', en: 'A shift is open.' },
      hint: { cs: 'Zavřete ji uzávěrkou.', en: 'Close it.' },
    });
  }
  // With a sibling they go on there.
  if (openBills > 0 && heldBy.length === 0) {
    lacks.push({
      code: 'open-bills',
      what: {
        cs: `Otevřené účty: ${openBills}.`,
        en: `Open bills: ${openBills}.`,
      },
      hint: { cs: 'Zaplaťte je, nebo zrušte.', en: 'Have them paid, or discard them.' },
    });
  }
  if (unregistered > 0) {
    lacks.push({
      code: 'unregistered',
      what: {
        cs: `Tržby, které úřad ještě nepotvrdil: ${unregistered}.`,
        en: `Sales not yet confirmed by the tax authority: ${unregistered}.`,
      },
      hint: {
        cs: 'Nechte pokladnu připojenou k internetu, dokud se neodešlou, nebo je převezměte na jiné pokladně (Nastavení → EET).',
        en: 'Leave the register on the internet until they are sent, or take them over at another register (Settings → EET).',
      },
    });
  }
  if (receipts > 0 && heldBy.length === 0 && !heldByBackoffice && !copied) {
    lacks.push({
      code: 'receipts-here-only',
      what: {
        cs: `Účtenky (${receipts}) podle všeho nejsou nikde jinde.`,
        en: `The receipts (${receipts}) seem to be nowhere else.`,
      },
      hint: {
        cs: 'Připojte sousední pokladnu nebo BackOffice a počkejte, až budou mít všechno, nebo vyberte flashku: všechno se na ni nejdřív uloží a ověří.',
        en: 'Connect a sibling or the backoffice and wait until they hold everything, or choose a stick: everything is put there and verified first.',
      },
    });
  }
  return lacks;
}
