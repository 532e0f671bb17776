import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { itemDraft } from '../catalogue/index.ts';
import { type Item, UNITS, VAT_RATES } from '../domain/index.ts';
import { readXlsx, type SheetList, writeXlsx } from './index.ts';

const DAY = '2026-11-24';
const food = { id: 'jidla', name: 'Jídla', hue: 10, position: 0, route: null };

const listOf = (items: readonly Item[]): SheetList => ({
  items,
  categories: [food],
  rates: VAT_RATES,
  day: DAY,
  newLabels: [],
});

const nasty = fc.constantFrom(
  ...';,"\'\t\r\n=+-@#\\ |%<>&_x'.split(''),
  '_x0041_',
  '_x005F_',
  ']]>',
  '\u0000',
  '\u000b',
  '\uffff',
  '\ufffd',
  '\u0085',
  '\u009f',
  '\u{10fffe}',
);
const pitfall = fc.constantFrom('constructor', 'toString', '__proto__');
const czech = fc.constantFrom(...'aábcčdďeéěžŽÝ„“–€'.split(''));
const any = fc.string({ unit: 'binary', minLength: 1, maxLength: 3 });
const text = (max: number) =>
  fc
    .oneof(
      { weight: 9, arbitrary: fc.array(fc.oneof(nasty, czech, any), { minLength: 1, maxLength: max }) },
      pitfall.map((word) => [word]),
    )
    .map((parts) => [...parts.join('')].slice(0, max).join('').toWellFormed());

const items = fc
  .array(
    fc.record({
      name: text(60),
      shortName: text(20),
      price_haler: fc.oneof(fc.nat(100_000), fc.integer({ min: 0, max: 9_999_999_999 })),
      vatClass: fc.constantFrom('standard', 'reduced', 'zero'),
      categoryId: fc.constant('jidla'),
      unit: fc.constantFrom(...UNITS),
      plu: fc.option(fc.stringMatching(/^[0-9]{1,6}$/)),
      eans: fc.uniqueArray(fc.stringMatching(/^[0-9]{8,14}$/), { maxLength: 3 }),
      weighedEanPrefix: fc.constant(null),
      labels: fc.uniqueArray(text(10), { maxLength: 4 }),
      allergens: fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 14 }),
      hue: fc.option(fc.integer({ min: 0, max: 359 })),
      route: fc.option(fc.stringMatching(/^[A-Za-z0-9_.:-]{1,8}$/)),
      soldOut: fc.boolean(),
      openPrice: fc.boolean(),
      stocked: fc.boolean(),
      prepaid: fc.boolean(),
    }),
    { maxLength: 6 },
  )
  .map((all) => all.map((item, at): Item => ({ id: `i${at}`, ...item })))
  // A file has each PLU and each code once.
  .filter((all) => {
    const codes = all.flatMap(({ plu, eans }) => [...(plu === null ? [] : [`plu ${plu}`]), ...eans]);
    return new Set(codes).size === codes.length;
  });

test('law: what was written as a workbook is read back unchanged, whatever it says', async () => {
  await fc.assert(
    fc.asyncProperty(items, async (all) => {
      const read = readXlsx(await writeXlsx(listOf(all)), listOf(all));
      expect(read.faults).toEqual([]);
      expect(read.entries.map(({ change }) => change)).toEqual(
        all.map((item) => ({ id: item.id, draft: itemDraft(item) })),
      );
      expect(read.entries.map(({ line }) => line)).toEqual(all.map((_, at) => at + 2));
    }),
    { numRuns: 60 },
  );
}, 60_000);

/** A workbook of one sheet, as some program wrote it. */
function workbook(sheetData: string, more: Record<string, Uint8Array> = {}): Uint8Array {
  return zipSync({
    'xl/workbook.xml': strToU8(
      '<workbook xmlns:r="r"><sheets><sheet name="List" sheetId="1" r:id="rId7"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="rId7" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${sheetData}</sheetData></worksheet>`),
    ...more,
  });
}
const str = (address: string, value: string) =>
  `<c r="${address}" t="inlineStr"><is><t>${value}</t></is></c>`;
const HEAD = `<row r="2">${str('A2', 'Název')}${str('B2', 'Cena')}${str('C2', 'DPH')}${str('D2', 'Kategorie')}${str('E2', 'EAN')}${str('F2', 'Vyprodáno')}</row>`;

test('a workbook of another program: numbers, formulas, yes and no, gaps, rows that begin lower', () => {
  const row = `<row r="5">${str('A5', 'Svíčková')}<c r="B5"><f>B4*2</f><v>189.90000000000001</v></c><c r="C5"><v>0.12</v></c>${str('D5', 'Jídla')}<c r="E5"><v>8594001234567</v></c><c r="F5" t="b"><v>1</v></c></row>`;
  const percent = row.replace('<v>0.12</v>', '<v>12</v>');
  const read = readXlsx(workbook(HEAD + percent), listOf([]));
  expect(read.faults).toEqual([]);
  expect(read.entries).toMatchObject([
    {
      line: 5,
      change: {
        id: null,
        draft: {
          name: 'Svíčková',
          price_haler: 18_990,
          vatClass: 'reduced',
          eans: ['8594001234567'],
          soldOut: true,
        },
      },
    },
  ]);
  // Lines are the spreadsheet's own.
  expect(readXlsx(workbook(HEAD + row), listOf([])).faults).toMatchObject([{ line: 5, column: 'DPH' }]);
});

test('cells that stand where no price list has any make no rows and no memory', () => {
  const far = `<row r="1000000000"><c r="A1000000000" t="inlineStr"><is><t>x</t></is></c></row>`;
  expect(readXlsx(workbook(HEAD + far), listOf([])).faults).toMatchObject([{ line: 1_000_000_000 }, {}, {}]);
  const wide = readXlsx(workbook(`${HEAD}<row r="3">${str('XFD3', 'x')}</row>`), listOf([]));
  expect(wide.faults[0]?.message.cs).toContain('víc než 20000');
  const many = Array.from(
    { length: 20_003 },
    (_, at) => `<row r="${at + 3}">${str(`A${at + 3}`, 'x')}</row>`,
  );
  const long = readXlsx(workbook(HEAD + many.join('')), listOf([]));
  expect(long.faults).toHaveLength(1);
  expect(long.faults[0]?.message.cs).toContain('víc než 20000');
});

test('an archive that becomes far more than it says is given up', () => {
  const bomb = workbook(`${HEAD}${' '.repeat(60 * 1024 * 1024)}`);
  expect(bomb.length).toBeLessThan(200_000);
  expect(readXlsx(bomb, listOf([])).faults[0]?.message.cs).toContain('mnohem větší');

  // It lies about the size in every place that says one.
  const liar = Buffer.from(bomb);
  for (const [signature, at] of [
    ['PK\u0003\u0004', 22],
    ['PK\u0001\u0002', 24],
  ] as const) {
    for (let i = liar.indexOf(signature, 0, 'latin1'); i >= 0; i = liar.indexOf(signature, i + 4, 'latin1')) {
      liar.writeUInt32LE(1000, i + at);
    }
  }
  expect(readXlsx(liar, listOf([])).faults[0]?.message.cs).toContain('mnohem větší');

  const files = Object.fromEntries(
    Array.from({ length: 400 }, (_, at) => [`xl/f${at}.xml`, strToU8('<a/>')]),
  );
  expect(readXlsx(workbook(HEAD, files), listOf([])).faults[0]?.message.cs).toContain('mnohem větší');
});

test.each([
  ['nothing', new Uint8Array()],
  ['text', strToU8('Název;Cena')],
  ['half an archive', workbook(HEAD).subarray(0, 300)],
  ['an archive of something else', zipSync({ 'a.xml': strToU8('<a/>') })],
  ['XML that is none', workbook('<row r="1"><c r="A1">')],
  [
    'entities of its own',
    workbook(`<row r="1">${str('A1', '&bomb;')}</row>`, {
      'xl/sharedStrings.xml': strToU8('<!DOCTYPE s [<!ENTITY bomb "x">]><sst><si><t>&bomb;</t></si></sst>'),
    }),
  ],
  ['a text that is not there', workbook('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')],
  ['rows out of order', workbook(`${HEAD}<row r="1"><c r="A1"/></row>`)],
])('%s is told to be no workbook', (_, bytes) => {
  const { faults, entries } = readXlsx(bytes, listOf([]));
  expect(entries).toEqual([]);
  expect(faults).toHaveLength(1);
  expect(faults[0]?.message.cs).toContain('nejde přečíst jako sešit');
});

test('an empty sheet is told to be empty', () => {
  expect(readXlsx(workbook(''), listOf([])).faults[0]?.message.cs).toContain('nic není');
});
