import { describe, expect, it } from 'vitest';
import { encode, paperText, profileWith, readPaper } from '../../drivers/index.ts';
import { fiscalLines, receiptDocument } from '../../paper/index.ts';
import * as samples from '../printing/samples.fixture.ts';

const POK = '91616ac4-83ae-4cca-89c8-986a62bc0c44-ff';

function paper(model: string, about: Parameters<typeof fiscalLines>[0] | null): string {
  const profile = profileWith(model);
  const { columns } = profile;
  const document = receiptDocument(samples.lunch, {
    columns,
    copy: false,
    insteadOf: null,
    header: [],
    footer: ['Na shledanou.'],
    ...(about && { fiscal: fiscalLines(about, columns) }),
  });
  const { bytes, substitutions } = encode(document, profile);
  expect(substitutions).toEqual([]);
  return paperText(readPaper(bytes, profile));
}

/** What stands below the last line of the recapitulation, up to the cut. */
const endOf = (text: string) =>
  text.slice(text.indexOf('\n', text.indexOf('\nB 12 %') + 1) + 1, text.indexOf('[střih]')).trimEnd();

describe('what a receipt says of its registration', () => {
  it('bears the POK whole where it fits: 48 columns', () => {
    expect(endOf(paper('generic-80', { pok: POK, environment: 'production' }))).toMatchInlineSnapshot(`
      "------------------------------------------------
      POK: 91616ac4-83ae-4cca-89c8-986a62bc0c44-ff

                       Na shledanou."
    `);
  });

  it('breaks the POK at a dash where it does not: 32 columns, and says that it is a test', () => {
    expect(endOf(paper('generic-58', { pok: POK, environment: 'playground' }))).toMatchInlineSnapshot(`
      "--------------------------------
      POK: 91616ac4-83ae-4cca-89c8-
           986a62bc0c44-ff
      TEST EET: tržba není evidována

               Na shledanou."
    `);
  });

  it('says that it will be sent while there is no POK: 42 columns', () => {
    expect(endOf(paper('epson-tm-t88v', { pok: null, environment: 'production' }))).toMatchInlineSnapshot(`
      "------------------------------------------
      EET: bude odesláno

                    Na shledanou."
    `);
  });

  it('says nothing of a sale that is not to be registered', () => {
    const without = paper('generic-80', null);
    expect(without).not.toMatch(/EET|POK/);
    const lines = paper('generic-80', { pok: POK, environment: 'production' }).split('\n');
    const own = lines.filter((line) => !line.startsWith('POK: '));
    own.splice(own.lastIndexOf('-'.repeat(48)), 1);
    expect(own).toEqual(without.split('\n'));
  });

  it.each([32, 35, 40, 42, 44, 48])(
    'keeps within %i columns and loses no character of the POK',
    (columns) => {
      const lines = fiscalLines({ pok: POK, environment: 'playground' }, columns);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      expect(lines.slice(0, -1).join('').replace('POK:', '').replaceAll(' ', '')).toBe(POK);
    },
  );
});
