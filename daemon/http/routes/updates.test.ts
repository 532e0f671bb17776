import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { houseKey, makePackage } from '../../../systemd/update/package.fixture.ts';
import type { Replication } from '../../replication/replication.ts';
import { testFolder } from '../../store/folder.fixture.ts';
import { createUpdates, type Updates } from '../../update/updates.ts';
import { tryServer } from '../server.fixture.ts';
import { updateRoutes } from './updates.ts';

const key = houseKey('dum');
const nobody: Pick<Replication, 'vector' | 'heldBy' | 'databasesOf'> = {
  vector: () => ({}),
  heldBy: () => null,
  databasesOf: () => [],
};

/** The routes over a real register's updates; answers are held against their schemas. */
async function place() {
  const stick = testFolder();
  let updates: Updates | undefined;
  const made = () => updates as Updates;
  const server = await tryServer({
    routes: (app) =>
      updateRoutes(app, {
        ...({} as Updates),
        view: () => made().view(),
        look: (at) => made().look(at),
        install: (how) => made().install(how),
        halt: () => made().halt(),
        drop: () => made().drop(),
      }),
  });
  updates = createUpdates({
    dir: server.folder,
    store: server.store,
    world: server.world,
    log: server.app.log as never,
    events: server.events,
    register: { id: 'p1', name: 'Bar', timezone: 'Europe/Prague' },
    version: '0.1.0',
    replication: () => nobody as Replication,
    members: () => [],
    send: () => false,
    shiftOpen: () => true,
    box: { keys: () => [key.trusted], installed: () => true, media: '/nowhere' },
  });
  onTestFinished(async () => {
    await made().stop();
    await server.close();
    stick[Symbol.dispose]();
  });
  const cookie = await server.signIn(server.manager.id, '1111');
  const waiter = await server.signIn(server.waiter.id, '2222');
  const ask = (method: 'GET' | 'POST' | 'DELETE', path = '', payload?: object, as = cookie) =>
    server.app.inject({
      method,
      url: `/api/updates${path}`,
      headers: { host: '127.0.0.1', cookie: as },
      ...(payload ? { payload } : {}),
    });
  return { stick: stick.dir, ask, waiter };
}

test('from a package found to a plan, stopped and thrown away', async () => {
  const { stick, ask } = await place();
  makePackage(stick, key, { version: '0.2.0' });
  appendFileSync(join(stick, makePackage(stick, key, { version: '0.3.0' })), 'x');
  expect((await ask('GET')).json()).toMatchObject({
    version: '0.1.0',
    package: null,
    plan: null,
    byHand: null,
  });
  const looked = await ask('POST', '/look', { place: stick });
  expect(looked.json()).toMatchObject({
    package: { version: '0.2.0', key: 'dum' },
    rejected: [{ en: 'Not taken: it is longer than it should be.' }],
  });
  expect((await ask('POST', '/install', {})).json()).toMatchObject({
    plan: { version: '0.2.0', by: 'Bar', state: 'waits' },
    registers: [{ self: true, cs: 'čeká na uzavření směny' }],
  });
  expect((await ask('POST', '/stop')).json()).toMatchObject({ plan: { state: 'stopped' } });
  expect((await ask('POST', '/stop')).statusCode).toBe(409);
  expect((await ask('DELETE', '/package')).json()).toMatchObject({ package: null, rejected: [] });
  expect((await ask('POST', '/install', {})).json()).toMatchObject({ code: 'no-package', status: 404 });
  expect((await ask('POST', '/look', { place: '/nowhere' })).json()).toMatchObject({
    code: 'no-package-there',
  });
});

test('who has no right to settings sees how it stands and does nothing', async () => {
  const { ask, waiter } = await place();
  expect((await ask('GET', '', undefined, waiter)).statusCode).toBe(200);
  for (const [method, path] of [
    ['POST', '/look'],
    ['POST', '/install'],
    ['POST', '/stop'],
    ['DELETE', '/package'],
  ] as const) {
    const answer = await ask(method, path, method === 'POST' ? {} : undefined, waiter);
    expect(answer.json(), path).toMatchObject({ status: 403, code: 'needs-approval', right: 'settings' });
  }
});
