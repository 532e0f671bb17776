import type { Words } from '../words.ts';

/**
 * One reading. Only a stable weight that is not negative is a weight; everything else says why not and what to
 * do. A scale used for sale is verified by metrology, so nothing is ever rounded or corrected here.
 */
export type Weight =
  | { readonly state: 'stable'; readonly grams: number }
  | {
      readonly state: 'unstable' | 'negative' | 'overload' | 'absent';
      readonly reason: Words;
      readonly hint: Words;
    };

export type ZeroOutcome =
  | { readonly state: 'zeroed' }
  | { readonly state: 'refused'; readonly reason: Words; readonly hint: Words };

export type Refusal = Exclude<Weight, { state: 'stable' }>;

export const unstable: Refusal = {
  state: 'unstable',
  reason: { cs: 'Váha se ještě neustálila.', en: 'The scale has not settled yet.' },
  hint: {
    cs: 'Nechte zboží na váze v klidu a odečtěte znovu.',
    en: 'Leave the goods still on the scale and read it again.',
  },
};

export const negative: Refusal = {
  state: 'negative',
  reason: { cs: 'Váha ukazuje méně než nulu.', en: 'The scale shows less than zero.' },
  hint: {
    cs: 'Sundejte zboží, vynulujte váhu a zvažte znovu.',
    en: 'Take the goods off, zero the scale and weigh again.',
  },
};

export const overload: Refusal = {
  state: 'overload',
  reason: { cs: 'Váha je přetížená.', en: 'The scale is overloaded.' },
  hint: { cs: 'Sundejte zboží a zvažte ho po částech.', en: 'Take the goods off and weigh them in parts.' },
};

/** The scale was set to zero with something on it, or was switched on loaded. */
export const outOfZero: Refusal = {
  state: 'unstable',
  reason: {
    cs: 'Váha nemá svou nulu, takže neváží.',
    en: 'The scale has lost its zero, so it does not weigh.',
  },
  hint: {
    cs: 'Sundejte vše z váhy, vypněte ji a zapněte.',
    en: 'Take everything off the scale and switch it off and on.',
  },
};

export const notUnderstood: Refusal = {
  state: 'absent',
  reason: { cs: 'Váze není rozumět.', en: 'The scale answers something that makes no sense.' },
  hint: {
    cs: 'Zkontrolujte, zda je ve váze i v nastavení pokladny stejný protokol, rychlost a parita.',
    en: 'Check that the scale and the settings of the register have the same protocol, speed and parity.',
  },
};

export const wrongUnit: Refusal = {
  state: 'absent',
  reason: {
    cs: 'Váha neposílá kilogramy na tři desetinná místa.',
    en: 'The scale does not send kilograms with three decimal places.',
  },
  hint: {
    cs: 'Přepněte váhu na kilogramy; do té doby zadejte hmotnost ručně.',
    en: 'Switch the scale to kilograms; until then type the weight in.',
  },
};

export const busy: Refusal = {
  state: 'unstable',
  reason: { cs: 'Váha má práci a zatím neodpovídá.', en: 'The scale is busy and does not answer yet.' },
  hint: {
    cs: 'Počkejte, až se váha ustálí, a odečtěte znovu.',
    en: 'Wait for the scale to settle and read it again.',
  },
};

export const silent: Refusal = {
  state: 'absent',
  reason: { cs: 'Váha neodpovídá.', en: 'The scale does not answer.' },
  hint: {
    cs: 'Zkontrolujte, zda je zapnutá a připojená; do té doby zadejte hmotnost ručně.',
    en: 'Check that it is on and connected; until then type the weight in.',
  },
};
