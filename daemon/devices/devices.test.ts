import { afterEach, describe, expect, it } from 'vitest';
import { applyBillEvent, type BillEvent, freezeItem, type Item, sumBill } from '../../domain/index.ts';
import { linkPair, paperText } from '../../drivers/index.ts';
import { createVirtualDevices } from '../demo/virtual-devices.ts';
import { noFiscal } from '../fiscal/fiscal.ts';
import type { BillView, Event, PrintJobView, Words } from '../http/contract.ts';
import { snapshot } from '../http/health.ts';
import { deviceRoutes } from '../http/routes/devices.ts';
import { printJobRoutes } from '../http/routes/print-jobs.ts';
import { virtualRoutes } from '../http/routes/virtual.ts';
import { tryServer } from '../http/server.fixture.ts';
import { createLog } from '../log.ts';
import { createPrintQueue } from '../printing/queue.ts';
import * as samples from '../printing/samples.fixture.ts';
import { schema as printingSchema } from '../printing/schema.ts';
import { faultsOf } from '../words.fixture.ts';
import { createDevices, type Devices } from './devices.ts';
import { createLearnt } from './learnt.ts';
import { schema } from './schema.ts';
import type { DevicesSetup, PrinterSetup } from './setup.ts';

const printer = (id: string, name: string, profile: string, routes: string[]): PrinterSetup => ({
  id,
  name,
  url: `virtual:${id}`,
  profile,
  routes,
  standIn: id === 'kuchyn' ? 'uctenky' : null,
  codePage: null,
  columns: null,
});
const setup: DevicesSetup = {
  printers: [
    printer('uctenky', 'Účtenky', 'epson-tm-t20iii', ['receipt', 'report']),
    printer('kuchyn', 'Kuchyň', 'epson-tm-t88v', ['kuchyn']),
  ],
  drawer: { id: 'drawer', name: 'Zásuvka', printer: 'uctenky', pin: 2, url: null, trigger: 'any' },
  display: { id: 'display', name: 'Displej', url: 'virtual:display', profile: 'aures' },
  scale: { id: 'scale', name: 'Váha', url: 'virtual:scale', protocol: 'cas' },
  scanner: { id: 'scanner', name: 'Čtečka', url: 'virtual:scanner', end: 'terminator' },
};
const now = () => '2026-11-24T12:00:00+01:00';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A register over HTTP with all its devices made of software. */
async function openRegister(
  more: Partial<DevicesSetup> = {},
  before: (store: Awaited<ReturnType<typeof tryServer>>['store']) => void = () => {},
) {
  const wanted = { ...setup, ...more };
  const bills = new Map<string, BillView>();
  let parts: { devices: Devices; queue: ReturnType<typeof createPrintQueue> } | undefined;
  const later: { routes?: (app: Parameters<typeof deviceRoutes>[0]) => void } = {};
  const server = await tryServer({ routes: (app) => later.routes?.(app) ?? routesLater(app) });
  function routesLater(app: Parameters<typeof deviceRoutes>[0]) {
    // The server makes the store that the devices need, so the routes look the parts up when they are called.
    const lazy = <T extends object>(get: () => T | undefined): T =>
      new Proxy({} as T, { get: (_, key) => Reflect.get(get() as T, key) });
    deviceRoutes(
      app,
      lazy(() => parts?.devices),
      lazy(() => parts?.queue),
    );
    printJobRoutes(
      app,
      lazy(() => parts?.queue),
    );
    virtualRoutes(
      app,
      lazy(() => virtual),
      '/nowhere',
    );
  }
  const { store, world, events } = server;
  store.db.exec(printingSchema + schema);
  before(store);
  const log = createLog('error', world, { write: () => {} });
  const virtual = createVirtualDevices(wanted, world);
  const devices = createDevices({
    setup: wanted,
    store,
    world,
    events,
    log,
    now,
    seller: () => samples.lunch.seller,
    bill: (id) => bills.get(id),
    virtual: virtual.dial,
  });
  const queue = createPrintQueue({
    store,
    world,
    events,
    log,
    printers: devices.printers,
    now,
    sources: {
      receipt: (id) => (id === 'r1' ? samples.lunch : undefined),
      settings: () => ({ receiptHeader: [], receiptFooter: [], logo: null }),
      fiscal: noFiscal,
    },
    reportPaper: () => samples.zPaper,
    cashPaper: () => samples.cashPaper,
  });
  devices.onPrinter(queue.printerChanged);
  parts = { devices, queue };
  const heard: Event[] = [];
  events.listen((event) => heard.push(event));
  devices.start();
  queue.start();
  await world.advance(3_000);
  closing.push(async () => {
    const stopping = Promise.all([queue.stop(), devices.stop()]);
    await world.advance(3_000);
    await stopping;
    await server.close();
  });
  const cookies = { manager: await server.signIn(server.manager.id, '1111'), waiter: '' };
  return {
    ...server,
    devices,
    queue,
    virtual,
    heard,
    bills,
    /** As the ledger does: written in one transaction, then told. */
    sell() {
      store.transaction(() => queue.receipt('r1', false));
      devices.sold(samples.lunch);
      queue.wake();
    },
    async ask(method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) {
      const pending = server.app.inject({
        method,
        url,
        headers: { host: '127.0.0.1', cookie: cookies.manager },
        ...(payload && { payload }),
      });
      // A drawer, a scale: their answers take time that only the test can let pass.
      for (let i = 0; i < 50; i++) await world.advance(100);
      const answer = await pending;
      return { status: answer.statusCode, body: answer.json() };
    },
  };
}

const papers = (register: Awaited<ReturnType<typeof openRegister>>, id: string) =>
  register.virtual
    .state()
    .printers.find((one) => one.id === id)
    ?.papers.map(({ paper }) => paperText(paper)) ?? [];

describe('a cash sale', () => {
  it('prints, opens the drawer once, shows the change, and is logged', async () => {
    const register = await openRegister();
    register.sell();
    await register.world.advance(2_000);
    expect(papers(register, 'uctenky')).toHaveLength(1);
    expect(papers(register, 'uctenky')[0]).toContain('CELKEM');
    expect(register.queue.jobsOf('r1')).toMatchObject([{ state: 'printed', proof: 'process-id' }]);
    expect(register.virtual.state().drawer?.open).toBe(true);
    expect(register.virtual.state().display?.lines).toEqual(['Zaplaceno     403,00', 'Zpět           97,00']);
    const log = await register.ask('GET', '/api/drawer/log');
    expect(log.body).toEqual([
      {
        at: now(),
        why: 'sale',
        reason: 'R1-2026-000123',
        staff: 'Jana Dvořáková',
        outcome: { cs: 'Otevřela se.', en: 'It opened.' },
      },
    ]);
    await register.world.advance(20_000);
    expect(register.virtual.state().display?.lines).toEqual(['   Hospoda U Lípy   ', '      Vítejte       ']);
  });

  it('leaves the drawer shut when nothing is paid in cash', async () => {
    const register = await openRegister();
    const [payment] = samples.lunch.payments;
    if (payment) register.devices.sold({ ...samples.lunch, payments: [{ ...payment, kind: 'card' }] });
    await register.world.advance(2_000);
    expect(register.virtual.state().drawer?.open).toBe(false);
    expect(register.devices.drawerLog()).toEqual([]);
  });

  it('is never opened later, when the printer comes back', async () => {
    const register = await openRegister();
    register.virtual.setPrinter('uctenky', { plugged: false });
    await register.world.advance(1_000);
    register.sell();
    await register.world.advance(5_000);
    register.virtual.setPrinter('uctenky', { plugged: true });
    await register.world.advance(60_000);
    expect(register.queue.jobsOf('r1')).toMatchObject([{ state: 'printed' }]);
    expect(register.virtual.state().drawer?.open).toBe(false);
    expect(register.devices.drawerLog()).toMatchObject([{ why: 'sale' }]);
    expect(register.devices.drawerLog()[0]?.outcome.cs).not.toMatch(/Otevřela|odešel/);
  });
});

describe('the drawer', () => {
  it('opens without a sale for a reason, and says who and why', async () => {
    const register = await openRegister();
    const answer = await register.ask('POST', '/api/drawer/open', { reason: 'Rozměnit bankovku' });
    expect(answer).toMatchObject({
      status: 200,
      body: { why: 'no-sale', reason: 'Rozměnit bankovku', staff: 'Jana Vedoucí' },
    });
    expect(register.virtual.state().drawer?.open).toBe(true);
  });

  it('opens when money is put in or taken out, and says for what', async () => {
    const register = await openRegister();
    register.devices.cashMoved(samples.cashPaper.movement, 'Petr Šéf');
    await register.world.advance(5_000);
    expect(register.virtual.state().drawer?.open).toBe(true);
    expect(register.devices.drawerLog()).toMatchObject([
      {
        why: 'cash',
        reason: samples.cashPaper.movement.reason,
        staff: 'Petr Šéf',
        outcome: { cs: 'Otevřela se.', en: 'It opened.' },
      },
    ]);
  });

  it('is learnt by one test, and from then on says whether it is open and when a key opened it', async () => {
    const register = await openRegister({}, (store) => createLearnt(store).set('drawer', 'sensor', 'none'));
    expect(register.devices.get('drawer').sentence.cs).toContain('nevidí');
    await register.ask('POST', '/api/devices/drawer/test', { page: 'basic' });
    expect(register.devices.get('drawer').sentence.cs).toBe('Zásuvka je otevřená.');
    register.virtual.setDrawer(false);
    await register.world.advance(100);
    expect(register.devices.get('drawer').sentence.cs).toBe('Zásuvka je zavřená.');
    await register.world.advance(10_000);
    register.virtual.setDrawer(true);
    await register.world.advance(100);
    expect(register.devices.drawerLog()[0]).toMatchObject({
      why: 'key',
      staff: null,
      outcome: { cs: 'Otevřela se.', en: 'It opened.' },
    });
    expect(register.heard.filter((event) => event.kind === 'drawer')).toEqual([
      { kind: 'drawer', open: true },
      { kind: 'drawer', open: false },
      { kind: 'drawer', open: true },
    ]);
    // Kept for the next start.
    expect(
      register.store.db.prepare("SELECT value FROM device_setting WHERE device = 'drawer'").pluck().get(),
    ).toBe('{"openWhen":"high"}');
  });

  it('leaves a trace when the power goes between the wish and the pulse', async () => {
    const register = await openRegister();
    const deed = register.devices.openDrawer('Zkouška', { name: 'Jana' });
    expect(register.devices.drawerLog()).toMatchObject([
      {
        why: 'no-sale',
        outcome: { cs: 'Neví se, pokladna se vypnula.', en: 'Not known: the register was shut down.' },
      },
    ]);
    await register.world.advance(3_000);
    await deed;
  });
});

describe('the customer display', () => {
  const item = (id: string, name: string, price_haler: number): Item => ({
    id,
    name,
    shortName: name,
    price_haler,
    vatClass: 'standard',
    categoryId: 'c',
    unit: 'ks',
    plu: null,
    eans: [],
    weighedEanPrefix: null,
    labels: [],
    allergens: [],
    hue: null,
    route: null,
    soldOut: false,
    openPrice: false,
    stocked: false,
    prepaid: false,
  });

  it('shows the line that came on and the total, and the shop when the bill is empty', async () => {
    const register = await openRegister();
    let bill = applyBillEvent(undefined, 'b1', {
      kind: 'opened',
      tableId: null,
      guests: null,
      at: now(),
      staffId: 's1',
    });
    const happen = async (event: BillEvent) => {
      bill = applyBillEvent(bill, 'b1', event);
      register.bills.set('b1', { bill, sum: sumBill(bill), claim: null });
      register.events.emit({ kind: 'bill', billId: 'b1', version: bill.version, state: bill.state });
      await register.world.advance(500);
      return register.virtual.state().display?.lines;
    };
    const add = (lineId: string, what: Item, quantity: number): BillEvent => ({
      kind: 'line-added',
      lineId,
      item: freezeItem(what, null, 2100),
      quantity,
      note: '',
      from: null,
      at: now(),
      staffId: 's1',
    });
    expect(await happen(add('l1', item('i1', 'Řízek', 18_900), 1000))).toEqual([
      'Řízek         189,00',
      'Celkem        189,00',
    ]);
    expect(await happen(add('l2', item('i2', 'Kuřecí steak se žampiony', 100_000), 2000))).toEqual([
      'Kuřecí stea 2 000,00',
      'Celkem      2 189,00',
    ]);
    const off: BillEvent = {
      kind: 'line-voided',
      lineId: 'l2',
      quantity: 2000,
      reason: 'omyl',
      allowedBy: 's1',
      at: now(),
      staffId: 's1',
    };
    expect(await happen(off)).toEqual([' '.repeat(20), 'Celkem        189,00']);
    expect(await happen({ ...off, lineId: 'l1' })).toEqual(['   Hospoda U Lípy   ', '      Vítejte       ']);
  });

  it('disturbs nothing when it is not there', async () => {
    const register = await openRegister();
    register.virtual.setPlugged('display', false);
    register.sell();
    await register.world.advance(2_000);
    expect(register.queue.jobsOf('r1')).toMatchObject([{ state: 'printed' }]);
    expect(register.devices.get('display')).toMatchObject({ state: 'down' });
    register.virtual.setPlugged('display', true);
    await register.world.advance(3_000);
    // The latest, not what was missed.
    expect(register.virtual.state().display?.lines[0]).toBe('Zaplaceno     403,00');
  });
});

describe('scale and scanner', () => {
  it('weighs what lies still, and says why it does not weigh', async () => {
    const register = await openRegister();
    await register.ask('POST', '/virtual/scale', { grams: 345 });
    expect(await register.ask('POST', '/api/scale/read')).toEqual({ status: 200, body: { grams: 345 } });
    await register.ask('POST', '/virtual/scale', { moving: true });
    expect(await register.ask('POST', '/api/scale/read')).toMatchObject({
      status: 409,
      body: { code: 'scale-unstable', title: 'Váha se ještě neustálila.' },
    });
    register.virtual.setPlugged('scale', false);
    expect(await register.ask('POST', '/api/scale/read')).toMatchObject({
      status: 503,
      body: { code: 'scale-absent' },
    });
  });

  it('tells of what was scanned', async () => {
    const register = await openRegister();
    await register.ask('POST', '/virtual/scan', { code: '8594001021499' });
    expect(register.heard).toContainEqual({ kind: 'scan', code: '8594001021499' });
  });
});

describe('what is wrong is said in whole sentences about the device', () => {
  /** Everything that people read of a register's devices, the health's sentence made of it included. */
  function read({ devices, queue, world }: Awaited<ReturnType<typeof openRegister>>): Words[] {
    const sources = [queue, devices];
    const parts = sources.flatMap((source) => source.health()).filter(({ state }) => state !== 'ok');
    const wholes = parts.map((part) => ({ health: () => [part] }));
    return [
      ...devices.list().map(({ sentence }) => sentence),
      ...devices.list().flatMap(({ hint }) => hint ?? []),
      ...parts.flatMap(({ cs, en, hintCs, hintEn }) => [
        { cs, en },
        { cs: hintCs, en: hintEn },
      ]),
      ...wholes.map((source) => snapshot([source], { world, version: '1', startedAt: 0 })),
      ...queue.list().flatMap(({ reason, hint }) => [reason, hint].filter((words) => words !== null)),
    ];
  }
  function check(told: readonly Words[]): void {
    const names = ['Účtenky', 'Kuchyň', 'Váha', 'Čtečka', 'Zásuvka', 'Displej'];
    for (const words of told) expect(faultsOf(words, names)).toEqual([]);
    for (const text of told.flatMap(({ cs, en }) => [cs, en])) {
      // Begins with a word and ends with a full stop, and so does each sentence in it.
      expect(text).toMatch(/^\p{Lu}.*[^.]\.$/su);
      expect(text.replace(/\d\. /g, '')).not.toMatch(/\.\s+\p{Ll}|\p{Ll} \p{Lu}\p{Ll}+ se |::|\.\.| {2}/u);
      expect(text).not.toMatch(/virtual:|tcp:|usblp:|serial:/);
    }
  }

  it.each([{ paper: 'out' }, { paper: 'near-end' }, { cover: 'open' }] as const)('%o', async (trouble) => {
    const register = await openRegister();
    register.virtual.setPrinter('uctenky', trouble);
    await register.world.advance(11_000);
    register.sell();
    await register.world.advance(100);
    expect(register.queue.health()[0]?.state).toBe('attention');
    check(read(register));
  });

  it('unplugged', async () => {
    const register = await openRegister();
    register.sell();
    for (const id of ['uctenky', 'kuchyn']) register.virtual.setPrinter(id, { plugged: false });
    for (const id of ['display', 'scale', 'scanner']) register.virtual.setPlugged(id, false);
    await register.world.advance(11_000);
    register.sell();
    await register.world.advance(100);
    expect(register.devices.get('scale').sentence.cs).toBe('Váha není připojená. Zařízení není připojeno.');
    expect(register.queue.health()[1]?.cs).toBe('Kuchyň: tiskárna není připojená. Zařízení není připojeno.');
    check(read(register));
  });

  it('not to be reached, not there, no such twin', async () => {
    const there = (url: string) => ({ ...printer('uctenky', 'Účtenky', 'generic-80', ['receipt']), url });
    const { promise: told, resolve: tell } = Promise.withResolvers<void>();
    const register = await openRegister({
      printers: [
        there('tcp://127.0.0.1:1'),
        { ...there('usblp:/dev/no-such-printer'), id: 'kuchyn', name: 'Kuchyň', routes: ['kuchyn'] },
      ],
      scale: { id: 'scale', name: 'Váha', url: 'serial:/dev/no-such-port', protocol: 'cas' },
      scanner: { id: 'scanner', name: 'Čtečka', url: 'serial:/dev/no-such-port', end: 'terminator' },
    });
    const away = () =>
      register.devices
        .list()
        .filter(({ id }) => id !== 'drawer' && id !== 'display')
        .every(({ state, sentence }) => state === 'down' && !sentence.cs.includes('nenavázalo'));
    register.events.listen(() => {
      if (away()) tell();
    });
    if (!away()) await told;
    expect(register.devices.get('uctenky').sentence.cs).toMatch(
      /^Tiskárna není připojená\. Zařízení spojení odmítlo\./,
    );
    expect(register.devices.get('kuchyn').sentence.cs).toContain('Tiskárna /dev/no-such-printer tu není.');
    expect(register.devices.get('scanner').sentence.cs).toContain('Zařízení /dev/no-such-port tu není.');
    check(read(register));
  });
});

describe('printers', () => {
  it('say what is wrong with them, and print by themselves once that is put right', async () => {
    const register = await openRegister();
    register.virtual.setPrinter('uctenky', { paper: 'out' });
    await register.world.advance(11_000);
    register.sell();
    await register.world.advance(100);
    expect(register.devices.get('uctenky')).toMatchObject({
      state: 'attention',
      sentence: { cs: 'V tiskárně došel papír.', en: 'The printer is out of paper.' },
    });
    expect(register.queue.jobsOf('r1')).toMatchObject([
      { state: 'failed', reason: { cs: 'V tiskárně došel papír.', en: 'The printer is out of paper.' } },
    ]);
    expect(register.queue.health()[0]?.cs).toBe('Účtenky: v tiskárně došel papír. 1 tisk čeká.');
    register.virtual.setPrinter('uctenky', { paper: 'ok' });
    await register.world.advance(1_000);
    expect(register.queue.jobsOf('r1')).toMatchObject([{ state: 'printed' }]);
  });

  it('print in the page that the technician found, also after a restart', async () => {
    const register = await openRegister();
    const pages = await register.ask('POST', '/api/devices/uctenky/test', { page: 'code-pages' });
    expect(pages.body).toMatchObject({
      kind: 'test',
      title: { cs: 'Stránka znakových sad', en: 'Page of code pages' },
    });
    expect(papers(register, 'uctenky')[0]).toContain(' 18  Žluťoučký kůň');
    const patched = await register.ask('PATCH', '/api/devices/uctenky', { codePage: 6 });
    expect(patched.body).toMatchObject({ id: 'uctenky', codePage: 6 });
    const again = createDevices({
      setup,
      store: register.store,
      world: register.world,
      events: register.events,
      log: createLog('error', register.world, { write: () => {} }),
      now,
      seller: () => samples.lunch.seller,
      bill: () => undefined,
      virtual: () => linkPair('virtual:').dial,
    });
    expect(again.printers[0]?.codePage).toBe(6);
    const { bytes } = again.printers[0]?.encode({ blocks: [{ kind: 'text', text: 'ž' }] }) ?? {};
    expect(Buffer.from(bytes ?? []).includes(Buffer.of(0x1b, 0x74, 6))).toBe(true);
  });

  it('shows the paper over HTTP, and jobs with decisions', async () => {
    const register = await openRegister();
    expect((await register.ask('GET', '/api/receipts/r1/paper')).body.preview).toBe(true);
    expect((await register.ask('GET', '/api/receipts/nic/paper')).status).toBe(404);
    register.virtual.setPrinter('uctenky', { silent: true });
    register.sell();
    await register.world.advance(120_000);
    const [job] = (await register.ask('GET', '/api/print-jobs')).body as [PrintJobView];
    expect(job).toMatchObject({ kind: 'receipt' });
    expect(['unknown', 'failed']).toContain(job.state);
    const done = await register.ask('POST', `/api/print-jobs/${job.id}/decide`, { decision: 'cancel' });
    expect(done.body).toMatchObject({ state: 'cancelled' });
    expect(
      (await register.ask('POST', `/api/print-jobs/${job.id}/decide`, { decision: 'retry' })).status,
    ).toBe(409);
  });

  it('hand orders to the stand-in when the cable is pulled', async () => {
    const register = await openRegister();
    register.virtual.setPrinter('kuchyn', { plugged: false });
    register.store.transaction(() => register.queue.order(samples.order));
    register.queue.wake();
    await register.world.advance(31_000);
    expect(papers(register, 'uctenky')[0]).toContain('Patří na: Kuchyň');
    expect(register.devices.list().find((device) => device.id === 'kuchyn')).toMatchObject({ state: 'down' });
  });
});

it('starts without any device, and with a wrong address', async () => {
  const none = await openRegister({ printers: [], drawer: null, display: null, scale: null, scanner: null });
  expect((await none.ask('GET', '/api/devices')).body).toEqual([]);
  expect((await none.ask('POST', '/api/drawer/open', { reason: 'zkouška' })).status).toBe(409);
  const wrong = await openRegister({
    display: { id: 'display', name: 'Displej', url: 'serial:nikde', profile: 'cd5220' },
  });
  expect(wrong.devices.get('display')).toMatchObject({ state: 'down' });
  expect(wrong.devices.health().find((part) => part.id === 'display')).toMatchObject({ state: 'attention' });
});
