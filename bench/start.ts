/**
 * From the start of the process until the register can sell, and the memory it then takes, with a price list of
 * 10 000 items. Beside it, in the same run, how long Node itself takes to start and how long to start and load
 * the libraries that the register stands on: on a slow or busy machine all of them grow together.
 * Budget: 700 ms to ready, 120 MB resident. Run: node bench/start.ts [starts]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pino from 'pino';
import { createCatalogue } from '../daemon/catalogue/catalogue.ts';
import { RESTAURANT } from '../daemon/demo/restaurant.ts';
import { openStore } from '../daemon/store/database.ts';
import { realWorld as world } from '../daemon/world.ts';

const STARTS = Number(process.argv[2] ?? 7);
const ITEMS = 10_000;
const BUDGET_MS = 700;
const BUDGET_MB = 120;
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

/** Milliseconds until a line of the process says so, and its memory at that moment. */
async function start(): Promise<{ ready_ms: number; rss_mb: number }> {
  const begun = world.now();
  const child = spawn(process.execPath, [...FLAGS, 'daemon/main.ts', 'start', '--config', config], {
    cwd: root,
    env: { ...process.env, ...SETTINGS },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('"msg":"ready"')) continue;
    const ready_ms = world.now() - begun;
    const [, rss] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
    child.kill('SIGTERM');
    await exited;
    return { ready_ms, rss_mb: Number(rss) / 1024 };
  }
  throw new Error(`it did not start: exit code ${child.exitCode}`);
}

async function node(code: string): Promise<number> {
  const begun = world.now();
  await once(
    spawn(process.execPath, [...FLAGS, '--input-type=module', '-e', code], {
      cwd: root,
      env: { ...process.env, ...SETTINGS },
      stdio: 'ignore',
    }),
    'exit',
  );
  return world.now() - begun;
}

const middle = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

fill();
await start(); // fills the caches of the disk and of compiled code, as the second start of a box finds them
const LIBRARIES = [
  'fastify',
  'better-sqlite3',
  'pino',
  'typebox/compile',
  '@fastify/static',
  '@fastify/swagger',
];
const runs: { ready_ms: number; rss_mb: number }[] = [];
const bare: number[] = [];
const libraries: number[] = [];
for (let i = 0; i < STARTS; i++) {
  bare.push(await node(''));
  libraries.push(await node(LIBRARIES.map((name) => `import '${name}';`).join('\n')));
  runs.push(await start());
}
rmSync(folder, { recursive: true });

const ready_ms = middle(runs.map((run) => run.ready_ms));
const rss_mb = middle(runs.map((run) => run.rss_mb));
const ms = (value: number) => `${value.toFixed(0)} ms`.padStart(8);
console.log(`node alone               ${ms(middle(bare))}`);
console.log(`node and its libraries   ${ms(middle(libraries))}`);
console.log(
  `kasad start -> ready     ${ms(ready_ms)}   ${(ready_ms / middle(libraries)).toFixed(2)}x the libraries, budget ${BUDGET_MS} ms`,
);
console.log(`resident, ${ITEMS} items  ${`${rss_mb.toFixed(0)} MB`.padStart(8)}   budget ${BUDGET_MB} MB`);
process.exitCode = ready_ms <= BUDGET_MS && rss_mb <= BUDGET_MB ? 0 : 1;
