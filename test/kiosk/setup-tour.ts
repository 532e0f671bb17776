import type { Page } from 'playwright-core';
import { searchFinds, serialPort } from './new-box.ts';

const DISPLAY_PORT = '/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0';
const usb = {
  ...serialPort(''),
  url: 'usblp:/dev/kasad/printer-epson-tm-t20iii',
  kind: 'printer',
  by: 'usb',
  name: 'EPSON TM-T20III',
  serial: 'X5A1234567',
  profile: 'epson-tm-t20iii',
};
const onNetwork = {
  ...usb,
  url: 'tcp://10.0.0.50:9100',
  by: 'lan',
  name: '10.0.0.50',
  serial: '',
  profile: 'generic-80',
  lasting: false,
};
const held = {
  ...usb,
  url: 'usblp:/dev/usb/lp1',
  name: 'BIXOLON SRP-350III',
  serial: '',
  trouble: {
    cs: 'Do /dev/usb/lp1 pokladna nesmí.',
    en: 'The register may not use /dev/usb/lp1.',
    hintCs: 'Přidejte uživatele kasad do skupiny lp a pokladnu restartujte.',
    hintEn: 'Add the user kasad to the group lp and restart the register.',
  },
};

/** How a trial of a device ends, in the place of a device. */
async function trialsEnd(page: Page, state: 'done' | 'failed', sensor: string | null = null): Promise<void> {
  await page.route('**/api/setup/try/**', (route) =>
    route.fulfill({
      json:
        state === 'done'
          ? { state, cs: '', en: '', hintCs: '', hintEn: '', sensor }
          : {
              state,
              cs: 'Tiskárna neodpovídá na 10.0.0.50:9100.',
              en: 'The printer does not answer at 10.0.0.50:9100.',
              hintCs: 'Je zapnutá a ve stejné síti jako pokladna?',
              hintEn: 'Is it on, and on the same network as the register?',
              sensor,
            },
    }),
  );
}

/**
 * Every page of the wizard and the states of its devices, on a register that nobody has set up, without a word of either
 * language: by places alone. `visit` is told the name of each.
 */
export async function tour(page: Page, url: string, visit: (name: string) => Promise<void>): Promise<void> {
  const main = page.getByRole('main');
  const primary = page.locator('.setup-foot .primary');
  const at = async (step: string) => {
    // Another address in between: the same one again would leave the page as it was.
    await page.goto('about:blank');
    await page.goto(`${url}/#/setup/${step}`);
    await page.locator('.setup-body h1').waitFor();
  };
  const seen = async (name: string, ready: string) => {
    await page.locator(ready).first().waitFor();
    await visit(name);
  };

  await searchFinds(page, []);
  await at('language');
  await seen('language', '.setup-choice');
  await at('shop');
  await seen('shop', '.setup-choice');
  await page.locator('.setup-choice').first().click();
  await seen('seller', '.form-grid');
  await primary.click();
  await seen('seller-faults', '.error');
  await at('shop');
  await page.locator('.setup-choice').nth(1).click();
  await seen('join', '.setup-form input');
  await at('register');
  await seen('register', '.form-grid');

  await searchFinds(page, [], { state: 'running', asked: 37 });
  await at('printers');
  await seen('printers-searching', '.setup-progress');
  await searchFinds(page, []);
  await at('printers');
  await seen('printers-none', '.setup-search');
  await page.locator('.setup-search .button').last().click();
  await page.getByRole('dialog').locator('input').fill('10.0.0');
  await page.keyboard.press('Enter');
  await seen('printers-address', '[role=dialog] .error');
  await page.keyboard.press('Escape');
  await searchFinds(page, [usb, onNetwork, held, serialPort(DISPLAY_PORT)]);
  await trialsEnd(page, 'failed');
  await at('printers');
  await seen('printers-found', '.setup-candidate');
  await main.locator('.setup-candidate .button').nth(1).click();
  await seen('trial', '.setup-form select');
  await primary.click();
  await seen('trial-failed', '.note.fault');
  await trialsEnd(page, 'done', 'high');
  await primary.click();
  await seen('trial-asked', '.setup-paper');
  await page.locator('.setup-answers .button').first().click();
  await page.locator('.setup-number .key').nth(3).click();
  await seen('trial-letters', '.setup-number');
  await at('printers');
  await main.locator('.setup-candidate .button').first().click();
  await primary.click();
  await page.locator('.setup-paper').waitFor();
  await primary.click();
  await seen('papers', '.setup-routes');
  await primary.click();
  await seen('printers-used', '.setup-candidate .dot');

  await at('drawer');
  await seen('drawer', '.setup-form');
  await primary.click();
  await page.locator('.setup-body .quiet').nth(1).waitFor();
  await visit('drawer-asked');
  await page.locator('.setup-foot .button').nth(1).click();
  await seen('drawer-other-pin', '.note');
  await at('display');
  await seen('display', '.setup-candidate');
  await main.locator('.setup-candidate .button').first().click();
  await seen('port', '.setup-form select');
  await primary.click();
  await seen('port-asked', '.setup-form .large');

  await at('eet');
  await seen('eet', '.choice');
  await page.locator('.choice .button').nth(1).click();
  await seen('eet-playground', '.form-grid');
  for (const [index, text] of ['CZ00000019', '273'].entries()) {
    await page.locator('.form-grid input').nth(index).fill(text);
  }
  await primary.click();
  await seen('eet-certificate-missing', '.setup-candidate');
  await primary.click();
  await seen('eet-certificate', '.setup-form .field input');
  await at('backoffice');
  await seen('backoffice', '.setup-form input');
  await at('summary');
  await seen('summary-not-ready', '.setup-missing');
  await at('staff');
  await seen('staff-first', '.setup-form input');
  for (const [index, text] of ['Jana Nováková', '2580'].entries()) {
    await page.locator('.setup-form input').nth(index).fill(text);
  }
  await primary.click();
  await seen('staff', '.setup-candidate');
  await page.locator('.setup-body .row .button').click();
  await seen('staff-another', '.choice');
  await at('summary');
  await page.locator('.setup-missing .button').click();
  await page.locator('.setup-missing').waitFor({ state: 'hidden' });
  await visit('summary');
}
