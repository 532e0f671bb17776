import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { dialUrl, paperText } from '../../drivers/index.ts';
import { realWorld } from '../../world/index.ts';
import { manualWorld } from '../../world/manual.fixture.ts';
import { createPrinterDevice } from '../devices/printer-device.ts';
import type { DevicesSetup } from '../devices/setup.ts';
import { createVirtualDevices } from './virtual-devices.ts';

const setup: DevicesSetup = {
  printers: [
    {
      id: 'bar',
      name: 'Bar',
      url: 'virtual:',
      profile: 'epson-tm-t20iii',
      routes: ['bar'],
      standIn: null,
      codePage: null,
      columns: null,
    },
    {
      id: 'uctenky',
      name: 'Účtenky',
      url: 'virtual:',
      profile: 'epson-tm-t20iii',
      routes: ['receipt'],
      standIn: null,
      codePage: null,
      columns: null,
    },
    {
      id: 'skutecna',
      name: 'Skutečná',
      url: 'tcp://10.0.0.5:9100',
      profile: 'generic-80',
      routes: [],
      standIn: null,
      codePage: null,
      columns: null,
    },
  ],
  drawer: { id: 'drawer', name: 'Zásuvka', printer: 'uctenky', pin: 2, url: null, trigger: 'any' },
  display: null,
  scale: null,
  scanner: null,
};

describe('virtual devices', () => {
  it('are there for virtual addresses only', () => {
    const virtual = createVirtualDevices(setup, manualWorld());
    expect(virtual.dial('uctenky')).toBeDefined();
    expect(virtual.dial('skutecna')).toBeUndefined();
    expect(virtual.state()).toMatchObject({
      printers: [{ id: 'bar' }, { id: 'uctenky' }],
      drawer: { open: false },
      display: null,
    });
    expect(virtual.setPrinter('skutecna', { paper: 'out' })).toBe(false);
    expect(virtual.setPlugged('scale', false)).toBe(false);
  });

  it('tell of every change, and number papers on even after old ones are gone', async () => {
    const world = manualWorld();
    const virtual = createVirtualDevices(setup, world);
    let changes = 0;
    const stop = virtual.onChange(() => changes++);
    virtual.setDrawer(true);
    virtual.setPrinter('bar', { cover: 'open' });
    expect(changes).toBeGreaterThanOrEqual(2);
    virtual.setPrinter('bar', { cover: 'closed' });

    const link = await virtual.dial('bar')?.open(new AbortController().signal);
    for (let i = 0; i < 15; i++) {
      await link?.write(Uint8Array.of(0x1b, 0x40, ...Buffer.from(`list ${i}\n`), 0x1d, 0x56, 0));
    }
    await link?.write(Buffer.from('ještě visí\n'));
    const papers = virtual.state().printers[0]?.papers ?? [];
    expect(papers.map(({ id }) => id)).toEqual([15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    expect(paperText(papers[1]?.paper as never)).toContain('list 14');
    stop();
    const before = changes;
    virtual.setDrawer(false);
    expect(changes).toBe(before);
  });

  it('let the receipt printer be reached over TCP, with proof of what it printed', async () => {
    const virtual = createVirtualDevices(setup, realWorld);
    const port = await virtual.listenTcp('127.0.0.1', 0);
    const up = Promise.withResolvers<void>();
    const printer = createPrinterDevice({
      setup: { ...(setup.printers[1] as DevicesSetup['printers'][number]), url: port.url },
      dial: dialUrl(port.url, { clock: realWorld }),
      world: realWorld,
      log: pino({ level: 'silent' }),
      learnt: { get: () => undefined, set: () => {} },
      onStatus: (status) => status.online === 'yes' && up.resolve(),
    });
    printer.start();
    await up.promise;
    const { bytes } = printer.encode({ blocks: [{ kind: 'text', text: 'Žluťoučký kůň' }, { kind: 'cut' }] });
    expect(await printer.print(bytes)).toEqual({ state: 'printed', proof: 'process-id' });
    expect(paperText(virtual.state().printers[1]?.papers[0]?.paper as never)).toContain('Žluťoučký kůň');
    await printer.stop();
    await port.close();
  });
});
