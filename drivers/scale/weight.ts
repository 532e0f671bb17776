/**
 * One reading. Only a stable weight that is not negative is a weight; everything else says why not and what to
 * do, in Czech. A scale used for sale is verified by metrology, so nothing is ever rounded or corrected here.
 */
export type Weight =
  | { readonly state: 'stable'; readonly grams: number }
  | {
      readonly state: 'unstable' | 'negative' | 'overload' | 'absent';
      readonly reason: string;
      readonly hint: string;
    };

export type ZeroOutcome =
  | { readonly state: 'zeroed' }
  | { readonly state: 'refused'; readonly reason: string; readonly hint: string };

export type Refusal = Exclude<Weight, { state: 'stable' }>;

export const unstable: Refusal = {
  state: 'unstable',
  reason: 'Váha se ještě neustálila.',
  hint: 'Nechte zboží na váze v klidu a odečtěte znovu.',
};

export const negative: Refusal = {
  state: 'negative',
  reason: 'Váha ukazuje méně než nulu.',
  hint: 'Sundejte zboží, vynulujte váhu a zvažte znovu.',
};

export const overload: Refusal = {
  state: 'overload',
  reason: 'Váha je přetížená.',
  hint: 'Sundejte zboží a zvažte ho po částech.',
};

/** The scale was set to zero with something on it, or was switched on loaded. */
export const outOfZero: Refusal = {
  state: 'unstable',
  reason: 'Váha nemá svou nulu, takže neváží.',
  hint: 'Sundejte vše z váhy, vypněte ji a zapněte.',
};

export const notUnderstood: Refusal = {
  state: 'absent',
  reason: 'Váze není rozumět.',
  hint: 'Zkontrolujte, zda je ve váze i v nastavení pokladny stejný protokol, rychlost a parita.',
};

export const wrongUnit: Refusal = {
  state: 'absent',
  reason: 'Váha neposílá kilogramy na tři desetinná místa.',
  hint: 'Přepněte váhu na kilogramy; do té doby zadejte hmotnost ručně.',
};

export const busy: Refusal = {
  state: 'unstable',
  reason: 'Váha má práci a zatím neodpovídá.',
  hint: 'Počkejte, až se váha ustálí, a odečtěte znovu.',
};

export const silent: Refusal = {
  state: 'absent',
  reason: 'Váha neodpovídá.',
  hint: 'Zkontrolujte, zda je zapnutá a připojená; do té doby zadejte hmotnost ručně.',
};
