import { parseArgs } from 'node:util';
import { allCores, runShops } from './crew.ts';

const HELP = `npm run sim -- [--seeds N] [--seed S] [--registers N] [--cores N]

Runs N whole shops on a simulated clock, network and disk, from seed S on, and says what went wrong.
  --seeds N      how many shops; when not said, 1 with --seed and 1000 without
  --seed S       the first seed, 1 when not said
  --registers N  how many registers open the shop (2 to 6), drawn from the seed when not said
  --cores N      on how many cores, all when not said; 1 stays in this process
`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    seed: { type: 'string' },
    registers: { type: 'string' },
    cores: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function whole<T>(name: keyof typeof values, low: number, high: number, unsaid: T): number | T {
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
  const registers = whole('registers', 2, 6, undefined);
  const cores = whole('cores', 1, 64, allCores());
  const began_ms = performance.now();
  let failed = 0;
  let [writes, messages] = [0, 0];
  await runShops({ first, seeds, registers }, cores, (seed, run) => {
    writes += run.writes;
    messages += run.messages;
    if (run.failures.length === 0) return;
    failed++;
    const again = `npm run sim -- --seed ${seed}${registers ? ` --registers ${registers}` : ''}`;
    process.stdout.write(`seed ${seed}: ${run.failures.slice(0, 5).join('\n  ')}\n  again: ${again}\n`);
  });
  const took_s = (performance.now() - began_ms) / 1000;
  const cpu_s = process.cpuUsage().user / 1e6;
  const mean = (sum: number) => Math.round(sum / seeds);
  process.stdout.write(
    `${seeds} shops from seed ${first}, ${failed} failed, ${(seeds / took_s).toFixed(0)} shops/s, ` +
      `${(seeds / cpu_s).toFixed(0)} in a second of one core, ` +
      `${mean(writes)} rows and ${mean(messages)} messages in each\n`,
  );
  return failed > 0 ? 1 : 0;
}

process.exitCode = await main();
