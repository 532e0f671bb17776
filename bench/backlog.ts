import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { pino } from 'pino';
import { openBackoffice } from '../backoffice/backoffice.ts';
import { createTill } from '../backoffice/books/trade.fixture.ts';
import { startCluster } from '../backoffice/database/cluster.fixture.ts';
import { openDatabase } from '../backoffice/database/open.ts';
import { createLog } from '../backoffice/log.ts';
import { replicaSteps } from '../backoffice/replica/schema.ts';
import { findConsole } from '../daemon/console.ts';
import type { BackofficeView } from '../daemon/http/contract.ts';
import { openStore } from '../daemon/store/database.ts';
import { databaseFile } from '../daemon/store/files.ts';
import { daysUpTo, tradeDay } from '../test/backoffice/month.ts';
import { realWorld as world } from '../world/index.ts';

/**
 * A backlog of a hundred thousand receipts goes up: a register and a backoffice as processes of their own, over HTTP,
 * the register with all of it in its database and paired a moment ago. Each receipt comes with its sale for the tax
 * authority and with the confirmation of that, each day with its shift. Beside it, in the same run, the bare way: the
 * very same rows, as they lie in the register's database, put into a table of facts as bare inserts of a thousand rows
 * a commit, without a wire, without books, without anybody who asks whether they are there already.
 *   node bench/backlog.ts [receipts] [sqlite,postgres]
 * Budget: 5 000 receipts/s; a register of 120 MB; a server that does not grow with the backlog (it is shown at a tenth
 * of the backlog as well).
 */
const RECEIPTS = Number(process.argv[2] ?? 100_000);
const A_DAY = 200;
const BUDGET = 5_000;
const BUDGET_MB = 120;
const LOOK_MS = 100;
/** Of the kernel's accounting in a second, as Linux has it on every machine. */
const TICKS = 100;
const KINDS = (process.argv[3]?.split(',') ?? ['sqlite', 'postgres']) as readonly ('sqlite' | 'postgres')[];
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(process.env.KASAD_BENCH_DIR ?? tmpdir(), 'kasad-backlog-'));
/** As package.json has it: `npm run kasad` is what a box runs. */
const script = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.kasad as string;
const FLAGS = script.match(/--\S+/g) ?? [];
const SETTINGS = Object.fromEntries(
  [...script.matchAll(/\b([A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name, value]),
);

// ---- the register's database
interface Kept {
  readonly dir: string;
  readonly receipts: number;
  readonly rows: number;
}

async function trade(name: string, receipts: number): Promise<Kept> {
  const dir = join(folder, name);
  const store = openStore({ dir, world, log: pino({ level: 'silent' }) });
  const till = createTill('bench', { series: 'R1' });
  let [kept, confirmed] = [0, 0];
  for (const day of daysUpTo(Math.ceil(receipts / A_DAY))) {
    tradeDay(till, day, Math.min(A_DAY, receipts - till.receipts.length));
    for (const { id, issuedAt } of till.receipts.slice(confirmed)) till.outcome(id, { at: issuedAt });
    confirmed = till.receipts.length;
    store.transaction(() => {
      for (const { kind, id, body } of till.facts.slice(kept)) store.journal.fact(kind, id, JSON.parse(body));
    });
    kept = till.facts.length;
  }
  store.close();
  // What its own books make of the rows is made at its first start.
  await (await startRegister(dir)).stop();
  return { dir, receipts: till.receipts.length, rows: till.facts.length };
}

// ---- processes
interface Process {
  readonly child: ChildProcess;
  /** What was resident at most, in megabytes. */
  peak_mb(): number;
  /** Processor time, in seconds, of all its threads. */
  spent_s(): number;
  stop(): Promise<void>;
}

/** None outlives this, whatever happens. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

async function start(args: readonly string[], flags: readonly string[], ready: RegExp): Promise<Process> {
  const child = spawn(process.execPath, [...flags, ...args], {
    cwd: root,
    env: { ...process.env, ...SETTINGS },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const gone = once(child, 'exit').then(() => {
    running.delete(child);
    return false;
  });
  const lines = [child.stdout, child.stderr].map(
    (out) =>
      new Promise<true>((resolve) => {
        createInterface({ input: out }).on('line', (line) => {
          if (ready.test(line)) resolve(true);
        });
      }),
  );
  if (!(await Promise.race([...lines, gone]))) throw new Error(`${args[0]} did not start`);
  return {
    child,
    peak_mb: () =>
      Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    spent_s() {
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ');
      return (Number(stat[11]) + Number(stat[12])) / TICKS;
    },
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function startRegister(dir: string): Promise<Process> {
  const config = join(folder, `${await freePort()}.toml`);
  writeFileSync(
    config,
    `data_dir = ${JSON.stringify(dir)}
[register]
id = "bench"
name = "Bench"
series = "R1"
[http]
port = ${await freePort()}
[sync]
host = "127.0.0.1"
port = ${await freePort()}
pairing_port = ${await freePort()}
discovery = false
[[printer]]
id = "uctenky"
name = "Účtenky"
url = "tcp://127.0.0.1:9"
routes = ["receipt", "report"]
`,
  );
  return start(['daemon/main.ts', 'start', '--config', config], FLAGS, /"msg":"ready"/);
}

async function ask<T>(dir: string, method: string, path: string, body?: unknown): Promise<T> {
  const door = findConsole(dir);
  const answer = await fetch(`${door?.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${door?.key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

// ---- the way
interface Way {
  readonly seconds: number;
  readonly register_s: number;
  readonly server_s: number;
  readonly register_mb: number;
  readonly server_mb: number;
}

/** A store, and a code by which a register is let in; the process that will serve opens the database after this. */
async function opened(database: string): Promise<string> {
  const config = {
    host: '127.0.0.1',
    port: 0,
    database,
    public_url: null,
    hosts: [],
    proxies: [],
    tls: null,
  };
  const parts = await openBackoffice({
    config: { ...config, log: 'warn' },
    world,
    log: createLog('silent', world),
    version: 'bench',
  });
  const hash = await parts.accounts.hash('nobody signs in here');
  const store = await parts.database.write(async (sql) => {
    const id = await parts.accounts.ensure(sql, { email: 'a@example.cz', name: 'A', hash, initial: false });
    return parts.stores.create(sql, 'Bench', { id, name: 'A' });
  });
  const { code } = await parts.codes.open(store.id);
  await parts.close();
  return code;
}

async function up(kept: Kept, database: string): Promise<Way> {
  // It is paired with one backoffice only.
  const dir = join(folder, `${await freePort()}`);
  cpSync(kept.dir, dir, { recursive: true });
  const code = await opened(database);
  const url = `http://127.0.0.1:${await freePort()}`;
  const serving = ['backoffice/main.ts', 'start', '--listen', new URL(url).host, '--database', database];
  const server = await start(serving, [], /BackOffice běží/);
  const register = await startRegister(dir);
  // What both have taken for starting is not what a backlog takes.
  for (const { child } of [register, server]) writeFileSync(`/proc/${child.pid}/clear_refs`, '5');
  const [register_s, server_s] = [register.spent_s(), server.spent_s()];
  const begin = performance.now();
  await ask(dir, 'POST', '/api/backoffice/join', { url, code });
  for (;;) {
    const { waiting, fault } = await ask<BackofficeView>(dir, 'GET', '/api/backoffice');
    if (fault) throw new Error(fault.en);
    if (waiting === 0) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  const seconds = (performance.now() - begin) / 1000;
  const way = {
    seconds,
    register_s: register.spent_s() - register_s,
    server_s: server.spent_s() - server_s,
    register_mb: register.peak_mb(),
    server_mb: server.peak_mb(),
  };
  await register.stop();
  await server.stop();
  await requireAll(kept, database);
  return way;
}

async function requireAll(kept: Kept, url: string): Promise<void> {
  const database = await openDatabase({ url });
  const held = await database.read(async (sql) => ({
    rows: (await sql.get<{ n: number }>('SELECT COUNT(*) AS n FROM fact'))?.n,
    receipts: (await sql.get<{ n: number }>('SELECT COUNT(*) AS n FROM receipt'))?.n,
    aside: (await sql.get<{ n: number }>('SELECT COUNT(*) AS n FROM parked'))?.n,
  }));
  await database.close();
  if (held.rows !== kept.rows || held.receipts !== kept.receipts || held.aside !== 0) {
    throw new Error(`not all is there: ${JSON.stringify(held)} of ${JSON.stringify(kept)}`);
  }
}

// ---- the bare way
type Fact = readonly [origin: string, seq: number, hlc: string, kind: string, id: string, body: string];

function* factsOf(dir: string): Iterable<readonly Fact[]> {
  const db = new Sqlite(databaseFile(dir), { readonly: true });
  const page = db
    .prepare<[number], Fact>(
      'SELECT origin, seq, hlc, kind, id, body FROM fact WHERE seq > ? ORDER BY seq LIMIT 1000',
    )
    .raw();
  for (let last = 0; ; ) {
    const rows = page.all(last);
    if (rows.length === 0) break;
    yield rows;
    last = rows.at(-1)?.[1] ?? last;
  }
  db.close();
}

/** Seconds of the inserts alone. */
async function bare(kept: Kept, database: string): Promise<number> {
  const made = await openDatabase({ url: database });
  await made.migrate(replicaSteps);
  await made.close();
  let spent = 0;
  if (database.startsWith('sqlite:')) {
    const db = new Sqlite(database.slice('sqlite:'.length));
    db.pragma('synchronous = FULL');
    const put = db.prepare(
      "INSERT INTO fact (store, origin, seq, hlc, kind, id, body) VALUES ('s', ?, ?, ?, ?, ?, ?)",
    );
    const all = db.transaction((rows: readonly Fact[]) => {
      for (const row of rows) put.run(...row);
    });
    for (const rows of factsOf(kept.dir)) {
      const begin = performance.now();
      all(rows);
      spent += performance.now() - begin;
    }
    db.close();
  } else {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    for (const rows of factsOf(kept.dir)) {
      const begin = performance.now();
      await client.query(
        `INSERT INTO fact (store, origin, seq, hlc, kind, id, body)
         SELECT 's', * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])`,
        [0, 1, 2, 3, 4, 5].map((column) => rows.map((row) => row[column])),
      );
      spent += performance.now() - begin;
    }
    await client.end();
  }
  return spent / 1000;
}

// ---- both, on both
execFileSync('node_modules/.bin/vite', ['build', 'daemon', '--logLevel', 'error'], {
  cwd: root,
  stdio: 'inherit',
});
const cluster = await startCluster();
let held = true;
try {
  const [tenth, all] = [await trade('tenth', RECEIPTS / 10), await trade('all', RECEIPTS)];
  for (const kind of KINDS) {
    const database = (name: string) =>
      kind === 'sqlite' ? `sqlite:${join(folder, `${name}.db`)}` : cluster.url(`the_${name}`);
    const bare_s = await bare(all, await database('bare'));
    const little = await up(tenth, await database('tenth'));
    const much = await up(all, await database('all'));
    const perSecond = all.receipts / much.seconds;
    console.log(
      `${kind.padEnd(8)} ${all.receipts} receipts, ${all.rows} rows in ${much.seconds.toFixed(1)} s: ` +
        `${perSecond.toFixed(0)} receipts/s, ${(all.rows / much.seconds).toFixed(0)} rows/s, ` +
        `${(much.seconds / bare_s).toFixed(1)}x bare inserts (${(all.rows / bare_s).toFixed(0)} rows/s)`,
    );
    console.log(
      `${''.padEnd(8)} processor: register ${much.register_s.toFixed(1)} s, server ${much.server_s.toFixed(1)} s, ` +
        `${((much.server_s / all.rows) * 1e6).toFixed(0)} µs a row`,
    );
    console.log(
      `${''.padEnd(8)} at most resident: register ${much.register_mb.toFixed(0)} MB, server ${much.server_mb.toFixed(0)} MB` +
        ` (with a tenth of it ${little.register_mb.toFixed(0)} and ${little.server_mb.toFixed(0)} MB, ` +
        `${(tenth.receipts / little.seconds).toFixed(0)} receipts/s); load ${loadavg()[0]?.toFixed(1)}`,
    );
    held &&= perSecond >= BUDGET && much.register_mb <= BUDGET_MB;
  }
} finally {
  await cluster.remove();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`budget ${BUDGET} receipts/s, a register of ${BUDGET_MB} MB: ${held ? 'held' : 'NOT held'}`);
process.exitCode = held ? 0 : 1;
