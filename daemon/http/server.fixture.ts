import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import { replicaSchema, replicaStep } from '../../sync/index.ts';
import { manualWorld } from '../../world/manual.fixture.ts';
import { createConsole } from '../console.ts';
import { createEvents } from '../events.ts';
import { createLog } from '../log.ts';
import { createDoorman } from '../staff/doorman.ts';
import { schema as staffSchema } from '../staff/schema.ts';
import { openStore } from '../store/database.ts';
import type { App } from './app.ts';
import type { Health, HealthPart } from './contract.ts';
import { createHealthWatch } from './health-watch.ts';
import { createOwnMetrics } from './own-metrics.ts';
import { createPageWatch } from './page-watch.ts';
import { peopleRoutes } from './routes/people.ts';
import { stateRoutes } from './routes/state.ts';
import { createServer } from './server.ts';
import { createEventStream } from './stream.ts';

export const COOKIE = 'kasad_test';

/** The HTTP side over a real database in a folder of its own, with two people, for tests. */
export async function tryServer(options: { routes?: (app: App) => void; kioskFolder?: string } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'kasad-http-'));
  const world = manualWorld();
  const logged: string[] = [];
  const log = createLog('debug', world, { write: (line) => void logged.push(line) });
  const store = openStore({
    dir: folder,
    world,
    log,
    migrations: [replicaSchema + replicaStep + staffSchema],
  });
  const events = createEvents((error) => log.error({ err: error }, 'listener'));
  const doorman = createDoorman({ store, world, pinCost: 4 });
  const manager = await doorman.addPerson({ name: 'Jana Vedoucí', role: 'manager', pin: '1111' });
  const waiter = await doorman.addPerson({ name: 'Petr Číšník', role: 'waiter', pin: '2222' });
  const parts: HealthPart[] = [];
  const watch = createHealthWatch({
    sources: () => [{ health: () => parts }],
    events,
    world,
    version: '0.1.0',
  });
  const health = (): Health => watch.read();
  const stream = createEventStream({ events, world, health });
  const metrics = createOwnMetrics({ health, screens: () => stream.clients });
  const page = createPageWatch(world);
  const commandLine = createConsole(folder, world);
  commandLine.open('http://127.0.0.1');
  const app = await createServer({
    world,
    log,
    doorman,
    allowedHosts: ['pokladna-1.local'],
    cookie: COOKIE,
    stream,
    kioskFolder: options.kioskFolder ?? join(folder, 'no-kiosk'),
    version: '0.1.0',
    checkAnswers: true,
    onAnswer: metrics.count,
    console: commandLine,
    routes(scope) {
      peopleRoutes(scope, { doorman, cookie: COOKIE });
      stateRoutes(scope, { health, page, metrics: () => [metrics, page] });
      options.routes?.(scope);
    },
  });

  return {
    app,
    world,
    folder,
    events,
    doorman,
    store,
    stream,
    watch,
    parts,
    logged,
    manager,
    waiter,
    /** Signs in and answers the Cookie header. */
    async signIn(staffId: string, pin: string): Promise<string> {
      const answer = await app.inject({
        method: 'POST',
        url: '/api/session',
        headers: { host: '127.0.0.1' },
        payload: { staffId, pin },
      });
      if (answer.statusCode !== 200) throw new Error(answer.body);
      return cookieOf(answer);
    },
    async close() {
      await app.close();
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type TriedServer = Awaited<ReturnType<typeof tryServer>>;

export function cookieOf(answer: LightMyRequestResponse): string {
  const cookie = answer.cookies.find(({ name }) => name === COOKIE);
  if (!cookie) throw new Error('no session cookie');
  return `${COOKIE}=${cookie.value}`;
}
