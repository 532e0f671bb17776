import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueCredential } from '../credential/issue.fixture.ts';
import type { Head, Sale } from '../sale.ts';
import { samples } from '../samples.fixture.ts';
import { faultsOf } from './limits.ts';
import { buildMessage, EET_NAMESPACE } from './message.ts';

const official = samples();

const SALE: Sale = {
  eic: 'CZ00000019',
  unitId: '243',
  registerId: '24/A-6/Brno_2',
  number: '#135433c/11/2027',
  soldAt: '2027-01-09T16:45:36+01:00',
  total: '3264.50',
};
const HEAD: Head = {
  uuid: '03965780-6457-4842-bd80-5f9195c0b8c8',
  sentAt: '2027-01-09T16:45:37+01:00',
  first: true,
};

const HEAD_NAMES: Readonly<Record<keyof Head, string>> = {
  uuid: 'uuid_zpravy',
  sentAt: 'dat_odesl',
  first: 'prvni_zaslani',
  verification: 'overeni',
};
const SALE_NAMES: Readonly<Record<keyof Sale, string>> = {
  eic: 'eic_popl',
  delegatingEic: 'eic_poverujiciho',
  delegatedByMany: 'povereni_vice_popl',
  unitId: 'id_jednotky',
  registerId: 'id_pokl',
  number: 'porad_cis',
  soldAt: 'dat_trzby',
  total: 'celk_trzba',
  prepaid: 'urceno_cerp_zuct',
  drawn: 'cerp_zuct',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kasad-limits-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** Of each document, whether the official schema takes it. One run of xmllint for all of them. */
function taken(documents: readonly string[]): boolean[] {
  const schema = written('schema.xsd', official?.read('schema/EETXMLSchema.xsd') ?? '');
  const files = documents.map((text, index) => written(`document-${index}.xml`, text));
  let said = '';
  try {
    execFileSync('xmllint', ['--noout', '--schema', schema, ...files], { stdio: 'pipe' });
  } catch (error) {
    said = (error as { stderr: Buffer }).stderr.toString();
  }
  const refused = new Set(
    [...said.matchAll(/document-(\d+)\.xml fails to validate/g)].map(([, at]) => Number(at)),
  );
  return documents.map((_, index) => !refused.has(index));
}

// ---- near what is allowed, on both sides of it

const PIECES = [
  '',
  '0',
  '9',
  '-',
  '+',
  '.',
  'Z',
  ' ',
  '\t',
  'á',
  '٣',
  '"',
  '&',
  '<',
  'T',
  'f',
  'G',
  'CZ',
  '_',
  '|',
];
const mutated = (good: string) =>
  fc.oneof(
    fc.constant(good),
    fc
      .tuple(fc.nat(good.length), fc.constantFrom(...PIECES))
      .map(([at, piece]) => good.slice(0, at) + piece + good.slice(at)),
    fc
      .tuple(fc.nat(good.length - 1), fc.constantFrom(...PIECES))
      .map(([at, piece]) => good.slice(0, at) + piece + good.slice(at + 1)),
  );
const moment = fc
  .tuple(
    fc.constantFrom(0, 1, 1900, 2000, 2027, 2028, 9999),
    fc.integer({ min: 0, max: 13 }),
    fc.integer({ min: 0, max: 32 }),
    fc.integer({ min: 0, max: 24 }),
    fc.constantFrom(0, 59, 60),
    fc.constantFrom('Z', '+01:00', '-14:00', '+14:01', '+02:60', ''),
  )
  .map(([y, mo, d, h, mi, zone]) => {
    const two = (n: number) => String(n).padStart(2, '0');
    return `${String(y).padStart(4, '0')}-${two(mo)}-${two(d)}T${two(h)}:${two(mi)}:00${zone}`;
  });
const amount = fc.oneof(
  fc.constantFrom(
    '0.00',
    '-0.00',
    '-0.01',
    '-0.10',
    '00.00',
    '.20',
    '020.45',
    '1.2',
    '1.234',
    '1e3',
    '+1.00',
  ),
  fc.constantFrom('99999999.99', '-99999999.99', '100000000.00', '-100000000.00'),
  fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }).map((haler) => {
    const text = String(Math.abs(haler)).padStart(3, '0');
    return `${haler < 0 ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
  }),
  mutated('-1234.50'),
);
const eic = fc.oneof(mutated('CZ12345678'), mutated('CZ1234567890'));
const VALUES: Readonly<Record<keyof Sale | keyof Head, fc.Arbitrary<string | boolean>>> = {
  uuid: mutated(HEAD.uuid),
  sentAt: fc.oneof(moment, mutated(HEAD.sentAt)),
  first: fc.boolean(),
  verification: fc.boolean(),
  eic,
  delegatingEic: eic,
  delegatedByMany: fc.boolean(),
  unitId: fc.oneof(mutated('243'), mutated('999999999'), fc.constantFrom('0', '1', '1000000000', '')),
  registerId: fc.oneof(mutated('pokladna-1'), mutated('x'.repeat(20))),
  number: fc.oneof(mutated('R1-2026-000123'), mutated('x'.repeat(25))),
  soldAt: fc.oneof(moment, mutated(SALE.soldAt)),
  total: amount,
  prepaid: amount,
  drawn: amount,
};

/** A sound message with one value changed: another fault cannot hide what is thought of this one. */
const changed = fc.constantFrom(...(Object.keys(VALUES) as (keyof typeof VALUES)[])).chain((field) =>
  VALUES[field].map((value) => ({
    field,
    value,
    head: (field in HEAD_NAMES ? { ...HEAD, [field]: value } : HEAD) as Head,
    sale: (field in SALE_NAMES ? { ...SALE, [field]: value } : SALE) as Sale,
  })),
);

/** Any that breaks no limit, with what may be left out or without. */
function valid<T extends Sale | Head>(
  names: Readonly<Record<keyof T, string>>,
  sound: T,
): fc.Arbitrary<object> {
  const breaksNone = (field: string) => (value: string | boolean) =>
    faultsOf({ ...SALE, [field]: value }, { ...HEAD, [field]: value }).length === 0;
  const fields = Object.keys(names) as (keyof typeof VALUES)[];
  return fc.record(
    Object.fromEntries(fields.map((field) => [field, VALUES[field].filter(breaksNone(field))])),
    { requiredKeys: Object.keys(sound) },
  );
}

/** As anybody would write it: nothing of what writes messages has a part in it. */
function plain({ head, sale }: { readonly head: Head; readonly sale: Sale }): string {
  const attributes = (values: object, names: Readonly<Record<string, string>>) =>
    Object.entries(values)
      .map(([field, value]) => ` ${names[field]}="${escaped(String(value))}"`)
      .join('');
  const [hlavicka, data] = [attributes(head, HEAD_NAMES), attributes(sale, SALE_NAMES)];
  return `<Trzba xmlns="${EET_NAMESPACE}"><Hlavicka${hlavicka}/><Data${data}/></Trzba>`;
}

const escaped = (text: string) => text.replace(/[&"<\t]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * What XML Schema reads and we never write: space around a number or a time (whiteSpace is `collapse` there), and the
 * 24th hour. Nobody knows whether all the authority's programs read it.
 */
const isOnlyTheirs = (value: string | boolean) => /^\s|\s$|T24:00:00/.test(String(value));

describe('the limits', () => {
  test('name every value that breaks them, and every one that is missing', () => {
    const names = (sale: object, head?: object) =>
      faultsOf(sale as Sale, head as Head | undefined).map(({ official: name }) => name);
    const required = ['eic_popl', 'id_jednotky', 'id_pokl', 'porad_cis', 'dat_trzby', 'celk_trzba'];
    expect(names({ eic: '', unitId: '0', registerId: '', number: 'ř', soldAt: '', total: '' })).toEqual(
      required,
    );
    expect(names({}, {})).toEqual(['uuid_zpravy', 'dat_odesl', 'prvni_zaslani', ...required]);
    expect(names({ ...SALE, prepaid: '', drawn: '', delegatingEic: '' })).toEqual([
      'eic_poverujiciho',
      'urceno_cerp_zuct',
      'cerp_zuct',
    ]);
    expect(names(SALE, HEAD)).toEqual([]);
  });

  test.each([
    ['uuid', { uuid: '03965780-6457-7842-bd80-5f9195c0b8c8' }],
    ['sentAt', { sentAt: '2027-01-09T16:45:36.000Z' }],
  ])('of a head: %s', (field, patch) => {
    expect(faultsOf(SALE, { ...HEAD, ...patch }).map((fault) => fault.field)).toEqual([field]);
  });

  test.each(['-0.00', '.20', '020.45', '100000000.00', '1.5', '1,50', '1 000.00', ''])(
    'let no total of “%s” through',
    (total) => {
      expect(faultsOf({ ...SALE, total }).map((fault) => fault.field)).toEqual(['total']);
    },
  );

  test.runIf(official)('are those of the official schema, as xmllint judges it', () => {
    const cases = fc.sample(changed, { numRuns: 1_500, seed: 20261 });
    const theirs = taken(cases.map(plain));
    const verdicts = cases.map(({ field, value, head, sale }, index) => {
      const faults = faultsOf(sale, head);
      return { field, value, faults, ours: faults.length === 0, theirs: theirs[index] };
    });
    expect(verdicts.filter((one) => one.ours !== one.theirs && !isOnlyTheirs(one.value))).toEqual([]);
    expect(verdicts.filter((one) => one.ours && !one.theirs)).toEqual([]);
    expect(verdicts.filter((one) => !one.ours).map(({ faults }) => faults.map(({ field }) => field))).toEqual(
      verdicts.filter((one) => !one.ours).map(({ field }) => [field]),
    );
    // Both sides of every limit were seen.
    for (const field of Object.keys(VALUES) as (keyof typeof VALUES)[]) {
      const seen = new Set(verdicts.filter((one) => one.field === field).map(({ ours }) => ours));
      const isBoolean = ['first', 'verification', 'delegatedByMany'].includes(field);
      expect([field, seen.size]).toEqual([field, isBoolean ? 1 : 2]);
    }
  });

  test.runIf(official)('make messages whose Trzba the official schema takes', () => {
    const own = issueCredential();
    const sound = fc.sample(fc.record({ sale: valid(SALE_NAMES, SALE), head: valid(HEAD_NAMES, HEAD) }), {
      numRuns: 300,
      seed: 7,
    }) as { readonly sale: Sale; readonly head: Head }[];
    const documents = sound.map(({ head, sale }) => {
      const { xml } = buildMessage(sale, head, own);
      const trzba = xml.slice(xml.indexOf('<v4:Trzba>'), xml.indexOf('</soapenv:Body>'));
      return trzba.replace('<v4:Trzba>', `<v4:Trzba xmlns:v4="${EET_NAMESPACE}">`);
    });
    expect(taken(documents)).not.toContain(false);
  });
});
