import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type DemoShop, startDemoShop } from './demo-shop.ts';
import { type Hand, handOn } from './hand.ts';
import { lookAt } from './look.ts';

/** The check of the register as a technician sees it. DOCTOR_PICTURES names a folder for pictures of each state. */
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
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

const pictures = process.env.DOCTOR_PICTURES;
async function picture(name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  for (const [width, height] of [
    [1024, 768],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `${pictures}/${name}-${width}.png`, animations: 'disabled' });
  }
  await page.setViewportSize({ width: 1024, height: 768 });
}

const findings = () => page.locator('.finding');
const check = async (name: string) => {
  await page.getByRole('button', { name, exact: true }).click();
  // Another one can be asked for once the answer is there.
  await page.getByRole('button', { name: /znovu|again/, disabled: false }).waitFor();
};

describe('the check of the register', { timeout: 120_000 }, () => {
  test('begins with nothing, and says so', async () => {
    await hand.signIn('Technik', shop.pins.Technik ?? '');
    await page.goto(`${shop.url}/#/settings/doctor`);
    await page.getByText('Od spuštění pokladny se ještě nic nekontrolovalo.').waitFor();
    await lookAt(page, 'nothing checked');
    await picture('doctor-never');
  });

  test('finds a printer without paper, the worst first, and says what to do', async () => {
    await shop.virtual('printers/uctenky', { paper: 'out' });
    await shop.virtual('printers/kuchyn', { plugged: false });
    await expect.poll(async () => (await (await fetch(`${shop.url}/health`)).json()).state).toBe('attention');
    await check('Zkontrolovat');
    const states = await findings()
      .locator('.dot')
      .evaluateAll((dots) => dots.map((dot) => dot.className));
    expect(states).toEqual([...states].sort((a, b) => WORST.indexOf(a) - WORST.indexOf(b)));
    const down = findings().filter({ hasText: 'device-down' });
    expect(await down.textContent()).toMatch(/Tiskárna kuchyně.*Zkontrolujte, zda je zapnutá/);
    const paper = findings().filter({ hasText: 'device-attention' });
    expect(await paper.textContent()).toMatch(/Tiskárna účtenek.*papír/);
    await lookAt(page, 'findings');
    await picture('doctor-findings');
    await page.getByRole('button', { name: /^V pořádku/ }).click();
    await page.getByText(/^Verze programu/).waitFor();
    await page.getByText(/^Verze programu/).scrollIntoViewIfNeeded();
    await lookAt(page, 'findings, opened');
    await picture('doctor-opened');
  });

  test('once mended, they are gone at the next look', async () => {
    await shop.virtual('printers/uctenky', { paper: 'ok' });
    await shop.virtual('printers/kuchyn', { plugged: true });
    await expect
      .poll(async () => (await (await fetch(`${shop.url}/health`)).json()).state, { timeout: 60_000 })
      .toBe('ok');
    await check('Zkontrolovat znovu');
    expect(
      await findings()
        .filter({ hasText: /device-/ })
        .count(),
    ).toBe(0);
    await picture('doctor-mended');
  });

  test('is remembered for whoever opens the page again, and speaks English', async () => {
    await page.goto(`${shop.url}/#/settings/about`);
    await page.goto(`${shop.url}/#/settings/doctor`);
    await page.getByText(/^Zkontrolováno v \d\d:\d\d/).waitFor();
    await page.locator('button.who').click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: /Technik/ }).click();
    for (const key of shop.pins.Technik ?? '') {
      await page.getByRole('button', { name: `digit ${key}`, exact: true }).click();
    }
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('heading', { name: 'Check of the register' }).waitFor();
    await page.getByText(/^Checked at \d\d:\d\d/).waitFor();
    expect(await page.locator('.doctor').textContent()).not.toMatch(/[ěščřžýáíéúůďťň]/iu);
    await picture('doctor-english');
  });
});

const WORST = ['dot fault', 'dot attention', 'dot off'];
