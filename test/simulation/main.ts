import { parseArgs } from 'node:util';
import { runShop } from './shop.ts';

const HELP = `npm run sim -- [--seeds N] [--seed S] [--registers N]

Runs N whole shops on a simulated clock, network and disk, from seed S on, and says what went wrong.
  --seeds N      how many shops, 1000 when not said
  --seed S       the first seed, 1 when not said
  --registers N  how many registers open the shop (2 to 6), drawn from the seed when not said
`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    registers: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function whole(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  process.stderr.write(`--${name} ${text}: a whole number from ${low} to ${high}\n`);
  process.exit(2);
}

function main(): number {
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const seeds = whole('seeds', values.seeds, 1, 1e9);
  const first = whole('seed', values.seed, 0, 2 ** 32 - 1);
  const registers = values.registers === undefined ? undefined : whole('registers', values.registers, 2, 6);
  const began_ms = performance.now();
  let failed = 0;
  let [writes, messages] = [0, 0];
  for (let seed = first; seed < first + seeds; seed++) {
    const run = runShop(seed, registers);
    writes += run.writes;
    messages += run.messages;
    if (run.failures.length === 0) continue;
    failed++;
    const again = `npm run sim -- --seeds 1 --seed ${seed}${registers ? ` --registers ${registers}` : ''}`;
    process.stdout.write(`seed ${seed}: ${run.failures.slice(0, 5).join('\n  ')}\n  again: ${again}\n`);
  }
  const took_s = (performance.now() - began_ms) / 1000;
  const mean = (sum: number) => Math.round(sum / seeds);
  process.stdout.write(
    `${seeds} shops from seed ${first}, ${failed} failed, ${(seeds / took_s).toFixed(0)} shops/s, ` +
      `${mean(writes)} rows and ${mean(messages)} messages in each\n`,
  );
  return failed > 0 ? 1 : 0;
}

process.exitCode = main();
