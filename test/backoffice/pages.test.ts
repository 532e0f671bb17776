import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { money } from '../../backoffice/pages/i18n/format.ts';
import { launchBrowser } from '../kiosk/browser.ts';
import { lookAt } from './look.ts';
import { DESK, goTo, openPages, PHONE, signIn } from './owner.ts';
import { EMAIL, PASSWORD, startTradingShop, type TradingShop } from './trading-shop.ts';

/** The owner's pages in Chromium, over a backoffice that two registers have sent a fortnight of trade to. */
let shop: TradingShop;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const broken: string[] = [];
const PATIENCE = { timeout: 15_000 };
// A whole day of an owner, with axe at each step.
vi.setConfig({ testTimeout: 90_000 });

beforeAll(async () => {
  shop = await startTradingShop(16);
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await shop?.end();
});

async function freshPage(): Promise<void> {
  context = await browser.newContext({ viewport: DESK, locale: 'cs-CZ', timezoneId: 'America/New_York' });
  page = await context.newPage();
  page.on('pageerror', (error) => broken.push(error.message));
  // What the policy of the server forbids would be silent otherwise.
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) broken.push(message.text());
  });
  await openPages(page, shop.url);
}
afterEach(async () => {
  await context?.close();
  expect(broken.splice(0)).toEqual([]);
});

const figure = (name: string) => page.locator('.figure', { hasText: name }).locator('dd').first();

describe('signing in', () => {
  it('refuses a wrong password in words, and goes by the keyboard alone', async () => {
    await freshPage();
    await lookAt(page, 'sign-in');
    await page.getByLabel('E-mail').focus();
    await page.keyboard.type(EMAIL);
    await page.keyboard.press('Tab');
    await page.keyboard.type('neco uplne jineho');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await lookAt(page, 'sign-in, wrong');
    expect(await page.getByLabel('Heslo').inputValue()).toBe('');
    await page.getByLabel('Heslo').focus();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Portál' }).waitFor();
    expect(new URL(page.url()).hash).toBe(`#/${shop.store}/`);
  });

  it('stays over a reload, ends by a button, and comes back to where it was after it ended elsewhere', async () => {
    await freshPage();
    await signIn(page);
    await goTo(page, shop.store, 'receipts?q=kotleta');
    await page.reload();
    await page.getByRole('heading', { name: 'Historie účtenek' }).waitFor();
    await context.clearCookies();
    await page.getByRole('searchbox').fill('pivo');
    await page.getByText('Byli jste odhlášeni').waitFor();
    await signIn(page);
    expect(await page.getByRole('searchbox').inputValue()).toBe('pivo');
    await goTo(page, shop.store, 'account');
    await page.getByRole('button', { name: 'Odhlásit se' }).click();
    await page.getByRole('heading', { name: 'Přihlášení' }).waitFor();
    expect(await page.getByText('Byli jste odhlášeni').count()).toBe(0);
  });
});

describe('the portal', () => {
  it('shows what the registers took, to the haléř, and moves when one sells', async () => {
    await freshPage();
    await signIn(page);
    const before = await shop.backoffice.database.read((sql) =>
      sql.get<{ sum: number }>(
        `SELECT SUM(total_haler) AS sum FROM receipt WHERE store = ? AND issued_at >= '2026-11-24'`,
        shop.store,
      ),
    );
    const sum = before?.sum ?? 0;
    await page.getByText(money(sum, 'cs')).first().waitFor();
    await lookAt(page, 'portal');
    await shop.sell({ lines: [['svickova', 2000]] });
    await page
      .getByText(money(sum + 43_980, 'cs'))
      .first()
      .waitFor();
    expect(await figure('Tržba').textContent()).toBe(money(sum + 43_980, 'cs'));
  });

  it('of any period has charts, each as a table too, and every list', async () => {
    await freshPage();
    await signIn(page);
    await page.getByRole('button', { name: 'Tento týden' }).click();
    await page.getByRole('heading', { name: 'Po dnech' }).waitFor();
    await page.getByRole('img', { name: /^Po dnech\. Nejvíc/ }).waitFor();
    for (const name of ['Platby', 'Sazby DPH', 'Kategorie', 'Položky', 'Obsluha', 'Pokladny']) {
      await page.getByRole('heading', { name, exact: true }).waitFor();
    }
    await page.getByRole('button', { name: 'Jako tabulku' }).first().click();
    const table = page.getByRole('table', { name: 'Po dnech' });
    expect(await table.getByRole('row').count()).toBe(3);
    await lookAt(page, 'portal, table');
    await page.getByRole('button', { name: 'Vlastní' }).click();
    const dialog = page.getByRole('dialog');
    await lookAt(page, 'portal, own period');
    await dialog.getByLabel('Od', { exact: true }).fill('31. 2. 2026');
    await dialog.getByText('Takový den není').waitFor();
    await dialog.getByLabel('Od', { exact: true }).fill('17.11.26');
    await dialog.getByLabel('Do', { exact: true }).fill('18.11.2026');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /17\.\s11\. – 18\.\s11\.\s2026/, pressed: true }).waitFor();
    await page.getByText('proti', { exact: false }).first().waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Přihlášení' }).waitFor({ state: 'detached' });
  });

  it('says when there is nothing, and reads out of a period of a year', async () => {
    await freshPage();
    await signIn(page);
    await goTo(page, shop.store, 'portal?period=own&from=2020-01-01&to=2020-01-07');
    await page.getByText('V tomto období není žádná účtenka.').waitFor();
    await lookAt(page, 'portal, empty');
    await goTo(page, shop.store, 'portal?period=own&from=2025-11-25&to=2026-11-24');
    await page.getByRole('heading', { name: 'Po měsících' }).waitFor();
    await lookAt(page, 'portal, year');
  });
});

describe('the history', () => {
  it('finds, filters, pages, and opens a receipt as it is printed, with its reversal', async () => {
    await freshPage();
    await signIn(page);
    const sold = await shop.sell({ lines: [['salonek', 1000]], table: '9' });
    const reversal = await shop.reverse(sold);
    await goTo(page, shop.store, 'receipts');
    const rows = page.locator('.receipt-row');
    await rows.first().waitFor();
    await lookAt(page, 'receipts');
    expect(await rows.count()).toBe(50);
    await rows.last().scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelectorAll('.receipt-row').length >= 100);
    await page.getByRole('searchbox').fill('salonku');
    await page.waitForFunction(() => document.querySelectorAll('.receipt-row').length === 2);
    await page.getByText(money(9_999_999_999, 'cs'), { exact: true }).waitFor();
    await rows.filter({ hasText: 'stornováno' }).click();
    const detail = page.getByRole('article');
    await detail.getByText('Stornována účtenkou').waitFor();
    await detail.getByText(/CELKEM\s+99\s999\s999,99/).waitFor();
    await detail.getByText('Pronájem salonku').first().waitFor();
    await lookAt(page, 'receipts, the largest');
    await detail.getByRole('link').first().click();
    await detail.getByText(/Tato účtenka stornuje R1-2026-/).waitFor();
    expect(page.url()).toContain(reversal.id);
    await page.getByRole('button', { name: /^Filtry/ }).click();
    await page.getByLabel('Druh').selectOption('reversal');
    await page.waitForFunction(() => document.querySelectorAll('.receipt-row').length === 1);
    await lookAt(page, 'receipts, filters');
    await page.getByRole('searchbox').fill('nic takového tu není');
    await page.getByText('Nic takového se nenašlo').waitFor();
  });

  it('tells of what was written twice, leads to both sides of it, and is quiet once somebody has seen to it', async () => {
    await freshPage();
    await signIn(page);
    const sold = await shop.sell();
    const number = (seq: number) => `R1-2026-${String(seq).padStart(6, '0')}`;
    await goTo(page, shop.store, 'receipts');
    await page.locator('.receipt-row').first().waitFor();
    const told = page.getByRole('region', { name: 'Zapsáno dvakrát' });
    expect(await told.count()).toBe(0);
    await shop.reverse(sold);
    const second = await shop.reverse(sold);
    await told.getByText(`Účtenka ${number(sold.number.seq)} je stornovaná dvakrát`).waitFor();
    await told.getByText('Ověřte, jestli se peníze nevrátily dvakrát').waitFor();
    await lookAt(page, 'receipts, clash');
    await told.getByRole('link', { name: number(second.number.seq) }).click();
    await page.getByText(`Tato účtenka stornuje ${number(sold.number.seq)}`).waitFor();
    await shop.send('clash-settled', `double-reversal:${sold.id}`, { kind: 'double-reversal', id: sold.id });
    await told.waitFor({ state: 'detached' });
  });

  it('on a phone gives way to the receipt, and comes back', async () => {
    await freshPage();
    await page.setViewportSize(PHONE);
    await signIn(page);
    await page.getByRole('link', { name: 'Historie' }).click();
    await page.locator('.receipt-row').nth(2).click();
    await page.locator('.paper').waitFor();
    expect(await page.locator('.receipt-row').first().isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Zpět na seznam' }).click();
    await page.locator('.receipt-row').first().waitFor();
    await page.getByRole('button', { name: 'Více' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'Účet a přístupy' }).click();
    await page.getByRole('heading', { name: 'Účet a přístupy' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('notifications', () => {
  const shown = () =>
    page.evaluate(async () => {
      const worker = await navigator.serviceWorker.ready;
      return (await worker.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
    });

  it('tell of what comes, with amount and register, once allowed; not of what is scrolled past', async () => {
    await freshPage();
    await context.grantPermissions(['notifications'], { origin: shop.url });
    await signIn(page);
    await goTo(page, shop.store, 'receipts');
    await page.locator('.receipt-row').first().waitFor();
    await shop.sell();
    await page.getByRole('button', { name: 'Upozorňovat na nové účtenky' }).click();
    await page.getByRole('button', { name: 'Upozornění jsou zapnutá', pressed: true }).waitFor();
    await page.locator('.receipt-row').last().scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelectorAll('.receipt-row').length >= 100);
    // On whichever page one is.
    await goTo(page, shop.store, 'portal');
    await page.getByRole('heading', { name: 'Portál' }).waitFor();
    await shop.sell({ lines: [['kotleta', 1000]] });
    await expect.poll(shown, PATIENCE).toEqual([`Nová účtenka: ${money(28_900, 'cs')} – Bar`]);
    await page.reload();
    await goTo(page, shop.store, 'receipts');
    await page.getByRole('button', { name: 'Upozornění jsou zapnutá', pressed: true }).click();
    await page.getByRole('button', { name: 'Upozorňovat na nové účtenky', pressed: false }).waitFor();
  });

  it('say why there are none when the browser refuses them', async () => {
    await freshPage();
    await signIn(page);
    await goTo(page, shop.store, 'receipts');
    await page.getByRole('button', { name: 'Upozorňovat na nové účtenky' }).click();
    await page.getByText('Prohlížeč má upozornění z této stránky zakázaná').waitFor();
  });
});

describe('registers', () => {
  it('show how they are, are paired by a code, and are cut off', async () => {
    await freshPage();
    await signIn(page);
    await goTo(page, shop.store, 'registers');
    await page.getByRole('heading', { name: 'Pokladna r2' }).waitFor();
    await shop.send('receipt', 'unreadable', { lines: 'none' });
    const parked = page.getByRole('region', { name: 'Odložené záznamy' }).getByRole('listitem');
    for (const part of [
      /· Účtenka · Pokladna r1/,
      'tato verze BackOffice nerozumí',
      'Chybí v tržbách',
      'Nainstalujte novější',
    ]) {
      await parked.getByText(part).waitFor();
    }
    await lookAt(page, 'registers');
    await page.getByRole('button', { name: 'Připojit pokladnu' }).click();
    const code = await page.locator('.pairing-code').textContent();
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await lookAt(page, 'registers, pairing');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    // A code that was shown and not used is good for nothing.
    const openCode = async () => (await shop.backoffice.codes.state(shop.store)).open;
    await expect.poll(openCode, PATIENCE).toBeNull();
    await shop.pair('r7');
    await page.getByRole('button', { name: 'Odpojit: Pokladna r7' }).click();
    await lookAt(page, 'registers, cutting off');
    await page.getByRole('dialog').getByRole('button', { name: 'Odpojit' }).click();
    await page.getByText('odpojená', { exact: true }).waitFor();
  });
});

describe('account and access', () => {
  it('adds a person, shows the password once, and keeps the last owner', async () => {
    await freshPage();
    await signIn(page);
    await goTo(page, shop.store, 'account');
    await page.getByRole('button', { name: 'Přidat člověka' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Jméno').fill('Účetní kancelář Malá a dcery, účetnictví pro restaurace v Brně');
    await dialog.getByLabel('E-mail').fill('ucetni@example.cz');
    await dialog.getByLabel('Role').selectOption('accountant');
    await dialog.getByRole('button', { name: 'Přidat člověka' }).click();
    const password = (await dialog.locator('.new-password').textContent()) ?? '';
    expect(password.length).toBeGreaterThanOrEqual(10);
    await lookAt(page, 'account, added');
    await dialog.getByRole('button', { name: 'Hotovo' }).click();
    await page.getByText('zatím nikdy').waitFor();
    await lookAt(page, 'account');
    await page.getByLabel(/^Role: Majitel/).selectOption('manager');
    await page.getByRole('alert').waitFor();

    const other = await browser.newContext({ viewport: DESK, locale: 'cs-CZ' });
    const theirs = await other.newPage();
    await openPages(theirs, shop.url);
    await theirs.getByLabel('E-mail').fill('ucetni@example.cz');
    await theirs.getByLabel('Heslo').fill(password);
    await theirs.getByRole('button', { name: 'Přihlásit se' }).click();
    await theirs.getByRole('heading', { name: 'Zvolte si vlastní heslo' }).waitFor();
    await lookAt(theirs, 'own password');
    await theirs.getByLabel('Dosavadní heslo').fill(password);
    await theirs.getByLabel('Nové heslo', { exact: true }).fill('kratke');
    await theirs.getByLabel('Nové heslo ještě jednou').fill('kratke');
    await theirs.getByRole('button', { name: 'Nastavit heslo' }).click();
    await theirs.getByText('Heslo má mít aspoň 10 znaků.').waitFor();
    await theirs.getByLabel('Nové heslo', { exact: true }).fill('kobyla ma maly bok');
    await theirs.getByLabel('Nové heslo ještě jednou').fill('kobyla ma maly bok');
    await theirs.getByRole('button', { name: 'Nastavit heslo' }).click();
    await theirs.getByRole('heading', { name: 'Portál' }).waitFor();
    // What an accountant may not, is not offered, and an address of it says so.
    expect(await theirs.getByRole('link', { name: 'Pokladny' }).count()).toBe(0);
    await goTo(theirs, shop.store, 'registers');
    await theirs.getByText('Na tuhle stránku nemáte oprávnění').waitFor();
    await lookAt(theirs, 'not allowed');
    await other.close();
  });
});

describe('a server that is away', () => {
  it('is told above what was last known, and caught up with when it is back', async () => {
    await freshPage();
    await signIn(page);
    await goTo(page, shop.store, 'receipts');
    await page.locator('.receipt-row').first().waitFor();
    await shop.stop();
    await page.getByText('Server neodpovídá.').waitFor();
    expect(await page.locator('.receipt-row').count()).toBeGreaterThan(0);
    await goTo(page, shop.store, 'registers');
    await page.getByRole('alert').first().waitFor();
    await lookAt(page, 'offline');
    await shop.start();
    await page.getByRole('heading', { name: 'Pokladna r2' }).waitFor();
    await page.getByText('Server neodpovídá.').first().waitFor({ state: 'detached' });
  });

  it('and a hotel that answers in its place are told apart', async () => {
    await freshPage();
    await signIn(page);
    await page.route('**/api/stores/**', (route) =>
      route.fulfill({ status: 200, contentType: 'text/html', body: '<html>Wi-Fi hotelu</html>' }),
    );
    await goTo(page, shop.store, 'receipts');
    await page.getByText('Server odpověděl nečekaně.').waitFor();
    await lookAt(page, 'captive portal');
    await page.unroute('**/api/stores/**');
    await page.getByRole('button', { name: 'Zkusit znovu' }).click();
    await page.locator('.receipt-row').first().waitFor();
  });
});

it('in English nothing Czech is left, but names', async () => {
  await freshPage();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  for (const path of ['portal', 'receipts', 'registers', 'account']) {
    await goTo(page, shop.store, path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    const words = (await page.locator('#app').textContent()) ?? '';
    const czech = words.match(
      /\b(účten\S*|tržb\S*|poklad(?:na\b(?! r)|ny\b)|směn\S*|přihlá\S*|zobraz\S*)/giu,
    );
    expect.soft(czech, path).toBeNull();
  }
});
