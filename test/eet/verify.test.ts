import { describe, expect, test } from 'vitest';
import { samples } from '../../eet/samples.fixture.ts';
import { eet } from './terminal.fixture.ts';

async function verify(answer: Buffer, ...args: string[]) {
  const { code, out, err } = await eet(['verify', ...args], answer);
  return { code, err, said: out === '' ? undefined : (JSON.parse(out) as Record<string, unknown>) };
}

const refusal = (code: number, test?: string) =>
  Buffer.from(
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' +
      '<e:Odpoved xmlns:e="http://fs.gov.cz/eet/schema/v4"><e:Hlavicka uuid_zpravy="03965780-6457-4842-bd80-5f9195c0b8c8"/>' +
      `<e:Chyba kod="${code}"${test === undefined ? '' : ` test="${test}"`}>Neprošlo</e:Chyba><e:Varovani kod_varov="4">Zítra?</e:Varovani>` +
      '</e:Odpoved></s:Body></s:Envelope>',
  );

describe('kasad eet verify', () => {
  test('says what a refusal means, as one JSON object, and ends with 1', async () => {
    expect(await verify(refusal(4))).toEqual({
      code: 1,
      err: '',
      said: {
        state: 'blocked',
        pok: null,
        test: false,
        warnings: [{ code: 4, text: 'Zítra?' }],
        signature: 'none',
        reason: expect.stringContaining('Neprošlo'),
      },
    });
    expect(await verify(refusal(-1))).toMatchObject({ code: 1, said: { state: 'retry' } });
    expect(await verify(refusal(3, 'true'))).toMatchObject({
      code: 1,
      said: { state: 'rejected', test: true },
    });
  });

  test('takes a check that has gone well for good news, in the environment that it is of', async () => {
    for (const test of [undefined, 'true'])
      expect(await verify(refusal(0, test))).toMatchObject({
        code: 0,
        said: { state: 'verified-only', reason: '' },
      });
    expect(await verify(refusal(0, 'true'), '--environment', 'production')).toMatchObject({
      code: 1,
      said: { state: 'blocked' },
    });
    const other = ['--uuid', '03965780-6457-4842-bd80-5f9195c0b8c9'];
    expect(await verify(refusal(0), ...other)).toMatchObject({ code: 1, said: { state: 'retry' } });
  });

  test('is told to try again by what is no answer, and does not read on for ever', async () => {
    for (const text of ['', '<html></html>', 'Bad gateway', 'a'.repeat(5_000_000)])
      expect(await verify(Buffer.from(text))).toMatchObject({
        code: 1,
        said: { state: 'retry', signature: 'none' },
      });
  });

  test.each([
    [['--now', 'včera'], 'Čas má být'],
    [['--uuid', 'x'], 'UUID má jinou podobu'],
    [['--environment', 'test'], 'Prostředí „test“ neznáme'],
    [['--nic'], 'Přepínač --nic neznáme'],
    [['soubor.xml'], '„soubor.xml“ je tu navíc'],
  ])('%j is not understood', async (args, words) => {
    expect(await verify(refusal(0), ...args)).toMatchObject({ code: 2, err: expect.stringContaining(words) });
  });

  const official = samples();
  if (official) {
    test('confirms a real answer while its signer is valid', async () => {
      const answer = official.read('responses/playground-accepted.2026-07-21.xml');
      const pok = '91616ac4-83ae-4cca-89c8-986a62bc0c44-ff';
      const uuid = ['--uuid', '03965780-6457-4842-bd80-5f9195c0b8c8'];
      for (const args of [[], uuid, ['--now', '2026-12-01'], ['--environment', 'playground']]) {
        expect(await verify(answer, ...args)).toEqual({
          code: 0,
          err: '',
          said: { state: 'confirmed', pok, test: true, warnings: [], signature: 'valid', reason: '' },
        });
      }
      expect(await verify(answer, '--now', '2028-01-01')).toMatchObject({
        code: 1,
        said: { state: 'confirmed-unverified', pok, signature: 'untrusted' },
      });
      expect(await verify(answer, '--environment', 'production')).toMatchObject({
        code: 1,
        said: { state: 'blocked', pok: null },
      });
    });
  }
});
