import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  authority,
  confirmation,
  envelope,
  odpoved,
  parts,
  unsigned,
} from '../answer/signed-answers.fixture.ts';
import { samples } from '../samples.fixture.ts';
import { readXml } from '../xml/read.ts';
import { attacks } from './attacks.fixture.ts';
import { SOAP } from './names.ts';
import { verifyBody } from './verify.ts';

const dir = mkdtempSync(join(tmpdir(), 'kasad-signature-'));
afterAll(() => rmSync(dir, { recursive: true }));
const ours = authority();
const inside = odpoved(confirmation());

function judged(xml: string | Buffer) {
  const document = readXml(Buffer.from(xml));
  if (!document.ok) throw new Error(document.reason);
  return verifyBody(document.root);
}

/** Whether xmlsec1 takes a signature as one by this certificate's key, wherever it stands and whatever it covers. */
function xmlsecTakes(xml: string | Buffer, certificate: X509Certificate): boolean {
  const [file, pem] = [join(dir, 'message.xml'), join(dir, 'signer.pem')];
  writeFileSync(file, xml);
  writeFileSync(pem, certificate.toString());
  const ids = [`${SOAP}:Body`, 'urn:x:Other', 'w'].flatMap((name) => ['--id-attr:Id', name]);
  return spawnSync('xmlsec1', ['--verify', ...ids, '--pubkey-cert-pem', pem, file]).status === 0;
}

describe('a signature over the body', () => {
  const good = parts(inside, ours.signer);
  test.each([
    ['as ours', envelope(good)],
    ['with prefixes listed', envelope(parts(inside, ours.signer, { prefixes: 's wsu' }))],
    [
      'with lines and comments within',
      envelope({
        ...good,
        token: good.token
          .replace(/>MII[^<]+/, (text) => text.replace(/(.{76})/g, '$1\r\n'))
          .replace('>MII', '><!-- c -->MII'),
        body: good.body.replace('<e:Potvrzeni', '<!-- c --><e:Potvrzeni'),
      }).replace(/(SignatureValue>.{9})/, '$1<!-- c -->\n'),
    ],
    ['with a refusal put behind it', envelope(good, { after: odpoved('<e:Chyba kod="4"/>') })],
  ])('holds: %s', (_, xml) => {
    const found = judged(xml);
    expect(found).toMatchObject({ state: 'intact' });
    if (found.state !== 'intact') return;
    expect(found.certificate.fingerprint256).toBe(ours.signer.certificate.fingerprint256);
    expect([found.body.local, found.body.parent?.local, found.body.parent?.parent]).toEqual([
      'Body',
      'Envelope',
      null,
    ]);
    expect(xmlsecTakes(xml, ours.signer.certificate)).toBe(true);
  });

  test('is none where nobody has signed', () => {
    expect(judged(unsigned(inside))).toEqual({ state: 'none' });
    expect(judged('<html/>')).toEqual({ state: 'none' });
  });

  const all = attacks(ours);
  test.each(Object.entries(all))('does not hold: %s', (_, { xml, reason, xmlsec }) => {
    expect(judged(xml)).toEqual({ state: 'broken', reason: expect.stringMatching(reason) });
    // What another takes and we do not is a matter of form; what it refuses is forged whatever the form.
    expect(xmlsecTakes(xml, ours.signer.certificate)).toBe(xmlsec);
  });

  test('does not hold by a key that is too short, or of another kind', () => {
    const made = (...key: string[]) => {
      const path = join(dir, 'key.pem');
      execFileSync(
        'openssl',
        [
          'req',
          '-x509',
          '-nodes',
          '-subj',
          '/CN=x',
          '-days',
          '9',
          '-keyout',
          path,
          '-out',
          `${path}.crt`,
          ...key,
        ],
        { stdio: 'pipe' },
      );
      return execFileSync('openssl', ['x509', '-in', `${path}.crt`]).toString();
    };
    for (const pem of [
      made('-newkey', 'rsa:1024'),
      made('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'),
    ]) {
      const signer = { certificate: new X509Certificate(pem), key: ours.signer.key };
      expect(judged(envelope(parts(inside, signer)))).toMatchObject({
        reason: expect.stringMatching(/not RSA of 2048/),
      });
    }
    const another = { ...ours.signer, key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey };
    expect(judged(envelope(parts(inside, another)))).toMatchObject({
      reason: expect.stringMatching(/not by the key/),
    });
  });

  const official = samples();
  if (official) {
    test.each(['requests/CZ00000019.eet.v4.req.xml', 'responses/playground-accepted.2026-07-21.xml'])(
      'holds: %s',
      (path) => {
        const found = judged(official.read(path));
        expect(found).toMatchObject({ state: 'intact' });
        if (found.state === 'intact') expect(xmlsecTakes(official.read(path), found.certificate)).toBe(true);
      },
    );
  }
});
