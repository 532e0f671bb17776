import type { Credential } from '../../../eet/index.ts';
import type { HealthPart, Words } from '../../http/contract.ts';
import type { NoCredential } from './certificates.ts';

const day_ms = 86_400_000;
/** From the loudest on: so many days before its end. */
const WARN_DAYS = [3, 14, 30] as const;

/** The certificate that signs the shop's sales. Selling goes on in any case. */
export function certificateHealth(
  current: Credential | NoCredential,
  now_ms: number,
  unreadable: number,
): HealthPart {
  if (typeof current === 'string') return attention(missing(current, unreadable), BRING);
  const left_ms = current.notAfter_ms - now_ms;
  const days = Math.floor(left_ms / day_ms);
  const level = WARN_DAYS.find((limit) => left_ms <= limit * day_ms);
  if (level === undefined) {
    return { id: PART, state: 'ok', ...well(days), hintCs: '', hintEn: '' };
  }
  return attention(ending(days, level), RENEW);
}

const PART = 'eet-certificate';

function attention(what: Words, hint: Words): HealthPart {
  return { id: PART, state: 'attention', ...what, hintCs: hint.cs, hintEn: hint.en };
}

const well = (days: number): Words => ({
  cs: `Certifikát EET platí ještě ${daysCs(days)}.`,
  en: `The EET certificate is valid for ${daysEn(days)} more.`,
});

function ending(days: number, level: number): Words {
  if (level === 3) {
    return {
      cs: `Certifikát EET končí za ${daysCs(days)}! Potom se tržby neodešlou a budou jen čekat.`,
      en: `The EET certificate ends in ${daysEn(days)}! After that sales are not sent and only wait.`,
    };
  }
  return {
    cs: `Certifikát EET končí za ${daysCs(days)}.`,
    en: `The EET certificate ends in ${daysEn(days)}.`,
  };
}

function missing(why: NoCredential, unreadable: number): Words {
  switch (why) {
    case 'none':
      return unreadable > 0
        ? {
            cs: 'Soubor s certifikátem EET se nedá přečíst. Tržby čekají.',
            en: 'The file with the EET certificate cannot be read. Sales wait.',
          }
        : {
            cs: 'Pokladna nemá certifikát EET. Tržby čekají.',
            en: 'The register has no EET certificate. Sales wait.',
          };
    case 'other-eic':
      return {
        cs: 'Certifikát EET je vystavený na jiné EIČ, než je v nastavení. Tržby čekají.',
        en: 'The EET certificate is for another EIČ than the settings say. Sales wait.',
      };
    case 'other-environment':
      return {
        cs: 'Certifikát EET patří do jiného prostředí, než je v nastavení. Tržby čekají.',
        en: 'The EET certificate belongs to another environment than the settings say. Sales wait.',
      };
    case 'not-yet':
      return {
        cs: 'Certifikát EET ještě neplatí. Tržby čekají.',
        en: 'The EET certificate is not valid yet. Sales wait.',
      };
    case 'over':
      return {
        cs: 'Certifikát EET už neplatí. Tržby čekají.',
        en: 'The EET certificate is no longer valid. Sales wait.',
      };
  }
}

const BRING: Words = {
  cs: 'Na stránce EET nahrajte certifikát z daňového portálu; čekající tržby se pak odešlou samy. Zkontrolujte také datum pokladny.',
  en: 'Bring in the certificate from the tax portal on the page EET; waiting sales are then sent by themselves. Check the date of the register, too.',
};
const RENEW: Words = {
  cs: 'Pokladna si řekne o nový sama. Pokud se to nedaří, vystavte ho v daňovém portálu a nahrajte na stránce EET.',
  en: 'The register asks for a new one by itself. If that does not work, have one issued in the tax portal and bring it in on the page EET.',
};

const daysCs = (days: number): string =>
  `${days} ${days === 1 ? 'den' : days >= 2 && days <= 4 ? 'dny' : 'dní'}`;
const daysEn = (days: number): string => `${days} ${days === 1 ? 'day' : 'days'}`;
