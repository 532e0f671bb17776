import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { realWorld } from '../world/index.ts';
import type { Terminal } from './cli/command.ts';
import { run } from './cli/run.ts';

/** Runs the command line of this process and sets its exit code. `root` is where package.json lies. */
export async function program(root: string): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const terminal: Terminal = {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    write: (bytes) => void process.stdout.write(bytes),
    stdin: process.stdin,
    world: realWorld,
    env: process.env,
    pid: process.pid,
    version,
    onHangup(run) {
      process.on('SIGHUP', run);
      return () => process.removeListener('SIGHUP', run);
    },
    stopSignal: () =>
      new Promise((resolve) => {
        const stop = (signal: string) => {
          resolve(signal);
          // Whoever insists is not kept waiting; the database survives it.
          for (const again of ['SIGTERM', 'SIGINT']) {
            process.removeListener(again, stop);
            process.once(again, () => process.exit(1));
          }
        };
        process.once('SIGTERM', stop);
        process.once('SIGINT', stop);
      }),
  };
  process.exitCode = await run(process.argv.slice(2), terminal);
  // Fires only when something still keeps the process alive, which is a fault of ours and not a reason to hang.
  realWorld.after(2_000, () => process.exit(process.exitCode === 0 ? 1 : undefined));
}
