import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueCredential } from '../credential/issue.fixture.ts';
import { openP12 } from '../credential/p12.ts';
import type { Head, Sale } from '../sale.ts';
import { samples } from '../samples.fixture.ts';
import { canonical } from '../xml/canonical.ts';
import { allOf, isNamed } from '../xml/element.ts';
import { readXml } from '../xml/read.ts';
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
