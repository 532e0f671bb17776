import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueCredential } from '../credential/issue.fixture.ts';
import { openP12 } from '../credential/p12.ts';
import type { Head, Sale } from '../sale.ts';
import { samples } from '../samples.fixture.ts';
import { canonical } from '../xml/canonical.ts';
import { allOf, isNamed } from '../xml/element.ts';
import { readXml } from '../xml/read.ts';
import { faultsOf } from './limits.ts';
import { buildMessage, EET_NAMESPACE, identityOf, MESSAGE_BYTES_MAX } from './message.ts';

const official = samples();
const own = issueCredential();

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

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kasad-eet-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** What another program says of the signature: it is given nothing but the authority's certificate. */
function xmlsec(xml: string): boolean {
  const file = written('message.xml', xml);
  const certificate = written('certificate.pem', own.certificate.toString());
  const ids = ['--id-attr:Id', 'http://schemas.xmlsoap.org/soap/envelope/:Body'];
  try {
    execFileSync(
      'xmlsec1',
      ['--verify', '--enabled-key-data', 'rsa', '--pubkey-cert-pem', certificate, ...ids, file],
      { stdio: 'pipe' },
    );
    return true;
  } catch {
    return false;
  }
}

describe('a message', () => {
  test('is known again by six values, as in the authority’s own example', () => {
    expect(identityOf(SALE)).toBe(
      'CZ00000019|243|24/A-6/Brno_2|#135433c/11/2027|2027-01-09T16:45:36+01:00|3264.50',
    );
  });

  test('bears each value under its official name, once, and leaves out what is not given', () => {
    const { xml } = buildMessage(
      { ...SALE, delegatingEic: 'CZ12345678', delegatedByMany: false, prepaid: '25.00', drawn: '-0.01' },
      { ...HEAD, first: false, verification: true },
      own,
    );
    expect(xml).toContain(
      '<v4:Hlavicka dat_odesl="2027-01-09T16:45:37+01:00" overeni="true" prvni_zaslani="false"' +
        ' uuid_zpravy="03965780-6457-4842-bd80-5f9195c0b8c8"></v4:Hlavicka>' +
        '<v4:Data celk_trzba="3264.50" cerp_zuct="-0.01" dat_trzby="2027-01-09T16:45:36+01:00"' +
        ' eic_popl="CZ00000019" eic_poverujiciho="CZ12345678" id_jednotky="243" id_pokl="24/A-6/Brno_2"' +
        ' porad_cis="#135433c/11/2027" povereni_vice_popl="false" urceno_cerp_zuct="25.00"></v4:Data>',
    );
    const bare = buildMessage(SALE, HEAD, own).xml;
    for (const name of [
      'overeni',
      'eic_poverujiciho',
      'povereni_vice_popl',
      'urceno_cerp_zuct',
      'cerp_zuct',
    ]) {
      expect(bare).not.toContain(name);
    }
  });

  test('is signed so that another program believes it, and no longer when a byte is changed', () => {
    const { xml } = buildMessage(SALE, HEAD, own);
    expect(xmlsec(xml)).toBe(true);
    expect(xmlsec(xml.replace('3264.50', '3264.51'))).toBe(false);
  });

  test('stands in its canonical form as it is written', () => {
    const read = readXml(Buffer.from(buildMessage(SALE, HEAD, own).xml));
    if ('fault' in read) throw new Error(read.fault);
    const body = [...allOf(read.root)].find((one) => one.local === 'Body');
    const text = buildMessage(SALE, HEAD, own).xml;
    expect(body && canonical(body, ['v4'])).toBe(
      text.slice(text.indexOf('<soapenv:Body'), text.indexOf('</soapenv:Envelope>')),
    );
    expect([...allOf(read.root)].filter((one) => isNamed(one, EET_NAMESPACE, 'Data'))).toHaveLength(1);
  });

  test('says what it is called by, and is no larger than allowed', () => {
    const longest: Sale = {
      eic: `CZ${'9'.repeat(10)}`,
      delegatingEic: `CZ${'9'.repeat(10)}`,
      delegatedByMany: false,
      unitId: '999999999',
      registerId: 'x'.repeat(20),
      number: 'y'.repeat(25),
      soldAt: HEAD.sentAt,
      total: '-99999999.99',
      prepaid: '-99999999.99',
      drawn: '-99999999.99',
    };
    const message = buildMessage(longest, { ...HEAD, first: false, verification: false }, own);
    expect(message.uuid).toBe(HEAD.uuid);
    expect(message.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(Buffer.byteLength(message.xml)).toBeLessThan(MESSAGE_BYTES_MAX / 2);
    expect(message.xml).toMatch(/^[\x20-\x7e]+$/);
  });

  test('of a sale that breaks a limit is not made', () => {
    expect(() => buildMessage({ ...SALE, total: '20.5' }, HEAD, own)).toThrow('celk_trzba');
  });

  test.runIf(official)('comes out as the official sample does, to the byte', () => {
    const [vector] = JSON.parse(official?.read('vectors.json').toString() ?? '[]');
    const credential = openP12(official?.read(vector.p12) ?? Buffer.alloc(0), vector.p12_password);
    if ('fault' in credential) throw new Error(credential.fault);
    expect([credential.eic, credential.environment]).toEqual(['CZ00000019', 'playground']);
    const { data, hlavicka } = vector;
    const sale: Sale = {
      eic: data.eic_popl,
      unitId: data.id_jednotky,
      registerId: data.id_pokl,
      number: data.porad_cis,
      soldAt: data.dat_trzby,
      total: data.celk_trzba,
      prepaid: data.urceno_cerp_zuct,
      drawn: data.cerp_zuct,
    };
    const head: Head = {
      uuid: hlavicka.uuid_zpravy,
      sentAt: hlavicka.dat_odesl,
      first: true,
      verification: false,
    };
    const sample = official?.read('requests/CZ00000019.eet.v4.req.xml').toString() ?? '';
    const idOf = (pattern: RegExp) => pattern.exec(sample)?.[1] ?? '';
    const { xml } = buildMessage(sale, head, credential, {
      body: idOf(/Body wsu:Id="([^"]+)"/),
      token: idOf(/wsu:Id="(X509-[^"]+)"/),
      signature: idOf(/Id="(SIG-[^"]+)"/),
      keyInfo: idOf(/Id="(KI-[^"]+)"/),
      reference: idOf(/Id="(STR-[^"]+)"/),
    });
    expect(identityOf(sale)).toBe(vector.uniqueness_plaintext);
    expect(xml).toContain(official?.read(vector.body_c14n).toString());
    expect(xml).toContain(official?.read(vector.signedinfo_c14n).toString());
    expect(xml).toContain(`<ds:DigestValue>${vector.digest_value}<`);
    expect(xml).toContain(`<ds:SignatureValue>${vector.signature_value}<`);
  });
});

// ---- limits: near what is allowed, on both sides of it

const mutated = (good: string) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(good) },
    fc
      .tuple(
        fc.nat(good.length),
        fc.constantFrom('', '0', '9', '-', '+', '.', 'Z', ' ', 'á', '"', '&', 'T', 'CZ'),
      )
      .map(([at, piece]) => good.slice(0, at) + piece + good.slice(at)),
    fc.nat(good.length).map((at) => good.slice(0, at) + good.slice(at + 1)),
  );
const moment = fc
  .tuple(
    fc.integer({ min: 2000, max: 2099 }),
    fc.integer({ min: 0, max: 13 }),
    fc.integer({ min: 0, max: 32 }),
    fc.integer({ min: 0, max: 24 }),
    fc.integer({ min: 0, max: 60 }),
    fc.constantFrom('Z', '+01:00', '-14:00', '+14:01', '+02:60', ''),
  )
  .map(([y, mo, d, h, mi, zone]) => {
    const two = (n: number) => String(n).padStart(2, '0');
    return `${y}-${two(mo)}-${two(d)}T${two(h)}:${two(mi)}:00${zone}`;
  })
  // xs:dateTime also takes midnight as the 24th hour of the day before; ours never says so.
  .filter((text) => !text.includes('T24:'));
const amount = fc.oneof(
  fc.constantFrom(
    '0.00',
    '-0.00',
    '-0.01',
    '-0.10',
    '.20',
    '020.45',
    '1.2',
    '1.234',
    '99999999.99',
    '-99999999.99',
    '100000000.00',
    '1e3',
  ),
  fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }).map((haler) => {
    const text = String(Math.abs(haler)).padStart(3, '0');
    return `${haler < 0 ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
  }),
);
const sale: fc.Arbitrary<Sale> = fc.record(
  {
    eic: mutated('CZ12345678'),
    unitId: mutated('243'),
    registerId: mutated('pokladna-1'),
    number: mutated('R1-2026-000123'),
    soldAt: fc.oneof(moment, mutated('2027-01-09T16:45:36+01:00')),
    total: amount,
    delegatingEic: mutated('CZ1234567890'),
    delegatedByMany: fc.boolean(),
    prepaid: amount,
    drawn: amount,
  },
  { requiredKeys: ['eic', 'unitId', 'registerId', 'number', 'soldAt', 'total'] },
);

/** As anybody would write it: nothing of what writes messages has a part in it. */
function plain(of: Sale): string {
  const escaped = (value: unknown) => String(value).replace(/[&"<]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const data = Object.entries({
    eic_popl: of.eic,
    eic_poverujiciho: of.delegatingEic,
    povereni_vice_popl: of.delegatedByMany,
    id_jednotky: of.unitId,
    id_pokl: of.registerId,
    porad_cis: of.number,
    dat_trzby: of.soldAt,
    celk_trzba: of.total,
    urceno_cerp_zuct: of.prepaid,
    cerp_zuct: of.drawn,
  })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
  return (
    `<Trzba xmlns="${EET_NAMESPACE}"><Hlavicka uuid_zpravy="${HEAD.uuid}" dat_odesl="${HEAD.sentAt}"` +
    ` prvni_zaslani="true"/><Data${data}/></Trzba>`
  );
}

describe('the limits', () => {
  test.each([
    ['uuid', { uuid: '03965780-6457-7842-bd80-5f9195c0b8c8' }],
    ['sentAt', { sentAt: '2027-01-09T16:45:36.000Z' }],
  ])('of a head: %s', (field, patch) => {
    expect(faultsOf(SALE, { ...HEAD, ...patch }).map((fault) => fault.field)).toEqual([field]);
  });

  test('name every value that breaks them', () => {
    const none = { eic: '', unitId: '0', registerId: '', number: 'ř', soldAt: '', total: '' };
    expect(faultsOf(none).map(({ official: name }) => name)).toEqual([
      'eic_popl',
      'id_jednotky',
      'id_pokl',
      'porad_cis',
      'dat_trzby',
      'celk_trzba',
    ]);
  });

  test.runIf(official)(
    'are those of the official schema: xmllint takes what they take, and nothing else',
    () => {
      const schema = written('schema.xsd', official?.read('schema/EETXMLSchema.xsd') ?? '');
      const sales = fc.sample(sale, { numRuns: 400, seed: 20261 });
      const files = sales.map((one, index) => written(`sale-${index}.xml`, plain(one)));
      let said = '';
      try {
        execFileSync('xmllint', ['--noout', '--schema', schema, ...files], { stdio: 'pipe' });
      } catch (error) {
        said = (error as { stderr: Buffer }).stderr.toString();
      }
      const verdicts = sales.map((one, index) => ({
        one,
        ours: faultsOf(one).length === 0,
        theirs: !said.includes(`sale-${index}.xml fails to validate`),
      }));
      expect(verdicts.filter(({ ours, theirs }) => ours !== theirs)).toEqual([]);
      expect(verdicts.filter(({ ours }) => ours).length).toBeGreaterThan(20);
      expect(verdicts.filter(({ ours }) => !ours).length).toBeGreaterThan(100);
    },
  );

  test.runIf(official)('make messages whose Trzba the official schema takes', () => {
    const schema = written('schema.xsd', official?.read('schema/EETXMLSchema.xsd') ?? '');
    const sound = fc.sample(sale, { numRuns: 600, seed: 7 }).filter((one) => faultsOf(one).length === 0);
    expect(sound.length).toBeGreaterThan(20);
    const files = sound.map((one, index) => {
      const { xml } = buildMessage(one, HEAD, own);
      const trzba = xml.slice(xml.indexOf('<v4:Trzba>'), xml.indexOf('</soapenv:Body>'));
      return written(
        `trzba-${index}.xml`,
        trzba.replace('<v4:Trzba>', `<v4:Trzba xmlns:v4="${EET_NAMESPACE}">`),
      );
    });
    expect(() =>
      execFileSync('xmllint', ['--noout', '--schema', schema, ...files], { stdio: 'pipe' }),
    ).not.toThrow();
  });
});
