import receiptio from 'receiptio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../clock.ts';
import { paperText } from './paper.ts';
import { profileWith } from './profiles.ts';
import { createVirtualPrinter, type VirtualPrinter } from './virtual.ts';
import type { ListeningPort } from './virtual-ports.ts';

/**
 * receiptio is an independent client of ESC/POS printers: what it believes of the virtual printer over TCP is a
 * second opinion on its answers. It knows only port 9100, so the printer takes a loopback address of its own.
 */
const host = '127.0.91.7';
const clock: Clock = {
  now: () => performance.now(),
  after: (delay_ms, run) => {
    const timer = setTimeout(run, delay_ms);
    return () => clearTimeout(timer);
  },
};

describe('receiptio finds the virtual printer', () => {
  let virtual: VirtualPrinter;
  let port: ListeningPort;
  beforeEach(async () => {
    // In receiptio's reading a high pin is a closed drawer.
    virtual = createVirtualPrinter({ profile: profileWith('epson-tm-t20iii'), clock, openLevel: 'low' });
    port = await virtual.listenTcp(host, 9100);
  });
  afterEach(() => port.close());
  const ask = (what: string) => receiptio.print('', `-d ${host} -p escpos -q ${what}`);

  it('online, with its cover open, without paper', async () => {
    expect(await ask('printer')).toBe('online');
    virtual.setCover('open');
    expect(await ask('printer')).toBe('coveropen');
    virtual.setCover('closed');
    virtual.setPaper('out');
    expect(await ask('printer')).toBe('paperempty');
    virtual.setPaper('near-end');
    expect(await ask('printer')).toBe('online');
  });

  it('with its drawer closed and open', async () => {
    expect(await ask('drawer')).toBe('drawerclosed');
    virtual.openDrawer();
    expect(await ask('drawer')).toBe('draweropen');
  });

  it('able to print, in Czech', async () => {
    const result = await receiptio.print(
      'Žluťoučký kůň | 189,00\n---\nDěkujeme\n=\n',
      `-d ${host} -p escpos -l cs -c 48 -t 10`,
    );
    expect(result).toBe('success');
    const text = virtual.papers.map(paperText).join('');
    expect(text).toMatch(/Žluťoučký kůň +189,00/);
    expect(text).toContain('Děkujeme');
  });

  it('unable to print without paper', async () => {
    virtual.setPaper('out');
    expect(await receiptio.print('x\n', `-d ${host} -p escpos -t 10`)).toBe('paperempty');
    expect(virtual.papers).toEqual([]);
  });
});
