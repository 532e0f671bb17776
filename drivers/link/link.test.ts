import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../clock.ts';
import type { Words } from '../words.ts';
import { type Dial, type Link, LinkFault } from './link.ts';
import { linkPair } from './pair.ts';
import { openFault as serialFault } from './serial.ts';
import { ptyPair } from './socat.fixture.ts';
import { dialUrl } from './url.ts';
import { openFault as usblpFault } from './usblp.ts';

const clock: Clock = {
  now: () => performance.now(),
  after: (delay_ms, run) => {
    const timer = setTimeout(run, delay_ms);
    return () => clearTimeout(timer);
  },
};

/** A device of one transport: where it is, what it has heard, what it can do to us. */
interface Bench {
  dial: Dial;
  heard(): Uint8Array;
  say(bytes: Uint8Array): Promise<void>;
  hangUp(): Promise<void>;
  comeBack(): Promise<void>;
  dispose(): Promise<void>;
}

function pairBench(): Bench {
  const { dial, far } = linkPair('virtual:');
  const chunks: Uint8Array[] = [];
  far.onData((bytes) => chunks.push(Uint8Array.from(bytes)));
  return {
    dial,
    heard: () => Buffer.concat(chunks),
    say: async (bytes) => far.send(bytes),
    hangUp: async () => far.unplug(),
    comeBack: async () => far.plug(),
    dispose: async () => {},
  };
}

async function tcpBench(): Promise<Bench> {
  const chunks: Uint8Array[] = [];
  let peer: Socket | undefined;
  let port = 0;
  let server: Server;
  const listen = () =>
    new Promise<void>((resolve) => {
      server = createServer((socket) => {
        peer = socket;
        socket.on('data', (bytes) => chunks.push(bytes));
        socket.on('error', () => {});
      });
      server.listen(port, '127.0.0.1', () => {
        port = (server.address() as { port: number }).port;
        resolve();
      });
    });
  const stop = () =>
    new Promise<void>((resolve) => {
      peer?.end();
      server.close(() => resolve());
    });
  await listen();
  return {
    dial: dialUrl(`tcp://127.0.0.1:${port}`, { clock }),
    heard: () => Buffer.concat(chunks),
    say: async (bytes) => {
      await until(() => peer !== undefined);
      peer?.write(bytes);
    },
    hangUp: stop,
    comeBack: listen,
    dispose: stop,
  };
}

async function ptyBench(scheme: 'usblp' | 'serial'): Promise<Bench> {
  const pty = await ptyPair();
  const chunks: Uint8Array[] = [];
  let far: Link | undefined;
  const attend = async () => {
    far = await dialUrl(`serial:${pty.farPath}`, { clock }).open(AbortSignal.timeout(5_000));
    far.onData((bytes) => chunks.push(Uint8Array.from(bytes)));
  };
  await attend();
  return {
    dial: dialUrl(`${scheme}:${pty.path}`, { clock }),
    heard: () => Buffer.concat(chunks),
    say: async (bytes) => far?.write(bytes),
    hangUp: () => pty.unplug(),
    comeBack: async () => {
      await pty.plug();
      await attend();
    },
    async dispose() {
      await far?.close();
      await pty.dispose();
    },
  };
}

/** Waits for the fact, looking at every turn of the event loop; the test's own limit bounds it. */
async function until(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise((resolve) => setTimeout(resolve, 2));
}

const transports: [string, () => Bench | Promise<Bench>][] = [
  ['in process', pairBench],
  ['TCP', tcpBench],
  ['usblp over a pseudo-terminal', () => ptyBench('usblp')],
  ['serial over a pseudo-terminal', () => ptyBench('serial')],
];

describe.each(transports)('a link %s', (_name, make) => {
  let bench: Bench;
  const links: Link[] = [];
  const open = async () => {
    const link = await bench.dial.open(AbortSignal.timeout(5_000));
    links.push(link);
    return link;
  };
  afterEach(async () => {
    for (const link of links.splice(0)) await link.close();
    await bench.dispose();
  });

  it('carries every byte value both ways, in order', async () => {
    bench = await make();
    const link = await open();
    const answers: number[] = [];
    link.onData((bytes) => answers.push(...bytes));
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    await link.write(all);
    expect(link.written).toBe(256);
    await until(() => bench.heard().length >= 256);
    expect([...bench.heard()]).toEqual([...all]);
    await bench.say(all);
    await until(() => answers.length >= 256);
    expect(answers).toEqual([...all]);
  });

  it('loses nothing of what it took when it is closed at once, though the device is talking', async () => {
    bench = await make();
    const link = await open();
    link.onData(() => {});
    let closes = 0;
    link.onClose(() => closes++);
    const job = Uint8Array.from({ length: 60_000 }, (_, i) => (i * 7) & 0xff);
    await bench.say(Uint8Array.of(0x14, 0, 0, 0x0f));
    await link.write(job);
    await link.close();
    await until(() => bench.heard().length >= job.length);
    expect(Buffer.compare(bench.heard(), job)).toBe(0);
    expect(closes).toBe(1);
  });

  it('refuses a write after close', async () => {
    bench = await make();
    const link = await open();
    await link.close();
    await expect(link.write(Uint8Array.of(1))).rejects.toMatchObject({ name: 'LinkFault', code: 'closed' });
    expect(link.written).toBe(0);
  });

  it('says once, with a reason, that the device went away, and refuses to write', async () => {
    bench = await make();
    const link = await open();
    const reasons: (Words | undefined)[] = [];
    const gone = new Promise<void>((resolve) => {
      link.onClose((reason) => {
        reasons.push(reason);
        resolve();
      });
    });
    await bench.hangUp();
    await gone;
    await expect(link.write(Uint8Array.of(1))).rejects.toBeInstanceOf(LinkFault);
    await link.close();
    expect(reasons).toEqual([{ cs: expect.stringMatching(/\S/), en: expect.stringMatching(/\S/) }]);
  });

  it('opens anew when the device comes back, and nothing stale comes out', async () => {
    bench = await make();
    const link = await open();
    await link.write(Uint8Array.of(0x41));
    await until(() => bench.heard().length === 1);
    const gone = new Promise<void>((resolve) => link.onClose(() => resolve()));
    await bench.hangUp();
    await gone;
    await link.write(Uint8Array.of(0x42)).catch(() => {});
    await expect(bench.dial.open(AbortSignal.timeout(5_000))).rejects.toBeInstanceOf(LinkFault);
    await bench.comeBack();
    const again = await open();
    await again.write(Uint8Array.of(0x43));
    await until(() => bench.heard().length === 2);
    expect([...bench.heard()]).toEqual([0x41, 0x43]);
  });

  it('does not open once it was given up', async () => {
    bench = await make();
    if (_name === 'in process') return;
    await expect(bench.dial.open(AbortSignal.abort())).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('TCP', () => {
  it('a printer that reads late and talks all the time still gets the whole job', async () => {
    // destroy() with unread answers in our buffer makes the kernel send a reset, and the printer's kernel then
    // drops the job it holds for it.
    let resume = () => {};
    const heard = new Promise<Buffer>((resolve) => {
      const server = createServer((socket) => {
        const chunks: Buffer[] = [];
        const done = () => {
          server.close();
          resolve(Buffer.concat(chunks));
        };
        socket.pause();
        socket.on('data', (bytes) => chunks.push(bytes));
        socket.on('error', done);
        socket.on('end', done);
        socket.write(Buffer.alloc(4_000_000, 0x12));
        resume = () => socket.resume();
      });
      server.listen(0, '127.0.0.1', async () => {
        const { port } = server.address() as { port: number };
        const link = await dialUrl(`tcp://127.0.0.1:${port}`, { clock }).open(AbortSignal.timeout(5_000));
        await link.write(new Uint8Array(3_000).fill(0x41));
        const closed = link.close();
        clock.after(200, resume);
        await closed;
      });
    });
    expect((await heard).length).toBe(3_000);
  });

  it('an address that swallows everything is given up after three seconds', async () => {
    // TEST-NET-1 (RFC 5737) is routed nowhere; some machines refuse it at once, which is as good.
    const fault = await dialUrl('tcp://192.0.2.1:9100', { clock })
      .open(new AbortController().signal)
      .catch((e) => e);
    expect(fault).toMatchObject({ code: 'unreachable' });
  });
});

describe('faults of opening', () => {
  it('names a device that is not there', async () => {
    for (const url of ['usblp:/dev/usb/lp99-none', 'serial:/dev/ttyUSB99-none']) {
      const fault = await dialUrl(url, { clock })
        .open(AbortSignal.timeout(5_000))
        .catch((e) => e);
      expect(fault, url).toMatchObject({ code: 'missing' });
    }
  });

  it('a port is for one program', async () => {
    const pty = await ptyPair();
    const dial = dialUrl(`serial:${pty.path}`, { clock });
    const first = await dial.open(AbortSignal.timeout(5_000));
    await expect(dial.open(AbortSignal.timeout(5_000))).rejects.toMatchObject({ code: 'busy' });
    await first.close();
    await pty.dispose();
  });

  it('a refused connection is not a missing cable', async () => {
    const bench = await tcpBench();
    await bench.dispose();
    await expect(bench.dial.open(AbortSignal.timeout(5_000))).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('odmítlo'),
    });
  });

  // Root is denied nothing, so the operating system's word is given to the translator directly.
  it('without permission it says which group helps', () => {
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    expect(usblpFault('/dev/usb/lp0', denied)).toMatchObject({
      code: 'denied',
      message: expect.stringContaining('přidat uživatele do skupiny lp'),
    });
    const native = new Error('Error: Permission denied, cannot open /dev/ttyUSB0');
    expect(serialFault('/dev/ttyUSB0', native)).toMatchObject({
      code: 'denied',
      message: expect.stringContaining('přidat uživatele do skupiny dialout'),
    });
  });

  it('a printer held by another program is busy, and says by whom most often', () => {
    const busy = Object.assign(new Error('EBUSY'), { code: 'EBUSY' });
    expect(usblpFault('/dev/usb/lp0', busy)).toMatchObject({
      code: 'busy',
      message: expect.stringContaining('CUPS'),
    });
  });
});

describe('addresses', () => {
  it.each([
    'tcp://10.0.0.5:9100',
    'tcp://tiskarna.local',
    'tcp://[fe80::1]:9100',
    'usblp:/dev/usb/lp0',
    'serial:/dev/serial/by-id/usb-1a86?baud=115200&bits=7&parity=even&stop=2&rtscts=1',
  ])('%s is understood', (url) => {
    expect(dialUrl(url, { clock }).url).toBe(url);
  });

  it.each([
    ['10.0.0.5:9100', 'druhem spojení'],
    ['http://10.0.0.5', 'neznáme'],
    ['tcp://', 'tcp://jméno'],
    ['tcp:10.0.0.5:9100', 'tcp://jméno'],
    ['tcp://10.0.0.5:9100/x', 'tcp://jméno'],
    ['tcp://10.0.0.5:99999', 'tcp://jméno'],
    ['tcp://10.0.0.5:0', 'port'],
    ['usblp:lp0', 'usblp:/dev'],
    ['serial:ttyUSB0', 'serial:/dev'],
    ['serial:/dev/ttyS0?baud=fast', 'baud'],
    ['serial:/dev/ttyS0?bits=9', 'bits'],
    ['serial:/dev/ttyS0?parity=toString', 'parity'],
    ['serial:/dev/ttyS0?speed=9600', 'speed'],
  ])('%s is refused with the remedy', (url, remedy) => {
    let fault: unknown;
    try {
      dialUrl(url, { clock });
    } catch (error) {
      fault = error;
    }
    expect(fault).toMatchObject({
      name: 'LinkFault',
      code: 'address',
      message: expect.stringContaining(remedy),
    });
  });
});
