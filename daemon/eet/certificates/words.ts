import type { P12Fault } from '../../../eet/index.ts';
import { Refusal } from '../../../wire/index.ts';
import type { Words } from '../../http/contract.ts';

/** Why a certificate was not taken in. Neither the password nor anything of the file is in it. */
export function importRefusal(fault: P12Fault | 'other-authority'): Refusal {
  const [what, hint] = WHY[fault];
  return refuse(`certificate-${fault}`, what, hint);
}

/** The same for where a certificate is only used, and nothing brought in. */
export function openingRefusal(fault: P12Fault): Refusal {
  const [what, hint] = WHY[fault];
  return new Refusal(422, `certificate-${fault}`, what, hint);
}

export function overRefusal(day: string): Refusal {
  return refuse(
    'certificate-over',
    { cs: `Certifikát platil jen do ${day}.`, en: `The certificate was valid until ${day} only.` },
    {
      cs: 'Vystavte v daňovém portálu nový. Pokud má ještě platit, zkontrolujte datum pokladny.',
      en: 'Have a new one issued in the tax portal. If it should still be valid, check the date of the register.',
    },
  );
}

export function otherEic(given: string, wanted: string): Refusal {
  return refuse(
    'certificate-other-eic',
    {
      cs: `Certifikát je vystavený na EIČ ${given}, v nastavení je ${wanted}.`,
      en: `The certificate is for EIČ ${given}, the settings say ${wanted}.`,
    },
    {
      cs: 'Nahrajte certifikát tohoto podniku, nebo opravte EIČ v Nastavení → EET.',
      en: 'Bring in the certificate of this business, or correct the EIČ in Settings → EET.',
    },
  );
}

function refuse(code: string, what: Words, hint: Words): Refusal {
  const title = {
    cs: `${what.cs} Certifikát se nenahrál, prodej běží dál.`,
    en: `${what.en} The certificate was not taken in; sales go on.`,
  };
  return new Refusal(422, code, title, hint);
}

const AGAIN: Words = {
  cs: 'Vyberte soubor .p12, jak ho vydal daňový portál.',
  en: 'Choose the .p12 file as the tax portal gave it.',
};

const WHY: Readonly<Record<P12Fault | 'other-authority', readonly [Words, Words]>> = {
  'too-large': [
    { cs: 'Soubor je na certifikát moc velký.', en: 'The file is too large for a certificate.' },
    AGAIN,
  ],
  'not-p12': [{ cs: 'Soubor není certifikát .p12.', en: 'The file is no .p12 certificate.' }, AGAIN],
  'unknown-cipher': [
    {
      cs: 'Soubor .p12 je zašifrovaný způsobem, který pokladna nezná.',
      en: 'The .p12 file is encrypted in a way that the register does not know.',
    },
    {
      cs: 'Nahrajte soubor tak, jak ho vydal daňový portál; jiný program ho přešifroval.',
      en: 'Bring in the file as the tax portal gave it; another program has encrypted it anew.',
    },
  ],
  'too-costly': [
    {
      cs: 'Soubor je udělaný tak, aby pokladnu zahltil.',
      en: 'The file is made so as to overwhelm the register.',
    },
    AGAIN,
  ],
  'wrong-password': [
    { cs: 'Heslo k certifikátu nesedí.', en: 'The password of the certificate is wrong.' },
    {
      cs: 'Opište heslo, které portál ukázal při vydání: osm znaků, záleží na velikosti písmen.',
      en: 'Copy the password that the portal showed when it was issued: eight characters, capitals matter.',
    },
  ],
  'no-certificate': [
    { cs: 'V souboru žádný certifikát není.', en: 'There is no certificate in the file.' },
    AGAIN,
  ],
  'no-key': [{ cs: 'V souboru chybí klíč.', en: 'The key is missing from the file.' }, AGAIN],
  'not-a-pair': [
    {
      cs: 'Klíč v souboru patří k jinému certifikátu.',
      en: 'The key in the file belongs to another certificate.',
    },
    AGAIN,
  ],
  'weak-key': [
    {
      cs: 'Klíč certifikátu je slabší, než finanční správa dovoluje (RSA 2048).',
      en: 'The key of the certificate is weaker than the tax authority allows (RSA 2048).',
    },
    AGAIN,
  ],
  'no-eic': [
    {
      cs: 'Certifikát není vystavený na EIČ, takže to není certifikát pro EET.',
      en: 'The certificate is not for an EIČ, so it is none for EET.',
    },
    AGAIN,
  ],
  'other-authority': [
    {
      cs: 'Certifikát není od autority EET.',
      en: 'The certificate is not of the EET authority.',
    },
    AGAIN,
  ],
};
