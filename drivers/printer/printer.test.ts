import { afterEach, describe, expect, it } from 'vitest';
import { type Clock, manualClock } from '../clock.ts';
import type { Document } from '../document.ts';
import type { Dial } from '../link/link.ts';
import { ptyPair } from '../link/socat.fixture.ts';
import { dialUrl } from '../link/url.ts';
import { noWords } from '../words.ts';
import { encode } from './encode.ts';
import type { Outcome, PrinterStatus } from './outcome.ts';
import { paperText } from './paper.ts';
import { createPrinter, type Printer } from './printer.ts';
import { type Profile, profileWith } from './profiles.ts';
import { createVirtualPrinter, type VirtualPrinter } from './virtual.ts';

const realClock: Clock = {
  now: () => performance.now(),
  after: (delay_ms, run) => {
    const timer = setTimeout(run, delay_ms);
    return () => clearTimeout(timer);
  },
};

const receipt = (title: string, lines = 3): Document => ({
  blocks: [
    { kind: 'text', text: title, align: 'center', style: { bold: true } },
    ...Array.from({ length: lines }, () => ({ kind: 'row' as const, left: 'Svíčková', right: '189,00' })),
    { kind: 'cut' },
  ],
});
const job = (title: string, profile: Profile, lines?: number) => ({
  bytes: encode(receipt(title, lines), profile).bytes,
});
const titles = (virtual: VirtualPrinter) => virtual.papers.map((p) => paperText(p).trim().split('\n')[0]);

const t20 = profileWith('epson-tm-t20iii');
const generic = profileWith('generic-80');

/** Waits until the status is as wished, now or later. */
function when(printer: Printer, wished: (status: PrinterStatus) => boolean): Promise<PrinterStatus> {
  return new Promise((resolve) => {
    if (wished(printer.status())) return resolve(printer.status());
    const end = printer.onStatus((status) => {
      if (!wished(status)) return;
      end();
      resolve(status);
    });
  });
}

interface Bench {
  dial: Dial;
  virtual: VirtualPrinter;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  /** Breaks the line while the job that starts now is on its way. */
  breakMidJob(): void;
  dispose(): Promise<void>;
}

function inProcess(): Bench {
  const virtual = createVirtualPrinter({ profile: t20, clock: realClock });
  return {
    dial: virtual.dial,
    virtual,
    unplug: async () => virtual.unplug(),
    plug: async () => virtual.plug(),
    breakMidJob: () => virtual.dropAfter(500),
    dispose: async () => {},
  };
}

async function overTcp(): Promise<Bench> {
  const virtual = createVirtualPrinter({ profile: t20, clock: realClock });
  const port = await virtual.listenTcp('127.0.0.1', 0);
  return {
    dial: dialUrl(port.url, { clock: realClock }),
    virtual,
    unplug: async () => virtual.unplug(),
    plug: async () => virtual.plug(),
    breakMidJob: () => virtual.dropAfter(500),
    dispose: () => port.close(),
  };
}

async function overPty(scheme: 'serial' | 'usblp'): Promise<Bench> {
  const virtual = createVirtualPrinter({ profile: t20, clock: realClock });
  const pty = await ptyPair();
  let port = await virtual.servePty(pty.farPath);
  const bench: Bench = {
    dial: dialUrl(`${scheme}:${pty.path}`, { clock: realClock }),
    virtual,
    async unplug() {
      await pty.unplug();
      virtual.unplug();
      await port.close();
    },
    async plug() {
      await pty.plug();
      virtual.plug();
      port = await virtual.servePty(pty.farPath);
    },
    breakMidJob() {
      const look = setInterval(() => {
        if (virtual.paper().lines.length === 0) return;
        clearInterval(look);
        void bench.unplug().then(bench.plug);
      }, 1);
    },
    async dispose() {
      await port.close();
      await pty.dispose();
    },
  };
  return bench;
}

describe.each([
  ['in process', inProcess],
  ['over TCP', overTcp],
  ['by the serial link', () => overPty('serial')],
  ['by the usblp link', () => overPty('usblp')],
] as [string, () => Bench | Promise<Bench>][])('a printer %s', (_name, make) => {
  let bench: Bench;
  let printer: Printer;
  const begin = async () => {
    bench = await make();
    printer = createPrinter({ dial: bench.dial, profile: t20, clock: realClock });
    printer.start();
  };
  afterEach(async () => {
    await printer.stop();
    await bench.dispose();
  });

  it('prints and proves it by the process id', async () => {
    await begin();
    expect(await printer.print(job('Účtenka č. 1', t20))).toEqual({ state: 'printed', proof: 'process-id' });
    expect(paperText(bench.virtual.papers[0] ?? bench.virtual.paper())).toBe(
      `${' '.repeat(18)}Účtenka č. 1\n${`Svíčková${' '.repeat(34)}189,00\n`.repeat(3)}\n\n\n\n[střih]\n`,
    );
    expect(printer.status()).toMatchObject({
      link: 'up',
      reason: noWords,
      paper: 'ok',
      cover: 'closed',
      online: 'yes',
      error: 'none',
      drawerPin: 'low',
      learnt: { realtime: 'yes', processId: 'yes', fence: 'yes' },
    });
  });

  it('keeps the order of jobs', async () => {
    await begin();
    const outcomes = await Promise.all(['1', '2', '3'].map((title) => printer.print(job(title, t20))));
    expect(outcomes.map((o) => o.state)).toEqual(['printed', 'printed', 'printed']);
    expect(titles(bench.virtual)).toEqual(['1', '2', '3']);
  });

  it('refuses before the first byte when there is no paper, and prints when there is', async () => {
    await begin();
    bench.virtual.setPaper('out');
    const outcome = await printer.print(job('bez papíru', t20));
    expect(outcome).toMatchObject({
      state: 'failed',
      reason: { cs: 'V tiskárně došel papír.', en: 'The printer is out of paper.' },
    });
    bench.virtual.setPaper('near-end');
    await when(printer, ({ paper }) => paper === 'near-end');
    expect(await printer.print(job('s papírem', t20))).toMatchObject({ state: 'printed' });
    expect(titles(bench.virtual)).toEqual(['s papírem']);
  });

  it('tells of an opened cover without being asked', async () => {
    await begin();
    await when(printer, ({ link, cover }) => link === 'up' && cover === 'closed');
    expect(await printer.print(job('1', t20))).toMatchObject({ state: 'printed' });
    bench.virtual.setCover('open');
    const status = await when(printer, ({ cover }) => cover === 'open');
    expect(status).toMatchObject({
      online: 'no',
      reason: { cs: 'Tiskárna má otevřený kryt.', en: 'The cover of the printer is open.' },
    });
  });

  it('opens the drawer now, and again only after a while', async () => {
    await begin();
    await when(printer, ({ online }) => online === 'yes');
    const opened = new Promise<boolean>((resolve) => bench.virtual.onDrawer(resolve));
    const [first, second] = await Promise.all([printer.kickDrawer(), printer.kickDrawer()]);
    expect([first.state, second.state]).toEqual(['kicked', 'failed']);
    expect(await opened).toBe(true);
    await when(printer, ({ drawerPin }) => drawerPin === 'high');
    bench.virtual.closeDrawer();
    await when(printer, ({ drawerPin }) => drawerPin === 'low');
  });

  it('a line broken in the middle leaves it unknown, prints nothing twice, and the next job comes out whole', async () => {
    await begin();
    expect(await printer.print(job('první', t20))).toMatchObject({ state: 'printed' });
    bench.breakMidJob();
    const outcome = await printer.print(job('přerušená', t20, 2_000));
    expect(outcome).toMatchObject({ state: 'unknown' });
    let next: Outcome;
    do {
      await when(printer, ({ link, online }) => link === 'up' && online === 'yes');
      next = await printer.print(job('další', t20));
    } while (next.state === 'failed');
    expect(next).toEqual({ state: 'printed', proof: 'process-id' });
    expect(titles(bench.virtual).filter((title) => title === 'přerušená').length).toBeLessThanOrEqual(1);
    expect(paperText(bench.virtual.papers.at(-1) ?? bench.virtual.paper())).toContain('další');
  });

  it('is unplugged, answers so at once, and works when it comes back', async () => {
    await begin();
    await when(printer, ({ online }) => online === 'yes');
    await bench.unplug();
    await when(printer, ({ link }) => link !== 'up');
    expect(await printer.print(job('ztracená', t20))).toMatchObject({ state: 'failed' });
    expect(await printer.kickDrawer()).toMatchObject({ state: 'failed' });
    await bench.plug();
    await when(printer, ({ link, online }) => link === 'up' && online === 'yes');
    expect(await printer.print(job('po návratu', t20))).toEqual({ state: 'printed', proof: 'process-id' });
    expect(titles(bench.virtual)).toEqual(['po návratu']);
    expect(bench.virtual.drawerOpen).toBe(false);
  });
});

describe('time, on a clock that is moved', () => {
  const start = async (profile: Profile, virtualProfile = profile) => {
    const clock = manualClock();
    const virtual = createVirtualPrinter({ profile: virtualProfile, clock });
    const printer = createPrinter({ dial: virtual.dial, profile, clock });
    printer.start();
    const settled = <T>(promise: Promise<T>) => {
      const box: { value?: T } = {};
      void promise.then((value) => {
        box.value = value;
      });
      return box;
    };
    return { clock, virtual, printer, settled };
  };

  it('the fence proves where there is no process id', async () => {
    const { clock, virtual, printer, settled } = await start(generic);
    const outcome = settled(printer.print(job('1', generic)));
    await clock.advance(0);
    expect(outcome.value).toEqual({ state: 'printed', proof: 'fence' });
    expect(titles(virtual)).toEqual(['1']);
  });

  it('a profile that promises the process id is content with the fence of a printer that has only that', async () => {
    const { clock, printer, settled } = await start(t20, generic);
    await clock.advance(2_000);
    expect(printer.status().learnt).toEqual({ realtime: 'yes', processId: 'no', fence: 'yes' });
    const outcome = settled(printer.print(job('1', t20)));
    await clock.advance(0);
    expect(outcome.value).toEqual({ state: 'printed', proof: 'fence' });
  });

  it('a printer that stays silent gives unknown, never printed, and is never sent the job again', async () => {
    const { clock, virtual, printer, settled } = await start(generic);
    virtual.setSilent(true);
    const outcome = settled(printer.print(job('1', generic)));
    await clock.advance(120_000);
    expect(outcome.value).toMatchObject({
      state: 'unknown',
      hint: { cs: expect.stringContaining('proof = "none"') },
    });
    expect(titles(virtual)).toEqual(['1']);
    expect(printer.status().learnt).toEqual({ realtime: 'no', processId: 'unknown', fence: 'no' });
  });

  it('a printer that used to answer and is silent now is refused before the first byte', async () => {
    const { clock, virtual, printer, settled } = await start(generic);
    await clock.advance(15_000);
    virtual.setSilent(true);
    await clock.advance(11_000);
    const outcome = settled(printer.print(job('1', generic)));
    await clock.advance(5_000);
    expect(outcome.value).toMatchObject({ state: 'failed' });
    expect(titles(virtual)).toEqual([]);
    virtual.setSilent(false);
    await clock.advance(60_000);
    expect(printer.status()).toMatchObject({ link: 'up', online: 'yes' });
  });

  it('without a proof in the profile the handing over is all there is', async () => {
    const star = profileWith('star-tsp100');
    const { clock, virtual, printer, settled } = await start(star);
    const outcome = settled(printer.print(job('Čaj', star)));
    await clock.advance(0);
    expect(outcome.value).toEqual({ state: 'printed', proof: 'none' });
    expect(titles(virtual)).toEqual(['Čaj']);
  });

  it('paper that runs out in the middle is unknown with that reason, and the rest proves nothing later', async () => {
    const { clock, virtual, printer, settled } = await start(generic);
    await clock.advance(0);
    virtual.runOutAfter(5);
    const first = settled(printer.print(job('dlouhá', generic, 20)));
    await clock.advance(95_000);
    expect(first.value).toMatchObject({
      state: 'unknown',
      reason: { cs: expect.stringContaining('došel papír') },
    });
    // The rest of the first job is printed slowly, so its answer comes when the second one has been sent.
    virtual.setPace(200);
    virtual.setPaper('ok');
    virtual.runOutAfter(30);
    const second = settled(printer.print(job('druhá', generic, 20)));
    await clock.advance(95_000);
    expect(titles(virtual)).toEqual(['dlouhá']);
    expect(second.value).toMatchObject({ state: 'unknown' });
  });

  it('a blade that jams in the very cut is found out after the proof', async () => {
    const { clock, virtual, printer, settled } = await start(t20);
    await clock.advance(0);
    virtual.jamCutter();
    const outcome = settled(printer.print(job('1', t20)));
    await clock.advance(95_000);
    expect(outcome.value).toMatchObject({
      state: 'unknown',
      reason: { cs: expect.stringContaining('zasekl nůž') },
    });
  });

  it('a printer that confirms what it did not print cannot be found out: that is what proof means', async () => {
    const { clock, virtual, printer, settled } = await start(t20);
    virtual.setProof('false');
    const outcome = settled(printer.print(job('1', t20)));
    await clock.advance(1_000);
    expect(outcome.value).toMatchObject({ state: 'printed' });
    expect(titles(virtual)).toEqual([]);
  });

  it('one that answers late is not misread, and still prints', async () => {
    const { clock, virtual, printer, settled } = await start(t20);
    await clock.advance(5_000);
    // High pin in answer 1 is the same bit as an open cover in answer 2.
    virtual.openDrawer();
    virtual.setAnswerDelay(1_400);
    const seen: PrinterStatus[] = [];
    printer.onStatus((status) => seen.push(status));
    await clock.advance(12_000);
    virtual.setAnswerDelay(0);
    await clock.advance(30_000);
    expect(seen.filter(({ cover }) => cover === 'open')).toEqual([]);
    const outcome = settled(printer.print(job('1', t20)));
    await clock.advance(10_000);
    expect(outcome.value).toMatchObject({ state: 'printed' });
  });

  it('waits 1, 2, 5, 10 and then 30 s between attempts, and a job tries at once', async () => {
    const clock = manualClock();
    const dials: number[] = [];
    const virtual = createVirtualPrinter({ profile: t20, clock });
    virtual.unplug();
    const dial: Dial = {
      url: 'virtual:',
      open: (signal) => {
        dials.push(clock.now());
        return virtual.dial.open(signal);
      },
    };
    const printer = createPrinter({ dial, profile: t20, clock });
    printer.start();
    await clock.advance(79_000);
    expect(dials).toEqual([0, 1_000, 3_000, 8_000, 18_000, 48_000, 78_000]);
    expect(printer.status()).toMatchObject({
      link: 'down',
      reason: { cs: expect.stringContaining('není připojeno') },
    });
    virtual.plug();
    const outcome = printer.print(job('1', t20));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ state: 'printed' });
  });

  it('the drawer opens without paper where the printer can do it, else it says that it did not', async () => {
    const can = await start(t20);
    can.virtual.setPaper('out');
    await can.clock.advance(0);
    const kicked = can.settled(can.printer.kickDrawer());
    await can.clock.advance(0);
    expect(kicked.value).toEqual({ state: 'kicked' });
    expect(can.virtual.drawerOpen).toBe(true);

    const cannot = await start(generic);
    cannot.virtual.setPaper('out');
    await cannot.clock.advance(0);
    const refused = cannot.settled(cannot.printer.kickDrawer());
    await cannot.clock.advance(0);
    expect(refused.value).toMatchObject({ state: 'failed', hint: { cs: expect.stringContaining('klíčem') } });
    cannot.virtual.setPaper('ok');
    await cannot.clock.advance(60_000);
    expect(cannot.virtual.drawerOpen).toBe(false);
  });

  it('a picture cut short by the line does not swallow what comes after', async () => {
    const { clock, virtual, printer, settled } = await start(t20);
    await clock.advance(0);
    const image = { width: 576, height: 100, bits: new Uint8Array(72 * 100).fill(0x55) };
    virtual.dropAfter(1_000);
    const picture = settled(printer.print(encode({ blocks: [{ kind: 'image', image }] }, t20)));
    await clock.advance(0);
    expect(picture.value).toMatchObject({ state: 'unknown' });
    await clock.advance(3_000);
    const next = settled(printer.print(job('celá', t20)));
    await clock.advance(0);
    expect(next.value).toEqual({ state: 'printed', proof: 'process-id' });
    expect(paperText(virtual.papers.at(-1) ?? virtual.paper())).toMatch(/celá\n(Svíčková +189,00\n){3}/);
  });

  it('a kick that cannot be answered for is not kept: the line is given up', async () => {
    const { clock, virtual, printer, settled } = await start(generic);
    await clock.advance(60_000);
    virtual.setSilent(true);
    const kicked = settled(printer.kickDrawer());
    await clock.advance(10_000);
    // Automatic status had spoken within ten seconds, or nobody answered: either way there is an answer.
    expect(kicked.value?.state).toBeDefined();
    const wasOpen = virtual.drawerOpen;
    expect(wasOpen).toBe(kicked.value?.state === 'kicked');
    virtual.setSilent(false);
    await clock.advance(60_000);
    expect(virtual.drawerOpen).toBe(wasOpen);
  });

  it('a stopped printer answers everything that was outstanding', async () => {
    const { clock, virtual, printer, settled } = await start(generic);
    await clock.advance(0);
    virtual.setSilent(true);
    const first = settled(printer.print(job('1', generic)));
    const second = settled(printer.print(job('2', generic)));
    await clock.advance(0);
    await printer.stop();
    await clock.advance(0);
    expect(first.value).toMatchObject({ state: 'unknown' });
    expect(second.value).toMatchObject({ state: 'failed' });
  });
});
