import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { samples } from '../samples.fixture.ts';
import { readXml } from '../xml/read.ts';
import { isTrue, readTrzba } from './schema.ts';

const EET = 'http://fs.gov.cz/eet/schema/v4';
const HEAD = {
  uuid_zpravy: '03965780-6457-4842-bd80-5f9195c0b8c8',
  dat_odesl: '2027-01-09T16:45:37+01:00',
  prvni_zaslani: 'true',
};
const DATA = {
  eic_popl: 'CZ12345678',
  id_jednotky: '243',
  id_pokl: 'bar',
  porad_cis: 'R1-2026-000123',
  dat_trzby: '2027-01-09T16:45:36+01:00',
  celk_trzba: '3264.50',
};

type Attributes = Readonly<Record<string, string | undefined>>;

const written = (attributes: Attributes): string =>
  Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${value?.replace(/[&"<]/g, (one) => `&#${one.charCodeAt(0)};`)}"`)
    .join('');
const trzba = (head: Attributes, data: Attributes): string =>
  `<Trzba xmlns="${EET}"><Hlavicka${written(head)}/><Data${written(data)}/></Trzba>`;

function breachOf(xml: string): string | undefined {
  const read = readXml(Buffer.from(xml));
  if (!read.ok) return read.reason;
  const found = readTrzba(read.root);
  return 'breach' in found ? found.breach : undefined;
}

// ---- values near what is allowed, on both sides of it

const near = (...good: string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...good).chain((text) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(text) },
      fc
        .tuple(
          fc.nat(text.length),
          fc.constantFrom('0', '9', '-', '+', '.', 'Z', ' ', 'ř', 'T', 'CZ', '_', '\t'),
        )
        .map(([at, piece]) => text.slice(0, at) + piece + text.slice(at)),
      fc.nat(text.length).map((at) => text.slice(0, at) + text.slice(at + 1)),
    ),
  );
const amount = near(
  '0.00',
  '-0.00',
  '-0.01',
  '-0.90',
  '12.30',
  '.20',
  '020.45',
  '1.2',
  '99999999.99',
  '-99999999.99',
  '100000000.00',
  '+1.00',
);
const moment = near(
  '2027-01-09T16:45:36+01:00',
  '2028-02-29T00:00:00Z',
  '2027-02-29T00:00:00Z',
  '2000-02-29T23:59:59-14:00',
  '1900-02-29T00:00:00Z',
  '2027-04-31T00:00:00Z',
  '2027-13-01T00:00:00Z',
  '2027-00-10T00:00:00Z',
  '2027-01-09T24:00:00Z',
  '2027-01-09T24:00:01Z',
  '2027-01-09T16:60:00Z',
  '2027-01-09T16:45:60Z',
  '2027-01-09T16:45:36+14:01',
  '2027-01-09T16:45:36+02:60',
  '0000-01-01T00:00:00Z',
  '2027-01-09T16:45:36.0Z',
  '2027-01-09T16:45:36',
);
const truth = near('true', 'false', '1', '0', 'TRUE', 'yes', '');
const eic = near('CZ12345678', 'CZ123456789', 'CZ1234567890', 'SK12345678');
const word = (long: number) =>
  near('bar', '/5604/MA65', 'a', 'x'.repeat(long), 'x'.repeat(long + 1), '#_ ,;:.', '');
const head = fc.record(
  {
    uuid_zpravy: near(
      HEAD.uuid_zpravy,
      '03965780-6457-7842-bd80-5f9195c0b8c8',
      '03965780-6457-1842-cd80-5f9195c0b8c8',
    ),
    dat_odesl: moment,
    prvni_zaslani: truth,
    overeni: truth,
    jine: fc.constant('x'),
  },
  { requiredKeys: ['uuid_zpravy', 'dat_odesl', 'prvni_zaslani'] },
);
const data = fc.record(
  {
    eic_popl: eic,
    eic_poverujiciho: eic,
    povereni_vice_popl: truth,
    id_jednotky: near('1', '243', '999999999', '1000000000', '0', '-1', '+1', '01'),
    id_pokl: word(20),
    porad_cis: word(25),
    dat_trzby: moment,
    celk_trzba: amount,
    urceno_cerp_zuct: amount,
    cerp_zuct: amount,
  },
  { requiredKeys: ['eic_popl', 'id_jednotky', 'id_pokl', 'porad_cis', 'dat_trzby', 'celk_trzba'] },
);

/** One value at a time, so that few are refused for several reasons. */
const one = fc
  .oneof(
    head.chain((of) =>
      fc.constantFrom(...Object.keys(of)).map((key) => ({ ...HEAD, [key]: of[key as 'jine'] })),
    ),
    fc.constant(HEAD),
  )
  .chain((first) =>
    fc
      .oneof(
        data.chain((of) =>
          fc.constantFrom(...Object.keys(of)).map((key) => ({ ...DATA, [key]: of[key as 'id_pokl'] })),
        ),
        fc.constant(DATA),
        fc.constantFrom(...Object.keys(DATA)).map((key) => ({ ...DATA, [key]: undefined })),
      )
      .map((second) => trzba(first, second)),
  );

const structures = [
  `<Trzba xmlns="${EET}"/>`,
  `<Trzba><Hlavicka/><Data/></Trzba>`,
  trzba(HEAD, DATA).replace('<Trzba', '<Trzba a="b"'),
  trzba(HEAD, DATA).replace('<Data', ' text <Data'),
  trzba(HEAD, DATA).replace('<Data', '\n  <Data'),
  trzba(HEAD, DATA).replace(/(<Data.*\/>)/, '$1$1'),
  trzba(HEAD, DATA).replace(/(<Hlavicka.*?\/>)(<Data.*?\/>)/, '$2$1'),
  trzba(HEAD, DATA).replace(/(<Data[^>]*)\/>/, '$1> </Data>'),
  trzba(HEAD, DATA).replace(/(<Data[^>]*)\/>/, '$1></Data>'),
  trzba(HEAD, DATA).replace(/(<Data[^>]*)\/>/, '$1><!-- x --></Data>'),
  trzba(HEAD, DATA).replace('<Data ', '<Data xmlns:x="urn:x" x:y="z" '),
];

describe('what the double allows of a sale', () => {
  test('is the whole of a right one', () => {
    expect(breachOf(trzba(HEAD, DATA))).toBe(undefined);
    const full = { ...DATA, eic_poverujiciho: 'CZ1', povereni_vice_popl: 'ano' };
    expect(breachOf(trzba(HEAD, full))).toBe('Data/@eic_poverujiciho');
    expect(breachOf(`<Odpoved xmlns="${EET}"><Hlavicka/><Chyba kod="1"/></Odpoved>`)).toBe('not a Trzba');
    expect(breachOf(trzba({ ...HEAD, overeni: '' }, DATA))).toBe('Hlavicka/@overeni');
    expect(breachOf(trzba(HEAD, { ...DATA, id_pokl: undefined }))).toBe('Data without id_pokl');
    expect([' true ', '1', 'false', '0', '', undefined].map(isTrue)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  const official = samples();
  if (official) {
    test('is what xmllint takes by the official schema, and nothing that it refuses', () => {
      const folder = mkdtempSync(join(tmpdir(), 'kasad-eet-'));
      try {
        const put = (name: string, text: string | Buffer) => {
          writeFileSync(join(folder, name), text);
          return join(folder, name);
        };
        const schema = put('schema.xsd', official.read('schema/EETXMLSchema.xsd'));
        const all = [...structures, ...fc.sample(one, { numRuns: 1_500, seed: 20263 })];
        const files = all.map((xml, at) => put(`sale-${at}.xml`, xml));
        let said = '';
        try {
          execFileSync('xmllint', ['--noout', '--schema', schema, ...files], {
            stdio: 'pipe',
            maxBuffer: 64e6,
          });
        } catch (error) {
          said = (error as { stderr: Buffer }).stderr.toString();
        }
        const refused = new Set(
          [...said.matchAll(/(sale-\d+\.xml) fails to validate/g)].map(([, name]) => name),
        );
        const verdicts = all.map((xml, at) => ({
          xml,
          ours: breachOf(xml) === undefined,
          theirs: !refused.has(`sale-${at}.xml`),
        }));
        expect(verdicts.filter(({ ours, theirs }) => ours !== theirs)).toEqual([]);
        expect(refused.size).toBeGreaterThan(300);
        expect(all.length - refused.size).toBeGreaterThan(300);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});
