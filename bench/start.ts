/**
 * From the start of the process until the register can sell, and the memory it then takes, with a price list of
 * 10 000 items: the built program, which a box runs, and the sources as they stand. Beside them, in the same run,
 * Node alone and a server of the same two libraries that does nothing: on a slow or busy machine all of them grow
 * together. Processor time is what the machine's other work changes least.
 * Budget: 700 ms to ready, 120 MB resident. Run: node bench/start.ts [starts]
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pino from 'pino';
import { createCatalogue } from '../daemon/catalogue/catalogue.ts';
import { RESTAURANT } from '../daemon/demo/restaurant.ts';
import { openStore } from '../daemon/store/database.ts';
import { databaseFile } from '../daemon/store/files.ts';
import { realWorld as world } from '../world/index.ts';

const STARTS = Number(process.argv[2] ?? 7);
const ITEMS = 10_000;
const BUDGET_MS = 700;
const BUDGET_MB = 120;
const READY = '"msg":"ready"';
/** As package.json has it: `npm start` is what a box runs. */
const root = join(import.meta.dirname, '..');
const script = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.kasad as string;
const FLAGS = script.match(/--\S+/g) ?? [];
const SETTINGS = Object.fromEntries(
  [...script.matchAll(/\b([A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name, value]),
);
const folder = mkdtempSync(join(process.env.KASAD_BENCH_DIR ?? tmpdir(), 'kasad-start-'));
const config = join(folder, 'kasad.toml');

writeFileSync(
  config,
  `data_dir = "data"
[register]
id = "bench"
name = "Bench"
series = "R1"
[http]
port = 18499
[[printer]]
id = "uctenky"
name = "Účtenky"
url = "tcp://127.0.0.1:9"
routes = ["receipt", "report"]
`,
);

function fill(): void {
  const store = openStore({ dir: join(folder, 'data'), world, log: pino({ level: 'silent' }) });
  const options = {
    registerId: 'bench',
    registerName: 'Bench',
    timezone: 'Europe/Prague',
    tableInUse: () => false,
  };
  const catalogue = createCatalogue(store, world, { emit: () => {} }, options);
  catalogue.start();
  const [model] = RESTAURANT.items;
  if (!model) throw new Error('the demo has no items');
  const items = Array.from({ length: ITEMS }, (_, i) => ({
    ...model,
    id: `i${i}`,
    name: `${model.name} ${i}`,
    plu: null,
    eans: [],
    weighedEanPrefix: null,
  }));
  catalogue.fill({ ...RESTAURANT, items }, { staffId: 'bench' });
  store.close();
}

interface Start {
  readonly ready_ms: number;
  readonly cpu_ms: number;
  readonly rss_mb: number;
  /** Without what is the same in every Node of the box: its own text and the libraries of the system. */
  readonly own_mb: number;
}

/** A tick of the kernel's accounting, as Linux has it on every machine. */
const TICK_MS = 10;

/** Starts a process that serves, and measures it at the moment when one of its lines says so. */
async function start(
  args: readonly string[],
  ready: string,
  env: Record<string, string> = {},
): Promise<Start> {
  const begun = world.now();
  const child = spawn(process.execPath, [...FLAGS, ...args], {
    cwd: root,
    env: { ...process.env, ...SETTINGS, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes(ready)) continue;
    const ready_ms = world.now() - begun;
    const told = (file: string) => readFileSync(`/proc/${child.pid}/${file}`, 'utf8');
    const [, , , , , , , , , , , , user = 0, system = 0] = told('stat')
      .replace(/\(.*\) /, '')
      .split(' ');
    const status = told('status');
    const mb = (key: string) => Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
    child.kill('SIGTERM');
    await exited;
    return {
      ready_ms,
      cpu_ms: (Number(user) + Number(system)) * TICK_MS,
      rss_mb: mb('VmRSS'),
      own_mb: mb('RssAnon'),
    };
  }
  throw new Error(`it did not start: exit code ${child.exitCode}`);
}

const kasad = ['daemon/main.ts', 'start', '--config', config];
const database = databaseFile(join(folder, 'data'));
const BARE = `
  import { fastify } from 'fastify';
  import Database from 'better-sqlite3';
  const app = fastify({ logger: true });
  const items = new Database(${JSON.stringify(database)}).prepare('SELECT * FROM item').all();
  app.get('/', () => items);
  await app.listen({ port: 0 });
`;
const inline = (code: string) => ['--input-type=module', '-e', code];
const PROGRAMS: readonly (readonly [what: string, measure: () => Promise<Start>])[] = [
  ['node alone', () => start(inline("console.log('ready'); setInterval(() => {}, 1000);"), 'ready')],
  ['bare server, same items', () => start(inline(BARE), 'Server listening')],
  ['kasad', () => start(kasad, READY)],
  ['kasad, its sources', () => start(kasad, READY, { KASAD_SOURCES: '1' })],
];

fill();
execFileSync('node_modules/.bin/vite', ['build', 'daemon', '--logLevel', 'error'], {
  cwd: root,
  stdio: 'inherit',
});
const runs = new Map<string, Start[]>(PROGRAMS.map(([what]) => [what, []]));
// The first round fills the caches of the disk and of compiled code, as the second start of a box finds them.
for (let round = 0; round <= STARTS; round++) {
  for (const [what, measure] of PROGRAMS) {
    const measured = await measure();
    if (round > 0) runs.get(what)?.push(measured);
  }
}
rmSync(folder, { recursive: true });

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const figure = (what: string, key: keyof Start) => middle((runs.get(what) ?? []).map((run) => run[key]));
console.table(
  PROGRAMS.map(([what]) => ({
    what,
    ready_ms: Math.round(figure(what, 'ready_ms')),
    least_ms: Math.round(Math.min(...(runs.get(what) ?? []).map((run) => run.ready_ms))),
    cpu_ms: Math.round(figure(what, 'cpu_ms')),
    'cpu of bare': (figure(what, 'cpu_ms') / figure('bare server, same items', 'cpu_ms')).toFixed(2),
    rss_mb: Math.round(figure(what, 'rss_mb')),
    own_mb: Math.round(figure(what, 'own_mb')),
  })),
);
const ready_ms = figure('kasad', 'ready_ms');
const rss_mb = figure('kasad', 'rss_mb');
console.log(
  `kasad: ready in ${ready_ms.toFixed(0)} ms of ${BUDGET_MS}, ${rss_mb.toFixed(0)} MB of ${BUDGET_MB}`,
);
process.exitCode = ready_ms <= BUDGET_MS && rss_mb <= BUDGET_MB ? 0 : 1;
