import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { devicesOf } from './devices.ts';
import { checkConfig } from './load.ts';
import { Config } from './schema.ts';

const words = {
  printerProfiles: ['generic-80', 'generic-58', 'epson-tm-t20iii'],
  displayProfiles: ['cd5220'],
};
const check = (source: string) => checkConfig(source, '/etc/kasad/kasad.toml', words);
const register = '[register]\nid = "a"\nname = "A"\nseries = "R1"\n';

describe('a sound file', () => {
  const sample = readFileSync(new URL('../../docs/kasad.toml', import.meta.url), 'utf8');

  test('the documented sample is sound and becomes devices', () => {
    const { config, faults } = check(sample);
    expect(faults).toEqual([]);
    expect(config?.register).toMatchObject({ id: 'pokladna-1', series: 'R1', timezone: 'Europe/Prague' });
    const devices = config && devicesOf(config);
    expect(devices?.printers.map((one) => [one.id, one.standIn, one.codePage])).toEqual([
      ['uctenky', null, null],
      ['kuchyn', 'bar', 18],
      ['bar', 'uctenky', null],
    ]);
    expect(devices?.drawer).toMatchObject({ printer: 'uctenky', url: null, pin: 2 });
  });

  test('the sample tells about every key that there is', () => {
    const keys: string[] = [];
    const walk = (node: { properties?: object; items?: object }) => {
      for (const [key, child] of Object.entries(node.properties ?? {})) {
        keys.push(key);
        walk(child);
      }
      if (node.items) walk(node.items);
    };
    walk(Config as object);
    expect(keys.length).toBeGreaterThan(30);
    for (const key of keys) expect(sample).toMatch(new RegExp(`\\b${key}\\b`));
  });

  test('the smallest file gets the defaults', () => {
    expect(check(register).config).toEqual({
      data_dir: '/var/lib/kasad',
      register: { id: 'a', name: 'A', series: 'R1', timezone: 'Europe/Prague' },
      http: { host: '127.0.0.1', port: 8400, allowed_hosts: [] },
      printer: [],
      sync: { host: '0.0.0.0', port: 8883, pairing_port: 8884, discovery: true, siblings: [] },
      backoffice: {},
      log: { level: 'info' },
    });
  });

  test('a relative data folder lies beside the file', () => {
    expect(check(`data_dir = "data"\n${register}`).config?.data_dir).toBe('/etc/kasad/data');
  });
});

test('ten faults are told at once, each with its line and a remedy', () => {
  const source = [
    'data_dirs = "/x"', // 1 unknown, near data_dir
    '[register]',
    'name = "A"', // id missing: line 2
    'series = "řada"', // 4 pattern
    'timezone = "Europe/Praha"', // 5
    '[http]',
    'port = 84000', // 7
    'host = "0.0.0.0"', // 8 nobody allowed
    '[[printer]]',
    'id = "kuchyn"',
    'name = "Kuchyň"',
    'url = "http://10.0.0.5"', // 12
    'profile = "epson"', // 13
    'stand_in = "kuchyn"', // 14 itself
    '[[printer]]',
    'id = "kuchyn"', // 16 twice
    'name = 5', // 17
    'url = "tcp://10.0.0.6:9100"',
    'stand_in = "bar"', // 19 nobody
    '[drawer]',
    'via = "printer:bar"', // 21
    '[log]',
    'level = "verbose"', // 23
  ].join('\n');
  const { faults, config } = check(source);
  expect(config).toBeNull();
  expect(faults.map(({ line }) => line)).toEqual([1, 2, 4, 5, 7, 8, 12, 13, 14, 16, 17, 19, 21, 23]);
  expect(faults.map(({ what }) => what).join('\n')).toMatchInlineSnapshot(`
    "Klíč „data_dirs“ na začátku souboru neznáme.
    Chybí klíč „id“ v tabulce [register].
    Hodnota „řada“ klíče „series“ v tabulce [register] obsahuje znaky, které tu být nesmějí.
    Časové pásmo „Europe/Praha“ neexistuje.
    Hodnota 84000 klíče „port“ v tabulce [http] je moc velká, nejvýše 65535.
    Pokladna má poslouchat na 0.0.0.0, ale žádné jméno, pod kterým se z jiného přístroje otevře, není povolené.
    Adresa zařízení „http://10.0.0.5“ neplatí: spojení „http“ neznáme; umíme tcp, usblp a serial.
    Model „epson“ neznáme.
    Tiskárna „kuchyn“ nemůže zaskočit sama za sebe.
    Značku „kuchyn“ už má tiskárna číslo 1.
    Hodnota 5 klíče „name“ v tabulce [[printer]] číslo 2 má být text v uvozovkách.
    Tiskárna „bar“, která má zaskočit, v souboru není.
    Tiskárna „bar“, do které má být zásuvka zapojená, v souboru není.
    Hodnota „verbose“ klíče „level“ v tabulce [log] není žádná z povolených: debug, info, warn, error."
  `);
  expect(faults[0]?.remedy).toBe('Nemělo to být „data_dir“?');
  for (const { remedy } of faults) expect(remedy).toMatch(/[.?]$/);
});

test('addresses of siblings and ports are looked at', () => {
  const { faults } = check(
    `${register}[sync]\nport = 8400\nsiblings = ["10.0.0.12:8883", "pokladna-2.local", "10.0.0.300", "http://x"]\nbroker_ca = "/x"\n`,
  );
  expect(faults.map(({ line, what }) => `${line} ${what}`)).toMatchInlineSnapshot(`
    [
      "6 Obrazovka, spojení se sousedními pokladnami a připojování nových nemohou mít stejný port.",
      "7 „10.0.0.300“ není adresa sousední pokladny.",
      "7 „http://x“ není adresa sousední pokladny.",
      "8 Certifikát autority je tu, ale adresa brokera chybí.",
    ]
  `);
});

test('a line that cannot be read does not hide the others', () => {
  const { faults } = check(`${register}[http]\nport = 84OO\nhots = "x"\nhost = "127.0.0.1\n`);
  expect(faults.map(({ line }) => line)).toEqual([6, 7, 8]);
  expect(faults[1]?.remedy).toBe('Nemělo to být „host“?');
});

test('a key written twice, an unreadable heading, an empty and a binary file are faults, not crashes', () => {
  expect(check(`${register}name = "B"\n`).faults[0]).toMatchObject({ line: 5 });
  expect(check(`[register\nid = "a"\n`).faults[0]).toMatchObject({ line: 1 });
  expect(check('').faults).toMatchObject([{ line: 1, what: 'Chybí tabulka [register].' }]);
  expect(check('\u0000\u0001\u0002').faults.length).toBeGreaterThan(0);
  expect(check('register = 5').faults.length).toBeGreaterThan(0);
  expect(check(`${register}printer = [1, "x"]`).faults.length).toBeGreaterThan(0);
  expect(check(`${register}x = [1,\n`).faults.length).toBeGreaterThan(0);
});

test('one place is printed by one printer, and a printer does not take the name of another device', () => {
  const printer = (id: string) =>
    `[[printer]]\nid = "${id}"\nname = "x"\nurl = "virtual:"\nroutes = ["receipt"]\n`;
  const { faults } = check(register + printer('drawer') + printer('b'));
  expect(faults.map(({ line }) => line)).toEqual([6, 14]);
});

test('a drawer is connected at exactly one place', () => {
  expect(check(`${register}[drawer]\n`).faults).toHaveLength(1);
  expect(check(`${register}[drawer]\nvia = "printer:x"\nurl = "serial:/dev/x"\n`).faults).toHaveLength(1);
  expect(check(`${register}[drawer]\nvia = "uctenky"\n`).faults).toHaveLength(1);
});
