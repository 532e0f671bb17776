import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createVirtualPrinter, profileWith } from '../../../drivers/index.ts';
import { realWorld } from '../../../world/index.ts';
import type { SetupScan } from '../../http/contract.ts';
import type { DeviceFiles } from './device-files.ts';
import { type Knock, type Knocked, tcpKnock } from './knock.ts';
import { isPrivate, planSearch } from './networks.ts';
import { pluggedIn } from './plugged-in.ts';
import { AT_ONCE, createScan } from './scan.ts';

/** A box by its links and files; the fake of the kernel's view. */
function box(tree: {
  readonly links?: Readonly<Record<string, string>>;
  readonly texts?: Readonly<Record<string, string>>;
  readonly denied?: readonly string[];
}): DeviceFiles {
  const { links = {}, texts = {}, denied = [] } = tree;
  const paths = [...Object.keys(links), ...Object.keys(texts)];
  return {
    list: (folder) =>
      [
        ...new Set(
          paths.flatMap((path) =>
            path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1).split('/')[0] ?? ''] : [],
          ),
        ),
      ].sort(),
    text: (file) => texts[file],
    real: (file) => links[file] ?? file,
    usable: (file) => !denied.includes(file),
  };
}

const EPSON = 'MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;DES:EPSON TM-T20III;SN:X3B8;';

describe('what is on a cable', () => {
  test('a USB printer is known by its own words and told by the name that outlasts a restart', () => {
    const [printer, clone] = pluggedIn(
      box({
        texts: {
          '/sys/class/usbmisc/lp0/device/ieee1284_id': `${EPSON}\n`,
          '/sys/class/usbmisc/lp1/device/ieee1284_id': '',
          '/sys/class/usbmisc/hiddev0/device/x': '',
        },
        links: { '/dev/kasad/printer-X3B8': '/dev/usb/lp0' },
        denied: ['/dev/usb/lp1'],
      }),
    );
    expect(printer).toMatchObject({
      url: 'usblp:/dev/kasad/printer-X3B8',
      name: 'EPSON TM-T20III',
      serial: 'X3B8',
      profile: 'epson-tm-t20iii',
      lasting: true,
      trouble: null,
    });
    expect(clone).toMatchObject({
      url: 'usblp:/dev/usb/lp1',
      name: 'USB lp1',
      profile: 'generic-80',
      lasting: false,
    });
    expect(clone?.trouble?.hintCs).toContain('usermod -aG lp kasad');
  });

  test('a serial port with a serial number goes by it, one without by where it is plugged in', () => {
    const ports = pluggedIn(
      box({
        links: {
          '/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0': '/dev/ttyUSB0',
          '/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0': '/dev/ttyUSB0',
          '/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0': '/dev/ttyUSB2',
          '/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0': '/dev/ttyUSB1',
          '/dev/serial/by-path/pci-0000:00:14.0-usb-0:3:1.0-port0': '/dev/ttyUSB2',
        },
        texts: {
          '/sys/class/tty/ttyS0/type': '4',
          '/sys/class/tty/ttyS1/type': '0',
          '/sys/class/tty/tty1/active': '',
        },
      }),
    );
    expect(ports.map(({ url }) => url)).toEqual([
      'serial:/dev/ttyS0?baud=9600',
      'serial:/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0?baud=9600',
      'serial:/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0?baud=9600',
      'serial:/dev/serial/by-path/pci-0000:00:14.0-usb-0:3:1.0-port0?baud=9600',
    ]);
    expect(ports.every(({ lasting }) => lasting)).toBe(true);
    expect(ports[1]).toMatchObject({ maker: 'FTDI', model: 'FT232R USB UART', serial: 'A50285BI' });
  });

  test('a box with nothing has nothing', () => expect(pluggedIn(box({}))).toEqual([]));
});

describe('which addresses are asked', () => {
  const card = (cidr: string, internal = false) => {
    const [address = ''] = cidr.split('/');
    return { address, cidr, family: 'IPv4' as const, internal, mac: '', netmask: '' };
  };

  test('those of the own private networks, at most a thousand of each, and never this box', () => {
    const { networks, leftOut } = planSearch({
      eth0: [card('192.168.1.7/24')],
      lo: [card('127.0.0.1/8', true)],
    });
    expect(networks.map(({ cidr, hosts }) => [cidr, hosts.length])).toEqual([['192.168.1.0/24', 253]]);
    expect(networks[0]?.hosts).not.toContain('192.168.1.7');
    expect(networks[0]?.hosts).not.toContain('192.168.1.255');
    expect(leftOut).toBeNull();

    const large = planSearch({ eth0: [card('10.20.30.40/8')], docker0: [card('172.17.0.1/16')] });
    expect(large.networks.map(({ cidr, hosts }) => [cidr, hosts.length])).toEqual([['10.20.28.0/22', 1_021]]);
    expect(large.leftOut?.cs).toContain('10.20.30.40/8');
  });

  test('no network that is not private, and none beyond four', () => {
    const outside = planSearch({ eth0: [card('8.8.4.4/24')], wg0: [card('10.9.0.1/24')] });
    expect(outside.networks).toEqual([]);
    expect(outside.leftOut?.cs).toContain('8.8.4.4/24');
    const many = planSearch(
      Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`eth${i}`, [card(`10.0.${i}.2/24`)]])),
    );
    expect(many.networks).toHaveLength(4);
    for (const { hosts } of many.networks) expect(hosts.every(isPrivate)).toBe(true);
    expect(planSearch({}).leftOut?.cs).toContain('není v žádné síti');
  });
});

describe('the search', () => {
  const hosts = Array.from({ length: 500 }, (_, i) => `10.0.${Math.floor(i / 250)}.${(i % 250) + 1}`);
  const plan = () => ({ networks: [{ cidr: '10.0.0.0/23', hosts }], leftOut: null });
  const nothing = {
    files: box({}),
    interfaces: { table: () => ({}) },
    plan,
    configured: () => null,
    held: () => new Set<string>(),
    onChange: () => {},
  };

  test('asks each address once, a bounded number of them at a time', async () => {
    let atOnce = 0;
    let most = 0;
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const knock: Knock = (host) => {
      asked.push(host);
      most = Math.max(most, ++atOnce);
      return new Promise<Knocked>((resolve) =>
        answers.push(() => {
          atOnce--;
          resolve(
            host.endsWith('.50') ? { is: 'printer', maker: 'EPSON', model: 'TM-T88VI' } : { is: 'nobody' },
          );
        }),
      );
    };
    const scan = createScan({ ...nothing, knock });
    expect(scan.begin(true)).toMatchObject({ state: 'running', asked: 0, all: 500 });
    while (scan.read().state === 'running') {
      answers.shift()?.();
      await Promise.resolve();
    }
    expect(most).toBe(AT_ONCE);
    expect(asked.sort()).toEqual([...hosts].sort());
    const { found, state, asked: count } = scan.read();
    expect([state, count]).toEqual(['done', 500]);
    expect(found.map(({ url, profile }) => [url, profile])).toEqual([
      ['tcp://10.0.0.50:9100', 'epson-tm-t88vi'],
      ['tcp://10.0.1.50:9100', 'epson-tm-t88vi'],
    ]);
  });

  test('stops at once when told to, and begins anew', async () => {
    let knocks = 0;
    const knock: Knock = (_host, _port, signal) => {
      knocks++;
      return new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve({ is: 'nobody' }), { once: true }),
      );
    };
    const scan = createScan({ ...nothing, knock });
    scan.begin(true);
    expect((await scan.cancel()).state).toBe('cancelled');
    expect(knocks).toBe(AT_ONCE);
    expect(scan.begin(false)).toMatchObject({ state: 'running', all: 0, found: [] });
    await Promise.resolve();
  });

  test('does not knock at a printer that this register holds, and tells where it stands', async () => {
    const knocked: string[] = [];
    const scan = createScan({
      ...nothing,
      plan: () => ({ networks: [{ cidr: '10.0.0.0/30', hosts: ['10.0.0.1', '10.0.0.2'] }], leftOut: null }),
      held: () => new Set(['10.0.0.2:9100']),
      configured: (url) => (url === 'tcp://10.0.0.2:9100' ? 'printer:bar' : null),
      knock: async (host) => {
        knocked.push(host);
        return { is: 'nobody' };
      },
    });
    await finished(scan);
    expect(knocked).toEqual(['10.0.0.1']);
    expect(scan.read().found).toMatchObject([
      { url: 'tcp://10.0.0.2:9100', configured: 'printer:bar', trouble: null },
    ]);
  });
});

describe('one knock over TCP', () => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0))
      await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const listen = (host: string, port: number, talk: (socket: Socket) => void) =>
    new Promise<void>((resolve) => {
      servers.push(createServer({ noDelay: true, allowHalfOpen: false }, talk).listen(port, host, resolve));
    });
  const knock = tcpKnock(realWorld);
  const never = new AbortController().signal;

  test('a receipt printer tells maker and model; the line is ended and not reset', async () => {
    const ends: string[] = [];
    await listen('127.0.91.1', 9100, (socket) => {
      socket.on('error', ({ message }) => ends.push(message));
      socket.on('end', () => ends.push('end'));
      socket.on('data', (bytes) => {
        const text = bytes.toString('latin1');
        if (text.includes('\u0010\u0004\u0001')) socket.write(Uint8Array.of(0x16));
        if (text.includes('\u001dI')) {
          socket.write('_EPSON\0');
          socket.write('_TM-T20III\0');
        }
      });
    });
    expect(await knock('127.0.91.1', 9100, never)).toEqual({
      is: 'printer',
      maker: 'EPSON',
      model: 'TM-T20III',
    });
    await new Promise<void>((resolve) => void realWorld.after(50, resolve));
    expect(ends).toEqual(['end']);
  });

  test('whoever does not answer the status is sent nothing that could be printed', async () => {
    const heard: number[] = [];
    await listen('127.0.91.2', 9100, (socket) => socket.on('data', (bytes) => heard.push(...bytes)));
    expect(await knock('127.0.91.2', 9100, never)).toEqual({ is: 'silent' });
    expect(heard).toEqual([0x10, 0x04, 0x01]);
    expect(await knock('127.0.91.3', 9100, never)).toEqual({ is: 'nobody' });
  });

  test("finds the printers' own doubles among two hundred addresses, quickly", async () => {
    const ports = await Promise.all(
      ['127.0.92.7', '127.0.92.150'].map((host) =>
        createVirtualPrinter({ profile: profileWith('epson-tm-t20iii'), clock: realWorld }).listenTcp(
          host,
          9100,
        ),
      ),
    );
    const hosts = Array.from({ length: 200 }, (_, i) => `127.0.92.${i + 1}`);
    const scan = createScan({
      files: box({}),
      knock,
      interfaces: { table: () => ({}) },
      plan: () => ({ networks: [{ cidr: '127.0.92.0/24', hosts }], leftOut: null }),
      configured: () => null,
      held: () => new Set(),
      onChange: () => {},
    });
    const { found } = await finished(scan);
    expect(found.map(({ url, trouble }) => [url, trouble])).toEqual([
      ['tcp://127.0.92.7:9100', null],
      ['tcp://127.0.92.150:9100', null],
    ]);
    for (const port of ports) await port.close();
  });
});

/** Begins, and looks each turn until it is over. */
async function finished(scan: ReturnType<typeof createScan>): Promise<SetupScan> {
  scan.begin(true);
  while (scan.read().state === 'running') await new Promise<void>((resolve) => setImmediate(resolve));
  return scan.read();
}
