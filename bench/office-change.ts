import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Client, openStream } from '../backoffice/server.fixture.ts';
import type { CatalogueView } from '../daemon/http/contract.ts';
import { GATHER_MS } from '../daemon/upstream/schedule.ts';
import { startWholeShop } from '../test/backoffice/whole-shop.ts';
import { priceEar } from '../test/siblings/price-ear.fixture.ts';

/**
 * A price changed in the backoffice, until the register's screens are told of it; and one changed on the register, until
 * the owner's pages are. Register and backoffice are processes of their own, asked over HTTP as the pages and the kiosk
 * ask. Beside it, in the same run, the bare way: one commit, one HTTP request, one commit in another process, its
 * answer. A register gathers what it has changed for a while before it speaks; that is told apart.
 *   node bench/office-change.ts [changes]
 */
const CHANGES = Number(process.argv[2] ?? 300);
/** Nobody types prices faster; the backoffice tells a register of at most ten changes in a second. */
const PAUSE_MS = 150;
const folder = mkdtempSync(join(tmpdir(), 'kasad-office-change-'));
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

async function bareWay() {
  const peer = new URL('./peers/committing-server.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [peer, join(folder, 'there.db')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const db = new Database(join(folder, 'here.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE cell (id TEXT PRIMARY KEY, price INTEGER NOT NULL) STRICT');
  const put = db.prepare('INSERT INTO cell VALUES (?, ?) ON CONFLICT DO UPDATE SET price = excluded.price');
  return {
    async change(price: number) {
      const begin = performance.now();
      put.run('item', price);
      const body = JSON.stringify({ id: 'item', price });
      await (await fetch(`http://127.0.0.1:${String(port).trim()}/`, { method: 'POST', body })).text();
      return performance.now() - begin;
    },
    stop() {
      child.kill();
      db.close();
    },
  };
}

const shop = await startWholeShop();
const bare = await bareWay();
const samples = { down: [] as number[], up: [] as number[], bare: [] as number[] };
try {
  const manager = await shop.clerk('Petr');
  const owner = new Client(shop.pages);
  const { stores } = await owner.signIn(shop.owner.email, shop.owner.password);
  const list = `/api/stores/${stores[0]?.id}/price-list`;
  const priceOf = async (id: string) =>
    (await manager.ask<CatalogueView>('GET', '/api/catalogue')).items.find((one) => one.id === id)
      ?.price_haler;
  const { items } = await manager.ask<CatalogueView>('GET', '/api/catalogue');
  const { id } = items.find((one) => !one.openPrice) ?? { id: '' };
  const nextPrice = await priceEar(shop.kiosk);
  const pages = await openStream(owner, `/api/stores/${stores[0]?.id}/events`);

  async function asked(...question: Parameters<Client['ask']>): Promise<void> {
    const { status, text } = await owner.ask(...question);
    if (status !== 200) throw new Error(text);
  }
  async function down(price: number): Promise<number> {
    const told = nextPrice();
    const begin = performance.now();
    const done = asked('PATCH', `${list}/items/${id}`, { set: { price_haler: price } });
    await Promise.all([told, done]);
    const took_ms = performance.now() - begin;
    if ((await priceOf(id)) !== price) throw new Error('another change was told');
    await pages.reads('price-list');
    return took_ms;
  }
  async function up(price: number): Promise<number> {
    const begin = performance.now();
    const done = manager.ask('PATCH', `/api/items/${id}`, { price_haler: price });
    await pages.reads('price-list');
    const took_ms = performance.now() - begin;
    await done;
    return took_ms;
  }

  // Until the register hears what the backoffice tells.
  await down(1_000);
  let price = 2_000;
  for (let i = -10; i < CHANGES; i++) {
    for (const [name, change] of [
      ['down', down],
      ['up', up],
      ['bare', bare.change],
    ] as const) {
      const took_ms = await change(++price);
      if (i >= 0) samples[name].push(took_ms);
      await pause();
    }
  }
  pages.close();
} finally {
  bare.stop();
  await shop.stop();
  rmSync(folder, { recursive: true, force: true });
}

const at = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;
const p = (values: readonly number[]) =>
  `p50 ${at(values, 0.5).toFixed(1)} ms   p99 ${at(values, 0.99).toFixed(1)} ms`;
const times = (values: readonly number[]) =>
  `${(at(values, 0.5) / at(samples.bare, 0.5)).toFixed(1)}x bare at p50, ${(at(values, 0.99) / at(samples.bare, 0.99)).toFixed(1)}x at p99`;
const spoken = samples.up.map((took_ms) => took_ms - GATHER_MS);
console.log(`backoffice -> register   ${p(samples.down)}   ${times(samples.down)}`);
console.log(
  `register -> backoffice   ${p(samples.up)}   without ${GATHER_MS} ms of gathering ${times(spoken)}`,
);
console.log(`bare                     ${p(samples.bare)}`);
console.log(`${CHANGES} changes each way, load ${loadavg()[0]?.toFixed(1)}`);
process.exit(0);
