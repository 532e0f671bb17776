import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import { type AST, getStaticTOMLValue, ParseError, parseTOML } from 'toml-eslint-parser';
import { isLoopbackHost } from './http/guard.ts';
import { LOG_LEVELS, type LogLevel } from './log.ts';

/** How a backoffice runs. Each key stands in the file, in KASAD_BACKOFFICE_<KEY>, or as --key; the later wins. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** `sqlite:/path/file.db` or `postgres://…`. */
  readonly database: string;
  readonly public_url: string | null;
  /** Further names under which it may be opened. */
  readonly hosts: readonly string[];
  /** Addresses or networks of proxies whose word on the caller is believed. */
  readonly proxies: readonly string[];
  /** Files. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly log: LogLevel;
}

export interface ConfigFault {
  /** `line 3`, the variable or the switch, as the administrator wrote it. */
  readonly where: string;
  readonly what: string;
  readonly remedy: string;
}

export const CONFIG_KEYS = [
  'listen',
  'database',
  'public_url',
  'hosts',
  'proxies',
  'cert',
  'key',
  'log',
] as const;
type Key = (typeof CONFIG_KEYS)[number];
const LISTS: ReadonlySet<Key> = new Set(['hosts', 'proxies']);
const DEFAULTS = {
  listen: '127.0.0.1:8500',
  database: 'sqlite:kasad-backoffice.db',
  log: 'info',
} as const;

interface Given {
  readonly where: string;
  readonly value: string | readonly string[];
}

export interface ConfigSources {
  /** The file's text, and where it lies: what it says of files is meant from there. Null when there is none. */
  readonly file: { readonly text: string; readonly path: string } | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: Readonly<Record<string, string | undefined>>;
}

/** All faults at once, or the configuration. */
export function readConfig(sources: ConfigSources): { config: Config } | { faults: readonly ConfigFault[] } {
  const faults: ConfigFault[] = [];
  const given = new Map<Key, Given>();
  if (sources.file) readFile(sources.file, given, faults);
  for (const key of CONFIG_KEYS) {
    const variable = `KASAD_BACKOFFICE_${key.toUpperCase()}`;
    const flag = `--${key.replace('_', '-')}`;
    put(key, variable, sources.env[variable]);
    put(key, flag, sources.flags[key.replace('_', '-')]);
  }
  const config = judged(given, faults);
  return faults.length > 0 ? { faults } : { config };

  function put(key: Key, where: string, value: string | undefined): void {
    if (value === undefined || value === '') return;
    given.set(key, { where, value: LISTS.has(key) ? value.split(',').map((one) => one.trim()) : value });
  }
}

function readFile(
  { text, path }: { text: string; path: string },
  given: Map<Key, Given>,
  faults: ConfigFault[],
): void {
  let entries: readonly (AST.TOMLKeyValue | AST.TOMLTable)[];
  try {
    entries = parseTOML(text).body[0].body;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    faults.push({
      where: `řádek ${error.lineNumber}`,
      what: 'Řádek nejde přečíst.',
      remedy: 'Pište klíč = "hodnota", text v uvozovkách.',
    });
    return;
  }
  for (const entry of entries) {
    const where = `řádek ${entry.loc.start.line}`;
    const key =
      entry.type === 'TOMLTable' ? entry.resolvedKey.join('.') : getStaticTOMLValue(entry.key).join('.');
    const value: unknown = entry.type === 'TOMLTable' ? {} : getStaticTOMLValue(entry.value);
    if (!isKey(key)) {
      faults.push({
        where,
        what: `Klíč ${key} tu neznáme.`,
        remedy: `Klíče jsou: ${CONFIG_KEYS.join(', ')}.`,
      });
    } else if (LISTS.has(key) ? !isTexts(value) : typeof value !== 'string') {
      faults.push({
        where,
        what: `${key} má jinou podobu.`,
        remedy: LISTS.has(key) ? `Pište ${key} = ["…", "…"].` : `Pište ${key} = "…".`,
      });
    } else {
      given.set(key, {
        where,
        value: LISTS.has(key) ? (value as string[]) : fromFolder(key, value as string, dirname(path)),
      });
    }
  }
}

/** Files are meant from where the configuration lies. */
function fromFolder(key: Key, value: string, folder: string): string {
  if (key === 'cert' || key === 'key') return resolve(folder, value);
  if (key === 'database' && value.startsWith('sqlite:')) return `sqlite:${resolve(folder, value.slice(7))}`;
  return value;
}

function judged(given: ReadonlyMap<Key, Given>, faults: ConfigFault[]): Config {
  const text = (key: Key) => given.get(key)?.value as string | undefined;
  const list = (key: Key) => (given.get(key)?.value ?? []) as readonly string[];
  const fault = (key: Key, what: string, remedy: string) =>
    void faults.push({ where: given.get(key)?.where ?? key, what, remedy });

  const listen = /^(\[[0-9a-fA-F:]+\]|[^:\s]+):(\d{1,5})$/.exec(text('listen') ?? DEFAULTS.listen);
  const host = (listen?.[1] ?? '127.0.0.1').replace(/^\[|\]$/g, '');
  const port = Number(listen?.[2] ?? 8500);
  if (!listen || port > 65_535)
    fault('listen', 'listen není adresa a port.', 'Pište listen = "127.0.0.1:8500".');

  const database = text('database') ?? DEFAULTS.database;
  if (!/^(sqlite:.+|postgres(ql)?:\/\/.+)$/.test(database)) {
    fault(
      'database',
      'database není adresa databáze.',
      'Pište sqlite:/cesta/soubor.db, nebo postgres://uživatel:heslo@počítač/databáze.',
    );
  }
  const public_url = text('public_url') ?? null;
  if (public_url !== null && !isWebAddress(public_url)) {
    fault(
      'public_url',
      'public_url není adresa stránek.',
      'Pište public_url = "https://backoffice.example.cz".',
    );
  }
  for (const one of list('hosts')) {
    if (!/^(\[[0-9a-f:]+\]|[a-z0-9.-]+)$/i.test(one))
      fault('hosts', `hosts: „${one}“ není jméno počítače.`, 'Pište jen jméno, bez https:// a bez portu.');
  }
  for (const one of list('proxies')) {
    const [address = '', bits = '1', ...more] = one.split('/');
    if (isIP(address) === 0 || !/^\d{1,3}$/.test(bits) || more.length > 0)
      fault(
        'proxies',
        `proxies: „${one}“ není adresa ani síť.`,
        'Pište například "127.0.0.1" nebo "10.0.0.0/8".',
      );
  }
  const [cert, key] = [text('cert'), text('key')];
  if ((cert === undefined) !== (key === undefined)) {
    fault(cert === undefined ? 'key' : 'cert', 'cert a key patří k sobě.', 'Uveďte oba soubory, nebo žádný.');
  }
  for (const [name, file] of [
    ['cert', cert],
    ['key', key],
  ] as const) {
    if (file !== undefined && !existsSync(file))
      fault(name, `Soubor ${file} tu není.`, 'Opravte cestu k souboru PEM.');
  }
  const tls = cert !== undefined && key !== undefined ? { cert, key } : null;
  if (listen && tls === null && !isLoopbackHost(host) && list('proxies').length === 0) {
    fault(
      'listen',
      'Bez HTTPS by hesla a tržby šly po síti otevřeně.',
      'Uveďte cert a key, nebo proxies, když HTTPS obstará jiný server před BackOffice; jinak poslouchejte na 127.0.0.1.',
    );
  }
  const log = text('log') ?? DEFAULTS.log;
  if (!LOG_LEVELS.includes(log as LogLevel))
    fault('log', `log „${log}“ neznáme.`, `Pište jedno z: ${LOG_LEVELS.join(', ')}.`);

  const url = public_url?.replace(/\/+$/, '') ?? null;
  return {
    ...{ host, port, database, tls },
    public_url: url,
    hosts: list('hosts'),
    proxies: list('proxies'),
    log: log as LogLevel,
  };
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search } = new URL(text);
  const safe = protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
  return safe && pathname === '/' && search === '';
}

function isKey(key: string): key is Key {
  return (CONFIG_KEYS as readonly string[]).includes(key);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
