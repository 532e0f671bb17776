/**
 * From the waiter's ZAPLATIT (the HTTP request to pay) to the answer on the screen and to the first byte of the
 * receipt at a TCP printer, beside the same round trips without a register: a bare HTTP server whose answer
 * follows one SQLite commit, and a line to the same kind of socket. All in the same run, taken in turn.
 * Run: node bench/first-byte.ts [sales]
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { demoConfig } from '../daemon/demo/config.ts';
import { DEMO_STAFF } from '../daemon/demo/restaurant.ts';
import { seedDemo } from '../daemon/demo/seed.ts';
import { createLog } from '../daemon/log.ts';
import { createRegister } from '../daemon/register.ts';
import { createVirtualPrinter, profileWith } from '../drivers/index.ts';
import { realWorld } from '../world/index.ts';

const SALES = Number(process.argv[2] ?? 200);
const folder = mkdtempSync(join(tmpdir(), 'kasad-first-byte-'));
const ESC_AT = Buffer.from([0x1b, 0x40]);

// ---- the printer: its twin on TCP, behind a line that notes when a receipt's first bytes pass
const twin = createVirtualPrinter({ profile: profileWith('epson-tm-t20iii', {}), clock: realWorld, keep: 1 });
const behind = await twin.listenTcp('127.0.0.1', 0);
let onReceipt: () => void = () => {};
const line = createServer((till) => {
  const [host, port] = behind.url.replace('tcp://', '').split(':') as [string, string];
  const printer = connect(Number(port), host);
  till.setNoDelay(true).on('data', (bytes) => {
    if (bytes.includes(ESC_AT)) onReceipt();
    printer.write(bytes);
  });
  printer.setNoDelay(true).on('data', (bytes) => till.write(bytes));
  const end = (socket: Socket) => () => socket.destroy();
  till.on('error', end(printer)).on('close', end(printer));
  printer.on('error', end(till)).on('close', end(till));
});
const portOf = (server: { address(): unknown }) => (server.address() as { port: number }).port;
await new Promise<void>((done) => line.listen(0, '127.0.0.1', done));

// ---- the register, with that printer and no other device
const demo = demoConfig(folder, 0);
const register = createRegister({
  config: {
    data_dir: folder,
    register: demo.register,
    http: demo.http,
    backoffice: {},
    log: demo.log,
    sync: demo.sync,
    printer: [
      {
        id: 'uctenky',
        name: 'Tiskárna účtenek',
        url: `tcp://127.0.0.1:${portOf(line)}`,
        profile: 'epson-tm-t20iii',
        routes: ['receipt', 'report'],
      },
    ],
  },
  world: realWorld,
  log: createLog('silent', realWorld),
  version: '0',
  kioskFolder: folder,
  env: {},
  pid: process.pid,
  seed: async (parts) => void (await seedDemo(parts)),
});
const { url } = await register.start();

let cookie = '';
async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  const answer = await fetch(`${url}/api${path}`, {
    method,
    headers: {
      origin: url,
      ...(cookie ? { cookie } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  cookie ||= answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return JSON.parse(text) as T;
}

const staff = await ask<{ id: string; name: string }[]>('GET', '/staff');
const [waiter] = DEMO_STAFF;
await ask('POST', '/session', { staffId: staff.find((s) => s.name === waiter?.name)?.id, pin: waiter?.pin });
await ask('POST', '/shift/open', { float_haler: 200_000 });
const { items } = await ask<{
  items: { id: string; name: string; soldOut: boolean; openPrice: boolean; unit: string }[];
}>('GET', '/catalogue');
const beer = items.find((i) => !i.soldOut && !i.openPrice && i.unit === 'ks');
if (!beer) throw new Error('nothing to sell');

// ---- the peer: an HTTP server that commits one row and then answers and writes to a socket
const peerDb = new Database(join(folder, 'peer.sqlite'));
peerDb.pragma('journal_mode = WAL');
peerDb.pragma('synchronous = FULL');
peerDb.exec('CREATE TABLE sale (id INTEGER PRIMARY KEY, body TEXT)');
const insert = peerDb.prepare('INSERT INTO sale (body) VALUES (?)');
let onPeerByte: () => void = () => {};
const sink = createServer((socket) => void socket.on('data', () => onPeerByte()));
await new Promise<void>((done) => sink.listen(0, '127.0.0.1', done));
const toSink = connect(portOf(sink), '127.0.0.1').setNoDelay(true);
const peer = createHttp((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString();
  });
  request.on('end', () => {
    insert.run(body);
    response.end('{}');
    toSink.write(ESC_AT);
  });
});
await new Promise<void>((done) => peer.listen(0, '127.0.0.1', done));

// ---- the measuring
const figures = {
  answer: [] as number[],
  byte: [] as number[],
  peerAnswer: [] as number[],
  peerByte: [] as number[],
};
const until = (set: (run: () => void) => void) =>
  new Promise<number>((done) => set(() => done(performance.now())));

for (let sale = -10; sale < SALES; sale++) {
  const { bill } = await ask<{ bill: { id: string } }>('POST', '/bills', { tableId: null, guests: null });
  const { sum } = await ask<{ sum: { total_haler: number } }>('POST', `/bills/${bill.id}/lines`, {
    lineId: randomUUID(),
    itemId: beer.id,
    quantity: 2000,
  });
  const request = {
    tenders: [{ typeId: 'hotovost', amount: Math.ceil(sum.total_haler / 100) * 100 }],
    tip_haler: 0,
    expectedTotal_haler: sum.total_haler,
  };
  const first = until((run) => {
    onReceipt = run;
  });
  const start = performance.now();
  await ask('POST', `/bills/${bill.id}/pay`, request, { 'idempotency-key': randomUUID() });
  const answered = performance.now();
  const arrived = await first;
  onReceipt = () => {};

  const peerFirst = until((run) => {
    onPeerByte = run;
  });
  const peerStart = performance.now();
  await (
    await fetch(`http://127.0.0.1:${portOf(peer)}/`, { method: 'POST', body: JSON.stringify(request) })
  ).text();
  const peerAnswered = performance.now();
  const peerArrived = await peerFirst;
  if (sale < 0) continue; // warm-up
  figures.answer.push(answered - start);
  figures.byte.push(arrived - start);
  figures.peerAnswer.push(peerAnswered - peerStart);
  figures.peerByte.push(peerArrived - peerStart);
}

const at = (values: readonly number[], part: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;
console.log(`${SALES} sales over HTTP, printer on TCP, both in one process with the bench`);
for (const [name, own, bare] of [
  ['pay -> answer', figures.answer, figures.peerAnswer],
  ['pay -> first byte at the printer', figures.byte, figures.peerByte],
] as const) {
  for (const [label, part] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    const [a, b] = [at(own, part), at(bare, part)];
    console.log(
      `  ${name.padEnd(34)} ${label}  ${a.toFixed(2).padStart(7)} ms   bare HTTP + commit ${b.toFixed(2).padStart(7)} ms   ratio ${(a / b).toFixed(2)}`,
    );
  }
}

await register.stop();
toSink.destroy();
for (const server of [line, sink, peer]) server.close();
await behind.close();
peerDb.close();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
