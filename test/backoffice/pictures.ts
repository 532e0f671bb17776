import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchBrowser } from '../kiosk/browser.ts';
import { DESK, goTo, openPages, PHONE, signIn } from './owner.ts';
import { EMAIL, startTradingShop } from './trading-shop.ts';

/**
 * Pictures of the owner's pages in both sizes and themes, for people to look at.
 *   node test/backoffice/pictures.ts FOLDER
 * Without a folder only the handful for the README is taken, into docs/pictures.
 */
const README = new URL('../../docs/pictures', import.meta.url).pathname;
const folder = process.argv[2] ? resolve(process.argv[2]) : null;
const SIZES = [DESK, PHONE] as const;
/** What the README shows, by the name of the picture. */
const SHOWN = new Set(['portal', 'receipts-receipt']);

const shop = await startTradingShop(40);
const browser = await launchBrowser();
const context = await browser.newContext({ viewport: DESK, locale: 'cs-CZ', timezoneId: 'Europe/Prague' });
const page = await context.newPage();
page.on('pageerror', (error) => console.error('page error:', error.message));

/** One state in both sizes and themes, without moving on. */
async function picture(name: string, whole = false): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  if (!folder) {
    if (!SHOWN.has(name)) return;
    await page.screenshot({ path: join(README, `backoffice-${name}.png`), animations: 'disabled' });
    return;
  }
  mkdirSync(folder, { recursive: true });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const look of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: look });
      await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, look);
      await drawn();
      await page.screenshot({
        path: join(folder, `${name}-${size.width}-${look}.png`),
        animations: 'disabled',
        fullPage: whole,
      });
    }
  }
  await page.setViewportSize(DESK);
  await page.emulateMedia({ colorScheme: 'light' });
  await drawn();
}

/** Charts follow the size of their place a frame later. */
const drawn = () =>
  page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );

const open = (path: string) => goTo(page, shop.store, path);

try {
  await openPages(page, shop.url);
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Heslo').fill('spatne');
  await page.getByRole('button', { name: 'Přihlásit se' }).click();
  await page.getByRole('alert').waitFor();
  await picture('sign-in-wrong');
  await signIn(page);
  await page.getByRole('img', { name: /^Po hodinách/ }).waitFor();
  await picture('portal', true);
  await page.getByRole('button', { name: 'Jako tabulku' }).click();
  await picture('portal-table', true);
  await page.getByRole('button', { name: 'Jako graf' }).click();
  await page.getByRole('button', { name: 'Tento měsíc' }).click();
  await page.getByRole('img', { name: /^Po dnech/ }).waitFor();
  await picture('portal-month', true);
  await open('portal?period=own&from=2026-01-05&to=2026-11-24');
  await page.getByRole('img', { name: /^Po měsících/ }).waitFor();
  await picture('portal-year');
  await page.getByRole('button', { name: /5\.\s1\. – 24/ }).click();
  await page.getByLabel('Od', { exact: true }).fill('31. 2. 2026');
  await picture('portal-own');
  await page.keyboard.press('Escape');
  await open('portal?period=own&from=2020-01-01&to=2020-01-07');
  await page.getByText('V tomto období není').waitFor();
  await picture('portal-empty');
  await receipts();
  await registers();
  await account();
  await faults();
} finally {
  await browser.close();
  await shop.end();
}

async function receipts(): Promise<void> {
  const sold = await shop.sell({ lines: [['kotleta', 2000]], table: '4' });
  await shop.reverse(sold);
  await open('receipts');
  await page.locator('.receipt-row').first().waitFor();
  await picture('receipts');
  await page.locator('.receipt-row').nth(1).click();
  await page.locator('.paper').waitFor();
  await picture('receipts-receipt');
  await twice();
  await open('receipts?q=kotleta&eet=waiting');
  await page.locator('.receipt-row').first().click();
  await page.locator('.paper').waitFor();
  await picture('receipts-filtered');
  await open('receipts?q=neni');
  await page.getByText('Nic takového').waitFor();
  await picture('receipts-none');
  await shop.sell({ lines: [['salonek', 1000]] });
  await open('portal');
  await page.getByText('99 999 999,99').first().waitFor();
  await picture('portal-largest');
  await open('receipts');
  await page.locator('.receipt-row').first().click();
  await page.locator('.paper').waitFor();
  await picture('receipts-largest');
}

async function twice(): Promise<void> {
  const sold = await shop.sell();
  for (let i = 0; i < 2; i++) await shop.reverse(sold);
  await open('receipts');
  await page.getByText('Zapsáno dvakrát').waitFor();
  await picture('receipts-twice');
  await shop.send('clash-settled', `double-reversal:${sold.id}`, { kind: 'double-reversal', id: sold.id });
  await page.getByText('Zapsáno dvakrát').waitFor({ state: 'detached' });
}

async function registers(): Promise<void> {
  await open('registers');
  await page.getByRole('heading', { name: 'Pokladna r2' }).waitFor();
  await picture('registers', true);
  await shop.send('receipt', 'unreadable', { lines: 'none' });
  await page.getByText('Odložené záznamy').waitFor();
  await picture('registers-parked', true);
  await page.getByRole('button', { name: 'Připojit pokladnu' }).click();
  await page.locator('.pairing-code').waitFor();
  await picture('registers-pair');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Odpojit: Pokladna r2' }).click();
  await picture('registers-revoke');
  await page.keyboard.press('Escape');
}

async function account(): Promise<void> {
  await open('account');
  await page.getByRole('button', { name: 'Přidat člověka' }).click();
  const dialog = page.getByRole('dialog');
  await picture('account-add');
  await dialog.getByLabel('Jméno').fill('Účetní kancelář Malá a dcery, účetnictví pro restaurace v Brně');
  await dialog.getByLabel('E-mail').fill('ucetni@example.cz');
  await dialog.getByRole('button', { name: 'Přidat člověka' }).click();
  await page.getByText('Přístup je připravený').waitFor();
  await picture('account-added');
  await page.getByRole('button', { name: 'Hotovo' }).click();
  await page.getByText('zatím nikdy').waitFor();
  await picture('account', true);
  await page.setViewportSize(PHONE);
  await page.getByRole('button', { name: 'Více' }).click();
  if (folder) await page.screenshot({ path: join(folder, 'more-390-light.png') });
  await page.keyboard.press('Escape');
  await page.setViewportSize(DESK);
}

async function faults(): Promise<void> {
  await page.route('**/api/stores/**', (route) =>
    route.fulfill({ status: 200, contentType: 'text/html', body: '<html>Wi-Fi hotelu</html>' }),
  );
  await open('portal?period=yesterday');
  await page.getByRole('alert').waitFor();
  await picture('portal-captive');
  await page.unroute('**/api/stores/**');
  await open('registers');
  await page.getByRole('heading', { name: 'Pokladna r2' }).waitFor();
  await shop.stop();
  await page.getByText('Server neodpovídá').first().waitFor();
  await picture('offline');
  await shop.start();
}
