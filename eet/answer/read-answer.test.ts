import { describe, expect, test } from 'vitest';
import { samples } from '../samples.fixture.ts';
import { builtInTrust } from '../trust/built-in.ts';
import type { Asked } from './asked.ts';
import { readAnswer } from './read-answer.ts';
import {
  authority,
  confirmation,
  envelope,
  NOW_MS,
  odpoved,
  PLAYGROUND_POK,
  POK,
  parts,
  UUID,
  unsigned,
} from './signed-answers.fixture.ts';

const ours = authority();
const asked: Asked = { uuid: UUID, environment: 'production', verification: false, now_ms: NOW_MS };
const read = (xml: string, changed: Partial<Asked> = {}) =>
  readAnswer(Buffer.from(xml), { ...asked, ...changed }, ours.trust);
const signed = (inside: string, uuid: string | null = UUID) =>
  envelope(parts(odpoved(inside, uuid), ours.signer));
const refused = (code: number | string, test?: string) =>
  unsigned(
    odpoved(`<e:Chyba kod="${code}"${test === undefined ? '' : ` test="${test}"`}>Neprošlo</e:Chyba>`),
  );

describe('a confirmation', () => {
  test('is believed when the authority has signed it', () => {
    expect(read(signed(confirmation()))).toEqual({
      state: 'confirmed',
      pok: POK,
      acceptedAt: '2026-12-01T12:00:00+01:00',
      warnings: [],
      signature: 'valid',
      test: false,
      reason: '',
    });
    expect(read(signed(confirmation(PLAYGROUND_POK, 'true')), { environment: 'playground' })).toMatchObject({
      state: 'confirmed',
      pok: PLAYGROUND_POK,
      test: true,
    });
    expect(read(signed(confirmation()), { uuid: UUID.toUpperCase() })).toMatchObject({ state: 'confirmed' });
    expect(read(signed(confirmation()), { uuid: null })).toMatchObject({ state: 'confirmed' });
  });

  test('keeps its warnings, known or not', () => {
    const warnings = [1, 2, 4, 5, 6, 7, 3, 999].map(
      (code) => `<e:Varovani kod_varov="${code}"></e:Varovani>`,
    );
    const own = '<e:Varovani kod_varov="8">Jiné\n  varování\u0085</e:Varovani>';
    const outcome = read(signed(confirmation() + warnings.join('') + own));
    expect(outcome.state).toBe('confirmed');
    expect(outcome.warnings.map(({ code }) => code)).toEqual([1, 2, 4, 5, 6, 7, 3, 999, 8]);
    expect(outcome.warnings.slice(0, 6).every(({ text }) => /^[^V].{20,}\.$/.test(text))).toBe(true);
    expect(outcome.warnings[7]?.text).toBe('Varování, které tento program nezná.');
    expect(outcome.warnings[8]?.text).toBe('Jiné varování');
  });

  test('of another message is not ours, and ours is not known', () => {
    expect(read(signed(confirmation(), UUID.replace('0', '1')))).toMatchObject({
      state: 'retry',
      left: true,
      code: null,
      reason: expect.stringMatching(/another message/),
    });
    expect(read(signed(confirmation(), null))).toMatchObject({
      state: 'confirmed-unverified',
      reason: expect.stringMatching(/to which message/),
    });
  });

  test.each([
    ['unsigned', unsigned(odpoved(confirmation())), 'none', /not signed/],
    [
      'signed over something else',
      envelope({
        ...parts(odpoved(confirmation()), ours.signer),
        body: `<s:Body>${odpoved(confirmation())}</s:Body>`,
      }),
      'invalid',
      /does not hold/,
    ],
    ['with a POK of another shape', signed(confirmation('abc-08')), 'valid', /another shape/],
    ['with a POK of the playground', signed(confirmation(PLAYGROUND_POK)), 'valid', /do not agree/],
    [
      'beside a refusal, both signed',
      signed(`${confirmation()}<e:Chyba kod="4"></e:Chyba>`),
      'valid',
      /more than one thing/,
    ],
    ['twice', signed(confirmation() + confirmation(POK.replace('9', '8'))), 'valid', /more than one thing/],
  ])('%s is kept, and a person is told', (_, xml, signature, reason) => {
    expect(read(xml)).toMatchObject({
      state: 'confirmed-unverified',
      pok: expect.stringMatching(/.-(08|ff)$/),
      signature,
      reason: expect.stringMatching(reason),
    });
  });

  test('that was not asked for is kept, and a person is told', () => {
    expect(read(signed(confirmation()), { verification: true })).toMatchObject({
      state: 'confirmed-unverified',
      pok: POK,
      reason: expect.stringMatching(/only verification/),
    });
  });

  test.each([
    ['production', confirmation(PLAYGROUND_POK, 'true'), /of the playground/],
    ['production', confirmation(POK, '1'), /of the playground/],
    ['production', confirmation(POK, 'perhaps'), /of the playground/],
    ['playground', confirmation(PLAYGROUND_POK), /no test/],
    ['playground', confirmation(PLAYGROUND_POK, 'false'), /no test/],
    ['playground', confirmation(POK, '0'), /no test/],
  ] as const)('from the other environment than %s confirms nothing: %s', (environment, inside, reason) => {
    for (const xml of [signed(inside), unsigned(odpoved(inside))]) {
      const outcome = read(xml, { environment });
      expect(outcome).toMatchObject({ state: 'blocked', code: null, reason: expect.stringMatching(reason) });
      expect(outcome).not.toHaveProperty('pok');
    }
  });

  test('without a POK is none', () => {
    for (const pok of ['', 'x'.repeat(65), 'a b', '<'.replace('<', '&lt;')])
      expect(read(signed(confirmation(pok)))).toMatchObject({ state: 'retry', signature: 'valid' });
    expect(read(signed(''))).toMatchObject({ state: 'retry' });
  });

  test('has no time that is none', () => {
    const inside = odpoved(confirmation()).replace('2026-12-01T12:00:00+01:00', 'včera');
    expect(read(envelope(parts(inside, ours.signer)))).toMatchObject({
      state: 'confirmed',
      acceptedAt: null,
    });
  });
});

describe('a refusal', () => {
  test.each([
    [-1, 'retry'],
    [-999, 'retry'],
    [8, 'retry'],
    [2, 'rejected'],
    [3, 'rejected'],
    [7, 'rejected'],
    [4, 'blocked'],
    [6, 'blocked'],
    [1, 'rejected'],
    [5, 'rejected'],
    [9, 'rejected'],
    [999, 'rejected'],
  ])('with code %i is %s', (code, state) => {
    for (const [environment, xml] of [
      ['production', refused(code)],
      ['playground', refused(code, 'true')],
      ['playground', refused(code)],
    ] as const) {
      const outcome = read(xml, { environment });
      expect(outcome).toMatchObject({
        state,
        code,
        signature: 'none',
        reason: expect.stringContaining(`code ${code}, `),
      });
      expect(outcome.reason).toContain('Neprošlo');
      if (outcome.state === 'retry') expect(outcome.left).toBe(true);
    }
  });

  test('with code 0 is good news only when verification was asked for', () => {
    expect(read(refused(0), { verification: true })).toMatchObject({
      state: 'verified-only',
      reason: '',
      test: false,
    });
    expect(read(refused(0, 'true'), { verification: true, environment: 'playground' })).toMatchObject({
      state: 'verified-only',
      test: true,
    });
    expect(read(refused(0))).toMatchObject({
      state: 'rejected',
      code: 0,
      reason: expect.stringMatching(/only verified/),
    });
  });

  test('of the playground to a real sale is a matter of the address, unless it is of the moment', () => {
    for (const code of [0, 3, 4, 99])
      for (const verification of [true, false])
        expect(read(refused(code, 'true'), { verification })).toMatchObject({ state: 'blocked', code });
    expect(read(refused(-1, 'true'))).toMatchObject({ state: 'retry', code: -1 });
  });

  test('of another message, or without a code, says nothing', () => {
    const other = unsigned(odpoved('<e:Chyba kod="3"/>', UUID.replace('0', '1')));
    expect(read(other)).toMatchObject({ state: 'retry', reason: expect.stringMatching(/another message/) });
    expect(read(unsigned(odpoved('<e:Chyba kod="3"/>', null)))).toMatchObject({ state: 'rejected', code: 3 });
    for (const code of ['', 'x', '1.5', '1e2', '12345'])
      expect(read(refused(code))).toMatchObject({
        state: 'retry',
        code: null,
        reason: expect.stringMatching(/without a code/),
      });
  });
});

describe('what is no answer', () => {
  const fault =
    '<s:Fault><faultcode>s:Server</faultcode><faultstring>Nejde\nto</faultstring><detail>x</detail></s:Fault>';
  test.each([
    ['nothing', '', /empty/],
    ['a page', '<!DOCTYPE html><html><body>Údržba</body></html>', /a web page/],
    ['a page that is XML', '<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', /a web page/],
    ['a page that is not', ' \n<HTML><p>502<br></HTML>', /a web page/],
    ['text', 'Bad gateway', /not the XML/],
    ['half an answer', signed(confirmation()).slice(0, 900), /not the XML/],
    ['a SOAP Fault', unsigned(fault), /^SOAP Fault: s:Server: Nejde to$/],
    ['an empty Body', unsigned(''), /not one answer/],
    ['something else', unsigned('<x/>'), /not one answer/],
    ['our own message', unsigned('<e:Trzba xmlns:e="http://fs.gov.cz/eet/schema/v4"/>'), /not one answer/],
    [
      'an answer of the old interface',
      unsigned(odpoved(confirmation()).replace('schema/v4', 'schema/v3')),
      /not one answer/,
    ],
    ['an answer without an envelope', odpoved(confirmation()), /not one SOAP message/],
  ])('%s is tried again', (_, text, reason) => {
    expect(read(text)).toEqual({
      state: 'retry',
      left: true,
      code: null,
      warnings: [],
      signature: 'none',
      test: false,
      reason: expect.stringMatching(reason),
    });
  });
});

const official = samples();
if (official) {
  describe('a real answer', () => {
    const bytes = official.read('responses/playground-accepted.2026-07-21.xml');
    const [, uuid = ''] =
      /uuid_zpravy="([^"]+)"/.exec(official.read('requests/CZ00000019.eet.v4.req.xml').toString()) ?? [];
    const about: Asked = { ...asked, uuid, environment: 'playground', now_ms: Date.parse('2026-12-01') };

    test('confirms the message it answers', () => {
      expect(readAnswer(bytes, about, builtInTrust)).toEqual({
        state: 'confirmed',
        pok: '91616ac4-83ae-4cca-89c8-986a62bc0c44-ff',
        acceptedAt: '2026-07-21T12:05:55+02:00',
        warnings: [],
        signature: 'valid',
        test: true,
        reason: '',
      });
    });

    test('confirms nothing else, nowhere else, and after its time a person is told', () => {
      const by = (changed: Partial<Asked>) => readAnswer(bytes, { ...about, ...changed }, builtInTrust).state;
      expect(by({ uuid: UUID.replace('0', '1') })).toBe('retry');
      expect(by({ environment: 'production' })).toBe('blocked');
      expect(by({ now_ms: Date.parse('2027-06-09') })).toBe('confirmed-unverified');
      expect(readAnswer(bytes, about, ours.trust)).toMatchObject({
        state: 'confirmed-unverified',
        signature: 'untrusted',
      });
    });
  });
}
