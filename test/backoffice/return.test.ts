import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { sqliteOpener } from '../../backoffice/database/both.fixture.ts';
import { makeStore, startTestBackoffice } from '../../backoffice/server.fixture.ts';
import { WITHOUT_KEY } from '../../daemon/box-key.ts';
import { createEvents } from '../../daemon/events.ts';
import { createLog } from '../../daemon/log.ts';
import { createReplication } from '../../daemon/replication/replication.ts';
import { createStampTime } from '../../daemon/replication/stamp-time.ts';
import { openStore } from '../../daemon/store/database.ts';
import { createUpstream, type Upstream } from '../../daemon/upstream/upstream.ts';
import { realWorld } from '../../world/index.ts';

const open = sqliteOpener();
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A register's database and its way up, without the rest of it. */
function register(id: string) {
  const world = realWorld;
  const dir = mkdtempSync(join(tmpdir(), 'kasad-return-'));
  const log = createLog('silent', world);
  const store = openStore({ dir, world, log });
  const events = createEvents((error) => {
    throw error;
  });
  const stampTime = createStampTime(world);
  let upstream: Upstream | undefined;
  const replication = createReplication({
    ...{ store, world, log, registerId: id, projections: [] },
    send: (to, text) => upstream?.send(to, text) ?? false,
    onRows: (from) => upstream?.rows(from),
  });
  replication.start();
  upstream = createUpstream({
    ...{ dir, store, world, log, events, replication, stampTime, version: 'test', config: {} },
    envelope: WITHOUT_KEY,
    register: { id, name: `Pokladna ${id}`, timezone: 'Europe/Prague' },
    report: () => ({
      ...{ registerId: id, name: `Pokladna ${id}`, version: null, origin: null, vv: null },
      ...{ health: { state: 'ok' as const, cs: '', en: '' }, eet: null, siblings: [] },
    }),
    shop: () => 'hospoda',
    addresses: () => [],
  });
  const made = upstream;
  made.start();
  stops.push(async () => {
    await made.stop();
    replication.stop();
    store.close();
    rmSync(dir, { recursive: true });
  });
  return {
    upstream: made,
    replication,
    price: () => store.journal.record('item', 'i').price_haler?.value,
    setPrice: (price_haler: number) =>
      store.transaction(() => store.journal.cells('item', 'i', { price_haler })),
  };
}

test('a shop that has left its backoffice comes back, and both have what was changed meanwhile', {
  timeout: 60_000,
}, async () => {
  const backoffice = await startTestBackoffice(await open.url());
  stops.push(() => backoffice.stop());
  const id = await makeStore(backoffice, 'Hospoda', 'jana@example.cz');
  const store = await backoffice.replicas.of(id);
  const bar = register('bar');
  const join_ = async () =>
    bar.upstream.join({ url: backoffice.url, code: (await backoffice.codes.open(id)).code });
  const write = (col: string, value: unknown) =>
    store.write([{ is: 'cell', tbl: 'item', id: 'i', col, value }]);
  await join_();
  const first = store.origin;
  bar.setPrice(4_900);
  await bar.upstream.sync();
  await write('price_haler', 5_200);
  await expect.poll(bar.price, { timeout: 20_000 }).toBe(5_200);

  await bar.upstream.leave();
  expect(bar.replication.isRetired(first)).toBe(true);
  await write('price_haler', 5_500);
  expect(bar.price()).toBe(5_200);

  expect(await join_()).toMatchObject({ state: expect.not.stringMatching('unpaired|refused') });
  expect(store.origin).not.toBe(first);
  await expect.poll(bar.price, { timeout: 20_000 }).toBe(5_500);
  bar.setPrice(5_900);
  await bar.upstream.sync();
  await expect
    .poll(() => store.vector()[bar.replication.origin])
    .toBe(bar.replication.vector()[bar.replication.origin]);
  await write('price_haler', 6_100);
  await expect.poll(bar.price, { timeout: 20_000 }).toBe(6_100);
});
