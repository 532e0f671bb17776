import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Terminal } from '../cli/command.ts';
import { askRegister } from '../cli/console-request.ts';
import type { PairingView, SiblingsView } from '../http/contract.ts';

export interface ShopOptions {
  readonly data: string;
  /** Of the first register's screen. */
  readonly port: number;
  readonly registers: number;
  readonly syncHost: string;
  /** Sales are registered with the authority's double. */
  readonly eet: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
  /** Who may sign in, in lines. */
  readonly staff: readonly string[];
}

interface Running {
  readonly child: ChildProcess;
  readonly dir: string;
  readonly url: string;
  /** What it said of itself. */
  readonly line: string;
}

const MAIN = new URL('../main.ts', import.meta.url).pathname;

/**
 * A whole shop on this machine: each register a process of its own, as on boxes of their own, and joined by the
 * codes that a technician would type. Answers the exit code once all of them have stopped.
 */
export async function runShop(options: ShopOptions, terminal: Terminal): Promise<number> {
  const signal = terminal.stopSignal();
  const running: Running[] = [];
  try {
    for (let number = 1; number <= options.registers; number++) {
      running.push(await startOne(options, number));
    }
    await joinAll(running);
    if (options.json) for (const { line } of running) terminal.out(line);
    else terminal.out(words(options, running));
    const early = await Promise.race([signal.then(() => null), anyExit(running)]);
    if (early !== null) terminal.err(`Pokladna ${early} skončila, ostatní se zastavují.`);
    return await stopAll(running, early === null ? 0 : 1);
  } catch (error) {
    await stopAll(running, 1);
    throw error;
  }
}

async function startOne(
  { data, port, syncHost, eet, verbose }: ShopOptions,
  number: number,
): Promise<Running> {
  const dir = join(data, `pokladna-${number}`);
  const own = port === 0 ? 0 : port + number - 1;
  const args = [
    'shop',
    '--json',
    '--number',
    `${number}`,
    '--data',
    dir,
    '--port',
    `${own}`,
    '--sync-host',
    syncHost,
  ];
  const child = spawn(
    process.execPath,
    [...process.execArgv, MAIN, ...args, ...(eet ? ['--eet'] : []), ...(verbose ? ['--verbose'] : [])],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface({ input: child.stdout });
  // With --verbose its journal comes by the same way.
  const said = new Promise<string>((resolve) =>
    lines.on('line', (line) => {
      if (line.startsWith('{"url"')) resolve(line);
      else process.stderr.write(`${line}\n`);
    }),
  );
  const line = await Promise.race([said, once(child, 'exit').then(() => null)]);
  if (line === null) throw new Error(`register ${number} did not start`);
  return { child, dir, url: (JSON.parse(line) as { url: string }).url, line };
}

/** Those that belong to no shop yet join the first one's. */
async function joinAll([first, ...others]: readonly Running[]): Promise<void> {
  for (const other of others) {
    const { paired } = await askRegister<SiblingsView>(other.dir, 'GET', '/api/siblings');
    if (paired || first === undefined) continue;
    const { code, addresses } = await askRegister<PairingView>(first.dir, 'POST', '/api/siblings/code');
    await askRegister(other.dir, 'POST', '/api/siblings/join', { code, address: addresses[0] });
  }
}

function words({ data, staff }: ShopOptions, running: readonly Running[]): string {
  return [
    'Ukázková restaurace běží.',
    '',
    ...running.flatMap(({ url }, index) => [
      `  Pokladna ${index + 1}`,
      `    Obrazovka   ${url}/`,
      `    Zařízení    ${url}/devices`,
    ]),
    '',
    ...staff,
    '',
    `  Data jsou ve složce ${data}. Ukázku ukončíte klávesami Ctrl+C.`,
  ].join('\n');
}

function anyExit(running: readonly Running[]): Promise<number> {
  return Promise.race(
    running.map(async ({ child }, index) => {
      await once(child, 'exit');
      return index + 1;
    }),
  );
}

async function stopAll(running: readonly Running[], code: number): Promise<number> {
  const codes = await Promise.all(
    running.map(async ({ child }) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? 1;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      return child.exitCode ?? 1;
    }),
  );
  return Math.max(code, ...codes);
}
