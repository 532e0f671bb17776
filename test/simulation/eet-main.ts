import { parseArgs } from 'node:util';
import { runEetSeed } from './eet-shop.ts';

const HELP = `npm run sim:eet -- [--seeds N] [--seed S]

Runs N registers that have sales to register with the tax authority, on a simulated clock, network, disk and
authority, from seed S on, and says what went wrong.
  --seeds N  how many; when not said, 1 with --seed and 1000 without
  --seed S   the first seed, 1 when not said
`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function whole(name: 'seeds' | 'seed', low: number, high: number, unsaid: number): number {
  const text = values[name];
  if (text === undefined) return unsaid;
  const value = Number(text);
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  process.stderr.write(`--${name} ${text}: a whole number from ${low} to ${high}\n`);
  process.exit(2);
}

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const seeds = whole('seeds', 1, 1e9, values.seed === undefined ? 1000 : 1);
  const first = whole('seed', 0, 2 ** 32 - 1, 1);
  const began_ms = performance.now();
  let failed = 0;
  let [sales, messages, hours] = [0, 0, 0];
  for (let seed = first; seed < first + seeds; seed++) {
    const run = await runEetSeed(seed);
    sales += run.sales;
    messages += run.messages;
    hours += run.hours;
    if (run.failures.length === 0) continue;
    failed++;
    const said = run.failures.slice(0, 5).join('\n  ');
    process.stdout.write(`seed ${seed}: ${said}\n  again: npm run sim:eet -- --seed ${seed}\n`);
  }
  const took_s = (performance.now() - began_ms) / 1000;
  const cpu_s = process.cpuUsage().user / 1e6;
  const mean = (sum: number) => (sum / seeds).toFixed(1);
  process.stdout.write(
    `${seeds} registers from seed ${first}, ${failed} failed, ${(seeds / took_s).toFixed(0)} registers/s, ` +
      `${(seeds / cpu_s).toFixed(0)} in a second of one core, ` +
      `${mean(sales)} sales, ${mean(messages)} messages and ${mean(hours)} hours in each\n`,
  );
  return failed > 0 ? 1 : 0;
}

process.exitCode = await main();
