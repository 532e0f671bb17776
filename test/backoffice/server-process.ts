import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const MAIN = new URL('../../backoffice/main.ts', import.meta.url).pathname;

export interface ServerProcess {
  readonly child: ChildProcess;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/**
 * The backoffice as a process of its own at this address, over that database, in the folder; resolves when it listens.
 * `flags` are Node's.
 */
export async function startProcess(
  url: string,
  { folder, database, flags }: { folder: string; database: string; flags: readonly string[] },
): Promise<ServerProcess> {
  const args = [...flags, MAIN, 'start', '--listen', new URL(url).host, '--database', database];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = once(child, 'exit');
  const ready = once(createInterface({ input: child.stderr }), 'line').then(([line]) => String(line));
  const said = await Promise.race([ready, gone.then(() => 'it has ended')]);
  if (!said.includes(url)) throw new Error(`the backoffice did not start: ${said}`);
  return {
    child,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
