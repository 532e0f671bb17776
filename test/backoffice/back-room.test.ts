import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Client } from '../../backoffice/server.fixture.ts';
import { launchBrowser } from '../kiosk/browser.ts';
import { colleague, furnish, inStore } from './goods.ts';
import { lookAt } from './look.ts';
import { DESK, goTo, openPages, signIn } from './owner.ts';
import { startTradingShop, type TradingShop } from './trading-shop.ts';

/** What an owner does in the back room: the authority's confirmations, stock, people, files for the accountant. */
let shop: TradingShop;
let browser: Browser;
let page: Page;
let api: Client;
let categories: Record<string, string>;
const broken: string[] = [];
vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  shop = await startTradingShop(3);
  categories = await furnish(shop);
  api = await colleague(shop);
  browser = await launchBrowser();
  const context = await browser.newContext({ viewport: DESK, locale: 'cs-CZ', acceptDownloads: true });
  page = await context.newPage();
  page.on('pageerror', (error) => broken.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) broken.push(message.text());
  });
  await openPages(page, shop.url);
  page.setDefaultTimeout(30_000);
  await signIn(page);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await shop?.end();
});
afterEach(() => expect(broken.splice(0)).toEqual([]));

const open = (path: string) => goTo(page, shop.store, path);
const dialog = () => page.getByRole('dialog');
const inDialog = (name: string | RegExp) => dialog().getByRole('button', { name });
const row = (name: string | RegExp) => page.getByRole('row', { name });
const json = async (path: string) => (await api.get(inStore(shop, path))).json;

/** Nothing of the page is left in Czech, by its letters; names of people, goods and registers stay as they are. */
async function inEnglish(path: string, english: string, own: readonly string[]): Promise<void> {
  await page.evaluate(() => localStorage.setItem('backoffice.language', 'en'));
  await page.reload();
  await open(path);
  await page.getByRole('heading', { level: 1, name: english }).waitFor();
  await lookAt(page, `${english}, in English`);
  const shown = await page.locator('main').textContent();
  const left = ['Kč', 'Hospoda U Lípy', ...own].reduce(
    (rest, name) => rest.replaceAll(name, ''),
    shown ?? '',
  );
  await page.evaluate(() => localStorage.setItem('backoffice.language', 'cs'));
  await page.reload();
  expect(left.match(/\S*[ěščřžýáíéůúďťň]\S*/gi) ?? []).toEqual([]);
}

describe('staff', () => {
  test('there is nobody, and the first one is let in by a PIN that nobody reads again', async () => {
    await open('staff');
    await page.getByText('Zatím tu nikdo není').waitFor();
    await lookAt(page, 'staff, empty');
    await page.getByRole('button', { name: 'Přidat zaměstnance' }).click();
    await inDialog('Uložit').click();
    await dialog().getByText('Vyplňte jméno.').waitFor();
    await dialog().getByText('PIN je čtyři až osm číslic.').waitFor();
    await lookAt(page, 'staff, faults');
    expect(await json('/staff')).toMatchObject({ staff: [] });
    await dialog().getByLabel('Jméno').fill('Božena Němcová');
    await dialog().getByLabel('PIN').fill('4711');
    await inDialog('Uložit').click();
    await page.getByText('Uloženo. Pokladny to dostávají právě teď.').waitFor();
    await row(/Božena Němcová.*číšník/).waitFor();
    expect(JSON.stringify(await json('/staff'))).not.toContain('4711');
  });

  test('who has left stays on the list, and signs in no more', async () => {
    await page.getByRole('button', { name: 'Božena Němcová' }).click();
    await dialog().getByText('Smí se přihlašovat').click();
    await dialog().getByText('vedoucí', { exact: true }).click();
    await inDialog('Uložit').click();
    await row(/Božena Němcová.*nepřihlašuje se.*vedoucí/).waitFor();
    expect((await json('/staff')).staff).toMatchObject([
      { name: 'Božena Němcová', role: 'manager', active: false },
    ]);
    await page.getByText('Co která role smí').click();
    await lookAt(page, 'staff');
    await inEnglish('staff', 'Staff', ['Božena Němcová']);
  });
});

describe('stock', () => {
  test('nothing is kept in stock, and the page says how to begin', async () => {
    await open('stock');
    await page.getByText('Na skladě se zatím nic nevede').waitFor();
    await lookAt(page, 'stock, empty');
  });

  test('a delivery, a write-off and a stock-take are written, and what is wrong is told beside the field', async () => {
    for (const name of ['Vepřová kotleta', 'Limonáda']) {
      const draft = {
        ...{ name, shortName: name, price_haler: 4_500, vatClass: 'standard', categoryId: categories.Pivo },
        ...{ unit: 'ks', plu: null, eans: [], weighedEanPrefix: null, labels: [], allergens: [], hue: null },
        ...{ route: null, soldOut: false, openPrice: false, stocked: true, prepaid: false },
      };
      const made = await api.post(inStore(shop, '/price-list/items'), { id: randomUUID(), draft });
      if (made.status >= 300) throw new Error(made.text);
    }
    await row(/Limonáda.*nic nezbývá/).waitFor();
    await page.getByRole('button', { name: 'Příjem' }).click();
    await inDialog(/Zapsat/).click();
    await dialog().getByText('Napište množství aspoň k jedné položce.').waitFor();
    await dialog().getByLabel('Limonáda, kolik (ks)').fill('mnoho');
    await inDialog(/Zapsat/).click();
    await dialog().getByText('Napište množství, třeba 24 nebo 0,5.').waitFor();
    await lookAt(page, 'delivery, faults');
    await dialog().getByLabel('Limonáda, kolik (ks)').fill('24');
    await dialog().getByText('bude 24').waitFor();
    await inDialog(/Zapsat/).click();
    await page.getByText('Zapsáno: 1 položka. Na pokladnách je to hned.').waitFor();

    await page.getByRole('button', { name: 'Odpis' }).click();
    await dialog().getByLabel('Limonáda, kolik (ks)').fill('2');
    await inDialog(/Zapsat/).click();
    await dialog().getByText('Napište důvod, třeba rozbité nebo prošlé.').waitFor();
    await dialog().getByLabel('Proč').fill('rozbité');
    await inDialog(/Zapsat/).click();
    await row(/Limonáda.*22/).waitFor();

    await page.getByRole('button', { name: 'Inventura' }).click();
    await dialog().getByLabel('Limonáda, kolik (ks)').fill('20');
    await dialog().getByText('rozdíl -2').or(dialog().getByText('rozdíl −2')).first().waitFor();
    await inDialog(/Zapsat/).click();
    await row(/Limonáda.*20/).waitFor();
    expect((await json('/stock')).items).toContainEqual(
      expect.objectContaining({ name: 'Limonáda', level_thousandths: 20_000 }),
    );
    await lookAt(page, 'stock');
    await open('stock/movements');
    await row(/Limonáda.*Odpis/).waitFor();
    await lookAt(page, 'stock, movements');
    await open('stock');
    await inEnglish('stock', 'Stock', ['Vepřová kotleta', 'Limonáda']);
  });
});

describe('the tax authority', () => {
  test('says what waits and until when, and leads to the receipt', async () => {
    await open('eet');
    await page.getByRole('heading', { name: 'EET' }).waitFor();
    await page
      .getByText(/nemá potvrzení|nemají potvrzení/)
      .first()
      .waitFor();
    const { waiting, confirmed } = await json('/eet');
    expect([waiting > 0, confirmed > 0]).toEqual([true, true]);
    await page.getByText('čeká na odeslání').first().waitFor();
    await lookAt(page, 'eet');
    await page.getByLabel('Stav').selectOption({ label: 'Odmítnuté' });
    await page.getByText('Tomu žádná tržba neodpovídá').waitFor();
    await page.getByLabel('Stav').selectOption({ label: 'Potvrzené' });
    await page.getByText('pok-0001-0002').first().waitFor();
    await inEnglish('eet', 'EET', ['Bar', 'Zahrádka']);
    await open('eet?state=confirmed');
    const link = page.getByRole('link', { name: /^R[12]-2026-/ }).first();
    const number = ((await link.textContent()) ?? '').trim();
    await link.click();
    await page.waitForURL(/receipts\//);
    await page.getByText(number).first().waitFor();
  });

  test('a sale that is refused is told with why, as soon as a register says so', async () => {
    await open('eet?state=rejected');
    await page.getByText('Tomu žádná tržba neodpovídá').waitFor();
    const receipt = await shop.sell();
    await shop.send('eet-outcome', receipt.id, {
      ...{ state: 'rejected', pok: null, at: receipt.issuedAt, registerId: 'r1', environment: 'production' },
      ...{ test: false, code: 6, reason: 'Neplatný podpis', attempts: 1 },
    });
    await page.getByText('odmítnutá').first().waitFor();
    expect((await json('/eet')).rejected).toBe(1);
  });
});

describe('files for the accountant', () => {
  test('a month and the tables are fetched, and hold what was sold', async () => {
    await open('exports');
    await page.getByText('Všechno pro účetní za měsíc').waitFor();
    await lookAt(page, 'exports');
    const fetched = async (click: () => Promise<void>) => {
      const [download] = await Promise.all([page.waitForEvent('download'), click()]);
      const stream = await download.createReadStream();
      const pieces: Buffer[] = [];
      for await (const piece of stream) pieces.push(piece as Buffer);
      return { name: download.suggestedFilename(), body: Buffer.concat(pieces) };
    };
    await page.getByLabel('Měsíc', { exact: true }).selectOption({ index: 0 });
    await page.getByText('Měsíc ještě neskončil').waitFor();
    const month = await fetched(() => page.getByRole('link', { name: 'Stáhnout ZIP' }).click());
    expect([month.name, month.body.subarray(0, 2).toString()]).toEqual(['ucetnictvi_2026-11.zip', 'PK']);
    const receipts = await fetched(() => page.getByRole('link', { name: 'Účtenky, CSV' }).click());
    const { receipts: sold } = await json('/receipts?limit=1');
    expect(receipts.body.toString()).toContain(sold[0].number);
    const xml = await fetched(() => page.getByRole('link', { name: 'Stáhnout XML' }).click());
    expect(xml.body.toString('latin1')).toContain('dataPack');
    await inEnglish('exports', 'Exports', []);
  });

  test('a period that is too long is not begun with', async () => {
    await open('exports?period=own&from=2024-01-01&to=2026-11-24');
    await page.getByText('Najednou jde nejvýš 400 dní. Zkraťte období.').waitFor();
    expect(await page.getByRole('link', { name: 'Stáhnout XML' }).count()).toBe(0);
    await lookAt(page, 'exports, too long');
  });
});
