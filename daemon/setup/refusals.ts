import { Refusal } from '../../wire/index.ts';
import type { SetupFault } from '../http/contract.ts';

/** A step is not done by saying so, nor is the first run over before the register has a name. */
export function refuseMark(): Refusal {
  return new Refusal(
    409,
    'not-set-up',
    {
      cs: 'Tohle zatím nejde: chybí to, podle čeho by krok byl hotový.',
      en: 'Not yet: what the step would be done by is missing.',
    },
    {
      cs: 'Doplňte krok Pokladna (značka, jméno, řada), ostatní kroky se dají přeskočit.',
      en: 'Complete the step Register (id, name, series); the others can be skipped.',
    },
  );
}

/** There are people already: whoever is to be added next is added by one of them. */
export function peopleThere(): Refusal {
  return new Refusal(
    409,
    'people-there',
    {
      cs: 'Na pokladně už někdo pracuje, najednou se lidé přidat nedají. Nikdo se nepřidal.',
      en: 'Somebody works at this register already, so people cannot be added all at once. Nobody was added.',
    },
    { cs: 'Přidejte je v nastavení obsluhy.', en: 'Add them in the settings of the staff.' },
  );
}

export function faultyValues(faults: readonly SetupFault[]): Refusal {
  const [first] = faults;
  return new Refusal(
    422,
    'config-faulty',
    {
      cs: `Takhle to zapsat nejde. ${first?.what ?? ''} Nic se nezměnilo.`,
      en: 'This cannot be written. Nothing was changed.',
    },
    { cs: first?.remedy ?? '', en: 'Correct what is marked and save again.' },
    { faults },
  );
}

export function noFile(): Refusal {
  return new Refusal(
    409,
    'no-config-file',
    {
      cs: 'Tahle pokladna je ukázka a soubor s nastavením nemá. Nic se nezměnilo.',
      en: 'This register is a demonstration and has no configuration file. Nothing was changed.',
    },
    { cs: 'Vyzkoušejte to na skutečné pokladně.', en: 'Try it on a real register.' },
  );
}

export function idFixed(id: string): Refusal {
  return new Refusal(
    409,
    'id-fixed',
    {
      cs: `Značku pokladny už změnit nejde: obchod ji zná jako ${id}. Nic se nezměnilo.`,
      en: `The id of the register cannot be changed any more: the shop knows it as ${id}. Nothing was changed.`,
    },
    { cs: 'Jméno a řadu změnit můžete.', en: 'The name and the series may be changed.' },
  );
}
