import { Refusal } from '../../wire/index.ts';

/** Something has been under way for so long that nothing else was begun over it. */
export function notQuiet(): Refusal {
  return new Refusal(
    503,
    'not-quiet',
    {
      cs: 'Na pokladně se pořád něco dokončovalo, proto se nové nastavení nepřevzalo.',
      en: 'Something on the register was still being finished, so the new configuration was not taken over.',
    },
    { cs: 'Uložte změnu znovu za chvíli.', en: 'Save the change again in a moment.' },
  );
}
