import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as tcp } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createServer as tlsServer } from 'node:tls';
import { Aedes } from 'aedes';
import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import type { CatalogueView } from '../daemon/http/contract.ts';
import { createKeyAndRequest, createShop, signRegister } from '../sync/index.ts';
import { priceEar } from '../test/siblings/price-ear.fixture.ts';
import { linked, startRegisters } from '../test/siblings/registers.fixture.ts';

/**
 * From a price changed on one register to the same price readable on another: three registers as processes of their
 * own, mutual TLS, asked over HTTP and told by the event stream as their screens are. Beside it, in the same run, the
 * bare way, without HTTP and without a screen: one commit, one message over MQTT with mutual TLS, one commit, through
 * mosquitto and through aedes; a third process commits the change too, for all of them share one disk.
 *
 * What is measured: kasad from the request to the word on the other register's stream, so with HTTP and the stream; the
 * bare way from the call of the first commit to the return of the second, so without. The same price told by the
 * stream of the register on which it was changed has the HTTP, the first commit and the stream, but not the way: what
 * is left is compared with what the bare way takes after its first commit. Middles can be taken from each other,
 * the slowest hundredth cannot.
 *   node bench/siblings.ts [rounds]
 * Budget: p50 5 ms, p99 25 ms, and at most three times the bare way.
 */
const ROUNDS = Number(process.argv[2] ?? 20);
const PER_ROUND = 20;
const folder = mkdtempSync(join(tmpdir(), 'kasad-bench-'));
const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));

// ---- the bare way
const shop = await createShop({ bytes: random });
async function papers(name: string) {
  const { key, csr } = await createKeyAndRequest(name);
  const signed = await signRegister(shop, csr, name, random);
  if (!signed.ok) throw new Error(signed.fault);
  return { key, cert: signed.cert, ca: shop.caCert };
}
const server = await papers('broker');
const client = await papers('client');

function database(name: string) {
  const db = new Database(join(folder, name));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE cell (id TEXT PRIMARY KEY, price INTEGER NOT NULL) STRICT');
  const put = db.prepare('INSERT INTO cell VALUES (?, ?) ON CONFLICT DO UPDATE SET price = excluded.price');
  return { put: (id: string, price: number) => put.run(id, price), close: () => db.close() };
}

async function aedesBroker() {
  const broker = await Aedes.createBroker({ drainTimeout: 5_000 });
  const listening = tlsServer(
    { ...server, minVersion: 'TLSv1.3', requestCert: true, rejectUnauthorized: true },
    broker.handle as never,
  );
  await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done));
  return {
    port: (listening.address() as { port: number }).port,
    stop: () =>
      new Promise<void>((done) => {
        broker.close(() => listening.close(() => done()));
      }),
  };
}

async function mosquittoBroker() {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o644 });
    return join(folder, name);
  };
  const config = file(
    'mosquitto.conf',
    [
      `listener ${port} 127.0.0.1`,
      // Started as root it would become somebody who cannot read this folder.
      `user ${userInfo().username}`,
      `cafile ${file('ca.pem', server.ca)}`,
      `certfile ${file('cert.pem', server.cert)}`,
      `keyfile ${file('key.pem', server.key)}`,
      'require_certificate true',
      'tls_version tlsv1.3',
      'allow_anonymous true',
      'set_tcp_nodelay true',
      'persistence false',
    ].join('\n'),
  );
  const child: ChildProcess = spawn('/usr/sbin/mosquitto', ['-c', config], {
    stdio: 'ignore',
  });
  for (;;) {
    if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}`);
    const socket = tcp(port, '127.0.0.1');
    const up = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (up) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    port,
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}

const servername = `broker.${shop.storeId}.register.internal`;
const THIRD = new URL('./peers/committing-subscriber.ts', import.meta.url).pathname;

/** How long the first commits took, by the name of the way. */
const firstCommits = new Map<string, number[]>();

async function bare(name: string, broker: { port: number; stop(): Promise<unknown> }) {
  const [here, there] = [database(`${name}-here.db`), database(`${name}-there.db`)];
  const link = () =>
    mqtt.connectAsync(`mqtts://127.0.0.1:${broker.port}`, {
      ...client,
      servername,
      rejectUnauthorized: true,
    });
  const [publisher, subscriber] = [await link(), await link()];
  await subscriber.subscribeAsync('changes');
  const papersFile = join(folder, `${name}.json`);
  writeFileSync(papersFile, JSON.stringify(client), { mode: 0o600 });
  const third = spawn(
    process.execPath,
    [THIRD, `mqtts://127.0.0.1:${broker.port}`, servername, papersFile, join(folder, `${name}-third.db`)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(third.stdout, 'data');
  let arrived = () => {};
  subscriber.on('message', (_topic, payload) => {
    const { id, price } = JSON.parse(payload.toString()) as { id: string; price: number };
    there.put(id, price);
    arrived();
  });
  const commits: number[] = [];
  firstCommits.set(name, commits);
  return {
    name,
    async once(price: number) {
      const came = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      const begin = performance.now();
      here.put('item', price);
      commits.push(performance.now() - begin);
      publisher.publish('changes', JSON.stringify({ id: 'item', price }));
      await came;
      return performance.now() - begin;
    },
    async stop() {
      third.kill();
      await Promise.all([publisher.endAsync(true), subscriber.endAsync(true)]);
      await broker.stop();
      here.close();
      there.close();
    },
  };
}

// ---- the registers
const registers = await startRegisters(3);
const [one, two, three] = registers.registers as [
  (typeof registers.registers)[number],
  (typeof registers.registers)[number],
  (typeof registers.registers)[number],
];
await linked(three, two);
const manager = await one.as('Petr');
const { items } = await manager.get<CatalogueView>('/api/catalogue');
const item = items.find((it) => !it.openPrice) ?? items[0];

const told = (name: string, nextPrice: () => Promise<void>, stop: () => Promise<void>) => ({
  name,
  async once(price: number) {
    const came = nextPrice();
    const begin = performance.now();
    const done = manager.send('PATCH', `/api/items/${item?.id}`, { price_haler: price });
    await came;
    const took_ms = performance.now() - begin;
    await done;
    return took_ms;
  },
  stop,
});

const ways = [
  told('kasad', await priceEar(two.url), () => registers.stop()),
  told('own screen', await priceEar(one.url), async () => {}),
  await bare('mosquitto', await mosquittoBroker()),
  await bare('aedes', await aedesBroker()),
];
const samples = new Map<string, number[]>(ways.map(({ name }) => [name, []]));
try {
  let price = 1_000;
  for (const way of ways) for (let i = 0; i < 30; i++) await way.once(price++);
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of ways) {
      for (let i = 0; i < PER_ROUND; i++) samples.get(way.name)?.push(await way.once(price++));
    }
  }
} finally {
  for (const way of ways) await way.stop();
  rmSync(folder, { recursive: true, force: true });
}

const at = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;
const mine = samples.get('kasad') ?? [];
for (const [name, values] of samples) {
  const ratio =
    name === 'kasad' || name === 'own screen'
      ? ''
      : `   kasad is ${(at(mine, 0.5) / at(values, 0.5)).toFixed(2)}x at p50, ${(at(mine, 0.99) / at(values, 0.99)).toFixed(2)}x at p99`;
  console.log(
    `${name.padEnd(10)} p50 ${at(values, 0.5).toFixed(2)} ms   p99 ${at(values, 0.99).toFixed(2)} ms${ratio}`,
  );
}
const after = (name: string) => at(samples.get(name) ?? [], 0.5) - at(firstCommits.get(name) ?? [], 0.5);
const way_ms = at(mine, 0.5) - at(samples.get('own screen') ?? [], 0.5);
console.log(
  `from the first commit on, p50: kasad ${way_ms.toFixed(2)} ms${['mosquitto', 'aedes'].map((name) => `, ${name} ${after(name).toFixed(2)} ms (${(way_ms / after(name)).toFixed(2)}x)`).join('')}`,
);
console.log(`price change -> readable on another register, ${mine.length} changes, 3 registers, mTLS 1.3`);
process.exit(0);
