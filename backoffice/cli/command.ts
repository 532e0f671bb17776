import { existsSync, readFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { World } from '../../world/index.ts';
import { CONFIG_KEYS, type Config, readConfig } from '../config.ts';

/** Where a command speaks and what it may ask; the real one is in main.ts. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  readonly stdin: AsyncIterable<unknown>;
  readonly world: World;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Resolves at the first SIGTERM or SIGINT. */
  stopSignal(): Promise<string>;
}

/** Exit codes: 0 done, 1 refused or failed, 2 the command was not understood. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

/** The command line, or the configuration, makes no sense; `message` in Czech says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const DEFAULT_CONFIG = 'kasad-backoffice.toml';

/** Switches that every command has: where the configuration is, and each of its keys. */
export const CONFIG_OPTIONS = {
  config: { type: 'string' },
  ...(Object.fromEntries(CONFIG_KEYS.map((key) => [key.replace('_', '-'), { type: 'string' }])) as Record<
    string,
    { type: 'string' }
  >),
} as const;

export const CONFIG_HELP = `
  --config SOUBOR     nastavení (jinak ${DEFAULT_CONFIG}, když tu je)
  --listen A:P        adresa a port (jinak 127.0.0.1:8500)
  --database URL      sqlite:/cesta/soubor.db, nebo postgres://uživatel:heslo@počítač/databáze
  --public-url URL    adresa, na které ho otevřou lidé a najdou pokladny
  --cert, --key       soubory PEM, když má sám mluvit HTTPS
  --proxies A,B       adresy serverů, které obstarávají HTTPS před ním
  --hosts A,B         další jména, pod kterými se smí otevřít
  --log ÚROVEŇ        debug, info, warn, error

Totéž v proměnných KASAD_BACKOFFICE_LISTEN, KASAD_BACKOFFICE_DATABASE a tak dále.`;

/** parseArgs of Node, whose complaints are in English and of types. */
export function readArgs<const T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const { message } = error as Error;
    const [named = ''] = /'[^']+'/.exec(message) ?? [];
    throw new UsageError(`Příkazu nejde rozumět: ${named === '' ? message : named.slice(1, -1)}.`);
  }
}

/** The configuration from file, environment and switches. Throws a UsageError with every fault. */
export function loadConfig(
  flags: Readonly<Record<string, string | boolean | undefined>>,
  terminal: Terminal,
): Config {
  const path = typeof flags.config === 'string' ? flags.config : DEFAULT_CONFIG;
  if (flags.config !== undefined && !existsSync(path)) throw new UsageError(`Soubor ${path} tu není.`);
  const file = existsSync(path) ? { text: readFileSync(path, 'utf8'), path } : null;
  const texts = Object.fromEntries(
    Object.entries(flags).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
  const read = readConfig({ file, env: terminal.env, flags: texts });
  if ('config' in read) return read.config;
  throw new UsageError(
    ['Nastavení má chyby:', ...read.faults.map((one) => `  ${one.where}: ${one.what} ${one.remedy}`)].join(
      '\n',
    ),
  );
}
