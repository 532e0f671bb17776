import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueCertificate, keyOf, p12Of } from '../../eet/credential/issue.fixture.ts';
import { samples } from '../../eet/samples.fixture.ts';
import { eet } from './terminal.fixture.ts';

const official = samples();
const PASSWORD = 'aB3dE6gH';
const SALE = {
  hlavicka: {
    dat_odesl: '2026-11-24T11:00:00+01:00',
    prvni_zaslani: 'true',
    uuid_zpravy: '03965780-6457-4842-bd80-5f9195c0b8c8',
  },
  data: {
    celk_trzba: '165.00',
    dat_trzby: '2026-11-24T11:00:00+01:00',
    eic_popl: 'CZ00000019',
    id_jednotky: '303',
    id_pokl: 'pokladna-1',
    porad_cis: 'R1-2026-000123',
  },
};

let folder: string;
let p12: string;
let password: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kasad-sign-'));
  [p12, password] = [join(folder, 'own.p12'), join(folder, 'password')];
  writeFileSync(p12, p12Of(keyOf(), [issueCertificate()], PASSWORD));
  writeFileSync(password, `${PASSWORD}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sign = (input: unknown, ...args: string[]) =>
  eet(['sign', '--p12', p12, ...args], JSON.stringify(input));

describe('kasad eet sign', () => {
  test('writes a message that another program believes', async () => {
    const { code, out, err } = await sign(SALE, '--password', PASSWORD);
    expect([code, err]).toEqual([0, '']);
    const [message, certificate] = [join(folder, 'message.xml'), join(folder, 'certificate.pem')];
    writeFileSync(message, out);
    writeFileSync(certificate, issueCertificate().toString());
    const ids = ['--id-attr:Id', 'http://schemas.xmlsoap.org/soap/envelope/:Body'];
    const verify = [
      '--verify',
      '--enabled-key-data',
      'rsa',
      '--pubkey-cert-pem',
      certificate,
      ...ids,
      message,
    ];
    expect(() => execFileSync('xmlsec1', verify, { stdio: 'pipe' })).not.toThrow();
    expect(out).toContain('celk_trzba="165.00"');
  });

  test('takes the password from a file or from the environment as well', async () => {
    const { out } = await sign(SALE, '--password', PASSWORD);
    expect((await sign(SALE, '--password-file', password)).out).toBe(out);
    const env = { KASAD_P12_PASSWORD: PASSWORD };
    expect((await eet(['sign', '--p12', p12], JSON.stringify(SALE), env)).out).toBe(out);
  });

  test('says which values the authority would refuse, and signs nothing', async () => {
    const wrong = { ...SALE, data: { ...SALE.data, celk_trzba: '165', id_pokl: 'kavárna' } };
    const { code, out, err } = await sign(wrong, '--password', PASSWORD);
    expect([code, out]).toEqual([1, '']);
    expect(err.split('\n').map((line) => line.split(':')[0])).toEqual(['id_pokl', 'celk_trzba']);
    const { uuid_zpravy: _, ...headless } = SALE.hlavicka;
    expect((await sign({ ...SALE, hlavicka: headless }, '--password', PASSWORD)).err).toContain(
      'uuid_zpravy',
    );
  });

  test.each([
    ['is over', { notAfter: '2026-11-01T00:00:00Z' }, 'už skončila'],
    ['is not valid yet', { notBefore: '2026-12-24T00:00:00Z' }, 'ještě neplatí'],
    ['is another business’s', { commonName: 'CZ12345678' }, 'na EIČ CZ12345678, tržba na CZ00000019'],
  ])('warns of a certificate that %s, and signs all the same', async (_what, issued, said) => {
    const file = join(folder, 'doubtful.p12');
    writeFileSync(file, p12Of(keyOf(), [issueCertificate(issued)], PASSWORD));
    const { code, out, err } = await eet(
      ['sign', '--p12', file, '--password', PASSWORD],
      JSON.stringify(SALE),
    );
    expect([code, err]).toEqual([0, expect.stringContaining(said)]);
    expect(err.split('\n')).toHaveLength(1);
    expect(out).toContain('<ds:SignatureValue>');
  });

  test.each([
    ['no object', 'null', ['Na standardní vstup']],
    ['no head', { data: SALE.data }, ['Na standardní vstup']],
    ['a head of nothing', { ...SALE, hlavicka: null }, ['Na standardní vstup']],
    ['a list', { ...SALE, data: [] }, ['Na standardní vstup']],
    [
      'values of another kind',
      {
        hlavicka: { ...SALE.hlavicka, prvni_zaslani: 1 },
        data: { ...SALE.data, id_pokl: null, porad_cis: ['1'], celk_trzba: 165 },
      },
      ['prvni_zaslani', 'celk_trzba', 'id_pokl', 'porad_cis'],
    ],
    [
      'names of its own',
      { ...SALE, data: { ...SALE.data, fik: '1', constructor: '2' } },
      ['fik', 'constructor'],
    ],
    ['half of the ids', { ...SALE, ids: { body: 'B' } }, ['ids']],
    [
      'ids that would be markup',
      { ...SALE, ids: { body: '"/><a b="', token: 'T', signature: 'S', keyInfo: 'K', reference: 'R' } },
      ['ids'],
    ],
    [
      'the same id twice',
      { ...SALE, ids: { body: 'B', token: 'B', signature: 'S', keyInfo: 'K', reference: 'R' } },
      ['ids'],
    ],
  ])('signs nothing of %s, and says what is wrong, a line each', async (_what, input, said) => {
    const { code, out, err } = await sign(input, '--password', PASSWORD);
    expect([code, out]).toEqual([1, '']);
    const lines = err.split('\n');
    expect(lines).toHaveLength(said.length);
    for (const [at, start] of said.entries()) expect(lines[at]).toMatch(new RegExp(`^${start}`));
  });

  test('takes a truth for the same whether it is in quotes or not', async () => {
    const bare = { ...SALE, hlavicka: { ...SALE.hlavicka, prvni_zaslani: true, overeni: false } };
    const { out } = await sign(bare, '--password', PASSWORD);
    expect(out).toContain('overeni="false" prvni_zaslani="true"');
    const quoted = { ...SALE, hlavicka: { ...SALE.hlavicka, overeni: 'false' } };
    expect((await sign(quoted, '--password', PASSWORD)).out).toBe(out);
  });

  test.each([
    ['no password', SALE, [], 'Chybí heslo'],
    ['a wrong password', SALE, ['--password', 'Opice123'], 'Heslo k certifikátu nesedí'],
    ['no sale', [], ['--password', PASSWORD], 'JSON'],
    ['a name of its own', { ...SALE, data: { ...SALE.data, fik: '1' } }, ['--password', PASSWORD], 'fik'],
  ])('with %s says so, and never the password', async (_what, input, args, said) => {
    const { code, out, err } = await sign(input, ...args);
    expect(code).toBeGreaterThan(0);
    expect(out).toBe('');
    expect(err).toContain(said);
    expect(err).not.toContain('nenahrál');
    expect(err).not.toContain('Opice123');
    expect(err).not.toContain(PASSWORD);
  });

  test.runIf(official)('writes the official sample over again', async () => {
    const [vector] = JSON.parse(official?.read('vectors.json').toString() ?? '[]');
    const file = join(folder, 'official.p12');
    writeFileSync(file, official?.read(vector.p12) ?? '');
    const sample = official?.read('requests/CZ00000019.eet.v4.req.xml').toString() ?? '';
    const body = /Body wsu:Id="([^"]+)"/.exec(sample)?.[1];
    const ids = { body, token: 'T', signature: 'S', keyInfo: 'K', reference: 'R' };
    const { hlavicka, data } = vector;
    const given = JSON.stringify({ hlavicka, data, ids });
    const { out } = await eet(['sign', '--p12', file, '--password', vector.p12_password], given);
    expect(out).toContain(`<ds:DigestValue>${vector.digest_value}<`);
    expect(out).toContain(`<ds:SignatureValue>${vector.signature_value}<`);
  });
});
