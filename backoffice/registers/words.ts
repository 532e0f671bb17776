import { Refusal } from '../../wire/index.ts';

export function registerUnknown(): Refusal {
  return new Refusal(
    404,
    'register-unknown',
    {
      cs: 'Taková pokladna v obchodě není. Nic se nezměnilo.',
      en: 'There is no such register in the store. Nothing was changed.',
    },
    { cs: 'Načtěte stránku znovu.', en: 'Reload the page.' },
  );
}

/** For a register whose token is good for nothing (any more). */
export function tokenRefused(): Refusal {
  return new Refusal(
    401,
    'token-refused',
    {
      cs: 'BackOffice tuto pokladnu nezná, nebo ji majitel odpojil. Prodávat se dá dál, nic se neztratí, jen se nic neposílá.',
      en: 'The backoffice does not know this register, or its owner has cut it off. Sales go on, nothing is lost, only nothing is sent.',
    },
    {
      cs: 'Vytvořte v BackOffice v Pokladnách nový kód a pokladnu s ním znovu připojte.',
      en: 'Make a new code in the backoffice under Registers and pair the register with it again.',
    },
  );
}

export function otherRegister(): Refusal {
  return new Refusal(
    409,
    'other-register',
    {
      cs: 'Pokladna mluví za jinou, než pro kterou má klíč. Zpráva o stavu se nezapsala, prodeje se to netýká.',
      en: 'The register speaks for another than the one its token is for. The report was not kept; sales are not affected.',
    },
    {
      cs: 'Jestli se značka pokladny změnila, připojte ji k BackOffice znovu.',
      en: 'If the id of the register was changed, pair it with the backoffice again.',
    },
  );
}
