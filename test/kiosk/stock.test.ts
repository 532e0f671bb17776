import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type DemoShop, startDemoShop } from './demo-shop.ts';
import { type Hand, handOn, plain } from './hand.ts';

/** Bottles behind the demo's bar, as a waiter and a manager see and move them. */
let shop: DemoShop;
let browser: Browser;
let page: Page;
let hand: Hand;

beforeAll(async () => {
  [shop, browser] = await Promise.all([startDemoShop(), launchBrowser()]);
  page = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  page.setDefaultTimeout(30_000);
  hand = handOn(page);
  await page.goto(shop.url);
  await hand.signIn('Jana', shop.pins.Jana ?? '');
  await hand.openShift('1000');
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

const row = (name: string) =>
  page.getByRole('list', { name: 'Položky na skladě' }).getByRole('button', { name: new RegExp(`^${name}`) });
const levelIs = (name: string, level: string) =>
  row(name)
    .locator('.stock-level')
    .getByText(new RegExp(`^${level.replace(' ', '\\s')}$`))
    .waitFor();
const openStock = async () => {
  await hand.go('Ceník');
  await page.getByRole('button', { name: 'Sklad', exact: true }).click();
};
const sellTonics = async (count: number) => {
  await hand.go('Prodej');
  await hand.category('Nealko');
  for (let i = 0; i < count; i++) await hand.tile('Tonic 0,25 l');
  await hand.toPayment();
  await hand.tender('Karta');
  await hand.next();
};

describe('the stock on the screen', { timeout: 90_000 }, () => {
  test('falls with each sale, below zero if it must be', async () => {
    await openStock();
    await levelIs('Tonic', '4 ks');
    await sellTonics(5);
    await openStock();
    await levelIs('Tonic', '−1 ks');
    expect(plain((await row('Tonic').textContent()) ?? '')).toContain('pod nulou');
    await page.getByRole('button', { name: /^Dochází/ }).click();
    expect(await page.getByRole('list', { name: 'Položky na skladě' }).getByRole('button').count()).toBe(3);
    await page.getByRole('button', { name: /^Dochází/ }).click();
  });

  test('is moved by a manager, and a waiter asks one', async () => {
    await row('Tonic').click();
    const item = hand.dialog('Tonic 0,25 l');
    await item.getByText('účtenka').waitFor();
    await item.getByRole('button', { name: 'Odpis' }).click();
    const gone = hand.dialog(/^Odpis/);
    await hand.keys('2', gone);
    await gone.getByRole('button', { name: /^Odepsat/ }).click();
    await gone.getByText('Vyberte důvod, nebo ho napište.').waitFor();
    await page.keyboard.press('Escape');
    await item.getByRole('button', { name: 'Příjem' }).click();
    const came = hand.dialog(/^Příjem/);
    await hand.keys('24', came);
    await came.getByText('Na skladě pak bude 23').waitFor();
    await came.getByRole('button', { name: 'Dodavatel' }).click();
    await came.getByRole('button', { name: /^Přijmout/ }).click();
    await hand.allow('pohyby skladu', shop.pins.Petr ?? '');
    await item.getByText('se svolením: Petr').waitFor();
    await page.keyboard.press('Escape');
    await levelIs('Tonic', '23 ks');
  });

  test('is counted as a whole, also when selling comes in between', async () => {
    await page.getByRole('button', { name: 'Inventura', exact: true }).click();
    await row('Tonic').click();
    await hand.keys('5');
    await page.getByRole('button', { name: 'Zahodit' }).click();
    await hand.dialog('Zahodit, co je spočítané?').getByRole('button', { name: 'Zrušit' }).click();
    await row('Tonic').getByText('5 ks').waitFor();
    await page.getByRole('button', { name: 'Zahodit' }).click();
    await hand.dialog('Zahodit, co je spočítané?').getByRole('button', { name: 'Zahodit' }).click();
    await row('Tonic').getByText('nespočítáno').waitFor();
    await hand.keys('20');
    await page.getByRole('button', { name: 'Další položka' }).click();
    await hand.keys('17');
    await sellTonics(1);
    await openStock();
    await page.getByRole('button', { name: 'Inventura', exact: true }).click();
    await page.getByRole('button', { name: 'Uložit 2 položky' }).click();
    await hand.allow('pohyby skladu', shop.pins.Petr ?? '');
    await page.getByText('Inventura je uložená: 2 položky.').waitFor();
    await page.getByRole('button', { name: 'Sklad', exact: true }).click();
    await levelIs('Tonic', '20 ks');
    await levelIs('Džus pomerančový', '17 ks');
    await row('Tonic').click();
    // 23 less the one sold, 20 counted.
    await hand.dialog('Tonic 0,25 l').getByText('rozdíl −2').waitFor();
  });
});
