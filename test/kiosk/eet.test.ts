import { randomBytes } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_EET } from '../../daemon/demo/restaurant.ts';
import type { EetSaleView, EetView } from '../../daemon/http/contract.ts';
import { createDouble, type Double } from '../../eet/index.ts';
import { launchBrowser } from './browser.ts';
import { type DemoShop, startDemoShop } from './demo-shop.ts';
import { type Hand, handOn, plain } from './hand.ts';
import { lookAt } from './look.ts';

/** Registering with the tax authority as people at the register meet it; the authority's double answers. */
let shop: DemoShop;
let browser: Browser;
let page: Page;
let hand: Hand;
/** Another authority, where certificates are issued for bringing in. */
let portal: Double;
let password = '';
let p12: Buffer;

beforeAll(async () => {
  const time = { wall_ms: Date.now, now: () => performance.now(), after };
  [shop, browser, portal] = await Promise.all([
    startDemoShop('--eet'),
    launchBrowser(),
    createDouble({ time, bytes: randomBytes }),
  ]);
  page = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  page.setDefaultTimeout(30_000);
  hand = handOn(page);
  await page.goto(shop.url);
  await hand.signIn('Petr', shop.pins.Petr ?? '');
  await hand.openShift('1000');
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await portal?.stop();
  await shop?.stop();
});

function after(delay_ms: number, run: () => void): () => void {
  const timer = setTimeout(run, delay_ms);
  return () => clearTimeout(timer);
}

const POK = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-ff/;
const pay = async () => {
  await hand.go('Prodej');
  await hand.category('Káva a čaj');
  await hand.tile('Espresso');
  await hand.toPayment();
  await hand.tender('Karta');
  await page.locator('.paid').waitFor();
};
const setUp = (eet: typeof DEMO_EET | null) =>
  page.evaluate(async (settings) => {
    const answer = await fetch('/api/settings', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ eet: settings }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }, eet);
const standing = () => page.getByRole('region', { name: 'EET', exact: true });
const sales = () => page.getByRole('region', { name: 'Tržby' });
const upload = async (name: string, buffer: Buffer, secret: string) => {
  await page.getByRole('button', { name: 'Nahrát certifikát' }).click();
  const dialog = hand.dialog('Nahrát certifikát');
  await dialog.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/x-pkcs12', buffer });
  await dialog.getByText(name).waitFor();
  await dialog.getByLabel('Heslo k certifikátu').fill(secret);
  await dialog.getByRole('button', { name: 'Nahrát', exact: true }).click();
  return dialog;
};

describe('sales that the authority confirms', { timeout: 90_000 }, () => {
  test('a paid one has its POK on the screen, in History and on the page EET, without a word to the waiter', async () => {
    await pay();
    await page.locator('.paid-paper').getByText(POK).waitFor();
    expect(await page.locator('.paid').getByText('EET: bude odesláno').count()).toBe(0);
    await hand.next();
    await hand.go('Historie');
    await page.locator('.receipt-row').first().getByRole('img', { name: 'EET: POK' }).waitFor();
    await page.locator('.receipt-row').first().click();
    const pok = await page.locator('.receipt-pok').textContent();
    expect(pok).toMatch(POK);
    await page.getByRole('button', { name: 'Pokusy (1)' }).click();
    const attempts = hand.dialog(/^EET: účtenka/);
    await attempts.getByText('první odeslání').waitFor();
    expect(await attempts.textContent()).toContain(pok);
    await page.keyboard.press('Escape');
    await hand.go('EET');
    await standing().getByText('Vše je odeslané.').waitFor();
    await sales()
      .getByRole('button', { name: /58,00 POK/ })
      .waitFor();
  });

  test('the trial says that all is well and registers nothing', async () => {
    await page.getByRole('button', { name: 'Vyzkoušet' }).click();
    await page.getByText('Úřad zprávu zkontroloval a je v pořádku.').waitFor();
    expect(await sales().getByRole('listitem').count()).toBe(1);
  });
});

describe('the certificate', { timeout: 90_000 }, () => {
  // Of two that are valid the newer one signs: this one has to be newer than the shop's own.
  beforeAll(async () => {
    const issued = await portal.issue(DEMO_EET.eic);
    p12 = Buffer.from(issued.p12);
    password = issued.password;
  });

  test('what is missing is said before anything is sent', async () => {
    await page.getByRole('button', { name: 'Nahrát certifikát' }).click();
    const dialog = hand.dialog('Nahrát certifikát');
    await dialog.getByRole('button', { name: 'Nahrát', exact: true }).click();
    await dialog.getByText('Vyberte soubor s certifikátem.').waitFor();
    await dialog.getByText('Zadejte heslo k certifikátu.').waitFor();
    await page.keyboard.press('Escape');
  });

  test('a wrong password is said where the hand is, and is not kept', async () => {
    const dialog = await upload('pokladna.p12', p12, 'wrongpwd');
    await dialog.getByText('Heslo k certifikátu nesedí.').waitFor();
    expect(await dialog.getByLabel('Heslo k certifikátu').inputValue()).toBe('');
    await page.keyboard.press('Escape');
    const other = await upload('dopis.p12', Buffer.from('Vážený poplatníku'), password);
    await other.getByText('Soubor není certifikát .p12.').waitFor();
    await page.keyboard.press('Escape');
  });

  test('one is brought in, its password goes once and is left nowhere', async () => {
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.postData()?.includes(password)) sent.push(request.url());
    });
    const dialog = await upload('pokladna.p12', p12, password);
    await dialog.waitFor({ state: 'hidden' });
    await standing().getByText('Certifikát je nahraný. Klepněte na Vyzkoušet.').waitFor();
    await standing()
      .getByText(/^otisk/)
      .nth(1)
      .waitFor();
    expect(sent).toEqual([`${shop.url}/api/eet/certificate`]);
    expect(await page.content()).not.toContain(password);
  });
});

describe('when something stands in the way', { timeout: 90_000 }, () => {
  test('registering for real begins only when it is said twice', async () => {
    await page.getByRole('button', { name: 'Nastavení EET' }).click();
    await page.getByRole('button', { name: 'Ostré' }).click();
    await page.getByLabel('Označení provozovny').fill('011');
    await page.getByRole('button', { name: 'Uložit' }).click();
    await page.getByText('nezačíná nulou').waitFor();
    await page.getByLabel('Označení provozovny').fill('11');
    await page.getByRole('button', { name: 'Uložit' }).click();
    await hand.dialog('Začít evidovat naostro?').getByRole('button', { name: 'Zrušit' }).click();
    await page.getByText('Neuložené změny').waitFor();
    await page.getByRole('button', { name: 'Uložit' }).click();
    await hand.dialog('Začít evidovat naostro?').getByRole('button', { name: 'Evidovat naostro' }).click();
    await page.getByText('Uloženo.').waitFor();
  });

  test('sales go on, and everybody is told what waits and what to do', async () => {
    await pay();
    await page.locator('.paid').getByText('EET: bude odesláno').waitFor();
    await hand.next();
    await hand.go('Historie');
    await page.locator('.receipt-row').first().getByRole('img', { name: 'EET: zablokováno' }).waitFor();
    await page.locator('button.status').click();
    await page.getByRole('dialog').getByRole('button', { name: 'EET', exact: true }).first().click();
    await standing().getByText('Certifikát EET patří do jiného prostředí').waitFor();
    await standing().getByText('nahrajte certifikát z daňového portálu').waitFor();
    await standing().getByText('Na odeslání 1 tržba').waitFor();
    expect(plain((await page.locator('.eet-left').textContent()) ?? '')).toMatch(/^47 h \d\d min$/);
    await standing()
      .getByRole('button', { name: /^EET: zablokováno Zablokováno 1/ })
      .click();
    await sales()
      .getByRole('button', { name: /zablokováno$/ })
      .waitFor();
    expect(await sales().getByRole('listitem').count()).toBe(1);
    await lookAt(page, 'EET blocked');
  });

  test('the page follows by itself, and says plainly when nothing is registered any more', async () => {
    await setUp(null);
    await standing().getByText('Nové tržby se neevidují').waitFor();
    await setUp(DEMO_EET);
    await standing().getByText('zkušební prostředí', { exact: true }).first().waitFor();
    // The one that was sold for real stays there.
    await standing().getByText('Na odeslání 1 tržba').waitFor();
  });
});

describe('what does not happen to the double', { timeout: 90_000 }, () => {
  const at = '2026-11-24T13:05:00+01:00';
  const refused = { cs: 'Úřad tržbu odmítl (kód 3).', en: 'The authority has refused the sale (code 3).' };
  const sale: EetSaleView = {
    receiptId: 'r-12',
    number: 'R1-2026-000012',
    registerId: 'pokladna-1',
    registerName: 'Pokladna 1',
    soldAt: at,
    total: '-58.50',
    fiscal: {
      state: 'rejected',
      environment: 'production',
      pok: null,
      attempts: 2,
      deadlineAt: '2026-11-26T13:05:00+01:00',
      reason: refused,
    },
    attempts: ([null, 3] as const).map((code, i) => ({
      uuid: `3f1c6f7e-2f1e-4b4f-9a55-1c1f0c6f7e1${i}`,
      sha256: 'ab'.repeat(32),
      first: i === 0,
      startedAt: at,
      endedAt: at,
      state: code === null ? 'interrupted' : 'rejected',
      code,
      httpStatus: code === null ? null : 200,
      transactionId: code === null ? null : 'd34db33f',
      pok: null,
      warnings: code === null ? [] : [{ code: 4, text: 'Tržba je z budoucnosti' }],
      reason: '',
    })),
  };
  const view: EetView = {
    environment: 'production',
    waiting: 300,
    blocked: 0,
    rejected: 1,
    unverified: 2,
    confirmedToday: 0,
    oldest: { receiptId: 'r-1', number: 'R1-2026-000001', soldAt: at, deadlineAt: at, left_s: 62 },
    last: { at, ok: false, what: { cs: 'Úřad neodpověděl.', en: 'The authority did not answer.' } },
    blockedBy: null,
    certificates: [
      {
        eic: 'CZ1234567890',
        environment: 'production',
        notBefore: '2025-12-01T00:00:00Z',
        notAfter: '2026-12-03T00:00:00Z',
        daysLeft: 9,
        fingerprint: 'cd'.repeat(32),
        active: true,
      },
    ],
    renewal: {
      state: 'failed',
      what: { cs: 'Úřad nový certifikát nevystavil.', en: 'None was issued.' },
      hint: { cs: 'Vystavte nový v portálu.', en: 'Have a new one issued.' },
    },
    orphans: [
      { registerId: 'bar', registerName: 'Bar', count: 7, deadlineAt: at, takenOver: false },
      { registerId: 'sklep', registerName: 'Sklep', count: 1, deadlineAt: at, takenOver: true },
    ],
  };
  const asked: string[] = [];
  const answer = (path: string, json: unknown) =>
    page.route(path, (route) => {
      const { postData, method } = { postData: route.request().postData(), method: route.request().method() };
      if (method === 'POST')
        asked.push(`${new URL(route.request().url()).pathname} ${postData ?? ''}`.trim());
      return route.fulfill({ json });
    });

  test('an end of the time allowed counts down and goes over', async () => {
    await answer('**/api/eet', view);
    await answer('**/api/eet/sales*', { sales: [sale], next: null });
    await answer('**/api/receipts/*/eet', sale);
    await answer('**/api/receipts/*/eet/resend', { ...sale, fiscal: { ...sale.fiscal, state: 'waiting' } });
    await answer('**/api/eet/take-over', view);
    await page.clock.install();
    await hand.go('Prodej');
    await hand.go('EET');
    const left = page.locator('.eet-left');
    await left.getByText(/^1\s?min 0[12]\s?s$/).waitFor();
    await page.clock.runFor(60_000);
    await left.getByText(/^0\s?min 0[012]\s?s$/).waitFor();
    await page.clock.runFor(30_000);
    await standing().getByText('po lhůtě 48 hodin').waitFor();
    await page.clock.resume();
  });

  test('a refused one, one without verification, a certificate that ends and cannot be renewed', async () => {
    await standing().getByText('V podrobnostech je proč').waitFor();
    await standing().getByText('podpis odpovědi').waitFor();
    await standing().getByText('ještě 9 dní').waitFor();
    await standing().getByText('Úřad nový certifikát nevystavil.').waitFor();
    await sales().getByText('Úřad tržbu odmítl (kód 3).').waitFor();
    await lookAt(page, 'EET in trouble');
    await sales()
      .getByRole('button', { name: /odmítnuto/ })
      .last()
      .click();
    const detail = hand.dialog('EET: účtenka R1-2026-000012');
    await detail.getByText('kód 3 · HTTP 200 · Transakce d34db33f').waitFor();
    await detail.getByText('Varování 4: Tržba je z budoucnosti').waitFor();
    await detail.getByText('přerušeno vypnutím pokladny').waitFor();
    await lookAt(page, 'a refused sale');
    await detail.getByRole('button', { name: 'Odeslat znovu' }).click();
    await detail.getByRole('button', { name: 'Odeslat znovu' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
    expect(asked).toEqual(['/api/receipts/r-12/eet/resend']);
  });

  test('sales of a silent register are sent from here', async () => {
    await standing().getByText('Převzato: odesílají se bez ní.').waitFor();
    await standing().getByRole('button', { name: 'Odeslat odsud: Bar' }).click();
    await hand.dialog('Odeslat odsud: Bar').getByRole('button', { name: 'Odeslat odsud' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(asked.slice(1)).toEqual(['/api/eet/take-over {"registerId":"bar"}']);
    expect(
      await standing()
        .getByRole('button', { name: /^Odeslat odsud/ })
        .count(),
    ).toBe(1);
  });

  test('a shop that registers nothing is told so, and only who may is led to the settings', async () => {
    const none = { waiting: 0, blocked: 0, rejected: 0, unverified: 0, confirmedToday: 0 };
    const nothing = { oldest: null, last: null, certificates: [], renewal: null, orphans: [] };
    await answer('**/api/eet', { ...view, ...none, ...nothing, environment: null });
    await hand.go('Prodej');
    await hand.go('EET');
    await page.getByRole('heading', { name: 'Tento obchod tržby neeviduje.' }).waitFor();
    await page.getByRole('button', { name: 'Nastavení EET' }).click();
    await page.getByRole('heading', { name: 'EET' }).waitFor();
    await page.getByRole('button', { name: 'Zamknout nebo vystřídat obsluhu' }).click();
    await hand.signIn('Jana', shop.pins.Jana ?? '');
    await hand.go('EET');
    await page.getByText('Zapne to vedoucí nebo technik').waitFor();
    expect(await page.getByRole('button', { name: 'Nastavení EET' }).count()).toBe(0);
  });

  test('an answer that does not come is said, with a way to ask again', async () => {
    await page.route('**/api/eet', (route) => route.fulfill({ status: 500, body: 'x' }));
    await hand.go('Prodej');
    await hand.go('EET');
    await page.getByText('Pokladna odpověděla nečekaně').waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Zkusit znovu' }).click();
    await standing().waitFor();
  });

  test('a waiter tries the line out with a manager beside, and is told why it does not go', async () => {
    await page.getByRole('button', { name: 'Vyzkoušet' }).click();
    await hand.dialog('Potřebuje svolení: nastavení').getByRole('button', { name: /Petr/ }).click();
    await hand.allow('nastavení', shop.pins.Petr ?? '');
    // The certificate that was brought in is of another authority than the one that the shop talks to.
    await page.getByText('Úřad tržbu nepřijal kvůli certifikátu nebo nastavení (kód 4).').waitFor();
    await page.getByText('Zkontrolujte EIČ v nastavení a certifikát').waitFor();
  });
});
