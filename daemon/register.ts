import { formatReceiptNumber } from '../domain/index.ts';
import type { Dial } from '../drivers/index.ts';
import { localTime } from '../wire/index.ts';
import { createBoxHealth } from './box-health.ts';
import { createBoxKey } from './box-key.ts';
import { createCare } from './care/care.ts';
import { createCatalogue } from './catalogue/catalogue.ts';
import { createSwitching } from './catalogue/switching.ts';
import { devicesOf } from './config/devices.ts';
import { createConsole } from './console.ts';
import { createDailyCopy } from './daily-copy.ts';
import { createDevices } from './devices/devices.ts';
import { createEet } from './eet/eet.ts';
import { createEvents } from './events.ts';
import { createHealthWatch } from './http/health-watch.ts';
import { listen } from './http/listen.ts';
import { createOwnMetrics } from './http/own-metrics.ts';
import { createPageWatch } from './http/page-watch.ts';
import { registerRoutes } from './http/routes.ts';
import { createServer } from './http/server.ts';
import { createEventStream } from './http/stream.ts';
import { createUnderWay, type UnderWay } from './http/under-way.ts';
import { createBooks, createLedger, type Ledger } from './ledger/index.ts';
import { createPrintQueue } from './printing/queue.ts';
import type { RegisterOptions } from './register-options.ts';
import { isBackoffice } from './replication/backoffice.ts';
import { createReplication } from './replication/replication.ts';
import { createStampTime } from './replication/stamp-time.ts';
import { createServiceManager } from './service-manager.ts';
import { createSetup } from './setup/setup.ts';
import { tellNews } from './siblings/news.ts';
import { createInterfaces } from './siblings/own-network.ts';
import { createRoster } from './siblings/roster.ts';
import { createSiblings } from './siblings/siblings.ts';
import { createDoorman } from './staff/doorman.ts';
import { createStages } from './stages.ts';
import { createStock, type Stock } from './stock/stock.ts';
import { dataFolder } from './store/data-folder.ts';
import { openStore } from './store/database.ts';
import { diskRefusal } from './store/disk-fault.ts';
import { createUpdates } from './update/updates.ts';
import { createReport } from './upstream/report.ts';
import { createUpstream } from './upstream/upstream.ts';

/** One register. This file alone knows all parts; what they know of each other comes in here. */
export interface Register {
  /** Ready to sell when it resolves; answers the kiosk's address. Throws a Refusal, and then nothing runs. */
  start(): Promise<{ readonly url: string }>;
  /** Resolves once no request that changes something is under way; false when there is no end to them. */
  quiet(): Promise<boolean>;
  /** In reverse and bounded. Answers what did not stop cleanly; empty when all did. `restart`: another one follows. */
  stop(why?: 'restart'): Promise<string[]>;
}

export function createRegister(options: RegisterOptions): Register {
  const { world, log } = options;
  const stages = createStages(world, log);
  const underWay = createUnderWay(world);
  const leaving: Leaving = { why: undefined };

  return {
    async start() {
      try {
        return await startRegister(options, stages, underWay, leaving);
      } catch (error) {
        await stages.stopAll();
        // Some of what a start does writes outside a transaction of the store.
        throw diskRefusal(error);
      }
    },
    quiet: () => underWay.quiet(),
    stop(why) {
      leaving.why = why;
      return stages.stopAll();
    },
  };
}

interface Leaving {
  why: 'restart' | undefined;
}

async function startRegister(
  options: RegisterOptions,
  stages: ReturnType<typeof createStages>,
  underWay: UnderWay,
  leaving: Leaving,
): Promise<{ url: string }> {
  const { config, world, log, version, virtual } = options;
  const { register } = config;
  const dir = dataFolder(config.data_dir);
  const now = () => localTime(world.wall_ms(), register.timezone);

  // ---- what everything stands on
  const stampTime = createStampTime(world);
  const store = openStore({ dir, world, stamp_ms: stampTime.wall_ms, log });
  stages.started('database', () => store.close());
  const events = createEvents((error) => log.error({ err: error }, 'a listener failed'));
  const doorman = createDoorman({
    store,
    world,
    events,
    log,
    ...(options.pinCost === undefined ? {} : { pinCost: options.pinCost }),
  });
  const boxKey = createBoxKey({ env: options.env, world, log });
  const books = createBooks(store, register);
  const staffName = (id: string) => doorman.staff.nameOf(id);

  // ---- the trade and its paper; a few know each other, and meet in these functions
  const catalogue = createCatalogue(store, world, events, {
    registerId: register.id,
    registerName: register.name,
    timezone: register.timezone,
    staffName: (id) => doorman.staff.find(id)?.name,
    log,
    tableInUse: (tableId) => ledger.bills.list().some(({ bill }) => bill.tableId === tableId),
  });
  const devices = createDevices({
    setup: devicesOf(config),
    store,
    world,
    events,
    log,
    now,
    seller: () => catalogue.settings().seller,
    bill: (billId) => ledger.bills.list().find(({ bill }) => bill.id === billId),
    virtual: (deviceId): Dial | undefined => virtual?.dial(deviceId),
  });
  const eet = createEet({
    store,
    world,
    events,
    log,
    register,
    version,
    settings: () => catalogue.settings().eet,
    load: async (onChange) => {
      const { openSender } = await import('./eet/open-sender.ts');
      return openSender({
        dir,
        envelope: boxKey.envelope('eet'),
        store,
        world,
        log,
        register,
        settings: () => catalogue.settings().eet,
        standIn: options.standIn,
        onChange,
      });
    },
    registerName: (id) => ledger.registers().find((one) => one.id === id)?.name ?? id,
    linked: () => siblings.linked(),
    drawing: () => replication.sponsoredBy !== null,
    onPaper: () => queue.wake(),
  });
  const queue = createPrintQueue({
    store,
    world,
    events,
    log,
    printers: devices.printers,
    now,
    sources: { receipt: books.receipt, settings: () => catalogue.settings(), fiscal: eet },
    cashPaper: (movement) => ({
      movement,
      staffName: staffName(movement.staffId),
      allowedByName: staffName(movement.allowedBy),
      register: register.name,
    }),
    reportPaper: (kind, { report, openBills, registerName = register.name }) => ({
      kind,
      report,
      openBills,
      seller: catalogue.settings().seller,
      register: registerName,
      at: now(),
      staff: Object.fromEntries(doorman.staff.all().map(({ id, name }) => [id, name])),
      categories: Object.fromEntries(
        report.byCategory.map(({ categoryId: id }) => [id, catalogue.category(id)?.name ?? id]),
      ),
    }),
  });
  devices.onPrinter((printerId) => queue.printerChanged(printerId));
  const stock: Stock = createStock({
    store,
    catalogue,
    world,
    events,
    log,
    register,
    staffName,
    registerName: (id) => ledger.registers().find((one) => one.id === id)?.name ?? id,
    receiptNumber(id) {
      const receipt = books.receipt(id);
      return receipt && formatReceiptNumber(receipt.number);
    },
  });
  const ledger: Ledger = createLedger({
    store,
    catalogue,
    world,
    events,
    printing: queue,
    staffName,
    register,
    log,
    stock,
    fiscal: eet,
    onSale: (receipt) => devices.sold(receipt),
    onCash: (movement) => devices.cashMoved(movement, staffName(movement.staffId)),
  });

  // ---- the other registers of the shop
  const roster = createRoster(store, log);
  const updates = createUpdates({
    dir,
    store,
    world,
    log,
    events,
    register,
    version,
    replication: () => replication,
    members() {
      const linked = new Set(siblings.spokenTo());
      return roster
        .all()
        .filter(({ registerId, revoked }) => registerId !== register.id && !revoked)
        .map(({ registerId: id, name }) => ({ id, name, linked: linked.has(id) }));
    },
    send: (registerId, text) => siblings.send(registerId, text),
    shiftOpen: () => ledger.shifts.current().shift !== null,
  });
  const replication = createReplication({
    store,
    world,
    stamp_ms: stampTime.wall_ms,
    log,
    registerId: register.id,
    projections: [
      roster.projection,
      doorman.projection,
      catalogue.projection,
      ledger.projection,
      stock.projection,
      eet.projection,
      updates.projection,
    ],
    send: (registerId, text) =>
      isBackoffice(registerId) ? upstream.send(registerId, text) : siblings.send(registerId, text),
    onRows: (from) => upstream.rows(from),
    onChange() {
      ledger.tellShop();
      siblings.replicationChanged();
    },
  });
  const siblings = createSiblings({
    store,
    world,
    log,
    events,
    dir,
    envelope: boxKey.envelope('identity'),
    config,
    version,
    roster,
    replication,
    series: () => ledger.series(),
    aside: (registerId, text) => updates.receive(registerId, text),
  });
  const upstream = createUpstream({
    dir,
    envelope: boxKey.envelope('backoffice'),
    store,
    world,
    log,
    events,
    register,
    version,
    config: config.backoffice,
    replication,
    stampTime,
    report: createReport({
      register,
      version,
      replication,
      siblings: () => siblings.view().siblings,
      health: () => watch.read(),
      eet: () => eet.view(),
    }),
    shop: () => siblings.shop,
    addresses: createInterfaces('0.0.0.0').addresses,
  });
  const setup = createSetup({
    keeper: options.keeper,
    config,
    dir,
    store,
    world,
    log,
    events,
    catalogue,
    ledger,
    devices,
    eet,
    siblings,
    upstream,
    doorman,
    virtual: (deviceId) => virtual?.dial(deviceId),
    ...(options.scanSources ? { sources: options.scanSources } : {}),
  });
  replication.start();
  stages.started('replication', () => replication.stop());
  roster.start();
  catalogue.start();
  ledger.start();
  await options.seed?.({ catalogue, staff: doorman.staff, stock });
  const letChangesIn = () => {
    const { shift } = ledger.shifts.current();
    if (shift) catalogue.shiftOpen(shift.id);
  };
  letChangesIn();
  stages.started(
    'changes at the opening of a shift',
    events.listen((event) => {
      if (event.kind === 'shift') letChangesIn();
    }),
  );

  setup.start();
  stages.started('setup', () => setup.stop());

  // ---- how it all is
  const box = createBoxHealth({ world, dir, clockSuspect: () => ledger.clockSuspect() });
  box.start();
  stages.started('box health', () => box.stop());
  const watch = createHealthWatch({
    sources: () => [
      setup,
      box,
      boxKey,
      ledger,
      queue,
      devices,
      eet,
      catalogue,
      siblings,
      replication,
      upstream,
      updates,
      care,
    ],
    events,
    world,
    version,
  });
  const doctor = async () => {
    const { createDoctor } = await import('./doctor/doctor.ts');
    return createDoctor({ file: options.keeper?.file ?? null, config, version }, world, now);
  };
  const care = createCare({
    ...{
      store,
      world,
      log,
      dir,
      config,
      version,
      box,
      ledger,
      siblings,
      replication,
      roster,
      upstream,
      devices,
      doctor,
    },
    configFile: options.keeper?.file ?? null,
    health: () => watch.read(),
    quit: options.quit ?? (() => process.kill(options.pid, 'SIGTERM')),
    ...(options.media === undefined ? {} : { media: options.media }),
  });
  care.start();
  stages.started('copies elsewhere', () => care.stop());
  const copies = createDailyCopy({ store, world, log, onDone: (ok) => care.copied(ok) });
  copies.start();
  stages.started('daily copy', () => copies.stop());

  // ---- devices, then the screen
  devices.start();
  stages.started('devices', () => devices.stop());
  queue.start();
  stages.started('print queue', () => queue.stop());
  const switching = createSwitching(catalogue, world);
  switching.start();
  stages.started('prices set ahead', () => switching.stop());
  watch.start();
  stages.started('health watch', () => watch.stop());

  const stream = createEventStream({ events, world, health: () => watch.read() });
  const page = createPageWatch(world);
  const metrics = createOwnMetrics({ health: () => watch.read(), screens: () => stream.clients });
  const cookie = `kasad_${register.id}`;
  const commandLine = createConsole(dir, world);
  const app = await createServer({
    world,
    log,
    doorman,
    allowedHosts: config.http.allowed_hosts,
    cookie,
    stream,
    kioskFolder: options.kioskFolder,
    version,
    onAnswer: metrics.count,
    console: commandLine,
    underWay,
    firstRun: setup.openToAll,
    checkAnswers: options.checkAnswers ?? false,
    routes: (app) =>
      registerRoutes(app, {
        ...{
          doorman,
          catalogue,
          ledger,
          stock,
          eet,
          devices,
          queue,
          updates,
          care,
          upstream,
          siblings,
          setup,
        },
        ...{ cookie, doctor, page, virtual, version },
        register,
        kioskFolder: options.kioskFolder,
        health: () => watch.read(),
        metrics: () => [metrics, page, eet, upstream],
      }),
  });
  stages.started('http', async () => {
    // Screens are told good-bye; a connection that stays open after that is cut.
    const cancel = world.after(drain_ms, () => app.server.closeAllConnections());
    await app.close();
    cancel();
  });
  const url = await listen(app, config.http);
  commandLine.open(url);
  stages.started('command line', () => commandLine.close());

  const manager = createServiceManager({
    ...options,
    db: store.db,
    events,
    url,
    leaving: () => leaving.why,
  });
  stages.started('systemd', () => manager.stop());
  await manager.start(watch.read().cs);

  // Selling waits neither for the tax authority nor for the siblings.
  eet.start();
  stages.started('registering of sales', () => eet.stop());
  const linking = siblings.start();
  stages.started('siblings', async () => {
    await linking;
    await siblings.stop();
  });
  upstream.start();
  stages.started('backoffice', () => upstream.stop());
  updates.start();
  stages.started('updates', () => updates.stop());
  stages.started('news for listeners', tellNews(events, siblings, ledger));
  return { url };
}

const drain_ms = 1_000;
