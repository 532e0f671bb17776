import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { outcomes, type Said } from '../../daemon/eet/queue/shop.fixture.ts';
import { databaseFile } from '../../daemon/store/files.ts';
import { testFolder } from '../../daemon/store/folder.fixture.ts';
import { randomOf } from './protocol.ts';

const KILLS = Number(process.env.KASAD_KILLS ?? 9);
const SEED = Number(process.env.KASAD_SEED ?? 20261124);

interface Received {
  readonly environment: string;
  readonly said: Said;
  readonly sha256: string;
  pok: string | null;
}
interface Sold {
  readonly sale: string;
  readonly environment: string;
}
type Told =
  | { kind: 'ready' | 'idle' }
  | { kind: 'selling'; id: string }
  | ({ kind: 'sold'; id: string } & Sold);
/** Where the register dies: after so many milliseconds, or when the authority has, or has answered, so many messages. */
type Death = { at: 'any time' | 'received' | 'answered'; count: number };

let server: Server | undefined;
let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
  server?.close();
  server?.closeAllConnections();
});

/** Records what arrives; answers most of it, now and then late or never. */
async function recordingAuthority(random: () => number) {
  const received: Received[] = [];
  const on = { received: () => {}, answered: () => {} };
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    const said = JSON.parse(body) as Said;
    const sha256 = createHash('sha256').update(body).digest('hex');
    const message: Received = { environment: (request.url ?? '').slice(1), said, sha256, pok: null };
    received.push(message);
    on.received();
    const luck = random();
    if (luck < 0.1) {
      request.socket.destroy();
      return;
    }
    if (luck < 0.4) await new Promise((resolve) => setTimeout(resolve, 20));
    message.pok = luck > 0.9 ? null : `pok-${received.length}`;
    const outcome = message.pok === null ? outcomes.retry(true, -1) : outcomes.confirmed(message.pok);
    response.end(JSON.stringify(outcome), () => on.answered());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { received, on, address: `http://127.0.0.1:${port}` };
}

it(`of a register killed ${KILLS} times nothing is lost, doubled or sent as what it is not`, {
  timeout: 30_000 + KILLS * 4_000,
}, async () => {
  using folder = testFolder();
  const random = randomOf(SEED);
  const authority = await recordingAuthority(random);
  const sold = new Map<string, Sold>();
  const begun = new Set<string>();
  let [next, kills] = [0, 0];

  /** One life: it sells until it dies, or until all is registered. */
  async function live(environment: string, death?: Death): Promise<void> {
    const args = [folder.dir, authority.address, environment, String(next), death ? 'sells' : ''];
    const alive = fork(new URL('./eet-register.ts', import.meta.url), args, {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: path.join(tmpdir(), 'kasad-compiled') },
    });
    child = alive;
    const gone = once(alive, 'exit');
    const kill = () => alive.kill('SIGKILL');
    let left = death?.count ?? 0;
    const countDown = () => {
      if (--left === 0) kill();
    };
    authority.on.received = death?.at === 'received' ? countDown : () => {};
    authority.on.answered = death?.at === 'answered' ? countDown : () => {};
    alive.on('message', (told: Told) => {
      if (told.kind === 'ready' && death?.at === 'any time') setTimeout(kill, death.count);
      if (told.kind === 'selling') {
        begun.add(told.id);
        next++;
      }
      if (told.kind === 'sold') sold.set(told.id, { sale: told.sale, environment: told.environment });
      if (told.kind === 'idle') kill();
    });
    await gone;
    expect(alive.signalCode, 'it died by itself').toBe('SIGKILL');
  }

  for (; kills < KILLS; kills++) {
    const at = (['any time', 'received', 'answered'] as const)[kills % 3] ?? 'any time';
    const count = 1 + Math.floor(random() * (at === 'any time' ? 150 : 6));
    await live(random() < 0.5 ? 'production' : 'playground', { at, count });
    // A number that was begun and not told may be taken: the next life goes on above it.
    next = begun.size + kills + 1;
  }
  await live('production');

  expect(sold.size).toBeGreaterThan(KILLS);
  expect(faults(folder.dir, sold, begun, authority.received)).toEqual([]);
});

function faults(
  dir: string,
  sold: ReadonlyMap<string, Sold>,
  begun: ReadonlySet<string>,
  received: readonly Received[],
): string[] {
  const db = new Database(databaseFile(dir), { readonly: true });
  const found: string[] = [];
  type Row = { receipt_id: string; sale: string; environment: string; state: string; pok: string };
  const rows = new Map(
    (db.prepare('SELECT * FROM eet_sale').all() as Row[]).map((row) => [row.receipt_id, row]),
  );
  for (const [id, { sale, environment }] of sold) {
    const row = rows.get(id);
    if (row?.sale !== sale || row.environment !== environment) found.push(`${id} is lost or differs`);
  }
  for (const [id, { state, pok }] of rows) {
    if (!sold.has(id) && !begun.has(id)) found.push(`${id} was never sold`);
    if (state !== 'confirmed') found.push(`${id} is ${state}`);
    if (!received.some(({ said, pok: given }) => said.sale.number === id && given === pok)) {
      found.push(`${id} has the POK ${pok} of nobody`);
    }
  }
  type Attempt = { receipt_id: string; sha256: string; first: number };
  const attempt = db.prepare<[string], Attempt>('SELECT * FROM eet_attempt WHERE uuid = ?');
  const seen = new Set<string>();
  const uuids = new Set<string>();
  for (const { said, environment, sha256 } of received) {
    const { number } = said.sale;
    const { uuid, first } = said.head;
    const row = rows.get(number);
    if (JSON.stringify(said.sale) !== row?.sale) found.push(`${number} was sent as another sale`);
    if (environment !== row?.environment || !said.fingerprint.startsWith(environment)) {
      found.push(`${number} went to ${environment}`);
    }
    if (uuids.has(uuid)) found.push(`${uuid} came twice`);
    uuids.add(uuid);
    const noted = attempt.get(uuid);
    if (noted?.sha256 !== sha256 || noted.receipt_id !== number) found.push(`${uuid} left without a note`);
    if (noted && (noted.first === 1) !== first) found.push(`${uuid}: its note says first=${noted.first}`);
    if (seen.has(number) && first) found.push(`${number} says again that it is the first message`);
    seen.add(number);
  }
  const open = db.prepare('SELECT count(*) FROM eet_attempt WHERE state IS NULL').pluck().get();
  if (open !== 0) found.push(`${open} attempts are under way for ever`);
  const interrupted = db
    .prepare("SELECT count(*) FROM eet_attempt WHERE state = 'interrupted'")
    .pluck()
    .get() as number;
  if (interrupted === 0) found.push('no kill has ever cut an attempt off');
  db.close();
  return found;
}
