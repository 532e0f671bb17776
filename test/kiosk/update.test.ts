import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UpdatesView } from '../../daemon/http/contract.ts';
import { launchBrowser } from './browser.ts';
import { type DemoShop, startDemoShop } from './demo-shop.ts';
import { handOn } from './hand.ts';
import { lookAt } from './look.ts';

/**
 * The page of updates. A demo shop is not installed from a package, so beyond what it says itself the answers of an
 * installed one are put in its place; what the register does with the deeds is tested beside it (daemon/update).
 */
let shop: DemoShop;
let browser: Browser;
let page: Page;
let answer: UpdatesView | null = null;
const asked: string[] = [];

beforeAll(async () => {
  [shop, browser] = await Promise.all([startDemoShop(), launchBrowser()]);
  page = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  page.setDefaultTimeout(40_000);
  await page.goto(shop.url);
  await handOn(page).signIn('Petr', shop.pins.Petr ?? '');
  await page.route('**/api/updates**', (route) => {
    const request = route.request();
    if (request.method() !== 'GET') {
      asked.push(`${request.method()} ${new URL(request.url()).pathname} ${request.postData() ?? ''}`.trim());
    }
    return answer ? route.fulfill({ json: answer }) : route.continue();
  });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

const told = (cs: string, hintCs = '') => ({ cs, en: cs, hintCs, hintEn: hintCs });
const row = (
  registerId: string,
  version: string | null,
  tone: UpdatesView['registers'][number]['tone'],
  cs: string,
) => ({
  registerId,
  name: registerId,
  self: registerId === 'Bar',
  version,
  linked: tone !== 'off',
  tone,
  ...told(cs),
});

const OFFERED: UpdatesView = {
  version: '0.1.0',
  arch: 'amd64',
  byHand: null,
  keys: [{ id: '1a2b3c4d5e6f7081', name: 'obchod' }],
  package: { version: '0.2.0', key: 'obchod', size: 60_000_000 },
  rejected: [{ file: 'SANDISK/kasad_0.3.0_amd64.deb', ...told('Nebere se: je delší, než má být.') }],
  plan: null,
  registers: [row('Bar', '0.1.0', 'ok', ''), row('Zahrádka', '0.1.0', 'ok', '')],
  fetching: null,
  shiftOpen: true,
  last: null,
};

async function open(view: UpdatesView | null): Promise<void> {
  answer = view;
  await page.goto(`${shop.url}/#/settings/about`);
  await page.goto(`${shop.url}/#/settings/update`);
  await page.getByRole('heading', { name: 'Pokladny v obchodě' }).waitFor();
}

describe('updates on the screen', { timeout: 120_000 }, () => {
  test('a register that is not installed from a package says so and offers nothing', async () => {
    await open(null);
    await page.getByText('Tato pokladna se neaktualizuje sama').waitFor();
    expect(await page.getByRole('button', { name: /^Aktualizovat/ }).count()).toBe(0);
    await lookAt(page, 'updates by hand');
  });

  test('what is offered says who has signed it, and waits for the shift when it is taken', async () => {
    await open(OFFERED);
    await page.getByText('Podpis je v pořádku, klíč „obchod“.').waitFor();
    await page.getByText('SANDISK/kasad_0.3.0_amd64.deb').waitFor();
    await lookAt(page, 'an update offered');
    await page.getByRole('button', { name: 'Aktualizovat po směně' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Aktualizovat po směně' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(asked.splice(0)).toEqual(['POST /api/updates/install {"evenWithOpenShift":false}']);
  });

  test('while it waits it can be done at once or stopped, and the others’ progress is seen', async () => {
    const at = '2026-11-24T20:10:00+01:00';
    await open({
      ...OFFERED,
      plan: { version: '0.2.0', by: 'Bar', at, state: 'waits', ...told('Aktualizuje se po směně.') },
      fetching: { from: 'Zahrádka', percent: 37 },
      registers: [
        row('Bar', '0.1.0', 'busy', 'čeká na uzavření směny'),
        row('Sklep', null, 'off', 'není spojená'),
      ],
    });
    await page.getByText('Stahuje se z pokladny Zahrádka · 37 %').waitFor();
    expect(await page.getByRole('button', { name: 'Aktualizovat po směně' }).count()).toBe(0);
    await lookAt(page, 'an update that waits');
    await page.getByRole('button', { name: 'Aktualizovat hned' }).click();
    await page.getByText('Tato pokladna pár minut nepůjde.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Aktualizovat hned' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Zastavit' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Zastavit' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(asked.splice(0)).toEqual([
      'POST /api/updates/install {"evenWithOpenShift":true}',
      'POST /api/updates/stop',
    ]);
  });

  test('what was taken back is told with its reason, and can be thrown away', async () => {
    const at = '2026-11-24T20:10:00+01:00';
    await open({
      ...OFFERED,
      plan: { version: '0.2.0', by: 'Bar', at, state: 'stopped', ...told('Aktualizace se zastavila.') },
      last: {
        state: 'rolled-back',
        at,
        to: '0.2.0',
        ...told('Verze 0.2.0 se nerozběhla.', 'Zavolejte technika.'),
      },
      registers: [row('Bar', '0.1.0', 'attention', 'vrátila se ke staré')],
    });
    await page.getByText('Verze 0.2.0 se nerozběhla.').waitFor();
    await lookAt(page, 'an update taken back');
    await page.getByRole('button', { name: 'Zahodit balíček' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Zahodit balíček' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(asked.splice(0)).toEqual(['DELETE /api/updates/package']);
  });
});
