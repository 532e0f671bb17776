import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkAnswers } from './check.ts';
import { Answers } from './schema.ts';

const sample = readFileSync(new URL('../../../docs/setup.toml', import.meta.url), 'utf8');
const check = (source: string, readable = true) => checkAnswers(source, () => readable);
const told = (source: string) => check(source, false).faults.map(({ line, what }) => `${line}: ${what}`);

test('the documented sample is sound, as it stands and with everything in it switched on', () => {
  expect(check(sample).faults).toEqual([]);
  const all = sample.replace(/^# (?=\[|[a-z_]+ = )/gm, '');
  const { faults } = check(all);
  // Two of its tables exclude each other, and say so.
  expect(faults.map(({ what }) => what)).toEqual([
    'Pokladna se má připojit k obchodu, který prodávajícího už má.',
  ]);
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
  walk(Answers as object);
  expect(keys.length).toBeGreaterThan(40);
  // A stand-in is written as in the configuration, which shows it.
  const elsewhere = ['stand_in', 'code_page', 'columns'];
  for (const key of keys.filter((one) => !elsewhere.includes(one)))
    expect(sample).toMatch(new RegExp(`\\b${key}\\b`));
});

test('every fault is told at once, with its line and what to write', () => {
  const source = [
    'languge = "cs"',
    '[register]',
    'series = "r1"',
    '[seller]',
    'name = "U Lípy"',
    'ico = "123"',
    '[[printer]]',
    'id = "uctenky"',
    'url = 9100',
    '[[staff]]',
    'name = "Jana"',
    'role = "boss"',
    'pin = "12"',
  ].join('\n');
  const { faults } = check(source);
  expect(faults.map(({ line }) => line)).toEqual([1, 3, 4, 6, 7, 9, 12, 13]);
  expect(faults[0]?.remedy).toBe('Nemělo to být „language“?');
  expect(faults.every(({ what, remedy }) => what.endsWith('.') && /[.?]$/.test(remedy))).toBe(true);
});

test('rules between keys', () => {
  expect(told('[register]\nid = "a"')).toEqual(['2: Pokladna má danou značku, ale ne jméno a řadu.']);
  expect(told('[[staff]]\nname = "Jana"\nrole = "waiter"')).toEqual(['1: Mezi lidmi není žádný vedoucí.']);
  expect(
    told('[[staff]]\nname = "Jana"\nrole = "manager"\n[[staff]]\nname = " jana"\nrole = "waiter"'),
  ).toEqual(['5: Jméno „ jana“ je tu podruhé.']);
  expect(told('[drawer]\nvia = "printer:bar"')).toEqual([
    '2: Tiskárna „bar“, do které má být zásuvka zapojená, v souboru není.',
  ]);
  const eet = '[eet]\nenvironment = "playground"\neic = "CZ27082440"\nunit_id = "11"\n';
  expect(told(`${eet}certificate = "x.p12"`)).toEqual([
    '1: Certifikát a soubor s heslem patří k sobě.',
    '5: Soubor „x.p12“ tu není, nebo nejde přečíst.',
  ]);
  expect(told('[backoffice]\nurl = "ftp://x"\ncode = "ABCD"')).toEqual([
    '2: „ftp://x“ není adresa backoffice.',
  ]);
  expect(told('[register\nname = 1')[0]).toMatch(/^1: Řádek nelze přečíst/);
  expect(told('')).toEqual([]);
});

test('no fault repeats a PIN or a code', () => {
  const { faults } = check(
    '[shop]\ncode = "taj"\n[[staff]]\nname = "Jana"\nrole = "manager"\npin = "48213x"',
  );
  expect(faults).toHaveLength(2);
  expect(JSON.stringify(faults)).not.toMatch(/48213|taj/);
  const torn = check('[[staff]]\nname = "Jana"\nrole = "manager"\npin = "48213');
  expect(torn.faults.map(({ line, what }) => `${line}: ${what}`)).toEqual([
    '4: Chybí uvozovka na konci textu.',
  ]);
});
