import { type ChildProcess, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { LIMITS } from '../daemon/eet/queue/plan.ts';
import { createEetQueue } from '../daemon/eet/queue/queue.ts';
import type { SaleDraft } from '../daemon/eet/queue/row.ts';
import { sqliteEetStorage } from '../daemon/eet/queue/sqlite-storage.ts';
import { openStore } from '../daemon/store/database.ts';
import { createAuthority } from '../eet/authority/https-authority.ts';
import { buildMessage, identityOf, openP12, type Sale } from '../eet/index.ts';
import { localTime } from '../wire/index.ts';
import { realWorld as world } from '../world/index.ts';

/**
 * A backlog as an outage leaves it, sent to the tax authority's double (HTTPS, signed both ways), which answers after
 * 100 ms: how many sales a second, beside the most that so many lanes could carry; and how long a commit like that of
 * a payment takes meanwhile, from the moment it is due to the disk, beside the same commits with nothing being sent.
 *   node bench/eet-drain.ts [sales] [latency_ms]
 * Budget, on a box without other work: at least 70 % of what the lanes could carry, and p99 of the commits at most 10 ms
 * more. The double's own signatures are made on the same processor, which a real box is spared.
 */
const SALES = Number(process.argv[2] ?? 5_000);
const LATENCY_MS = Number(process.argv[3] ?? 100);
const EIC = 'CZ12345678';
const ZONE = 'Europe/Prague';
const PAY_EVERY_MS = 40;
const FACTS = 8;
const body = 'x'.repeat(300);

interface Office {
  readonly url: string;
  readonly ca: string;
  readonly organisation: string;
  readonly chains: readonly (readonly string[])[];
  readonly p12: string;
  readonly password: string;
}

function office(): { child: ChildProcess; line: () => Promise<unknown> } {
  const file = new URL('./peers/tax-office.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [file, EIC, String(LATENCY_MS)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  return { child, line: async () => JSON.parse((await lines.next()).value ?? 'null') };
}

const dir = mkdtempSync(path.join(process.env.KASAD_BENCH_DIR ?? tmpdir(), 'kasad-bench-'));
const log = pino({ level: 'silent' });
const store = openStore({ dir, world, log });
const storage = sqliteEetStorage(store);
const { child, line } = office();
const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;

function draftOf(number: number): SaleDraft {
  const soldAt = localTime(world.wall_ms(), ZONE);
  const sale: Sale = {
    eic: EIC,
    unitId: '11',
    registerId: 'R1',
    number: `R1-${number}`,
    soldAt,
    total: '120.50',
  };
  return {
    receiptId: `r${number}`,
    registerId: 'bar',
    environment: 'playground',
    sale,
    identity: identityOf(sale),
    sold_ms: world.wall_ms(),
  };
}

/** In turn it sends for a while and holds everything back for a while: the machine may have other work meanwhile. */
const SENDING_MS = 3_000;
const HOLDING_MS = 1_000;
/** So long after a turn nothing is measured: what was under way comes back. */
const BETWEEN_MS = 300;
let turned_ms = 0;
let held: PromiseWithResolvers<void> | undefined;
let sending_ms = 0;
const took = { alone: [] as number[], beside: [] as number[] };

function turn(): NodeJS.Timeout {
  const now_ms = performance.now();
  if (held) held.resolve();
  else sending_ms += now_ms - turned_ms;
  held = held ? undefined : Promise.withResolvers<void>();
  turned_ms = now_ms;
  timers.turn = setTimeout(turn, held ? HOLDING_MS : SENDING_MS);
  return timers.turn;
}

/** Commits as payments make them, measured from the moment when each was due. */
function pay(due_ms: number, number: number): void {
  store.transaction(() => {
    for (let i = 0; i < FACTS; i++) store.journal.fact('bench', `f${number}-${i}`, { body });
  });
  const now_ms = performance.now();
  if (due_ms - turned_ms > BETWEEN_MS) took[held ? 'alone' : 'beside'].push(now_ms - due_ms);
  timers.pay = setTimeout(() => pay(now_ms + PAY_EVERY_MS, number + 1), PAY_EVERY_MS);
}

const timers: Record<'turn' | 'pay', NodeJS.Timeout | undefined> = { turn: undefined, pay: undefined };
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

try {
  const { url, ca, organisation, chains, p12, password } = (await line()) as Office;
  const credential = openP12(Buffer.from(p12, 'base64'), password);
  if ('fault' in credential) throw new Error(credential.fault);
  const trust = { organisation, chains: chains.map((chain) => chain.map((pem) => new X509Certificate(pem))) };
  const authority = createAuthority({
    time: world,
    trust,
    ca,
    endpoints: { production: url, playground: url },
  });
  const queue = createEetQueue({
    storage,
    world,
    log,
    authority: {
      ...authority,
      async send(message, to) {
        await held?.promise;
        return authority.send(message, to);
      },
    },
    build: buildMessage,
    credentialFor: () => credential,
    localTime: (wall_ms) => localTime(wall_ms, ZONE),
    registerId: 'bar',
    program: 'bench',
  });
  store.transaction(() => {
    for (let i = 0; i < SALES; i++) queue.add(draftOf(i));
  });

  turned_ms = performance.now();
  timers.turn = setTimeout(turn, SENDING_MS);
  pay(performance.now(), 0);
  const cpu = process.cpuUsage();
  queue.start();
  while (queue.counts(0).waiting > 0) await wait(250);
  if (!held) sending_ms += performance.now() - turned_ms;
  held?.resolve();
  const took_s = sending_ms / 1000;
  const used = process.cpuUsage(cpu);
  clearTimeout(timers.turn);
  clearTimeout(timers.pay);
  const [alone, beside] = [took.alone, took.beside].map((list) => list.sort((a, b) => a - b)) as [
    number[],
    number[],
  ];
  await queue.stop();

  child.stdin?.write('\n');
  const { confirmed, unverified, blocked, rejected } = queue.counts(0);
  const most = (LIMITS.backlog * 1000) / LATENCY_MS;
  console.log(`${SALES} sales in ${took_s.toFixed(1)} s, answers after ${LATENCY_MS} ms, ${dir}`);
  console.log(`confirmed ${confirmed}, unverified ${unverified}, blocked ${blocked}, rejected ${rejected}`);
  console.log(`the authority's book: ${JSON.stringify(await line())}`);
  console.log(
    `${(SALES / took_s).toFixed(1)} sales/s, ${((SALES / took_s / most) * 100).toFixed(0)} % of the ${most} that ` +
      `${LIMITS.backlog} lanes carry; processor ${(((used.user + used.system) / 1e6 / took_s) * 100).toFixed(0)} %`,
  );
  for (const [name, share] of [
    ['p50', 0.5],
    ['p95', 0.95],
    ['p99', 0.99],
  ] as const) {
    const [a, b] = [at(alone, share), at(beside, share)];
    console.log(
      `commit ${name}  alone ${a.toFixed(2)} ms (${alone.length})  beside ${b.toFixed(2)} ms (${beside.length})`,
    );
  }
} finally {
  child.stdin?.end();
  store.close();
  rmSync(dir, { recursive: true });
}
