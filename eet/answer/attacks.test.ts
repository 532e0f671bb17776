import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attacks, FORGED_POK } from '../signature/attacks.fixture.ts';
import { readAnswer } from './read-answer.ts';
import {
  authority,
  confirmation,
  envelope,
  type Issue,
  issue,
  NOW_MS,
  odpoved,
  POK,
  parts,
  SIGNER,
  UUID,
  unsigned,
} from './signed-answers.fixture.ts';

const ours = authority();
const asked = { uuid: UUID, environment: 'production', verification: false, now_ms: NOW_MS } as const;
const read = (xml: string | Buffer) => readAnswer(Buffer.from(xml), asked, ours.trust);
const good = parts(odpoved(confirmation()), ours.signer);
const whole = envelope(good);

describe('an answer that somebody has been at', () => {
  test.each(Object.entries(attacks(ours)))('is never a confirmation: %s', (_, { xml }) => {
    const outcome = read(xml);
    expect(outcome.signature).toBe('invalid');
    // Where it is plain which POK is meant it is kept; where more than one place could be meant, none is.
    const bodies = xml.match(/<s:Body/g)?.length;
    const answers = xml.match(/<e:Odpoved/g)?.length;
    const alone = /<s:Body[^>]*><e:Odpoved[^>]*>.*<\/e:Odpoved><\/s:Body>/.test(xml);
    const plain = bodies === 1 && answers === 1 && alone && /^(<\?.*\n)?<s:Envelope /.test(xml);
    expect(outcome.state).toBe(plain ? 'confirmed-unverified' : 'retry');
    if (outcome.state === 'confirmed-unverified') {
      expect(xml).toContain(`pok="${outcome.pok}"`);
      expect([POK, FORGED_POK]).toContain(outcome.pok);
    }
  });

  test('with a refusal put elsewhere is still what was signed', () => {
    const refusal = odpoved('<e:Chyba kod="3"/>');
    for (const where of [{ header: refusal }, { after: refusal }, { header: refusal, after: refusal }])
      expect(read(envelope(good, where))).toMatchObject({ state: 'confirmed', pok: POK });
    // And the other way round: an unsigned confirmation elsewhere adds nothing.
    const another = odpoved(confirmation(FORGED_POK));
    expect(read(envelope(good, { header: another }))).toMatchObject({ state: 'confirmed', pok: POK });
  });

  test('with a refusal elsewhere, signed by nobody who is known, says nothing', () => {
    const stranger = issue(null, SIGNER, 4);
    const strange = parts(odpoved(confirmation()), stranger);
    expect(read(envelope(strange, { after: odpoved('<e:Chyba kod="3"/>') }))).toMatchObject({
      state: 'retry',
    });
  });

  test('that confirms and refuses in one breath says nothing, unless it is signed', () => {
    const both = odpoved(`${confirmation()}<e:Chyba kod="4"></e:Chyba>`);
    const broken = { ...parts(both, ours.signer), body: good.body.replace(odpoved(confirmation()), both) };
    for (const xml of [unsigned(both), envelope({ ...broken, token: '' })])
      expect(read(xml)).toMatchObject({ state: 'retry', reason: expect.stringMatching(/neither/) });
  });

  test.each<[string, Partial<Issue>, 'issuing' | 'self', RegExp]>([
    ['an expired signer', { until: '2026-11-30T00:00:00Z' }, 'issuing', /not valid now/],
    ['a chain of its own', {}, 'self', /no known authority/],
    ['another organisation', { organisation: 'NTRCZ-12345678' }, 'issuing', /signed by NTRCZ-12345678/],
  ])('by %s is kept, and a person is told', (_, what, by, reason) => {
    const signer = issue(by === 'self' ? null : ours.issuing, { ...SIGNER, ...what });
    for (const environment of ['production', 'playground'] as const) {
      const inside =
        environment === 'production' ? confirmation() : confirmation(POK.replace(/08$/, 'ff'), 'true');
      const xml = envelope(parts(odpoved(inside), signer));
      expect(readAnswer(Buffer.from(xml), { ...asked, environment }, ours.trust)).toMatchObject({
        state: 'confirmed-unverified',
        signature: 'untrusted',
        reason: expect.stringMatching(reason),
      });
    }
  });

  test('cannot bring the missing link of its chain along', () => {
    const root = { ...ours.trust, chains: [[ours.root.certificate]] };
    expect(readAnswer(Buffer.from(whole), asked, root)).toMatchObject({ signature: 'untrusted' });
  });

  const bomb = `<!DOCTYPE l [<!ENTITY a "${'a'.repeat(50)}">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "${`&a${i === 0 ? '' : i - 1};`.repeat(10)}">`).join('')}]>`;
  test.each([
    ['a document type', whole.replace('<s:Envelope', '<!DOCTYPE s:Envelope><s:Envelope')],
    ['an entity bomb', whole.replace('<s:Envelope', `${bomb}<s:Envelope`).replace(POK, '&a19;')],
    ['10 MB', envelope(good, { after: `<x>${'a'.repeat(10_000_000)}</x>` })],
    ['64 kB and a byte', envelope(good, { after: `<x>${'a'.repeat(65_537 - whole.length - 7)}</x>` })],
    ['a tower of elements', envelope(good, { after: '<x>'.repeat(2_000) + '</x>'.repeat(2_000) })],
    ['a crowd of elements', envelope(good, { after: '<x/>'.repeat(5_000) })],
    [
      'a crowd of attributes',
      envelope(good, { after: `<x ${Array.from({ length: 99 }, (_, i) => `a${i}=""`).join(' ')}/>` }),
    ],
    ['a processing instruction', envelope(good, { after: '<?x?>' })],
    ['NUL', envelope(good, { after: '\0' })],
  ])('with %s is not read at all, and costs nothing', (_, xml) => {
    const from = performance.now();
    expect(read(xml)).toMatchObject({ state: 'retry', signature: 'none' });
    expect(performance.now() - from).toBeLessThan(2_000);
  });

  test('of 64 kB is read', () => {
    expect(read(envelope(good, { after: `<x>${'a'.repeat(65_536 - whole.length - 7)}</x>` }))).toMatchObject({
      state: 'confirmed',
    });
  });
});

describe('an answer spoilt by chance', () => {
  const bytes = Buffer.from(whole);
  const edit = fc.record({
    at: fc.nat(bytes.length - 1),
    cut: fc.nat(40),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 3 }).map((some) => Buffer.from(some)),
      fc
        .constantFrom(
          '<!-- -->',
          '<x/>',
          '&#65;',
          ' ',
          '</s:Body><s:Body>',
          good.body,
          good.signature,
          odpoved(confirmation(FORGED_POK)),
          'wsu:Id="Body-1"',
        )
        .map((text) => Buffer.from(text)),
    ),
  });
  const spoilt = (edits: readonly { at: number; cut: number; put: Buffer }[]) =>
    edits.reduce(
      (all, { at, cut, put }) => Buffer.concat([all.subarray(0, at), put, all.subarray(at + cut)]),
      bytes,
    );

  test('never makes the reader throw, and confirms only what was signed', () => {
    const states = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const outcome = read(spoilt(edits));
        states.set(outcome.state, (states.get(outcome.state) ?? 0) + 1);
        if (outcome.state !== 'confirmed') return;
        expect(outcome).toMatchObject({
          pok: POK,
          acceptedAt: '2026-12-01T12:00:00+01:00',
          warnings: [],
          test: false,
        });
      }),
      { numRuns: 3_000 },
    );
    // A few edits fall where they do no harm; without them nothing would have been tried here.
    expect([...states.keys()]).toContain('retry');
    expect([...states.keys()]).toContain('confirmed');
    expect([...states.keys()]).toContain('confirmed-unverified');
  });

  test('in any one byte of what is signed, or of the signature, is not confirmed', () => {
    const from = whole.indexOf('<ds:SignedInfo');
    const until = whole.indexOf('<ds:KeyInfo');
    const places = [
      ...Array.from({ length: until - from }, (_, i) => from + i),
      ...Array.from({ length: good.body.length }, (_, i) => whole.indexOf(good.body) + i),
    ];
    const confirmed = places.filter((place) => {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] as number) ^ 1;
      return read(changed).state === 'confirmed';
    });
    // Declarations that stand a second time within one that says the same: the canonical form does without them.
    const spoiltNames = confirmed.map((place) =>
      whole.slice(whole.lastIndexOf(' ', place) + 1, whole.indexOf('=', place)),
    );
    expect(new Set(spoiltNames)).toEqual(new Set(['xmlns:ds', 'xmlns:s']));
  });
});
