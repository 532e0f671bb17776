import { createReadStream } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { PrinterDevice } from '../../daemon/devices/printer-device.ts';
import type { TryPrinter } from '../../daemon/http/contract.ts';
import { createLog } from '../../daemon/log.ts';
import { createTryOut } from '../../daemon/setup/try-out.ts';
import {
  createPrinter,
  createVirtualPrinter,
  type Dial,
  dialUrl,
  paperText,
  profileWith,
  type VirtualPrinter,
  virtualDisplay,
} from '../../drivers/index.ts';
import { ptyPair } from '../../drivers/link/socat.fixture.ts';
import { realWorld } from '../../world/index.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function rig(printers: readonly Pick<PrinterDevice, 'url' | 'driver'>[] = []) {
  const learnt = new Map<string, unknown>();
  const lent: string[] = [];
  const tryOut = createTryOut({
    devices: {
      printers: printers as readonly PrinterDevice[],
      test: async () => {},
      lend: (url, use) => {
        lent.push(url);
        return use();
      },
    },
    world: realWorld,
    log: createLog('silent', realWorld),
    timezone: 'Europe/Prague',
    drawer: null,
    learnt: {
      get: <T>(device: string, key: string) => learnt.get(`${device}/${key}`) as T | undefined,
      set: (device, key, value) => void learnt.set(`${device}/${key}`, value),
    },
    virtual: (): Dial | undefined => undefined,
  });
  return { tryOut, learnt, lent };
}

/** A printer of its own, on the network of this machine. */
async function onTcp(options: { openLevel?: 'high' | 'low' } = {}) {
  const printer = createVirtualPrinter({
    profile: profileWith('epson-tm-t20iii'),
    clock: realWorld,
    ...options,
  });
  const port = await printer.listenTcp('127.0.0.1', 0);
  closing.push(() => port.close());
  return { printer, url: port.url };
}
const page = (url: string, what: Partial<TryPrinter> = {}): TryPrinter => ({
  url,
  profile: 'epson-tm-t20iii',
  codePage: null,
  columns: null,
  page: 'basic',
  ...what,
});
const lastPaper = (printer: VirtualPrinter) => {
  const paper = printer.papers.at(-1);
  if (!paper) throw new Error('no paper');
  return paperText(paper);
};

test('a page comes out of a printer that nobody has configured, and the printer confirms it', async () => {
  const { printer, url } = await onTcp();
  const { tryOut } = rig();
  expect(await tryOut.printer(page(url))).toMatchObject({
    state: 'done',
    cs: 'Vytištěno, tiskárna to potvrdila.',
  });
  expect(lastPaper(printer)).toContain('Příliš žluťoučký kůň úpěl ďábelské ódy.');
  expect(lastPaper(printer)).toContain('ESC t 18');
  // The next register or the next try finds it free.
  expect((await tryOut.printer(page(url, { codePage: 2, columns: 32 }))).state).toBe('done');
  expect(lastPaper(printer)).toContain('ESC t 2');
  expect(lastPaper(printer)).not.toContain('Příliš žluťoučký');
});

test('the line that reads right is the number of the code page; the longest whole ruler is the width', async () => {
  const { printer, url } = await onTcp();
  const { tryOut } = rig();
  await tryOut.printer(page(url, { page: 'code-pages' }));
  const right = lastPaper(printer)
    .split('\n')
    .filter((line) => line.includes('Žluťoučký kůň'));
  expect(right.map((line) => Number.parseInt(line, 10))).toEqual([18]);

  await tryOut.printer(page(url, { page: 'columns' }));
  const whole = lastPaper(printer)
    .split('\n')
    .flatMap((line) => /<- (\d+)\.*->/.exec(line)?.[1] ?? []);
  expect(Math.max(...whole.map(Number))).toBe(48);
});

test('one without paper, one that is off and one of a wrong address each say so', async () => {
  const { printer, url } = await onTcp();
  const { tryOut } = rig();
  printer.setPaper('out');
  expect(await tryOut.printer(page(url))).toMatchObject({
    state: 'failed',
    cs: expect.stringMatching(/papír/i),
  });
  expect(await tryOut.printer(page('tcp://127.0.0.1:9'))).toMatchObject({ state: 'failed' });
  await expect(tryOut.printer(page('tcp:/x'))).rejects.toMatchObject({ status: 422, code: 'address-wrong' });
  await expect(tryOut.printer(page(url, { profile: 'xyz' }))).rejects.toMatchObject({
    code: 'model-unknown',
  });
});

test('a printer that is driven already is tried over the connection that it has', async () => {
  const { printer, url } = await onTcp();
  const driver = createPrinter({
    dial: dialUrl(url, { clock: realWorld }),
    profile: profileWith('epson-tm-t20iii'),
    clock: realWorld,
  });
  const up = new Promise<void>((resolve) => driver.onStatus(({ link }) => void (link === 'up' && resolve())));
  driver.start();
  closing.unshift(() => driver.stop());
  await up;
  const { tryOut } = rig([{ url, driver }]);
  expect((await tryOut.printer(page(url))).state).toBe('done');
  expect(printer.papers).toHaveLength(1);
});

test.each(['high', 'low'] as const)(
  'the switch of a drawer that is open when %s is learnt by one opening',
  async (openLevel) => {
    const { printer, url } = await onTcp({ openLevel });
    const { tryOut, learnt } = rig();
    const drawer = {
      printerUrl: url,
      profile: 'epson-tm-t20iii',
      pin: 2 as const,
      url: null,
      trigger: 'any' as const,
    };
    expect(await tryOut.drawer(drawer, { name: 'Jana' })).toMatchObject({ state: 'done', sensor: openLevel });
    expect(printer.drawerOpen).toBe(true);
    expect(learnt.get('drawer/sensor')).toEqual({ openWhen: openLevel });
  },
);

test('a display on a serial port shows a word with diacritics, read by its own grammar', async () => {
  const pty = await ptyPair();
  closing.push(() => pty.dispose());
  const glass = createReadStream(pty.farPath).on('error', () => {});
  const display = virtualDisplay(
    { onData: (listen) => void glass.on('data', (bytes) => listen(bytes as Buffer)), send: () => {} },
    { family: 'escpos' },
  );
  const shown = new Promise<void>((resolve) =>
    display.onChange(() => {
      if (display.lines[1].includes('50')) resolve();
    }),
  );
  const { tryOut, lent } = rig();
  const url = `serial:${pty.path}?baud=9600`;
  expect(await tryOut.display({ url, profile: 'epson-dm-d' })).toMatchObject({ state: 'sent' });
  await shown;
  expect(display.lines[0].trim()).toBe('Žluťoučký kůň');
  expect(lent).toEqual([url]);
  glass.destroy();
  await pty.unplug();
  expect(await tryOut.display({ url, profile: 'epson-dm-d' })).toMatchObject({ state: 'failed' });
});

test('a drawer with a trigger of its own opens on its sign, and nothing is known of its switch', async () => {
  const pty = await ptyPair();
  closing.push(() => pty.dispose());
  const line = createReadStream(pty.farPath).on('error', () => {});
  const heard = new Promise<number[]>((resolve) =>
    line.once('data', (bytes) => resolve([...(bytes as Buffer)])),
  );
  const { tryOut } = rig();
  const drawer = {
    printerUrl: null,
    profile: 'generic-80',
    pin: 2 as const,
    url: `serial:${pty.path}`,
    trigger: 'bel' as const,
  };
  expect(await tryOut.drawer(drawer, { name: 'Jana' })).toMatchObject({ state: 'sent', sensor: 'none' });
  expect(await heard).toEqual([0x07]);
  line.destroy();
  await expect(tryOut.drawer({ ...drawer, url: null }, { name: 'Jana' })).rejects.toMatchObject({
    status: 422,
  });
});
