import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { BillView, CatalogueView } from '../../daemon/http/contract.ts';
import { breakNetwork } from './broken-network.ts';
import { launchBrowser } from './browser.ts';
import { startDemoShop } from './demo-shop.ts';
import { type Hand, handOn } from './hand.ts';
import { startTwoRegisters } from './two-registers.ts';

/**
 * Pictures of every screen and state in both sizes and themes, for people to look at.
 *   node test/kiosk/pictures.ts FOLDER
 * Without a folder only the handful for the README is taken, into docs/pictures.
 */
const README = fileOf('../../docs/pictures');
const folder = process.argv[2] ? resolve(process.argv[2]) : null;
const SIZES = [
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
] as const;
/** What the README shows, by the name of the picture. */
const SHOWN = new Set([
  'sell',
  'payment',
  'tables',
  'history-receipt',
  'price-list',
  'shift-closed',
  'settings-devices',
  'eet',
  'settings-eet',
  'siblings',
  'virtual-devices',
]);

function fileOf(path: string): string {
  return new URL(path, import.meta.url).pathname;
}

const shop = await startDemoShop('--eet');
const browser = await launchBrowser();
const context = await browser.newContext({ viewport: SIZES[0], locale: 'cs-CZ' });
const page = await context.newPage();
page.setDefaultTimeout(30_000);
const hand = handOn(page);

/** One state in both sizes and themes, without moving on. */
async function picture(name: string, of: Page = page): Promise<void> {
  await of.evaluate(() => document.fonts.ready.then(() => undefined));
  if (!folder) {
    if (!SHOWN.has(name)) return;
    mkdirSync(README, { recursive: true });
    await theme(of, name === 'payment' ? 'dark' : 'light');
    await of.screenshot({ path: join(README, `${name}.png`), animations: 'disabled' });
    return;
  }
  mkdirSync(folder, { recursive: true });
  for (const size of SIZES) {
    await of.setViewportSize(size);
    for (const look of ['light', 'dark'] as const) {
      await theme(of, look);
      await of.screenshot({
        path: join(folder, `${name}-${size.width}-${look}.png`),
        animations: 'disabled',
      });
    }
  }
  await of.setViewportSize(SIZES[0]);
}

const theme = (of: Page, look: 'light' | 'dark') =>
  of.evaluate((wanted) => {
    document.documentElement.dataset.theme = wanted;
  }, look);

try {
  await page.goto(shop.url);
  await page.getByRole('heading', { name: 'Kdo obsluhuje?' }).waitFor();
  await page.getByRole('button', { name: /Petr/ }).click();
  await hand.keys('25');
  await picture('sign-in');
  await hand.keys('00');
  await page.getByRole('button', { name: 'Hotovo' }).click();
  await page.getByRole('alert').waitFor();
  await picture('sign-in-wrong');
  await hand.signIn('Petr', shop.pins.Petr ?? '');
  await page.getByRole('heading', { name: 'Směna není otevřená' }).waitFor();
  await picture('sell-closed');
  await hand.openShift('3000');
  await picture('sell-empty');
  await shift(hand);
  await screens(hand);
  await eet(hand);
  await twoRegisters();
  await afterBreak();
} finally {
  await browser.close();
  await shop.stop();
}

/** Sales, tables, and everything on the way. */
async function shift(hand: Hand): Promise<void> {
  for (const [table, category, items] of [
    ['3', 'Hlavní jídla', ['Vepřo knedlo zelo', 'Hovězí burger s čedarem a hranolky']],
    ['7', 'Pivo', ['Výčepní desítka 0,5 l', 'Tmavý ležák 0,5 l']],
    ['Z4', 'Káva a čaj', ['Espresso', 'Cappuccino']],
  ] as const) {
    await hand.go('Stoly');
    await page.getByRole('button', { name: new RegExp(`^${table}(?!\\d)`) }).click();
    await hand.category(category);
    for (const item of items) await hand.tile(item);
    await hand.bill().getByRole('button', { name: 'Objednat' }).click();
    await hand.bill().getByRole('button', { name: 'Objednat', disabled: true }).waitFor();
    await hand.bill().getByRole('button', { name: 'Odložit' }).click();
  }
  for (const [tender, items] of [
    ['Přesně', ['Espresso', 'Flat white']],
    ['Karta', ['Cappuccino']],
  ] as const) {
    await hand.category('Káva a čaj');
    for (const item of items) await hand.tile(item);
    await hand.toPayment();
    await hand.tender(tender);
    await hand.next();
  }
  await hand.go('Stoly');
  await page.getByRole('button', { name: /^5(?!\d)/ }).click();
  await hand.category('Hlavní jídla');
  for (const item of ['Svíčková na smetaně, houskový knedlík, brusinky', 'Hovězí guláš, houskový knedlík'])
    await hand.tile(item);
  await hand.category('Pivo');
  for (let i = 0; i < 3; i++) await hand.tile('Plzeňská dvanáctka 0,5 l');
  await hand.totalIs('665');
  await picture('sell');
  await hand.go('Stoly');
  await picture('tables');
  await page.getByRole('button', { name: /^5(?!\d)/ }).click();
  await hand.line(/Svíčková/);
  await picture('sell-line');
  await hand.deed('Poznámka');
  await picture('sell-note');
  await page.keyboard.press('Escape');
  await hand.deed('Sleva');
  await picture('sell-discount');
  await page.keyboard.press('Escape');
  await hand.deed('Storno');
  await picture('sell-void');
  await page.keyboard.press('Escape');
  await hand.search('svick');
  await picture('sell-search');
  await hand.search('neznámé jídlo');
  await picture('sell-nothing-found');
  await hand.search('');
  await page.getByRole('button', { name: 'Alergeny' }).click();
  await hand.category('Hlavní jídla');
  await picture('sell-allergens');
  await page
    .getByRole('button', { name: /^Svíčková/ })
    .last()
    .click();
  await picture('sell-allergen-dialog');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Alergeny', exact: true }).click();
  await shop.virtual('scale', { grams: 845 });
  await hand.tile('Marinovaná žebra na medu');
  await hand.dialog(/Váha/).getByText('0,845').waitFor();
  await picture('sell-weigh');
  await page.keyboard.press('Escape');
  await hand.bill().getByRole('button', { name: 'Další úkony s účtem' }).click();
  await picture('sell-menu');
  await page.getByRole('button', { name: 'Rozdělit nebo sloučit účet' }).click();
  await page.getByRole('button', { name: /Hovězí guláš/ }).click();
  await picture('split');
  await page.getByRole('button', { name: 'Zpět' }).click();
  await hand.toPayment();
  await picture('payment');
  await hand.keys('1000');
  await picture('payment-typed');
  await page.getByRole('button', { name: 'Spropitné' }).click();
  await picture('payment-tip');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Na firmu (IČO)' }).click();
  await picture('payment-buyer');
  await page.keyboard.press('Escape');
  await hand.tender('Hotovost');
  await page.locator('.paid').waitFor();
  await page.getByText('Účtenka je vytištěná.').waitFor();
  await picture('paid');
  await hand.next();
  await devices();
  await shop.virtual('printers/uctenky', { paper: 'out' });
  await hand.category('Pivo');
  await hand.tile('Tmavý ležák 0,5 l');
  await hand.toPayment();
  await hand.tender('Karta');
  await page.getByRole('button', { name: 'Zkusit znovu' }).waitFor();
  await picture('paid-no-paper');
  await hand.next();
  await page.locator('button.status').click();
  await picture('status');
  await page.keyboard.press('Escape');
  await shop.virtual('printers/uctenky', { paper: 'ok' });
  // A bill of forty lines.
  await hand.category('Hlavní jídla');
  for (let i = 0; i < 20; i++) {
    await hand.tile('Vepřo knedlo zelo');
    await hand.tile('Pstruh na másle');
    await hand.dialog(/Váha/).waitFor();
    await hand.keys('350', hand.dialog(/Váha/));
    await hand.dialog(/Váha/).getByRole('button', { name: 'Přidat na účet' }).click();
  }
  await hand.totalIs('8 640');
  await picture('sell-forty');
  await hand.toPayment();
  await picture('payment-forty');
  await page.getByRole('button', { name: 'Zpět' }).click();
  await hand.bill().getByRole('button', { name: 'Odložit' }).click();
  // The largest amount there is.
  await hand.category('Ostatní');
  await hand.tile('Pronájem salonku');
  await hand.keys('99999999,99', hand.dialog(/Cena/));
  await hand.dialog(/Cena/).getByRole('button', { name: 'Přidat na účet' }).click();
  await hand.totalIs('99 999 999,99');
  await picture('sell-largest');
  await hand.toPayment();
  await picture('payment-largest');
  await page.getByRole('button', { name: 'Zpět' }).click();
  await hand.bill().getByRole('button', { name: 'Odložit' }).click();
}

async function screens(hand: Hand): Promise<void> {
  await hand.go('Stoly');
  await picture('tables-largest');
  await hand.go('Historie');
  await page.locator('.receipt-row').first().waitFor();
  await picture('history');
  await page.locator('.receipt-row').nth(1).click();
  await page.getByRole('button', { name: 'Stornovat' }).waitFor();
  await page.locator('.paper-place').getByText('CELKEM', { exact: false }).first().waitFor();
  await picture('history-receipt');
  await page.getByRole('button', { name: 'Stornovat' }).click();
  await picture('history-reverse');
  await page.keyboard.press('Escape');
  await hand.go('Ceník');
  await page.getByRole('button', { name: 'Nová položka' }).waitFor();
  await picture('price-list');
  await page
    .getByRole('button', { name: /Plzeňská dvanáctka 0,5/ })
    .first()
    .click();
  await page.getByRole('dialog').waitFor();
  await picture('price-list-item');
  await page.getByRole('button', { name: 'Naplánovat změnu' }).click();
  await picture('price-list-schedule');
  await hand.dialog('Naplánovat změnu').getByRole('button', { name: 'zlevněné hodiny' }).click();
  await picture('price-list-happy-hours');
  await page.keyboard.press('Escape');
  await hand.dialog('Naplánovat změnu').waitFor({ state: 'hidden' });
  const sixty = 'Grilovaná kotleta z přeštického prasete s liškovou omáčkou 1';
  await page.getByLabel('Název', { exact: true }).fill(sixty);
  await page.getByLabel('Cena s DPH (Kč)').fill('123456,50');
  await page.getByRole('button', { name: 'Uložit' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await picture('price-list-long');
  await hand.go('Prodej');
  await hand.category('Pivo');
  await page
    .getByRole('region', { name: 'Položky' })
    .getByRole('button', { name: /Plzeň 12° 0,5|Grilovaná/ })
    .click();
  await hand.totalIs('123 456,50');
  await picture('sell-long-name');
  await hand.line(/Grilovaná/);
  await hand.deed('Storno');
  await picture('sell-void-long');
  await page.keyboard.press('Escape');
  await hand.bill().getByRole('button', { name: 'Odložit' }).click();
  await hand.go('Nastavení');
  for (const [place, name] of [
    ['shop', 'settings'],
    ['staff', 'settings-staff'],
    ['tables', 'settings-tables'],
    ['payments', 'settings-payments'],
    ['eet', 'settings-eet'],
    ['vat', 'settings-vat'],
    ['keys', 'settings-keys'],
    ['data', 'settings-data'],
    ['devices', 'settings-devices'],
    ['register', 'settings-register'],
    ['about', 'settings-about'],
  ] as const) {
    await page.goto(`${shop.url}/#/settings/${place}`);
    await page.locator('main h1, main h2').first().waitFor();
    await picture(name);
  }
  await hand.go('Pokladna');
  await page.getByRole('button', { name: 'Uzavřít směnu' }).waitFor();
  await picture('shift');
  await page.getByRole('button', { name: 'Výběr' }).click();
  await picture('shift-out');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Přehled X' }).click();
  await hand.dialog('Přehled X').getByText('Tržba').first().waitFor();
  await picture('shift-x');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Uzavřít směnu' }).click();
  await page.getByRole('button', { name: 'Částkou' }).waitFor();
  await picture('shift-count');
  await page.getByRole('button', { name: 'Částkou' }).click();
  await hand.keys('3800');
  await page.getByRole('button', { name: 'Uzavřít směnu' }).click();
  await picture('shift-sure');
  await hand.dialog('Uzavřít směnu?').getByRole('button', { name: 'Uzavřít směnu' }).click();
  await page.getByRole('heading', { name: 'Směna je uzavřená, uzávěrka Z 1' }).waitFor();
  await picture('shift-closed');
}

/** Sales with their POK, and one that waits for a certificate. */
async function eet(hand: Hand): Promise<void> {
  await hand.go('Prodej');
  await hand.openShift('1000');
  await hand.go('EET');
  await page.locator('.eet-rows .list-row').first().waitFor();
  await page.getByRole('button', { name: 'Vyzkoušet' }).click();
  await page.getByText('Úřad zprávu zkontroloval a je v pořádku.').waitFor();
  await picture('eet');
  await page.locator('.eet-rows .list-row').first().click();
  await page.locator('.eet-attempt').first().waitFor();
  await picture('eet-sale');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Nahrát certifikát' }).click();
  await picture('eet-certificate');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Nastavení EET' }).click();
  await page.getByRole('button', { name: 'Ostré' }).click();
  await page.getByRole('button', { name: 'Uložit' }).click();
  await picture('settings-eet-begins');
  await page.getByRole('button', { name: 'Evidovat naostro' }).click();
  await page.getByText('Uloženo.').waitFor();
  await hand.go('Prodej');
  await hand.category('Káva a čaj');
  await hand.tile('Espresso');
  await hand.toPayment();
  await hand.tender('Karta');
  await page.locator('.paid').getByText('EET: bude odesláno').waitFor();
  await picture('paid-eet-waits');
  await hand.next();
  await hand.go('EET');
  await page.locator('.eet-standing').getByText('Certifikát EET patří do jiného prostředí').waitFor();
  await picture('eet-blocked');
  await page.goto(`${shop.url}/#/settings/eet`);
  await page.getByRole('button', { name: 'Neeviduje se' }).click();
  await page.getByRole('button', { name: 'Uložit' }).click();
  await picture('settings-eet-ends');
  await page.getByRole('button', { name: 'Přestat evidovat' }).click();
  await page.getByText('Uloženo.').waitFor();
}

/** What another register brings: who is there, what it has changed, a bill that it takes the money for. */
async function twoRegisters(): Promise<void> {
  const two = await startTwoRegisters();
  try {
    // Cookies know no ports: a browser of its own.
    const first = await (await browser.newContext({ viewport: SIZES[0], locale: 'cs-CZ' })).newPage();
    const own = handOn(first);
    await first.goto(two.urls[0]);
    await own.signIn('Petr', two.pins.Petr ?? '');
    await own.openShift('1000');
    const second = await two.clerk(two.urls[1], 'Petr');
    await first.goto(`${two.urls[0]}/#/settings/siblings`);
    await first.getByText('má všechny změny').waitFor();
    await picture('siblings', first);
    for (const [button, name] of [
      ['Připojit další pokladnu', 'siblings-code'],
      ['Zadat adresu', 'siblings-address'],
      ['Odpojit: Pokladna 2', 'siblings-revoke'],
    ] as const) {
      await first.getByRole('button', { name: button }).click();
      if (name === 'siblings-code') await first.locator('.pairing-code').waitFor();
      await picture(name, first);
      await first.keyboard.press('Escape');
      await first.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await first.goto(`${two.urls[0]}/#/settings/data`);
    await first.getByRole('button', { name: 'při otevření směny' }).click();
    await first.getByRole('button', { name: 'při otevření směny', pressed: true }).waitFor();
    const { items } = await second.ask<CatalogueView>('GET', '/api/catalogue');
    const dark = items.find(({ name }) => name === 'Tmavý ležák 0,5 l');
    await second.ask('PATCH', `/api/items/${dark?.id}`, { price_haler: 6_500 });
    await first.getByText('Čeká 1 změna ceníku z ostatních pokladen.').waitFor();
    await picture('settings-data-waiting', first);
    await own.go('Ceník');
    await picture('price-list-waiting', first);
    await own.go('Stoly');
    await first.getByRole('button', { name: /^5(?!\d)/ }).click();
    await own.category('Káva a čaj');
    await own.tile('Espresso');
    await own.totalIs('58');
    let bills: BillView[] = [];
    while (bills.length === 0) bills = await second.ask<BillView[]>('GET', '/api/bills');
    await second.ask('POST', `/api/bills/${bills[0]?.bill.id}/claim`, { takesOver: false });
    await own.bill().getByText('Platí se jinde').waitFor();
    await picture('sell-claimed', first);
    await own.bill().getByRole('button', { name: 'Zaplatit' }).click();
    await first.getByRole('button', { name: 'Převzít placení' }).waitFor();
    await picture('payment-claimed', first);
  } finally {
    await two.stop();
  }
}

/** What is left when two registers sold to the same tables and could not hear each other. */
async function afterBreak(): Promise<void> {
  const broken = await startDemoShop();
  try {
    const screen = await (await browser.newContext({ viewport: SIZES[0], locale: 'cs-CZ' })).newPage();
    const own = handOn(screen);
    await screen.goto(broken.url);
    await own.signIn('Jana', broken.pins.Jana ?? '');
    await own.openShift('1000');
    await breakNetwork(broken, screen, own);
    await picture('tables-after-break', screen);
    await screen.getByRole('button', { name: /^9(?!\d)/ }).click();
    await screen.getByRole('button', { name: 'Spojit do jednoho účtu' }).waitFor();
    await picture('tables-two-bills', screen);
    await screen.keyboard.press('Escape');
    await own.go('Historie');
    await screen.getByRole('button', { name: /na vyřízení/ }).click();
    await screen.getByText('Stůl 7: zaplaceno dvakrát').first().waitFor();
    await picture('troubles', screen);
  } finally {
    await broken.stop();
  }
}

async function devices(): Promise<void> {
  const other = await context.newPage();
  await other.goto(`${shop.url}/devices`);
  await other.getByText('Tiskárna účtenek').first().waitFor();
  await picture('virtual-devices', other);
  await other.close();
}
