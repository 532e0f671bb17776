import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { EMAIL, PASSWORD, startFakeServer } from '../../backoffice/pages/fake-server.fixture.ts';
import { launchBrowser } from '../kiosk/browser.ts';

/**
 * Pictures of the owner's pages in both sizes and themes, for people to look at.
 *   vite build backoffice/pages && node test/backoffice/pictures.ts FOLDER
 */
const folder = resolve(process.argv[2] ?? 'pictures');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;
const NOW = '2026-11-24T19:24:00+01:00';

const server = await startFakeServer(NOW);
const browser = await launchBrowser();
const context = await browser.newContext({
  viewport: SIZES[0],
  locale: 'cs-CZ',
  timezoneId: 'Europe/Prague',
});
const page = await context.newPage();
page.setDefaultTimeout(15_000);
page.on('pageerror', (error) => console.error('page error:', error.message));
page.on('console', (message) => message.type() === 'error' && console.error('console:', message.text()));
await page.clock.setFixedTime(NOW);

/** One state in both sizes and themes, without moving on. */
async function picture(name: string, of: Page = page, whole = false): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await of.evaluate(() => document.fonts.ready.then(() => undefined));
  for (const size of SIZES) {
    await of.setViewportSize(size);
    for (const look of ['light', 'dark'] as const) {
      await of.emulateMedia({ colorScheme: look });
      await of.waitForTimeout(60);
      await of.screenshot({
        path: join(folder, `${name}-${size.width}-${look}.png`),
        animations: 'disabled',
        fullPage: whole,
      });
    }
  }
  await of.setViewportSize(SIZES[0]);
  await of.emulateMedia({ colorScheme: 'light' });
}

const open = async (path: string) => {
  await page.goto('about:blank');
  await page.goto(`${server.url}/#/s1/${path}`);
};

try {
  await page.goto(server.url);
  await page.getByRole('heading', { name: 'Přihlášení' }).waitFor();
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Heslo').fill('spatne');
  await page.getByRole('button', { name: 'Přihlásit se' }).click();
  await page.getByRole('alert').waitFor();
  await picture('sign-in-wrong');
  await page.getByLabel('Heslo').fill(PASSWORD);
  await page.getByRole('button', { name: 'Přihlásit se' }).click();
  await page.getByText('Poslední účtenka').waitFor();
  await page.waitForTimeout(500);
  await picture('portal', page, true);
  await page.getByRole('button', { name: 'Jako tabulku' }).click();
  await picture('portal-table', page, true);
  await page.getByRole('button', { name: 'Tento měsíc' }).click();
  await page.getByRole('heading', { name: 'Po dnech' }).waitFor();
  await page.waitForTimeout(500);
  await picture('portal-month', page, true);
  await page.goto(`${server.url}/#/s1/portal?period=own&from=2026-01-05&to=2026-11-24`);
  await page.getByRole('heading', { name: 'Po měsících' }).waitFor();
  await page.waitForTimeout(500);
  await picture('portal-year');
  await page.getByRole('button', { name: '5. 1. – 24. 11. 2026' }).click();
  await page.getByLabel('Od', { exact: true }).fill('31. 2. 2026');
  await picture('portal-own');
  await page.keyboard.press('Escape');
  await open('portal?period=own&from=2020-01-01&to=2020-01-07');
  await page.getByText('V tomto období není').waitFor();
  await picture('portal-empty');
  await open('receipts');
  await page.locator('.receipt-row').first().waitFor();
  await picture('receipts');
  await page.locator('.receipt-row').nth(3).click();
  await page.locator('.paper').waitFor();
  await picture('receipts-receipt');
  await page.setViewportSize(SIZES[0]);
  await open('receipts?q=kotleta&eet=waiting');
  await page.locator('.receipt-row').first().waitFor();
  await page.locator('.receipt-row').first().click();
  await page.locator('.paper').waitFor();
  await picture('receipts-filtered');
  await open('receipts?q=neni');
  await page.getByText('Nic takového').waitFor();
  await picture('receipts-none');
  server.books.sell(9_999_999_999);
  await open('portal');
  await page.getByText('99 999 999,99').first().waitFor();
  await page.waitForTimeout(500);
  await picture('portal-largest');
  await open('receipts');
  await page.getByText('99 999 999,99').first().waitFor();
  await page.locator('.receipt-row').first().click();
  await page.locator('.paper').waitFor();
  await picture('receipts-largest');
  await open('registers');
  await page.getByRole('heading', { name: 'Zahrádka' }).waitFor();
  server.parked = [
    {
      what: 'receipts',
      origin: 'z1',
      seq: 1042,
      kind: 'receipt',
      id: 'r2-311',
      why: 'lines/0/amount_haler: má být celé číslo',
      registerId: 'r2',
      at: NOW,
    },
  ];
  server.tell({ kind: 'register' });
  await page.getByText('Odložené záznamy').waitFor();
  await picture('registers', page, true);
  await page.getByRole('button', { name: 'Připojit pokladnu' }).click();
  await page.locator('.pairing-code').waitFor();
  await picture('registers-pair');
  server.pair('Terasa');
  await page.getByText('je připojená').waitFor();
  await picture('registers-paired');
  await page.getByRole('button', { name: 'Hotovo' }).click();
  await page.getByRole('button', { name: 'Odpojit: Zahrádka' }).click();
  await picture('registers-revoke');
  await page.keyboard.press('Escape');
  await open('account');
  await page.getByText('Účetní kancelář Malá', { exact: true }).waitFor();
  await picture('account', page, true);
  await page.getByRole('button', { name: 'Přidat člověka' }).click();
  await picture('account-add');
  await page.getByRole('dialog').getByLabel('Jméno').fill('Petr');
  await page.getByRole('dialog').getByLabel('E-mail').fill('petr@example.cz');
  await page.getByRole('dialog').getByRole('button', { name: 'Přidat člověka' }).click();
  await page.getByText('Přístup je připravený').waitFor();
  await picture('account-added');
  await page.getByRole('button', { name: 'Hotovo' }).click();
  await page.setViewportSize(SIZES[1]);
  await page.getByRole('button', { name: 'Více' }).click();
  await page.screenshot({ path: join(folder, 'more-390-light.png') });
  await page.keyboard.press('Escape');
  await page.setViewportSize(SIZES[0]);
  server.fault = { status: 200, body: '<html>Wi-Fi hotelu</html>', type: 'text/html' };
  await open('portal');
  await page.getByRole('alert').waitFor();
  await picture('portal-captive');
  server.fault = null;
  await open('registers');
  await page.getByRole('heading', { name: 'Zahrádka' }).waitFor();
  await server.stop();
  await page.getByText('Server neodpovídá').first().waitFor();
  await picture('offline');
} finally {
  await browser.close();
  await server.stop().catch(() => {});
}
