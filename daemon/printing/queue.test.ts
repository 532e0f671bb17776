import Database from 'better-sqlite3';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import {
  encode,
  noWords,
  type Outcome,
  type PrinterStatus,
  paperText,
  profileWith,
  readPaper,
} from '../../drivers/index.ts';
import { Refusal } from '../../wire/index.ts';
import { type ManualWorld, manualWorld } from '../../world/manual.fixture.ts';
import { type Fiscal, noFiscal } from '../fiscal/fiscal.ts';
import type { Event, Logo, PrintJobView } from '../http/contract.ts';
import { createTransactions } from '../store/transaction.ts';
import type { Order } from './intake.ts';
import type { QueuePrinter } from './printer.ts';
import { createPrintQueue, type PrintQueue } from './queue.ts';
import * as samples from './samples.fixture.ts';
import { billStep, schema } from './schema.ts';

const up: PrinterStatus = {
  link: 'up',
  reason: noWords,
  paper: 'ok',
  cover: 'closed',
  online: 'yes',
  error: 'none',
  drawerPin: 'low',
  learnt: { realtime: 'yes', processId: 'no', fence: 'yes' },
};
const down: PrinterStatus = {
  ...up,
  link: 'down',
  reason: { cs: 'Zařízení spojení odmítlo.', en: 'The device refused the connection.' },
};
const failed: Outcome = {
  state: 'failed',
  reason: { cs: 'Tiskárna není připojená.', en: 'The printer is not connected.' },
  hint: { cs: 'Zapněte ji.', en: 'Switch it on.' },
};
const unknown: Outcome = {
  state: 'unknown',
  reason: { cs: 'Tiskárna nepotvrdila tisk.', en: 'The printer did not confirm.' },
  hint: { cs: 'Podívejte se.', en: 'Look.' },
};
const printed: Outcome = { state: 'printed', proof: 'fence' };

/** A printer whose answers the test gives. */
class FakePrinter implements QueuePrinter {
  readonly url = 'virtual:';
  readonly model = 'Zkušební';
  readonly size = profileWith('generic-80');
  readonly columns = 48;
  readonly codePage = 18;
  readonly dots = 576;
  readonly qr = true;
  readonly id: string;
  readonly name: string;
  readonly routes: readonly string[];
  readonly standIn: string | null;
  state: PrinterStatus = up;
  /** What each job comes to; the last one stays. */
  answers: Outcome[] = [printed];
  readonly papers: string[] = [];
  onPrint: () => void = () => {};
  hang: Promise<void> | undefined;

  constructor(id: string, name: string, routes: readonly string[], standIn: string | null = null) {
    this.id = id;
    this.name = name;
    this.routes = routes;
    this.standIn = standIn;
  }

  encode(document: Parameters<QueuePrinter['encode']>[0]) {
    return encode(document, this.size);
  }

  codePages() {
    return { bytes: Uint8Array.of(0x0a), substitutions: [] };
  }

  async print(bytes: Uint8Array): Promise<Outcome> {
    this.onPrint();
    await this.hang;
    const answer = this.answers.length > 1 ? (this.answers.shift() as Outcome) : (this.answers[0] as Outcome);
    if (answer.state !== 'failed') this.papers.push(paperText(readPaper(bytes, this.size)));
    return answer;
  }

  status() {
    return this.state;
  }
}

interface Shop {
  readonly db: Database.Database;
  readonly world: ManualWorld;
  readonly queue: PrintQueue;
  readonly events: PrintJobView[];
  /** In a transaction and awake, as the ledger does it. */
  ask(run: (queue: PrintQueue) => void): void;
  turn(id: string, status: PrinterStatus): void;
}

const bar = () => new FakePrinter('bar', 'Bar', ['receipt', 'report', 'bar']);
const kitchen = () => new FakePrinter('kuchyn', 'Kuchyň', ['kuchyn'], 'bar');
const opened: Database.Database[] = [];
afterEach(() => {
  for (const db of opened.splice(0)) db.close();
});

function openShop(
  printers: FakePrinter[],
  more: {
    db?: Database.Database;
    world?: ManualWorld;
    logo?: Logo;
    fiscal?: Pick<Fiscal, 'lines' | 'holds'>;
  } = {},
): Shop {
  const db = more.db ?? new Database(':memory:');
  if (!more.db) {
    opened.push(db);
    db.exec(schema + billStep);
  }
  const world = more.world ?? manualWorld();
  const events: PrintJobView[] = [];
  const store = {
    db,
    ...createTransactions(db, (error) => {
      throw error;
    }),
  };
  const queue = createPrintQueue({
    store,
    world,
    events: { emit: (event: Event) => event.kind === 'job' && events.push(event.job) },
    log: pino({ level: 'silent' }),
    printers,
    now: () => '2026-11-24T12:00:00+01:00',
    sources: {
      receipt: (id) => [samples.lunch, samples.everything].find((receipt) => receipt.id === id),
      settings: () => ({ receiptHeader: [], receiptFooter: ['Na shledanou'], logo: more.logo ?? null }),
      fiscal: more.fiscal ?? noFiscal,
    },
    cashPaper: (movement) => ({ ...samples.cashPaper, movement }),
    reportPaper: (kind, { report, openBills }) => ({ ...samples.zPaper, kind, report, openBills }),
  });
  return {
    db,
    world,
    queue,
    events,
    ask(run) {
      store.transaction(() => run(queue));
      queue.wake();
    },
    turn(id, status) {
      const printer = printers.find((p) => p.id === id);
      if (printer) printer.state = status;
      queue.printerChanged(id);
    },
  };
}

const order = (number: number, more: Partial<Order> = {}): Order => ({
  ...samples.order,
  id: `o${number}`,
  number,
  ...more,
});
const states = (shop: Shop) => Object.fromEntries(shop.queue.list().map((job) => [job.title.cs, job.state]));

describe('the print queue', () => {
  it('prints a receipt after the sale is on the disk, with its bytes written first', async () => {
    const printer = bar();
    const shop = openShop([printer]);
    printer.onPrint = () => {
      const row = shop.db.prepare('SELECT state, length(bytes) AS length FROM print_job').get();
      expect(row).toMatchObject({ state: 'sending' });
      expect((row as { length: number }).length).toBeGreaterThan(500);
    };
    shop.queue.start();
    shop.ask((queue) => queue.receipt('r1', false));
    await shop.world.advance(0);
    expect(printer.papers).toHaveLength(1);
    expect(printer.papers[0]).toContain('CELKEM');
    expect(printer.papers[0]).toContain('Na shledanou');
    expect(shop.queue.jobsOf('r1')).toMatchObject([
      {
        kind: 'receipt',
        title: { cs: 'Účtenka R1-2026-000123', en: 'Receipt R1-2026-000123' },
        state: 'printed',
        proof: 'fence',
        attempts: 1,
        reason: null,
      },
    ]);
    expect(shop.events.map((job) => job.state)).toEqual(['queued', 'sending', 'printed']);
  });

  it('keeps no job and tells nobody when the sale is rolled back', async () => {
    const printer = bar();
    const shop = openShop([printer]);
    shop.queue.start();
    expect(() =>
      shop.ask((queue) => {
        queue.receipt('r1', false);
        throw new Error('disk');
      }),
    ).toThrow('disk');
    await shop.world.advance(60_000);
    expect(shop.queue.list()).toEqual([]);
    expect(shop.events).toEqual([]);
  });

  it('shows the very paper that was sent, and a preview before that', async () => {
    const printer = bar();
    printer.answers = [failed, printed];
    const shop = openShop([printer]);
    shop.ask((queue) => queue.receipt('r1', false));
    expect(shop.queue.paperOf('r1').preview).toBe(true);
    shop.queue.start();
    await shop.world.advance(0);
    // Nothing left the register: still a preview.
    expect(shop.queue.paperOf('r1').preview).toBe(true);
    await shop.world.advance(1_000);
    const paper = shop.queue.paperOf('r1');
    expect(paper.preview).toBe(false);
    expect(paperText(paper)).toBe(printer.papers[0]);

    // A copy comes out as well; what the receipt looked like is the first paper still.
    shop.ask((queue) => queue.receipt('r1', true));
    await shop.world.advance(0);
    expect(printer.papers).toHaveLength(2);
    expect(printer.papers[1]).toContain('KOPIE');
    expect(paperText(shop.queue.paperOf('r1'))).toBe(printer.papers[0]);
  });

  it('tries again by itself for ever while nothing is sent, in order, and says why', async () => {
    const printer = kitchen();
    printer.state = down;
    printer.answers = [failed];
    const shop = openShop([printer]);
    shop.queue.start();
    for (const number of [1, 2, 3]) shop.ask((queue) => queue.order(order(number)));
    await shop.world.advance(3_600_000);
    const jobs = shop.queue.list();
    expect(jobs.at(-1)).toMatchObject({ state: 'failed', reason: failed.reason, hint: failed.hint });
    // 1 + 2 + 5 + 10 s, then each 30 s: the hour holds about 120 attempts, all of the first job.
    expect(jobs.at(-1)?.attempts).toBeGreaterThan(110);
    expect(jobs.at(-1)?.attempts).toBeLessThan(130);
    expect(jobs.slice(0, 2).map((job) => job.attempts)).toEqual([0, 0]);
    printer.answers = [printed];
    shop.turn('kuchyn', up);
    await shop.world.advance(0);
    expect(printer.papers.map((paper) => /č\. (\d+)/.exec(paper)?.[1])).toEqual(['1', '2', '3']);
    expect(new Set(Object.values(states(shop)))).toEqual(new Set(['printed']));
  });

  it('keeps a receipt back while it waits for its confirmation, and nothing else', async () => {
    const printer = bar();
    let held = true;
    const fiscal = { holds: () => held, lines: () => [held ? 'EET: bude odesláno' : 'POK: 123'] };
    const shop = openShop([printer], { fiscal });
    shop.queue.start();
    shop.ask((queue) => queue.receipt('r1', false));
    shop.ask((queue) => queue.order(order(1, { route: 'bar' })));
    await shop.world.advance(60_000);
    // The order was asked for later, of the same printer.
    expect(states(shop)).toEqual({
      'Účtenka R1-2026-000123': 'queued',
      'Objednávka 1 · Stůl 5': 'printed',
    });
    held = false;
    shop.queue.wake();
    await shop.world.advance(0);
    expect(shop.queue.jobsOf('r1')).toMatchObject([{ state: 'printed', attempts: 1 }]);
    expect(printer.papers[1]).toContain('POK: 123');
    // As it was printed, whatever is known by now.
    expect(paperText(shop.queue.paperOf('r1'))).toBe(printer.papers[1]);
  });

  it('never sends a job of unknown outcome again by itself', async () => {
    const printer = bar();
    printer.answers = [unknown, printed];
    const shop = openShop([printer]);
    shop.queue.start();
    shop.ask((queue) => queue.receipt('r1', false));
    shop.ask((queue) => queue.receipt('r2', false));
    await shop.world.advance(86_400_000);
    shop.turn('bar', down);
    shop.turn('bar', up);
    await shop.world.advance(86_400_000);
    // The one behind it was not held up.
    expect(states(shop)).toEqual({
      'Účtenka R1-2026-000123': 'unknown',
      'Účtenka R1-2026-000124': 'printed',
    });
    expect(printer.papers).toHaveLength(2);
    const [job] = shop.queue.jobsOf('r1') as [PrintJobView];
    expect(shop.queue.health()[0]).toMatchObject({ state: 'attention' });
    shop.queue.decide(job.id, 'reprint');
    await shop.world.advance(0);
    expect(printer.papers[2]).toContain('KOPIE');
    expect(shop.queue.jobsOf('r1')).toMatchObject([{ state: 'printed', copy: true, attempts: 2 }]);
    expect(() => shop.queue.decide(job.id, 'retry')).toThrow(Refusal);
    expect(shop.queue.health()[0]).toMatchObject({ state: 'ok' });
  });

  it('parks a job that cannot be made and goes on with those behind it', async () => {
    const printer = bar();
    const shop = openShop([printer]);
    shop.queue.start();
    shop.ask((queue) => queue.receipt('nowhere', false));
    shop.ask((queue) => queue.receipt('r1', false));
    await shop.world.advance(0);
    expect(shop.queue.jobsOf('nowhere')).toMatchObject([{ state: 'failed', attempts: 0 }]);
    expect(shop.queue.jobsOf('nowhere')[0]?.reason?.cs).toContain('nedá vytisknout');
    expect(shop.queue.jobsOf('r1')).toMatchObject([{ state: 'printed' }]);
    await shop.world.advance(3_600_000);
    expect(shop.queue.jobsOf('nowhere')).toMatchObject([{ state: 'failed', attempts: 0 }]);
  });

  it('lets others pass a job that a working printer refuses again and again', async () => {
    const printer = kitchen();
    const shop = openShop([printer]);
    printer.print = async (bytes) => {
      const paper = paperText(readPaper(bytes, printer.size));
      if (paper.includes('č. 1 ')) return failed;
      printer.papers.push(paper);
      return printed;
    };
    shop.queue.start();
    shop.ask((queue) => queue.order(order(1)));
    shop.ask((queue) => queue.order(order(2)));
    await shop.world.advance(60_000);
    expect(shop.queue.jobsOf('o2')).toMatchObject([{ state: 'printed' }]);
    expect(shop.queue.jobsOf('o1')).toMatchObject([{ state: 'failed' }]);
    const before = shop.queue.jobsOf('o1')[0]?.attempts ?? 0;
    await shop.world.advance(600_000);
    expect(shop.queue.jobsOf('o1')[0]?.attempts).toBeGreaterThan(before);
  });

  it('keeps each printer apart: a dead receipt printer does not hold up the kitchen', async () => {
    const receipts = new FakePrinter('uctenky', 'Účtenky', ['receipt']);
    const kuchyn = kitchen();
    receipts.hang = new Promise(() => {});
    const shop = openShop([receipts, kuchyn]);
    shop.queue.start();
    shop.ask((queue) => queue.receipt('r1', false));
    shop.ask((queue) => queue.order(order(1)));
    await shop.world.advance(0);
    expect(shop.queue.jobsOf('r1')).toMatchObject([{ state: 'sending' }]);
    expect(shop.queue.jobsOf('o1')).toMatchObject([{ state: 'printed' }]);
  });
});

describe('a stand-in', () => {
  it('takes the orders of a printer that is away too long, and says whose they are', async () => {
    const [kuchyn, barPrinter] = [kitchen(), bar()];
    kuchyn.answers = [failed];
    const shop = openShop([kuchyn, barPrinter]);
    shop.queue.start();
    shop.turn('kuchyn', down);
    shop.ask((queue) => queue.order(order(1)));
    await shop.world.advance(29_000);
    expect(barPrinter.papers).toEqual([]);
    await shop.world.advance(1_000);
    expect(barPrinter.papers[0]).toContain('NÁHRADNÍ TISK');
    expect(barPrinter.papers[0]).toContain('Patří na: Kuchyň');
    expect(shop.queue.jobsOf('o1')).toMatchObject([
      { state: 'printed', printerId: 'bar', printerName: 'Bar', insteadOf: 'kuchyn' },
    ]);
    // From now on at once, and back home when it is up again.
    shop.ask((queue) => queue.order(order(2)));
    await shop.world.advance(0);
    expect(barPrinter.papers).toHaveLength(2);
    kuchyn.answers = [printed];
    shop.turn('kuchyn', up);
    shop.ask((queue) => queue.order(order(3)));
    await shop.world.advance(0);
    expect(kuchyn.papers).toHaveLength(1);
    expect(kuchyn.papers[0]).not.toContain('NÁHRADNÍ');
  });

  it('takes over after two jobs in a row without proof, but not what may have come out', async () => {
    const [kuchyn, barPrinter] = [kitchen(), bar()];
    kuchyn.answers = [unknown];
    const shop = openShop([kuchyn, barPrinter]);
    shop.queue.start();
    for (const number of [1, 2, 3]) shop.ask((queue) => queue.order(order(number)));
    await shop.world.advance(0);
    expect(shop.queue.list().map((job) => [job.title.cs, job.state, job.printerId])).toEqual([
      ['Objednávka 3 · Stůl 5', 'printed', 'bar'],
      ['Objednávka 2 · Stůl 5', 'unknown', 'kuchyn'],
      ['Objednávka 1 · Stůl 5', 'unknown', 'kuchyn'],
    ]);
    // Somebody has been there and decided: it is trusted again.
    kuchyn.answers = [printed];
    shop.queue.decide(shop.queue.jobsOf('o1')[0]?.id ?? '', 'printed');
    shop.ask((queue) => queue.order(order(4)));
    await shop.world.advance(0);
    expect(shop.queue.jobsOf('o4')).toMatchObject([
      { state: 'printed', printerId: 'kuchyn', insteadOf: null },
    ]);
  });

  it('is not used while it cannot print either, and takes over when it can', async () => {
    const [kuchyn, barPrinter] = [kitchen(), bar()];
    kuchyn.answers = [failed];
    barPrinter.answers = [failed];
    const shop = openShop([kuchyn, barPrinter]);
    shop.queue.start();
    shop.turn('kuchyn', down);
    shop.turn('bar', { ...up, paper: 'out' });
    shop.ask((queue) => queue.order(order(1)));
    await shop.world.advance(120_000);
    expect(shop.queue.jobsOf('o1')).toMatchObject([
      { state: 'failed', printerId: 'kuchyn', insteadOf: null },
    ]);
    barPrinter.answers = [printed];
    shop.turn('bar', up);
    await shop.world.advance(0);
    expect(shop.queue.jobsOf('o1')).toMatchObject([
      { state: 'printed', printerId: 'bar', insteadOf: 'kuchyn' },
    ]);
  });

  it('takes an order too that was just being tried when the others were moved', async () => {
    const [kuchyn, barPrinter] = [kitchen(), bar()];
    kuchyn.answers = [failed];
    const shop = openShop([kuchyn, barPrinter]);
    shop.queue.start();
    shop.turn('kuchyn', down);
    // A network that swallows what is sent to it: each attempt takes long.
    let giveUp = () => {};
    kuchyn.hang = new Promise((resolve) => {
      giveUp = resolve;
    });
    shop.ask((queue) => queue.order(order(1)));
    await shop.world.advance(30_000);
    expect(shop.queue.jobsOf('o1')).toMatchObject([{ state: 'sending', printerId: 'kuchyn' }]);
    giveUp();
    await shop.world.advance(0);
    expect(shop.queue.jobsOf('o1')).toMatchObject([
      { state: 'printed', printerId: 'bar', insteadOf: 'kuchyn' },
    ]);
  });

  it('does not take receipts', async () => {
    const receipts = new FakePrinter('uctenky', 'Účtenky', ['receipt'], 'bar');
    receipts.answers = [failed];
    const barPrinter = new FakePrinter('bar', 'Bar', ['bar']);
    const shop = openShop([receipts, barPrinter]);
    shop.queue.start();
    shop.turn('uctenky', down);
    shop.ask((queue) => queue.receipt('r1', false));
    await shop.world.advance(300_000);
    expect(barPrinter.papers).toEqual([]);
    expect(shop.queue.health()[0]).toMatchObject({
      state: 'attention',
      cs: 'Účtenky: tiskárna není připojená. Zařízení spojení odmítlo. 1 tisk čeká.',
      en: 'Účtenky: the printer is not connected. The device refused the connection. 1 waiting.',
    });
  });
});

describe('after a power cut', () => {
  it('knows of each job what can be known', async () => {
    const printer = bar();
    const first = openShop([printer]);
    for (const ref of ['r1', 'r2', 'r1', 'r2', 'r1', 'r2']) first.ask((queue) => queue.receipt(ref, false));
    // What a process killed at any instruction can leave: each state once.
    const found = ['queued', 'sending', 'printed', 'failed', 'unknown', 'cancelled'];
    for (const [i, state] of found.entries()) {
      first.db
        .prepare(`UPDATE print_job SET state = ?, reason = iif(? IN ('failed', 'unknown'), '{"cs":"x","en":"x"}', NULL),
          hint = iif(? IN ('failed', 'unknown'), '{"cs":"y","en":"y"}', NULL) WHERE seq = ?`)
        .run(state, state, state, i + 1);
    }
    const shop = openShop([printer], { db: first.db, world: first.world });
    shop.queue.start();
    await shop.world.advance(1_000);
    const after = shop.db.prepare('SELECT state FROM print_job ORDER BY seq').pluck().all();
    expect(after).toEqual(['printed', 'unknown', 'printed', 'printed', 'unknown', 'cancelled']);
    expect(printer.papers).toHaveLength(2);
    expect(shop.queue.list().find((job) => job.reason?.cs.includes('vypnula'))).toBeDefined();
  });

  it('prints again where it can what was half sent to a printer that is no longer configured', async () => {
    const first = openShop([kitchen()]);
    first.ask((queue) => queue.order(order(1)));
    first.db.exec("UPDATE print_job SET state = 'sending'");
    const printer = bar();
    const shop = openShop([printer], { db: first.db, world: first.world });
    shop.queue.start();
    await shop.world.advance(60_000);
    expect(shop.queue.jobsOf('o1')).toMatchObject([{ state: 'unknown', printerId: 'kuchyn' }]);
    shop.queue.decide(shop.queue.jobsOf('o1')[0]?.id ?? '', 'reprint');
    await shop.world.advance(0);
    expect(shop.queue.jobsOf('o1')).toMatchObject([{ state: 'printed', printerId: 'bar', copy: true }]);
  });

  it('does not print test pages that nobody waits for any more', async () => {
    const printer = bar();
    const first = openShop([printer]);
    first.queue.test('bar', 'basic');
    const shop = openShop([printer], { db: first.db, world: first.world });
    shop.queue.start();
    await shop.world.advance(60_000);
    expect(printer.papers).toEqual([]);
    expect(shop.queue.list()).toMatchObject([{ state: 'cancelled' }]);
  });

  it('finds a new home for jobs of a printer that is no longer configured', async () => {
    const first = openShop([kitchen()]);
    first.ask((queue) => queue.order(order(1)));
    const printer = bar();
    const shop = openShop([printer], { db: first.db, world: first.world });
    shop.queue.start();
    await shop.world.advance(0);
    expect(shop.queue.jobsOf('o1')).toMatchObject([{ state: 'printed', printerId: 'bar' }]);
  });

  it('stops within two seconds though a printer hangs', async () => {
    const printer = bar();
    printer.hang = new Promise(() => {});
    const shop = openShop([printer]);
    shop.queue.start();
    shop.ask((queue) => queue.receipt('r1', false));
    await shop.world.advance(0);
    let stopped = false;
    const stopping = shop.queue.stop().then(() => {
      stopped = true;
    });
    await shop.world.advance(1_999);
    expect(stopped).toBe(false);
    await shop.world.advance(1);
    await stopping;
  });
});

describe('a bill before paying', () => {
  it('comes out where receipts do, as it was when it was asked for', async () => {
    const printer = bar();
    const shop = openShop([printer, kitchen()]);
    shop.queue.start();
    shop.ask((queue) => queue.bill(samples.billWithCode));
    await shop.world.advance(0);
    expect(printer.papers).toHaveLength(1);
    expect(printer.papers[0]).toContain('ÚČET - NENÍ DAŇOVÝ DOKLAD');
    expect(shop.queue.jobsOf('b2')).toMatchObject([
      {
        kind: 'bill',
        title: { cs: 'Účet · Stůl 5', en: 'Bill · Stůl 5' },
        state: 'printed',
        copy: false,
        printerId: 'bar',
      },
    ]);
    await shop.queue.stop();
  });

  it('is refused aloud without a printer of receipts', () => {
    const shop = openShop([kitchen()]);
    expect(() => shop.ask((queue) => queue.bill(samples.billWithCode))).toThrow(
      expect.objectContaining({ code: 'no-printer' }),
    );
    expect(shop.queue.list()).toEqual([]);
  });
});

describe('the logo of the shop', () => {
  it.each([
    [576, true],
    [384, true],
    [320, false],
  ])('on a head of %i dots: %s', async (dots, fits) => {
    const printer = Object.assign(bar(), { dots });
    const bits = Buffer.alloc((384 / 8) * 2, 0xa5).toString('base64');
    const shop = openShop([printer], { logo: { width: 384, height: 2, bits } });
    const image = shop.queue.paperOf('r1').lines[0];
    if (fits) expect(image).toMatchObject({ kind: 'image', width: 384, height: 2, bits });
    else expect(image).toMatchObject({ kind: 'text' });
  });
});

describe('without a printer', () => {
  it('sells, refuses copies aloud, and keeps orders for a person', () => {
    const shop = openShop([]);
    shop.queue.start();
    shop.ask((queue) => queue.receipt('r1', false));
    expect(shop.queue.jobsOf('r1')).toEqual([]);
    expect(() => shop.ask((queue) => queue.receipt('r1', true))).toThrow(Refusal);
    shop.ask((queue) => queue.order(order(1)));
    const [job] = shop.queue.jobsOf('o1') as [PrintJobView];
    expect(job).toMatchObject({ state: 'failed', printerId: 'kuchyn' });
    // To try again is no use and must not make it disappear from sight.
    expect(() => shop.queue.decide(job.id, 'retry')).toThrow(Refusal);
    expect(shop.queue.jobsOf('o1')).toEqual([job]);
  });

  it('prints everything where receipts come out when there is only one', async () => {
    const printer = bar();
    const shop = openShop([printer]);
    shop.queue.start();
    shop.ask((queue) => queue.order(order(7)));
    shop.ask((queue) => queue.report('sh1', 'z', false, { report: samples.report, openBills: 1 }));
    shop.queue.test('bar', 'basic');
    await shop.world.advance(0);
    expect(printer.papers).toHaveLength(3);
    expect(Object.keys(states(shop)).sort()).toEqual([
      'Objednávka 7 · Stůl 5',
      'Uzávěrka Z 87',
      'Zkušební stránka',
    ]);
  });
});

it('says which letters the printer does not have', async () => {
  const printer = bar();
  const shop = openShop([printer]);
  shop.queue.start();
  shop.ask((queue) => queue.order(order(1, { lines: [{ quantity: 1000, name: 'Phở 牛', note: '' }] })));
  await shop.world.advance(0);
  expect(shop.queue.jobsOf('o1')).toMatchObject([{ state: 'printed' }]);
  expect(shop.queue.jobsOf('o1')[0]?.reason).toEqual({
    cs: expect.stringContaining('„ở“ vytištěn jako „o“, „牛“ vytištěn jako „?“'),
    en: expect.stringContaining('“ở” printed as “o”, “牛” printed as “?”'),
  });
});

it('forgets finished jobs after ninety days and never the others', async () => {
  const printer = bar();
  printer.answers = [printed, unknown];
  const shop = openShop([printer]);
  shop.queue.start();
  shop.ask((queue) => queue.receipt('r1', false));
  shop.ask((queue) => queue.receipt('r2', false));
  await shop.world.advance(89 * 86_400_000);
  expect(shop.queue.list()).toHaveLength(2);
  await shop.world.advance(2 * 86_400_000);
  expect(shop.queue.list().map((job) => job.state)).toEqual(['unknown']);
});
