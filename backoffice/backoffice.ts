import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPins } from '../wire/index.ts';
import type { World } from '../world/index.ts';
import { createAccounts } from './accounts/accounts.ts';
import { createPasswords } from './accounts/password.ts';
import { accountSteps } from './accounts/schema.ts';
import { createBooks } from './books/projection.ts';
import { booksSteps } from './books/schema.ts';
import { createBookViews } from './books/views.ts';
import type { Config } from './config.ts';
import { openDatabase } from './database/open.ts';
import { createExports } from './exports/exports.ts';
import type { App } from './http/app.ts';
import { listen } from './http/listen.ts';
import { createLive } from './http/live.ts';
import { clashRoutes } from './http/routes/clashes.ts';
import { eetRoutes } from './http/routes/eet.ts';
import { eventRoutes } from './http/routes/events.ts';
import { exportRoutes } from './http/routes/exports.ts';
import { healthRoutes } from './http/routes/health.ts';
import { portalRoutes } from './http/routes/portal.ts';
import { priceListRoutes } from './http/routes/price-list.ts';
import { receiptRoutes } from './http/routes/receipts.ts';
import { registerRoutes } from './http/routes/registers.ts';
import { sessionRoutes } from './http/routes/session.ts';
import { shiftRoutes } from './http/routes/shifts.ts';
import { staffRoutes } from './http/routes/staff.ts';
import { stockRoutes } from './http/routes/stock.ts';
import { storeRoutes } from './http/routes/stores.ts';
import { registerKey, upstreamRoutes } from './http/routes/upstream.ts';
import { createServer } from './http/server.ts';
import { createStreams } from './http/streams.ts';
import type { Log } from './log.ts';
import { createPriceList } from './price-list/price-list.ts';
import { createPriceListProjection } from './price-list/projection.ts';
import { priceListSteps } from './price-list/schema.ts';
import { createCodes } from './registers/codes.ts';
import { createRegisters } from './registers/registers.ts';
import { registerSteps } from './registers/schema.ts';
import type { Projection } from './replica/projection.ts';
import { createReplicas } from './replica/replicas.ts';
import { replicaSteps } from './replica/schema.ts';
import { createStaff } from './staff/staff.ts';
import { createStockProjection } from './stock/projection.ts';
import { stockSteps } from './stock/schema.ts';
import { createStock } from './stock/stock.ts';
import { createMembers } from './stores/members.ts';
import { storeSteps } from './stores/schema.ts';
import { createStores } from './stores/stores.ts';

export interface BackofficeOptions {
  readonly config: Config;
  readonly world: World;
  readonly log: Log;
  readonly version: string;
  /** log2 of scrypt's N, for tests. */
  readonly passwordCost?: number;
  /** For tests: answers are held against their schemas. */
  readonly checkAnswers?: boolean;
}

/** Everything that the backoffice is made of. This is the only file that knows all of it. */
export type Backoffice = Awaited<ReturnType<typeof openBackoffice>>;

/** How long requests that are under way are waited for at the end. */
const stop_ms = 10_000;
/** In which the stores' days begin and prices set ahead come. */
const ZONE = 'Europe/Prague';

/** The parts over an open database, without a server: what the command line needs. Throws the database's Refusals. */
export async function openBackoffice(options: BackofficeOptions) {
  const { config, world, log } = options;
  const database = await openDatabase({ url: config.database });
  try {
    await database.migrate([
      ...accountSteps,
      ...storeSteps,
      ...registerSteps,
      ...replicaSteps,
      ...booksSteps,
      ...priceListSteps,
      ...stockSteps,
    ]);
  } catch (error) {
    await database.close();
    throw error;
  }
  const passwords = createPasswords({
    bytes: world.bytes,
    ...(options.passwordCost === undefined ? {} : { cost: options.passwordCost }),
  });
  // A code has 60 random bits and lives for minutes; a quick hash is enough for it.
  const codeHashes = createPasswords({ bytes: world.bytes, cost: Math.min(14, options.passwordCost ?? 14) });
  const accounts = createAccounts({ database, world, passwords });
  const stores = createStores({ database, world });
  const members = createMembers({ database, world, accounts });
  const codes = createCodes({ database, world, passwords: codeHashes });
  const registers = createRegisters({ database, world, stores, codes });
  const projections: readonly Projection[] = [
    createBooks(),
    createPriceListProjection(),
    createStockProjection(),
  ];
  const replicas = createReplicas({
    database,
    world,
    projections,
    onFault: (error) => log.error({ err: error }, 'bug'),
  });
  return { database, accounts, stores, members, codes, registers, replicas, close: () => database.close() };
}

export interface RunningBackoffice extends Backoffice {
  /** Where it listens, as somebody on this machine would type it. */
  readonly url: string;
  /** Reverse of the start, bounded. False when requests had to be cut off. */
  stop(): Promise<boolean>;
}

/** Opens the database and listens. Throws Refusals. */
export async function startBackoffice(options: BackofficeOptions): Promise<RunningBackoffice> {
  const { config, world, log, version } = options;
  const parts = await openBackoffice(options);
  const { database, accounts, stores, members, codes, registers, replicas } = parts;
  const live = createLive(world);
  const streams = createStreams(world);
  const books = createBookViews({ database, world });
  const priceList = createPriceList({ database, replicas, registers, world, zone: ZONE });
  const pins = createPins({ bytes: world.bytes });
  let url = '';

  replicas.onTaken((news) => live.tellNews(news));
  replicas.onAlarm(({ store, kind, peer }) => log.warn({ store, kind, peer }, 'alarm'));
  registers.onChanged((storeId) => live.tell(storeId, 'register'));
  registers.onCutOff((storeId, id) => streams.end(registerKey(storeId, id)));
  accounts.onEnded(() => streams.recheck());
  members.onChanged(() => streams.recheck());

  let app: App | undefined;
  try {
    app = await createServer({
      ...{ world, log, accounts, stores, registers, streams, version },
      publicUrl: config.public_url,
      hosts: config.hosts,
      proxies: config.proxies,
      tls: config.tls && {
        cert: readFileSync(config.tls.cert, 'utf8'),
        key: readFileSync(config.tls.key, 'utf8'),
      },
      pagesFolder: join(import.meta.dirname, 'pages/dist'),
      ...(options.checkAnswers === undefined ? {} : { checkAnswers: options.checkAnswers }),
      routes(routed, doorman) {
        healthRoutes(routed, { database, version });
        sessionRoutes(routed, { accounts, stores, doorman });
        storeRoutes(routed, { stores, members });
        registerRoutes(routed, {
          ...{ world, registers, codes, replicas, streams },
          url: () => config.public_url ?? url,
        });
        upstreamRoutes(routed, { world, registers, replicas, streams, live });
        portalRoutes(routed, books.portal);
        receiptRoutes(routed, books.history, books.papers);
        clashRoutes(routed, books.clashes);
        shiftRoutes(routed, books.shifts, books.papers);
        eetRoutes(routed, books.eet);
        priceListRoutes(routed, priceList);
        staffRoutes(routed, createStaff(priceList.desk, pins, world));
        stockRoutes(routed, createStock(priceList.desk));
        exportRoutes(routed, createExports({ db: database }));
        eventRoutes(routed, { accounts, stores, doorman, streams, live });
      },
    });
    url = await listen(app, config);
  } catch (error) {
    await app?.close();
    await parts.close();
    throw error;
  }
  const server = app;

  return {
    ...parts,
    url,
    async stop() {
      let cancel = () => {};
      const late = new Promise<false>((resolve) => {
        cancel = world.after(stop_ms, () => {
          server.server.closeAllConnections();
          resolve(false);
        });
      });
      const inTime = await Promise.race([server.close().then(() => true), late]);
      cancel();
      await parts.close();
      return inTime;
    },
  };
}
