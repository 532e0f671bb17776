import { networkInterfaces } from 'node:os';
import { createInterface } from 'node:readline';
import type { Announcement } from '../../sync/discovery/discovery.ts';
import { createDiscovery } from '../../sync/discovery/multicast.ts';
import { realWorld } from '../../world/index.ts';
import type { FinderTold } from './finder.ts';

/**
 * Discovery alone, as one program on a box of the laboratory. argv[2] is the factor by which its time runs ahead.
 * Standard input: `"start"`, `"stop"`, an announcement or null, one per line; its end is the end of the program.
 * Standard output: a line for each change. SIGTERM stops it properly.
 */
const speed = Number(process.argv[2]);
const tell = (told: FinderTold) => process.stdout.write(`${JSON.stringify(told)}\n`);
const log = (fields: object, message: string) =>
  process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);

const discovery = createDiscovery({
  time: {
    ...realWorld,
    now: () => realWorld.now() * speed,
    after: (delay_ms, run) => realWorld.after(delay_ms / speed, run),
  },
  random: Math.random,
  networkInterfaces,
  listenHost: '0.0.0.0',
  log: { info: log, warn: log },
  onChange: () => tell({ sightings: discovery.sightings(), state: discovery.state() }),
});

const input = createInterface({ input: process.stdin });
input.on('line', (line) => {
  const order = JSON.parse(line) as 'start' | 'stop' | Announcement | null;
  if (order === 'start') discovery.start();
  else if (order === 'stop') void discovery.stop();
  else discovery.announce(order);
});
input.on('close', () => process.exit(0));
process.on('SIGTERM', () => {
  void discovery.stop().then(() => process.exit(0));
});

// How late the event loop comes, told on request: a flood must not cost it.
let worst_ms = 0;
let due = performance.now();
setInterval(() => {
  worst_ms = Math.max(worst_ms, performance.now() - due);
  due = performance.now() + 10;
}, 10).unref();
process.on('SIGUSR2', () => {
  const { user, system } = process.cpuUsage();
  tell({ late_ms: worst_ms, cpu_ms: (user + system) / 1_000 });
  worst_ms = 0;
});
