import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Terminal } from '../cli/command.ts';
import { askRegister } from '../cli/console-request.ts';
import type { PairingView, SiblingsView } from '../http/contract.ts';
import { type DemoBackoffice, joinBackoffice, startBackoffice } from './backoffice.ts';
import { notStarted } from './not-started.ts';

export interface ShopOptions {
  readonly data: string;
  /** Of the first register's screen. */
  readonly port: number;
  readonly registers: number;
  readonly syncHost: string;
  /** Sales are registered with the authority's double. */
  readonly eet: boolean;
  /** With a backoffice, on the port after those of twenty registers. */
  readonly backoffice: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
  /** Who may sign in, in lines. */
  readonly staff: readonly string[];
}

/** Past the ports of as many registers as a demo may have. */
const BACKOFFICE_PORT_PLUS = 20;

interface Running {
  readonly child: ChildProcess;
  readonly dir: string;
  readonly url: string;
  /** What it said of itself. */
  readonly line: string;
}

/** The very program that this process runs, wherever it lies. */
const [, MAIN = ''] = process.argv;

/**
 * A whole shop on this machine: each register a process of its own, as on boxes of their own, and joined by the
 * codes that a technician would type. Answers the exit code once all of them have stopped.
 */
export async function runShop(options: ShopOptions, terminal: Terminal): Promise<number> {
  const signal = terminal.stopSignal();
  const running: Running[] = [];
  let backoffice: DemoBackoffice | undefined;
  const children = () => [...running, ...(backoffice ? [backoffice] : [])].map(({ child }) => child);
  try {
    if (options.backoffice) {
      const port = options.port === 0 ? 0 : options.port + BACKOFFICE_PORT_PLUS;
      backoffice = await startBackoffice(join(options.data, 'backoffice'), port);
    }
    for (let number = 1; number <= options.registers; number++) {
      running.push(await startOne(options, number));
    }
    await joinAll(running);
    if (backoffice)
      await joinBackoffice(
        backoffice,
        running.map(({ dir }) => dir),
      );
    if (options.json) {
      for (const { line } of running) terminal.out(line);
      if (backoffice) {
        const { url, email, password } = backoffice;
        terminal.out(JSON.stringify({ backoffice: { url, email, password } }));
      }
    } else terminal.out(words(options, running, backoffice));
    const early = await Promise.race([signal.then(() => null), anyExit(children())]);
    if (early !== null) {
      const who = early < running.length ? `Pokladna ${early + 1} skončila` : 'BackOffice skončil';
      terminal.err(`${who}, ostatní se zastavují.`);
    }
    return await stopAll(children(), early === null ? 0 : 1);
  } catch (error) {
    await stopAll(children(), 1);
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
  if (line === null) throw notStarted({ cs: `Pokladna ${number}`, en: `Register ${number}` });
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

function words(
  { data, staff }: ShopOptions,
  running: readonly Running[],
  backoffice?: DemoBackoffice,
): string {
  return [
    'Ukázková restaurace běží.',
    '',
    ...running.flatMap(({ url }, index) => [
      `  Pokladna ${index + 1}`,
      `    Obrazovka   ${url}/`,
      `    Zařízení    ${url}/devices`,
    ]),
    ...(backoffice
      ? [
          '  BackOffice',
          `    Stránky     ${backoffice.url}/`,
          `    Přihlášení  ${backoffice.email}  heslo ${backoffice.password}`,
        ]
      : []),
    '',
    ...staff,
    '',
    `  Data jsou ve složce ${data}. Ukázku ukončíte klávesami Ctrl+C.`,
  ].join('\n');
}

/** Which one ends first. */
function anyExit(children: readonly ChildProcess[]): Promise<number> {
  return Promise.race(
    children.map(async (child, index) => {
      await once(child, 'exit');
      return index;
    }),
  );
}

async function stopAll(children: readonly ChildProcess[], code: number): Promise<number> {
  const codes = await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? 1;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      return child.exitCode ?? 1;
    }),
  );
  return Math.max(code, ...codes);
}
