import { dirname, resolve } from 'node:path';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';
import { Value } from 'typebox/value';
import type { ConfigFault } from './fault.ts';
import { Config } from './schema.ts';
import { type DeviceWords, senseless } from './sense.ts';
import { readToml } from './toml.ts';
import { type BrokenRule, brokenRules } from './words.ts';

export type Checked =
  | { readonly config: Config; readonly faults: readonly [] }
  | { readonly config: null; readonly faults: readonly ConfigFault[] };

/** Stands for the register of a file that does not say who it is. */
export const NOBODY: Config['register'] = {
  id: 'nova-pokladna',
  name: 'Nová pokladna',
  series: 'X',
  timezone: 'Europe/Prague',
};

/**
 * Reads a configuration and finds every fault at once, in the order of lines. `path` is only used to make a
 * relative `data_dir` absolute; it is taken from the file's own folder. `unnamed`: who the register is while the
 * file does not say it; without it such a file is faulty.
 */
export function checkConfig(
  source: string,
  path: string,
  words: DeviceWords,
  unnamed?: Config['register'],
): Checked {
  const read = readToml(source);
  const nameless = unnamed !== undefined && read.syntax.length === 0 && !('register' in table(read.value));
  const document = nameless ? { ...read, value: { ...table(read.value), register: unnamed } } : read;
  const faults: ConfigFault[] = document.syntax.map(({ line, message }) => ({
    line,
    what: message,
    remedy: 'Opravte řádek podle vzoru docs/kasad.toml.',
  }));
  if (document.tablesKnown) {
    const rules = schemaRules(Config, document.value);
    // A key on a line that could not be read is not missing, it is unread.
    const missing = document.syntax.length > 0;
    for (const rule of rules) {
      if (missing && rule.what.startsWith('Chybí')) continue;
      faults.push({ line: document.line(rule.pointer), what: rule.what, remedy: rule.remedy });
    }
    const told = new Set(rules.map((rule) => rule.pointer));
    for (const rule of senseless(lenient(document.value), words)) {
      if (told.has(rule.pointer)) continue;
      faults.push({ line: document.line(rule.pointer), what: rule.what, remedy: rule.remedy });
    }
  }
  if (faults.length > 0) return { config: null, faults: faults.sort((a, b) => a.line - b.line) };
  const config = filled(document.value);
  if (nameless) config.register = { ...config.register, unnamed: true };
  return { config: { ...config, data_dir: resolve(dirname(path), config.data_dir) }, faults: [] };
}

/** The same of values that stand in no file yet, in the order of the schema. */
export function brokenValues(value: unknown, words: DeviceWords): BrokenRule[] {
  const rules = schemaRules(Config, value);
  const told = new Set(rules.map((rule) => rule.pointer));
  return [...rules, ...senseless(lenient(value), words).filter((rule) => !told.has(rule.pointer))];
}

/** What of `value` the schema does not allow, all of it. */
export function schemaRules(schema: TSchema, value: unknown): BrokenRule[] {
  // typebox stops at eight errors, which guards a server; a technician wants all of them in one go.
  const { maxErrors } = Settings.Get();
  Settings.Set({ maxErrors: 1_000 });
  try {
    return Compile(schema)
      .Errors(value)
      .flatMap((error) => brokenRules(schema, error, pick(value, error.instancePath)));
  } finally {
    Settings.Set({ maxErrors });
  }
}

function filled(value: unknown): { -readonly [K in keyof Config]: Config[K] } {
  return Value.Default(Config, structuredClone(value)) as Config;
}

/**
 * As much of a faulty file as makes sense, so that rules between keys are looked at in the same go. What is
 * missing or of a wrong kind is replaced by something that breaks no rule.
 */
function lenient(value: unknown): Config {
  const top = table(value);
  const http = table(top.http);
  const drawer = table(top.drawer);
  const sync = table(top.sync);
  const drawerWays = [drawer.via, drawer.url].filter((way) => way !== undefined);
  return {
    data_dir: '/',
    register: { id: 'x', name: 'x', series: 'X', timezone: text(table(top.register).timezone, 'UTC') },
    http: { host: text(http.host, '127.0.0.1'), port: 8400, allowed_hosts: texts(http.allowed_hosts) },
    printer: (Array.isArray(top.printer) ? top.printer : []).map(table).map((one, index) => ({
      id: text(one.id, `${index}`),
      name: 'x',
      url: text(one.url, 'virtual:'),
      profile: text(one.profile, 'generic-80'),
      routes: texts(one.routes),
      ...optionalText('stand_in', one.stand_in),
    })),
    ...(top.drawer === undefined || !drawerWays.every((way) => typeof way === 'string')
      ? {}
      : { drawer: { ...optionalText('via', drawer.via), ...optionalText('url', drawer.url) } }),
    ...(top.display === undefined
      ? {}
      : {
          display: {
            url: text(table(top.display).url, 'virtual:'),
            ...optionalText('profile', table(top.display).profile),
          },
        }),
    ...(top.scale === undefined ? {} : { scale: { url: text(table(top.scale).url, 'virtual:') } }),
    ...(top.scanner === undefined ? {} : { scanner: { url: text(table(top.scanner).url, 'virtual:') } }),
    sync: {
      host: '127.0.0.1',
      port: count(sync.port, 8883),
      pairing_port: count(sync.pairing_port, 8884),
      discovery: true,
      siblings: texts(sync.siblings),
      ...optionalText('broker', sync.broker),
      ...optionalText('broker_ca', sync.broker_ca),
    },
    backoffice: { ...optionalText('url', table(top.backoffice).url) },
    log: { level: 'info' },
  };
}

function table(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function count(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function optionalText<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  return typeof value === 'string' ? ({ [key]: value } as { [P in K]?: string }) : {};
}

function pick(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, step) => (Array.isArray(at) ? at[Number(step)] : table(at)[step]), value);
}
