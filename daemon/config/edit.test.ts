import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { expect, test } from 'vitest';
import { type ConfigEdit, editConfig } from './edit.ts';
import { heading } from './text.ts';

const sample = readFileSync(new URL('../../docs/kasad.toml', import.meta.url), 'utf8');
const odd = `# moje
register.id = "a" # technik
register.name = "A"
register.series = "R1"
drawer = { via = "printer:u" }
printer = [{ id = "u", name = "U", url = "tcp://10.0.0.5:9100" }]
[log]
level = "warn" # ticho
`;
const nested = `[register]
id = "a"
name = "A" # u baru
series = "R1"

# hlavní
[[printer]]
id = "u"
name = "U"
url = "tcp://10.0.0.5:9100" # za barem
[printer.overrides]
# z roku 2019
columns = 42
`;
const read = (text: string) => getStaticTOMLValue(parseTOML(text)) as Record<string, unknown>;
const comments = (text: string) => text.split('\n').flatMap((line) => /#.*$/.exec(line)?.[0] ?? []);

const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).map((text) => text.toWellFormed());
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const printer = fc.record({
  id: fc.constantFrom('uctenky', 'kuchyn', 'bar', 'u', 'nova'),
  name: word,
  url: word,
  profile: optional(fc.constantFrom('generic-80', 'generic-58')),
  routes: optional(fc.uniqueArray(word, { maxLength: 3 })),
  stand_in: optional(word),
  overrides: optional(
    fc.record({ code_page: optional(fc.nat(255)), columns: optional(fc.integer({ min: 16, max: 96 })) }),
  ),
});
const edit = fc.record({
  tables: fc.record(
    {
      register: fc.record({ id: word, name: word, series: word, timezone: optional(word) }),
      drawer: fc.option(fc.record({ via: optional(word), pin: optional(fc.constantFrom(2, 5)) })),
      display: fc.option(fc.record({ url: word, profile: optional(word) })),
      scanner: fc.option(fc.record({ url: word })),
    },
    { requiredKeys: [] },
  ),
  printers: optional(fc.uniqueArray(printer, { selector: ({ id }) => id, maxLength: 4 })),
});
const present = (value: unknown) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** The file's values with those of the edit in their place. */
function meant(source: string, { tables, printers }: ConfigEdit): unknown {
  const values = read(source);
  for (const [name, table] of Object.entries(tables)) {
    if (table === null) delete values[name];
    else values[name] = present(table);
  }
  if (printers) {
    if (printers.length === 0) delete values.printer;
    else values.printer = printers.map(present);
  }
  return values;
}

test('what was written reads back as it was meant, nothing else has changed, and writing it again changes nothing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('', heading('/etc/kasad/kasad.toml'), sample, odd, nested, nested.trimEnd()),
      fc.array(edit, { minLength: 1, maxLength: 3 }),
      (source, edits) => {
        let text = source;
        for (const one of edits) {
          const next = editConfig(text, one);
          expect(read(next)).toEqual(meant(text, one));
          expect(editConfig(next, one)).toBe(next);
          text = next;
        }
      },
    ),
    { numRuns: 400 },
  );
});

test("a technician's file keeps its comments and its lines; only the values that differ are written anew", () => {
  const edited = editConfig(sample, {
    tables: {
      register: { id: 'pokladna-1', name: 'Pokladna v sále', series: 'R1', timezone: 'Europe/Prague' },
    },
  });
  expect(edited).toBe(sample.replace('"Pokladna u baru"', '"Pokladna v sále"'));
});

test('a device is put in and taken out, and the file is what it was', () => {
  const with_ = editConfig(nested, { tables: { display: { url: 'serial:/dev/ttyUSB2?baud=9600' } } });
  expect(with_).toBe(`${nested}\n# Zákaznický displej.\n[display]\nurl = "serial:/dev/ttyUSB2?baud=9600"\n`);
  expect(editConfig(with_, { tables: { display: null } })).toBe(nested);
});

test('of a printer that stays, the sub-table goes only when it says something else', () => {
  const u = { id: 'u', name: 'U', url: 'tcp://10.0.0.5:9100' };
  expect(editConfig(nested, { tables: {}, printers: [{ ...u, overrides: { columns: 42 } }] })).toBe(nested);
  const other = editConfig(nested, {
    tables: {},
    printers: [
      { ...u, overrides: { code_page: 18 } },
      { id: 'k', name: 'K', url: 'tcp://10.0.0.6:9100' },
    ],
  });
  expect(comments(other)).toContain('# za barem');
  expect(comments(other)).toContain('# hlavní');
  expect(other).toContain('overrides = { code_page = 18 }');
  expect(other).not.toContain('[printer.overrides]');
  expect(other.indexOf('id = "k"')).toBeGreaterThan(other.indexOf('code_page'));
});
