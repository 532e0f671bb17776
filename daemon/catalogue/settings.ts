import type { Logo, Settings, SettingsPatch } from '../http/contract.ts';
import { Refusal } from '../refusal.ts';
import type { CatalogueStore } from './shelf.ts';

type Key = keyof Settings;

/** What one register has for itself; everything else is the shop's and the same on all of them. */
const OF_REGISTER: readonly Key[] = ['functionKeys', 'language', 'theme', 'shownLabel'];

/** The database's scope of a setting, and the journal's row. */
function scopeOf(key: Key, registerId: string): string {
  return OF_REGISTER.includes(key) ? registerScope(registerId) : SHOP;
}

const SHOP = 'shop';

function registerScope(registerId: string): string {
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
};

/** Throws a Refusal when the settings do not make sense together. */
export function checkSettings(patch: SettingsPatch, isItem: (id: string) => boolean): void {
  if (patch.seller && !isIco(patch.seller.ico)) {
    const message = `IČO ${patch.seller.ico} neexistuje: nesedí jeho kontrolní číslice.`;
    throw refuse('ico-invalid', message, 'Opište IČO z živnostenského listu nebo z obchodního rejstříku.');
  }
  if (patch.logo && !isWhole(patch.logo)) {
    const message = 'Obrázek na účtenku je neúplný: nemá tolik bodů, kolik říká jeho šířka a výška.';
    throw refuse('logo-invalid', message, 'Vyberte obrázek znovu.');
  }
  if (patch.iban && !isIban(patch.iban)) {
    const message = `Účet ${patch.iban} neexistuje: nesedí jeho kontrolní číslice.`;
    throw refuse('iban-invalid', message, 'Opište IBAN z výpisu nebo z internetového bankovnictví.');
  }
  for (const [i, key] of (patch.functionKeys ?? []).entries()) {
    if (key.action !== 'add-item' || (key.itemId !== null && isItem(key.itemId))) continue;
    const message = `Klávesa F${i + 1} má přidávat položku, která v ceníku není.`;
    throw refuse('key-item-unknown', message, 'Vyberte pro klávesu jinou položku.');
  }
}

export function readSettings(db: CatalogueStore['db'], registerId: string): Settings {
  const rows = db
    .prepare('SELECT key, value FROM setting WHERE scope IN (?, ?)')
    .all(SHOP, registerScope(registerId)) as { key: string; value: string }[];
  const set = Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value)]));
  return { ...FIRST_SETTINGS, ...set };
}

/** Inside a transaction. */
export function writeSettings(
  store: CatalogueStore,
  registerId: string,
  patch: SettingsPatch,
  author: string,
): void {
  const write = store.db.prepare(
    `INSERT INTO setting (scope, key, value, changedBy) VALUES (?, ?, ?, ?)
     ON CONFLICT (scope, key) DO UPDATE SET value = excluded.value, changedBy = excluded.changedBy`,
  );
  for (const [key, value] of Object.entries(patch)) {
    const scope = scopeOf(key as Key, registerId);
    write.run(scope, key, JSON.stringify(value), author);
    store.journal.cells('setting', scope, { [key]: value, changedBy: author });
  }
}

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

function refuse(code: string, message: string, hint: string): Refusal {
  return new Refusal(422, code, `${message} Nastavení se nezměnilo.`, hint);
}
