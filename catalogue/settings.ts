import {
  type EetSettings,
  type Logo,
  Refusal,
  type Settings,
  type SettingsPatch,
  type Words,
} from '../wire/index.ts';

/** The cells' table of settings: one record for the shop, one for each register. */
export const SETTING = 'setting';

export type SettingKey = keyof Settings;

/** What one register has for itself; everything else is the shop's and the same on all of them. */
const OF_REGISTER: readonly SettingKey[] = ['functionKeys', 'language', 'theme', 'shownLabel', 'itemSync'];

/** Whose setting it is: the id of its record. */
export function scopeOf(key: SettingKey, registerId: string): string {
  return OF_REGISTER.includes(key) ? registerScope(registerId) : SHOP;
}

export const SHOP = 'shop';

export function registerScope(registerId: string): string {
  return `register:${registerId}`;
}

/** Before anyone has set anything. The seller's IČO is no valid one, so it cannot be mistaken for somebody. */
export const FIRST_SETTINGS: Settings = {
  seller: {
    name: 'Provozovatel není nastaven',
    place: '',
    address: 'Adresa není nastavena',
    ico: '00000000',
    dic: null,
  },
  receiptHeader: [],
  receiptFooter: ['Děkujeme za návštěvu.'],
  logo: null,
  iban: null,
  printReceipt: 'always',
  functionKeys: [
    { label: 'Objednat', action: 'order', itemId: null },
    { label: 'Účty', action: 'bills', itemId: null },
    { label: 'Historie', action: 'history', itemId: null },
    { label: 'Zásuvka', action: 'open-drawer', itemId: null },
    { label: 'Zvážit', action: 'scale', itemId: null },
    { label: 'F6', action: 'none', itemId: null },
    { label: 'F7', action: 'none', itemId: null },
    { label: 'Zamknout', action: 'lock', itemId: null },
  ],
  language: 'cs',
  theme: 'auto',
  lockAfter_s: 300,
  shownLabel: null,
  itemSync: true,
  itemChanges: 'at-once',
  eet: null,
};

/** Throws a Refusal when the settings do not make sense together, or for this register. */
export function checkSettings(
  patch: SettingsPatch,
  { isItem, registerId }: { isItem: (id: string) => boolean; registerId: string },
): void {
  if (patch.seller && !isIco(patch.seller.ico)) {
    const message = {
      cs: `IČO ${patch.seller.ico} neexistuje: nesedí jeho kontrolní číslice.`,
      en: `There is no IČO ${patch.seller.ico}: its check digit is wrong.`,
    };
    throw refuse('ico-invalid', message, {
      cs: 'Opište IČO z živnostenského listu nebo z obchodního rejstříku.',
      en: 'Copy the IČO from the trade licence or from the commercial register.',
    });
  }
  if (patch.logo && !isWhole(patch.logo)) {
    const message = {
      cs: 'Obrázek na účtenku je neúplný: nemá tolik bodů, kolik říká jeho šířka a výška.',
      en: 'The picture for receipts is not whole: it has fewer dots than its width and height say.',
    };
    throw refuse('logo-invalid', message, { cs: 'Vyberte obrázek znovu.', en: 'Choose the picture again.' });
  }
  if (patch.iban && !isIban(patch.iban)) {
    const message = {
      cs: `Účet ${patch.iban} neexistuje: nesedí jeho kontrolní číslice.`,
      en: `There is no account ${patch.iban}: its check digits are wrong.`,
    };
    throw refuse('iban-invalid', message, {
      cs: 'Opište IBAN z výpisu nebo z internetového bankovnictví.',
      en: 'Copy the IBAN from a statement or from internet banking.',
    });
  }
  if (patch.eet) checkEet(patch.eet, registerId);
  for (const [i, key] of (patch.functionKeys ?? []).entries()) {
    if (key.action !== 'add-item' || (key.itemId !== null && isItem(key.itemId))) continue;
    const message = {
      cs: `Klávesa F${i + 1} má přidávat položku, která v ceníku není.`,
      en: `The key F${i + 1} is to add an item that is not on the price list.`,
    };
    throw refuse('key-item-unknown', message, {
      cs: 'Vyberte pro klávesu jinou položku.',
      en: 'Choose another item for the key.',
    });
  }
}

function checkEet({ eic, delegatingEic }: EetSettings, registerId: string): void {
  if (delegatingEic === eic) {
    const message = {
      cs: `Pověřující EIČ ${eic} je stejné jako EIČ podniku.`,
      en: `The delegating EIČ ${eic} is the same as the EIČ of the business.`,
    };
    throw refuse('eet-delegation', message, {
      cs: 'Když podnik eviduje jen své tržby, nechte pověřující EIČ prázdné.',
      en: 'If the business registers only its own sales, leave the delegating EIČ empty.',
    });
  }
  if (isEetRegisterId(registerId)) return;
  const message = {
    cs: `Značka této pokladny „${registerId}“ je pro EET dlouhá, vejde se nejvýš 20 znaků.`,
    en: `The id of this register “${registerId}” is too long for EET, which takes 20 characters at most.`,
  };
  throw refuse('eet-register-id', message, {
    cs: 'Technik ji zkrátí v souboru s nastavením pokladny, potom EET zapněte znovu.',
    en: 'A technician shortens it in the configuration of the register; then switch EET on again.',
  });
}

/** Whether a register can go by its id in the authority's books: `id_pokl` of the interface 4.1. */
export const isEetRegisterId = (id: string): boolean => /^[0-9a-zA-Z.,:;/#\-_ ]{1,20}$/.test(id);

/** Weights 8 to 2 over the first seven digits; the eighth is (11 − sum mod 11) mod 10 (Czech Statistical Office). */
export function isIco(ico: string): boolean {
  if (!/^\d{8}$/.test(ico)) return false;
  let sum = 0;
  for (let i = 0; i < 7; i++) sum += Number(ico[i]) * (8 - i);
  return (11 - (sum % 11)) % 10 === Number(ico[7]);
}

/** ISO 13616: the first four characters go to the end, letters become 10 to 35, and the number mod 97 is 1. */
export function isIban(iban: string): boolean {
  if (!/^CZ\d{22}$/.test(iban)) return false;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) => `${parseInt(letter, 36)}`);
  return BigInt(digits) % 97n === 1n;
}

function isWhole({ width, height, bits }: Logo): boolean {
  const bytes = Buffer.from(bits, 'base64');
  return bytes.length === (width / 8) * height && bytes.toString('base64') === bits;
}

function refuse(code: string, what: Words, hint: Words): Refusal {
  const title = { cs: `${what.cs} Nastavení se nezměnilo.`, en: `${what.en} The settings were not changed.` };
  return new Refusal(422, code, title, hint);
}
