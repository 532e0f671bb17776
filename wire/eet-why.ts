import type { FISCAL_STATES } from './facts/eet.ts';
import type { Words } from './fields.ts';

/** Why a sale is not confirmed, and what to do. */
export interface Why {
  readonly reason: Words;
  readonly hint: Words;
}

interface Stuck {
  readonly state: (typeof FISCAL_STATES)[number];
  readonly code: number | null;
  readonly reason: string;
}

/** Null when nothing is wrong with it. */
export function whyOf({ state, code, reason }: Stuck): Why | null {
  switch (state) {
    case 'confirmed':
      return null;
    case 'confirmed-unverified':
      return UNVERIFIED;
    case 'waiting':
      // Not tried yet, or the line is down: it goes by itself.
      return reason === '' ? null : TRIED;
    case 'blocked':
      return code === null ? withoutCredential(reason) : refusedFor(code);
    case 'rejected':
      return code === null ? UNMADE : rejectedFor(code);
  }
}

const TRIED: Why = {
  reason: {
    cs: 'Úřad zatím nepotvrdil, pokladna to zkouší dál.',
    en: 'The authority has not confirmed yet; the register keeps trying.',
  },
  hint: {
    cs: 'Zkontrolujte připojení k internetu. Prodávat jde dál.',
    en: 'Check the internet connection. Sales go on.',
  },
};

const UNVERIFIED: Why = {
  reason: {
    cs: 'Úřad tržbu přijal, ale podpis jeho odpovědi se nepodařilo ověřit. Znovu se neposílá.',
    en: 'The authority has taken the sale, but the signature of its answer could not be verified. It is not sent again.',
  },
  hint: {
    cs: 'Nahlaste to správci pokladny. Odpověď úřadu je uložená.',
    en: 'Tell whoever looks after the register. The answer of the authority is kept.',
  },
};

const bring = {
  cs: 'Na stránce EET nahrajte certifikát z daňového portálu; čekající tržby se pak odešlou samy.',
  en: 'Bring in the certificate from the tax portal on the EET page; waiting sales are then sent by themselves.',
};

/** By the word that the certificates give (daemon/eet/certificates). */
const NO_CREDENTIAL: Readonly<Record<string, Why>> = {
  none: {
    reason: { cs: 'Pokladna nemá certifikát EET.', en: 'The register has no EET certificate.' },
    hint: bring,
  },
  'other-eic': {
    reason: {
      cs: 'Certifikát EET je vystavený na jiné EIČ, než pod kterým tržba vznikla.',
      en: 'The EET certificate is for another EIČ than the one the sale was made under.',
    },
    hint: bring,
  },
  'other-environment': {
    reason: {
      cs: 'Certifikát EET patří do jiného prostředí (ostrého, nebo zkušebního) než tržba.',
      en: 'The EET certificate belongs to another environment (production or playground) than the sale.',
    },
    hint: bring,
  },
  'not-yet': {
    reason: { cs: 'Certifikát EET ještě neplatí.', en: 'The EET certificate is not valid yet.' },
    hint: {
      cs: 'Zkontrolujte datum a čas pokladny.',
      en: 'Check the date and time of the register.',
    },
  },
  over: {
    reason: { cs: 'Certifikát EET už neplatí.', en: 'The EET certificate is no longer valid.' },
    hint: bring,
  },
};

/** The word may be another register's, so anything at all. */
const withoutCredential = (word: string): Why =>
  (Object.hasOwn(NO_CREDENTIAL, word) ? NO_CREDENTIAL[word] : undefined) ?? NO_CREDENTIAL_OTHER;

const NO_CREDENTIAL_OTHER: Why = {
  reason: { cs: 'Certifikát EET k tržbě nepatří.', en: 'The EET certificate does not belong to the sale.' },
  hint: bring,
};

function refusedFor(code: number): Why {
  return {
    reason: {
      cs: `Úřad tržbu nepřijal kvůli certifikátu nebo nastavení (kód ${code}).`,
      en: `The authority did not take the sale because of the certificate or the settings (code ${code}).`,
    },
    hint: {
      cs: 'Zkontrolujte EIČ v nastavení a certifikát na stránce EET: patří do stejného prostředí a na stejné EIČ?',
      en: 'Check the EIČ in the settings and the certificate on the EET page: same environment, same EIČ?',
    },
  };
}

const report = {
  cs: 'Nahlaste to správci pokladny i s číslem účtenky. Po opravě programu se tržba odešle sama.',
  en: 'Tell whoever looks after the register, with the number of the receipt. It is sent by itself once the program is mended.',
};

const UNMADE: Why = {
  reason: {
    cs: 'Z účtenky se nedá sestavit zpráva pro úřad: některý údaj nemá podobu, jakou úřad chce.',
    en: 'No message for the authority can be made of the receipt: one of its values is not such as the authority wants.',
  },
  hint: {
    cs: 'Nahlaste to správci pokladny i s číslem účtenky: sama se neodešle, zaevidovat se musí jinak.',
    en: 'Tell whoever looks after the register, with the number of the receipt: it is not sent by itself and has to be registered in another way.',
  },
};

function rejectedFor(code: number): Why {
  return {
    reason: {
      cs: `Úřad tržbu odmítl (kód ${code}).`,
      en: `The authority has refused the sale (code ${code}).`,
    },
    hint: report,
  };
}
