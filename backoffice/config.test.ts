import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'kasad-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['cert.pem', 'key.pem']) writeFileSync(join(folder, name), '');

const read = (
  text: string | null,
  env: Readonly<Record<string, string>> = {},
  flags: Readonly<Record<string, string>> = {},
) =>
  readConfig({
    file: text === null ? null : { text, path: join(folder, 'kasad-backoffice.toml') },
    env,
    flags,
  });
const faults = (...given: Parameters<typeof read>) => {
  const result = read(...given);
  return 'faults' in result ? result.faults.map(({ where, what }) => `${where}: ${what}`) : [];
};

test('without anything it listens on this machine, over a file', () => {
  expect(read(null)).toEqual({
    config: {
      ...{ host: '127.0.0.1', port: 8500, database: 'sqlite:kasad-backoffice.db', public_url: null },
      ...{ hosts: [], proxies: [], tls: null, log: 'info' },
    },
  });
});

test('a file says all of it, with paths from where it lies; the environment and switches come over it', () => {
  const text = `
listen = "0.0.0.0:443"
database = "sqlite:data/shop.db"
public_url = "https://kasa.example.cz/"
hosts = ["kasa.local"]
cert = "cert.pem"
key = "key.pem"
log = "warn"
`;
  const config = {
    ...{ host: '0.0.0.0', port: 443, database: `sqlite:${folder}/data/shop.db`, log: 'warn' },
    ...{ public_url: 'https://kasa.example.cz', hosts: ['kasa.local'], proxies: [] },
    tls: { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') },
  };
  expect(read(text)).toEqual({ config });
  const env = { KASAD_BACKOFFICE_LISTEN: '[::1]:9000', KASAD_BACKOFFICE_LOG: 'debug' };
  expect(read(text, env, { log: 'error', proxies: '10.0.0.1, 10.1.0.0/16' })).toEqual({
    config: { ...config, host: '::1', port: 9000, log: 'error', proxies: ['10.0.0.1', '10.1.0.0/16'] },
  });
});

test('all faults are told at once, each with its place', () => {
  const text = `
listen = "everywhere"
databaze = "x"
hosts = "one"
proxies = ["proxy.local"]
cert = "cert.pem"
`;
  const told = faults(
    text,
    { KASAD_BACKOFFICE_DATABASE: 'mysql://x' },
    { 'public-url': 'http://kasa.cz', log: 'x' },
  );
  expect(told.sort()).toEqual([
    '--log: log „x“ neznáme.',
    '--public-url: public_url není adresa stránek.',
    'KASAD_BACKOFFICE_DATABASE: database není adresa databáze.',
    'řádek 2: listen není adresa a port.',
    'řádek 3: Klíč databaze tu neznáme.',
    'řádek 4: hosts má jinou podobu.',
    'řádek 5: proxies: „proxy.local“ není adresa ani síť.',
    'řádek 6: cert a key patří k sobě.',
  ]);
});

test('a line that cannot be read is told by its number', () => {
  expect(faults('log = "info"\nlisten 127.0.0.1\n')).toEqual(['řádek 2: Řádek nejde přečíst.']);
});

test('passwords do not go over a network in the open', () => {
  expect(faults('listen = "0.0.0.0:8500"')).toEqual([
    'řádek 1: Bez HTTPS by hesla a tržby šly po síti otevřeně.',
  ]);
  expect(faults('listen = "0.0.0.0:8500"\nproxies = ["10.0.0.1"]')).toEqual([]);
  expect(faults('listen = "0.0.0.0:8500"\ncert = "cert.pem"\nkey = "key.pem"')).toEqual([]);
  expect(faults('listen = "[::1]:8500"')).toEqual([]);
  expect(faults('cert = "nowhere.pem"\nkey = "key.pem"')).toHaveLength(1);
});
