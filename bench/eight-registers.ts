import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { CatalogueView, ImportResult } from '../daemon/http/contract.ts';
import { type Place, thisMachine } from '../test/siblings/place.ts';
import { priceEar } from '../test/siblings/price-ear.fixture.ts';
import {
  type RegisterProcess,
  type Session,
  seesLinked,
  startRegisters,
} from '../test/siblings/registers.fixture.ts';

/**
 * A shop of eight registers on this one machine, each a process of its own and linked to the seven others: what one
 * takes of memory and of the processor when nothing happens, what the others notice when one is killed, how fast it is
 * back, and what memory each takes with a price list of 10 000 items.
 *   node bench/eight-registers.ts [registers] [idle seconds]
 * Budget: 120 MB, also with 10 000 items, and 1 % of a core each; the others' p99 unchanged; linked again in 1.5 s after it is ready.
 */
const COUNT = Number(process.argv[2] ?? 8);
const IDLE_S = Number(process.argv[3] ?? 30);
const CHANGES = 200;
const ITEMS = 10_000;
/** Past the daily copy, which is made a minute after the start: it is not what nothing happening costs. */
const SETTLE_MS = 75_000;

/** As `npm run kasad` and a service unit start it (docs/decisions/0004). */
const asInstalled: Place = {
  ...thisMachine,
  run: ([node = '', ...args]) =>
    spawn(node, ['--max-semi-space-size=1', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, MALLOC_ARENA_MAX: '2', NODE_COMPILE_CACHE: 'node_modules/.cache/kasad' },
    }),
};
const shop = await startRegisters(Array.from({ length: COUNT }, () => asInstalled));
const registers = shop.registers;
const [first, second] = registers as [RegisterProcess, RegisterProcess];
const last = registers.at(-1) as RegisterProcess;

const pidOf = (register: RegisterProcess) => {
  const pid = register.pid();
  if (pid === null) throw new Error('it does not run');
  return pid;
};

function memory(pid: number) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mb = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1000;
  return { rss: mb('Rss'), pss: mb('Pss'), own: mb('Pss_Anon') };
}

function tellMemory(what: string, pids: readonly number[]): void {
  const all = pids.map(memory);
  const rss = all.map((one) => one.rss);
  console.log(
    `${what}: RSS ${average(rss).toFixed(0)} MB (most ${Math.max(...rss).toFixed(0)}), of its own ${average(all.map(({ own }) => own)).toFixed(0)} MB, its share of all ${average(all.map(({ pss }) => pss)).toFixed(0)} MB`,
  );
}

const average = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

/** Processor time so far, seconds: user and system in clock ticks of 10 ms (proc(5)). */
function cpu_s(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Milliseconds from a price changed on the first register to its being told on the second. */
async function measure(manager: Session, itemId: string, heard: () => Promise<void>, from: number) {
  const took: number[] = [];
  for (let i = 0; i < CHANGES; i++) {
    const came = heard();
    const begin = performance.now();
    const done = manager.send('PATCH', `/api/items/${itemId}`, { price_haler: from + i });
    await came;
    took.push(performance.now() - begin);
    await done;
  }
  return took.sort((a, b) => a - b);
}

async function startAnew(): Promise<void> {
  for (const one of registers) {
    await one.stop();
    await one.start();
  }
  for (const one of registers) for (const other of registers) if (one !== other) await seesLinked(one, other);
}

/** On the first register; resolves when every other has them. */
async function importItems(manager: Session): Promise<void> {
  const lines = Array.from(
    { length: ITEMS },
    (_, i) => `Polévka dne s knedlíčky a nudlemi ${i};${90 + (i % 50)},00;21 %;Polévky`,
  );
  const result = await manager.csv<ImportResult>(
    '/api/items/import?apply=true',
    ['Název;Cena;DPH;Kategorie', ...lines].join('\n'),
  );
  if (result.added !== ITEMS) throw new Error(`not let in: ${JSON.stringify(result).slice(0, 300)}`);
  for (const one of registers.slice(1)) await seesLinked(one, first);
}

try {
  // Joining loads what a day's work never needs; a register is joined once and started every morning.
  await startAnew();
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const pids = registers.map(pidOf);
  const before = pids.map(cpu_s);
  await new Promise((resolve) => setTimeout(resolve, IDLE_S * 1000));
  const idle = pids.map((pid, i) => ((cpu_s(pid) - (before[i] ?? 0)) / IDLE_S) * 100);
  console.log(`${COUNT} registers, each with ${COUNT - 1} siblings`);
  tellMemory('memory each', pids);
  console.log(`idle: ${average(idle).toFixed(2)} % of a core each (most ${Math.max(...idle).toFixed(2)})`);

  const manager = await first.as('Petr');
  const { items } = await manager.get<CatalogueView>('/api/catalogue');
  const itemId = items.find((item) => !item.openPrice)?.id ?? '';
  const heard = await priceEar(second.url);
  await measure(manager, itemId, heard, 1_000);
  const calm = await measure(manager, itemId, heard, 2_000);
  const dying = measure(manager, itemId, heard, 3_000);
  await last.kill();
  const death = await dying;
  const at = (values: readonly number[], share: number) =>
    values[Math.floor(values.length * share)] ?? Number.NaN;
  console.log(
    `price change on another: p50 ${at(calm, 0.5).toFixed(1)} ms, p99 ${at(calm, 0.99).toFixed(1)} ms; while one is killed: p50 ${at(death, 0.5).toFixed(1)} ms, p99 ${at(death, 0.99).toFixed(1)} ms (${(at(death, 0.99) / at(calm, 0.99)).toFixed(2)}x)`,
  );
  await last.start();
  const begin = performance.now();
  for (const one of registers.slice(0, -1)) await seesLinked(last, one);
  console.log(
    `killed one started again: linked to all others ${Math.round(performance.now() - begin)} ms after it was ready`,
  );

  await importItems(manager);
  // What a start needs once is given back only partly; a box with this price list has started with it.
  await startAnew();
  tellMemory(`memory each with ${ITEMS} items`, registers.map(pidOf));
} finally {
  await shop.stop();
}
process.exit(0);
