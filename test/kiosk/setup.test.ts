import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PairingView } from '../../daemon/http/contract.ts';
import { createDouble, type Double } from '../../eet/index.ts';
import { realWorld } from '../../world/index.ts';
import { launchBrowser } from './browser.ts';
import { handOn } from './hand.ts';
import {
  type NetworkPrinter,
  type NewBox,
  plugInDisplay,
  plugInPrinter,
  searchFinds,
  serialPort,
  startNewBox,
} from './new-box.ts';
import { type SetupHand, setupHand } from './setup-hand.ts';

/** A technician with a register that nobody has set up: from the first screen to the first paper. */
let browser: Browser;
let box: NewBox;
let printer: NetworkPrinter;
let display: Awaited<ReturnType<typeof plugInDisplay>>;
let portal: Double;
let page: Page;
let hand: SetupHand;

/** A screen of its own: cookies know no ports. */
async function screenOf(of: NewBox, found: readonly object[] = []): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 } });
  const opened = await context.newPage();
  opened.setDefaultTimeout(20_000);
  await searchFinds(opened, found);
  await opened.goto(of.url);
  return opened;
}

beforeAll(async () => {
  [browser, box, portal, display] = await Promise.all([
    launchBrowser(),
    startNewBox(),
    createDouble({ time: realWorld, bytes: (count) => Buffer.from(realWorld.bytes(count)) }),
    plugInDisplay(),
  ]);
  // Its numbers of code pages are not those of the model that an unknown printer is taken for.
  printer = await plugInPrinter({
    codePages: [
      { page: 'cp852', number: 30 },
      { page: 'wpc1250', number: 18 },
    ],
  });
  page = await screenOf(box, [serialPort(display.path)]);
  hand = setupHand(page);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await box?.stop();
  await printer?.close();
  await display?.close();
  await portal?.stop();
});

describe('the first register of a shop', { timeout: 90_000 }, () => {
  test('asks for the language, then who sells', async () => {
    await hand.at('Jak má obrazovka mluvit?');
    await hand.tap('Čeština');
    await hand.at('Je to první pokladna obchodu?');
    await hand.tap(/^Nový obchod/);
    await hand.tap('Uložit a pokračovat');
    await page.getByText('IČO má osm číslic.').waitFor();
    await hand.fill('Jméno nebo firma', 'Hostinec U Zvonu s.r.o.');
    await hand.fill('Provozovna', 'U Zvonu');
    await hand.fill('Adresa', 'Náves 1, 262 02 Stará Huť');
    await hand.fill('IČO', '00000019');
    await hand.tap('Uložit a pokračovat');
  });

  test('takes its name over by a start of its own, and the screen comes back by itself', async () => {
    await hand.at('Jak se tahle pokladna jmenuje?');
    expect(await page.getByLabel('Řada účtenek').inputValue()).toBe('R1');
    await hand.fill('Jméno', 'U baru');
    await hand.fill('Značka', 'čárka');
    await hand.tap('Uložit a pokračovat');
    await page.getByText(/^Písmena bez háčků, číslice, pomlčka nebo podtržítko/).waitFor();
    await hand.fill('Značka', 'u-baru');
    await hand.tap('Uložit a pokračovat');
    await page.getByText('Pokladna se spouští s novým nastavením.').waitFor();
    await hand.at('Tiskárny');
    expect(readFileSync(box.file, 'utf8')).toMatch(/id = "u-baru"[\s\S]*series = "R1"/);
    expect(await page.getByText('Spojení s pokladnou se přerušilo').count()).toBe(0);
  });

  test('says of an address where nobody answers what to do, and lets one go on', async () => {
    await page.getByText('Žádná nová tiskárna se nenašla.').waitFor();
    await hand.tap('Zadat adresu');
    await hand.fill('Adresa tiskárny', '10.0.0');
    await hand.tap('Nastavit');
    await page.getByText(/Napište adresu jako 10\.0\.0\.5/).waitFor();
    await hand.fill('Adresa tiskárny', '127.0.0.1:9');
    await hand.tap('Nastavit');
    await hand.at('Zkouška: 127.0.0.1:9');
    await hand.tap('Vytisknout zkoušku');
    await page.getByRole('alert').waitFor();
    await hand.tap('Zpět');
    await hand.at('Tiskárny');
  });

  test('a printer that was typed in prints Czech once somebody has said which line is right', async () => {
    await hand.tap('Zadat adresu');
    await hand.fill('Adresa tiskárny', printer.address);
    await hand.tap('Nastavit');
    await hand.tap('Vytisknout zkoušku');
    await page.getByText('Podívejte se na papír. Je to správně?').waitFor();
    expect(await printer.nextPaper(0)).not.toContain('Příliš žluťoučký kůň');
    await hand.tap('Háčky a čárky jsou špatně');
    await page.getByText('Který řádek je správně?').first().waitFor();
    const line = (await printer.nextPaper(1)).split('\n').find((one) => one.includes('Žluťoučký kůň'));
    const number = /\d+/.exec(line ?? '')?.[0] ?? '';
    expect(number).toBe('30');
    await hand.keys(number);
    await hand.tap(`Je to ${number}`);
    await page.getByText('Podívejte se na papír. Je to správně?').waitFor();
    expect(await printer.nextPaper(2)).toContain('Příliš žluťoučký kůň');
    await hand.tap('Ano, je to správně');
  });

  test('it is given its papers and is in use after the restart', async () => {
    await hand.at('Co bude tisknout?');
    expect(await page.getByRole('switch', { name: 'Účtenky' }).getAttribute('aria-checked')).toBe('true');
    await page.getByRole('switch', { name: 'Objednávky na bar' }).click();
    expect(await page.getByLabel('Jméno tiskárny').inputValue()).toBe('Tiskárna účtenek');
    await hand.tap('Uložit tiskárnu');
    await page.getByText('Tiskárna účtenek je nastavená.').waitFor();
    await page.getByText('Tiskne: účtenky, uzávěrky, bar').waitFor();
    await page.getByRole('img', { name: 'v pořádku' }).waitFor();
    await hand.tap('Pokračovat');
  });

  test('the drawer is shut, kicked, and its switch learnt', async () => {
    await hand.at('Zásuvka na peníze');
    await page.getByText('Zavřete zásuvku a odemkněte ji klíčem.').waitFor();
    await hand.tap(/^do tiskárny: Tiskárna účtenek/);
    await hand.tap('Otevřít zásuvku');
    await page.getByText('Otevřela se?').waitFor();
    await page.getByText('Čidlo funguje: pokladna pozná, kdy je zásuvka otevřená.').waitFor();
    expect(printer.device.drawerOpen).toBe(true);
    await hand.tap('Ano, otevřela');
    await page.getByText('Zásuvka je nastavená.').waitFor();
    printer.device.closeDrawer();
    await hand.tap('Pokračovat');
  });

  test('the display shows a word, and is kept once it reads', async () => {
    await hand.at('Zákaznický displej, váha a čtečka');
    await hand.tap(/^Nastavit: FTDI/);
    await hand.tap('Zkusit displej');
    await page.getByText('Stojí na něm správně').waitFor();
    expect(display.glass.lines[0].trim()).toBe('Zlutoucky kun');
    await hand.tap('Ano, čte se');
    await hand.at('Zákaznický displej, váha a čtečka');
    await page.getByRole('button', { name: 'Upravit: Displej' }).waitFor();
    await hand.tap('Pokračovat');
  });

  test('EET is set to the playground, with a certificate whose password is asked once', async () => {
    await hand.at('Evidence tržeb (EET 2.0)');
    await hand.tap('Zkušební');
    await hand.fill('EIČ', 'CZ00000019');
    await hand.fill('Označení provozovny', '273');
    await hand.tap('Uložit evidenci');
    await page.getByRole('button', { name: 'Nahrát certifikát', exact: true }).click();
    await hand.at('Certifikát');
    const { p12, password } = await portal.issue('CZ00000019');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'pokladna.p12', mimeType: 'application/x-pkcs12', buffer: Buffer.from(p12) });
    await hand.fill('Heslo k certifikátu', 'wrongpwd');
    await hand.tap('Nahrát');
    await page.getByText('Heslo k certifikátu nesedí.').waitFor();
    await hand.fill('Heslo k certifikátu', password);
    await hand.tap('Nahrát');
    await page.getByText(/^Certifikát pro CZ00000019, platí do/).waitFor();
    await hand.tap('Pokračovat');
  });

  test('the backoffice is left out', async () => {
    await hand.at('BackOffice na webu');
    await hand.tap('Přeskočit');
  });

  test('the first manager is added, and the wizard goes on in that name', async () => {
    await hand.at('Kdo bude pokladnu používat?');
    await hand.fill('Jméno', 'Jana Nováková');
    await hand.fill('PIN', '12');
    await hand.tap('Přidat vedoucího');
    await page.getByText('PIN má čtyři až osm číslic.').waitFor();
    await hand.fill('PIN', '2580');
    await hand.tap('Přidat vedoucího');
    await page.getByText('Dál nastavujete jako Jana Nováková.').waitFor();
    await hand.tap('Přidat dalšího');
    await hand.fill('Jméno', 'Petr');
    await hand.fill('PIN', '1470');
    await hand.tap('Uložit');
    await page.getByText('Petr se teď může přihlásit svým PINem.').waitFor();
    await hand.tap('Pokračovat');
  });

  test('the summary says what is set and what was left out, and selling begins', async () => {
    await hand.at('Hotovo, co se dalo. Můžete prodávat.');
    const row = (name: string) =>
      page
        .getByRole('main')
        .getByRole('listitem')
        .filter({ has: page.getByRole('heading', { name }) });
    await row('Tiskárny').getByText('1 tiskárna.').waitFor();
    await row('BackOffice').getByText('Majitel na webu nic neuvidí.').waitFor();
    await row('Ceník').getByText('Je prázdný.').waitFor();
    await hand.tap('Začít prodávat');
    await page.getByRole('heading', { name: 'Kdo obsluhuje?' }).waitFor();
  });

  test('the first sale comes out on paper, in Czech, under the number of the series', async () => {
    const clerk = handOn(page);
    await clerk.signIn('Jana', '2580');
    const read = await page.evaluate(async () => {
      const post = (path: string, type: string, body: string) =>
        fetch(path, { method: 'POST', headers: { 'content-type': type }, body });
      const category = { name: 'Jídla', hue: 30, position: 1, route: null };
      await post('/api/categories', 'application/json', JSON.stringify(category));
      const sheet = 'Název;Cena;DPH;Kategorie\nŘízek s hlízou;259;12;Jídla\n';
      return (await post('/api/items/import?apply=true', 'text/csv', sheet)).text();
    });
    expect(read).toMatch(/"(added|created)":1/);
    await clerk.openShift('1000');
    await clerk.search('rizek');
    await page.keyboard.press('Enter');
    await clerk.totalIs('259');
    await clerk.toPayment();
    const before = printer.device.papers.length;
    await page.getByRole('button', { name: /^Přesně/ }).click();
    const paper = await printer.nextPaper(before);
    expect(paper).toContain('Hostinec U Zvonu s.r.o.');
    expect(paper).toMatch(/R1-\d{4}-000001/);
    expect(paper).toContain('Řízek s hlízou');
    expect(printer.device.drawerOpen).toBe(true);
  });

  test('later the wizard is opened from the settings, and closed again', async () => {
    await page.goto(`${box.url}/#/settings`);
    await page.getByRole('button', { name: 'Průvodce instalací' }).click();
    await hand.to('Tiskárny');
    await page.getByText('Tiskne: účtenky, uzávěrky, bar').waitFor();
    await hand.tap('Zavřít průvodce');
    await page.getByRole('navigation', { name: 'Oddíly nastavení' }).waitFor();
  });
});

describe('the second register of a shop', { timeout: 90_000 }, () => {
  let second: NewBox;
  let screen: Page;
  let technician: SetupHand;
  beforeAll(async () => {
    second = await startNewBox();
    screen = await screenOf(second);
    technician = setupHand(screen);
  }, 60_000);
  afterAll(() => second?.stop());

  test('joins by the code that the first one shows, and says of a wrong one what to do', async () => {
    await technician.tap('Čeština');
    await technician.tap(/^Připojit k obchodu/);
    await technician.fill('Kód', 'ABCD-EFGH-JKMN');
    await technician.fill('Adresa té pokladny', box.pairingAddress);
    await technician.tap('Připojit k obchodu');
    await screen.getByRole('alert').waitFor();
    const code = await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json' };
      const shown = await fetch('/api/siblings/code', { method: 'POST', headers, body: '{}' });
      return ((await shown.json()) as PairingView).code;
    });
    await technician.fill('Kód', code);
    await technician.tap('Připojit k obchodu');
  });

  test('whoever works in the shop signs in, and the wizard goes on from there', async () => {
    await screen.getByText('Nastavení pokladny není dokončené.').waitFor();
    await screen.getByRole('button', { name: /Jana/ }).click();
    await technician.keys('2580');
    await technician.tap('Hotovo');
    await technician.at('Pokladna patří k obchodu.');
    await screen.getByText('Další pokladny: U baru.').waitFor();
    await technician.tap('Pokračovat');
    await technician.at('Jak se tahle pokladna jmenuje?');
    expect(await screen.getByLabel('Řada účtenek').inputValue()).toBe('R2');
    await technician.fill('Řada účtenek', 'r1');
    await technician.tap('Uložit a pokračovat');
    await screen.getByText('Tohle už má pokladna U baru. Vyberte jiné.').waitFor();
    await technician.fill('Řada účtenek', 'R2');
    await technician.fill('Jméno', 'Zahrádka');
    await technician.tap('Uložit a pokračovat');
    await technician.at('Tiskárny');
  });

  test('sells what the first one sells', async () => {
    await technician.to('Souhrn');
    await technician.tap('Začít prodávat');
    const clerk = handOn(screen);
    await clerk.signIn('Petr', '1470');
    await clerk.openShift('500');
    await clerk.search('rizek');
    await screen.keyboard.press('Enter');
    await clerk.totalIs('259');
  });
});

describe('a technician who skips everything', { timeout: 120_000 }, () => {
  let bare: NewBox;
  let screen: Page;
  let technician: SetupHand;
  beforeAll(async () => {
    bare = await startNewBox();
    screen = await screenOf(bare);
    technician = setupHand(screen);
  }, 60_000);
  afterAll(() => bare?.stop());

  test('is told what each step would have brought, and what still keeps the register from selling', async () => {
    for (let step = 0; step < 9; step++) {
      await technician.tap('Přeskočit');
    }
    await technician.at('Prodávat se ještě nedá');
    await technician.standing('Tiskárny').getByText('přeskočeno').waitFor({ state: 'attached' });
    await screen.getByText('Účtenky se netisknou, zůstávají v Historii.').waitFor();
    expect(await screen.getByRole('button', { name: 'Začít prodávat' }).isDisabled()).toBe(true);
  });

  test('a power cut in the middle: the open screen comes back by itself, a new one where it was left', async () => {
    await bare.kill();
    await screen.getByText('Spojení s pokladnou se přerušilo.').waitFor();
    await bare.start();
    await screen.getByText('Spojení s pokladnou se přerušilo.').waitFor({ state: 'hidden' });
    await technician.at('Prodávat se ještě nedá');
    const fresh = await screenOf(bare);
    await fresh.getByRole('heading', { level: 1, name: 'Prodávat se ještě nedá' }).waitFor();
    await fresh.close();
  });

  test('returns to what he skipped, and sells after two taps and a PIN', async () => {
    await technician.tap('Nazvat ji Pokladna 1, řada R1');
    await screen.getByText('Pokladna má jméno a řadu účtenek.').waitFor();
    await screen.getByRole('main').getByRole('button', { name: 'Přidat vedoucího', exact: true }).click();
    await technician.at('Kdo bude pokladnu používat?');
    await technician.fill('Jméno', 'Eva');
    await technician.fill('PIN', '3690');
    await technician.tap('Přidat vedoucího');
    await technician.tap('Pokračovat');
    await technician.at('Hotovo, co se dalo. Můžete prodávat.');
    await technician.tap('Začít prodávat');
    await handOn(screen).signIn('Eva', '3690');
    const closed = screen.getByRole('heading', { name: 'Směna není otevřená' });
    await closed.waitFor();
    await technician.tap('Otevřít směnu');
    await closed.waitFor({ state: 'hidden' });
  });
});

describe('the plug pulled while the register takes its configuration over', { timeout: 90_000 }, () => {
  let cut: NewBox;
  afterAll(() => cut?.stop());

  test('it is whole on the disk or not at all, and the wizard goes on', async () => {
    cut = await startNewBox();
    const screen = await screenOf(cut);
    const technician = setupHand(screen);
    await technician.tap('Čeština');
    await technician.to('Tato pokladna');
    await technician.fill('Jméno', 'Výčep');
    await technician.tap('Uložit a pokračovat');
    await screen.waitForResponse((answer) => answer.url().endsWith('/api/setup/config'));
    await cut.kill();
    await cut.start();
    await screen.getByText('Pokladna se mezitím spustila znovu').waitFor();
    await technician.tap('Uložit a pokračovat');
    await technician.at('Tiskárny');
    expect(readFileSync(cut.file, 'utf8')).toContain('name = "Výčep"');
    const fresh = await screenOf(cut);
    await fresh.getByRole('heading', { level: 1, name: 'Je to první pokladna obchodu?' }).waitFor();
  });
});
