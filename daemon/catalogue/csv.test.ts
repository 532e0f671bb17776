import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { FIRST_SETTINGS } from '../../catalogue/index.ts';
import { type Item, UNITS } from '../../domain/index.ts';
import { type CsvFormat, decodeText, detectSeparator, EXCEL } from '../../sheet/index.ts';
import { RESTAURANT } from '../demo/restaurant.ts';
import { faultsOf } from '../words.fixture.ts';
import { type Catalogue, type CatalogueContent, createCatalogue } from './catalogue.ts';
import { exportItems, importItems } from './csv.ts';
import { memoryStore } from './memory-store.fixture.ts';

const jana = { staffId: 'jana' };
/** For shops whose items are not the restaurant's. */
const PLAIN_KEYS = { ...RESTAURANT.settings, functionKeys: FIRST_SETTINGS.functionKeys };
const HEAD = 'Název;Cena;DPH;Kategorie;PLU;EAN';

function shop(content: Partial<CatalogueContent> = {}): Catalogue {
  let ids = 0;
  const catalogue = createCatalogue(
    memoryStore(),
    { wall_ms: () => Date.parse('2026-11-24T12:00:00Z'), uuid: () => `new-${++ids}` },
    { emit: () => {} },
    { registerId: 'r1', registerName: 'Pokladna 1', timezone: 'Europe/Prague', tableInUse: () => false },
  );
  catalogue.start();
  catalogue.fill({ ...RESTAURANT, ...content }, jana);
  return catalogue;
}

function read(catalogue: Catalogue, text: string | Uint8Array, apply = true) {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return importItems(bytes, catalogue, jana, { apply });
}

test('the separator is what the headings are parted by, not what stands inside their quotes', () => {
  expect(detectSeparator('"Cena; s DPH; Kč; vše",Název\n1;2;3;4;5')).toBe(',');
  expect(detectSeparator('"Cena, s DPH"\t"Název, celý"')).toBe('\t');
  expect(detectSeparator('Název;"Cena,s DPH,Kč";DPH')).toBe(';');
  const catalogue = shop();
  const [item] = catalogue.items();
  const text = `"Název","Cena","ID"\n"${item?.name}","1;5",${item?.id}`;
  expect(read(catalogue, text).faults).toMatchObject([{ line: 2, column: 'Cena' }]);
});

test('a row with a fault is not blamed on the row that takes over its PLU', () => {
  const catalogue = shop();
  const [a, b] = catalogue.items().filter((item) => item.plu !== null);
  const row = (item: Item | undefined, price: string, plu: string | null | undefined) =>
    `${item?.name};${price};${plu};${item?.id}`;
  const text = ['Název;Cena;PLU;ID', row(a, '10', b?.plu), row(b, 'deset', a?.plu)].join('\n');
  expect(read(catalogue, text).faults).toMatchObject([{ line: 3, column: 'Cena' }]);
});

// What breaks files: separators, quotes, line ends, formulas, apostrophes before them, spaces at the ends.
const nasty = fc.constantFrom(...';,"\'\t\r\n=+-@#\\ |%x0'.split(''), '\r\n', "'=", '""', 'VĚŽ');
const czech = fc.constantFrom(...'aábcčdďeéěfghiíjklmnňoóprřsštťuúůvyýzžAČĎÉĚÍŇÓŘŠŤÚŮÝŽ„“–€§°'.split(''));
const anything = fc.string({ unit: 'binary', minLength: 1, maxLength: 3 });

/** A valid price list whose texts are made of `unit`. */
function priceList(unit: fc.Arbitrary<string>) {
  const text = (max: number) =>
    fc
      .array(unit, { minLength: 1, maxLength: max })
      .map((parts) => [...parts.join('')].slice(0, max).join('').toWellFormed());
  const category = fc.record({
    name: text(20),
    hue: fc.constant(1),
    position: fc.nat(9),
    route: fc.constant(null),
  });
  const item = fc.record({
    name: text(60),
    shortName: text(20),
    price_haler: fc.oneof(fc.nat(100_000), fc.integer({ min: 0, max: 9_999_999_999 })),
    vatClass: fc.constantFrom('standard', 'reduced', 'zero', 'own'),
    unit: fc.constantFrom(...UNITS),
    plu: fc.option(fc.stringMatching(/^[0-9]{1,6}$/)),
    eans: fc.uniqueArray(fc.stringMatching(/^[0-9]{8,14}$/), { maxLength: 3 }),
    labels: fc.uniqueArray(text(10), { maxLength: 4 }),
    allergens: fc
      .uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 14 })
      .map((list) => list.sort((a, b) => a - b)),
    hue: fc.option(fc.integer({ min: 0, max: 359 })),
    route: fc.option(fc.stringMatching(/^[A-Za-z0-9_.:-]{1,8}$/)),
    soldOut: fc.boolean(),
    openPrice: fc.boolean(),
    stocked: fc.boolean(),
    prepaid: fc.boolean(),
  });
  return fc
    .record({
      categories: fc.array(category, { minLength: 1, maxLength: 4 }),
      items: fc.array(fc.tuple(item, fc.nat()), { minLength: 1, maxLength: 8 }),
      rateName: text(12),
    })
    .map(({ categories, items, rateName }) => {
      const taken = new Set<string>();
      const free = (code: string | null) => {
        if (code === null || taken.has(code)) return null;
        taken.add(code);
        return code;
      };
      return {
        categories: categories.map((c, i) => ({ id: i === 0 ? 'zero' : `c${i}`, ...c })),
        items: items.map(
          ([one, at], i): Item => ({
            id: `i${i}`,
            ...one,
            categoryId: at % categories.length === 0 ? 'zero' : `c${at % categories.length}`,
            plu: free(one.plu),
            eans: one.eans.filter((ean) => free(`ean ${ean}`) !== null),
            weighedEanPrefix: one.unit === 'kg' ? free(`29000${i.toString().padStart(2, '0')}`) : null,
          }),
        ),
        vatRates: [
          ...RESTAURANT.vatRates,
          // A rate that bears the name, or the percentage, of another one.
          { vatClass: 'own', name: rateName, rate_bp: 1200, validFrom: '2020-01-01' },
        ],
        settings: PLAIN_KEYS,
      };
    });
}

const formats = fc.record({
  encoding: fc.constant('utf-8' as const),
  separator: fc.constantFrom(';', ',', '\t') as fc.Arbitrary<CsvFormat['separator']>,
  decimal: fc.constantFrom(',', '.') as fc.Arbitrary<CsvFormat['decimal']>,
});

function expectRoundTrip(content: Partial<CatalogueContent>, bytes: Buffer, catalogue: Catalogue) {
  const count = catalogue.items().length;
  const version = catalogue.version();
  expect(read(catalogue, bytes)).toEqual({
    applied: true,
    added: 0,
    changed: 0,
    unchanged: count,
    faults: [],
  });
  expect(catalogue.version()).toBe(version);

  // Into an empty shop, without ids: the same values again.
  const empty = shop({ ...content, items: [] });
  const rows = bytes.toString('latin1');
  expect(rows).toMatch(/ID\r\n/);
  const withoutIds = Buffer.from(stripIds(rows), 'latin1');
  expect(read(empty, withoutIds)).toMatchObject({ applied: true, added: count, faults: [] });
  const values = (from: Catalogue) =>
    from
      .items()
      .map(({ id: _, ...item }) => JSON.stringify(item, Object.keys(item).sort()))
      .sort();
  expect(values(empty)).toEqual(values(catalogue));
}

/** Ids of these shops are i0, i1, … in the last column. */
function stripIds(rows: string): string {
  return rows.replace(/([;,\t])i\d+\r\n/g, '$1\r\n');
}

test('what was exported is read back unchanged, whatever it says, in UTF-8', () => {
  fc.assert(
    fc.property(priceList(fc.oneof(nasty, czech, anything)), formats, (content, format) => {
      const catalogue = shop(content);
      expectRoundTrip(content, exportItems(catalogue, format), catalogue);
    }),
    { numRuns: 60 },
  );
});

test('the same without the byte order mark', () => {
  fc.assert(
    fc.property(priceList(fc.oneof(nasty, czech, anything)), formats, (content, format) => {
      const catalogue = shop(content);
      expectRoundTrip(content, exportItems(catalogue, format).subarray(3), catalogue);
    }),
    { numRuns: 40 },
  );
});

test('the same in Windows-1250, for what it can hold', () => {
  const byte = fc
    .integer({ min: 1, max: 255 })
    .filter((code) => ![0x81, 0x83, 0x88, 0x90, 0x98].includes(code))
    .map((code) => iconv.decode(Buffer.from([code]), 'windows-1250'));
  fc.assert(
    fc.property(priceList(fc.oneof(nasty, czech, byte)), formats, (content, format) => {
      const catalogue = shop(content);
      expectRoundTrip(content, exportItems(catalogue, { ...format, encoding: 'windows-1250' }), catalogue);
    }),
    { numRuns: 60 },
  );
});

test('no exported cell begins as a formula', () => {
  fc.assert(
    fc.property(priceList(nasty), (content) => {
      const text = exportItems(shop(content)).toString('utf8').slice(1);
      const bare = text.replace(/"(?:[^"]|"")*"/g, (quoted) => (/^"[=+\-@\t\r]/.test(quoted) ? '=' : 'x'));
      expect(bare).not.toMatch(/(^|[;\n])[=+\-@]/);
    }),
  );
});

test('a letter that Windows-1250 lacks is not lost in silence', () => {
  const [item] = RESTAURANT.items;
  const content = { items: [{ ...(item as Item), name: 'Ďábelské křídlo 🌶' }] };
  const catalogue = shop({ ...content, settings: PLAIN_KEYS });
  expect(() => exportItems(catalogue, { ...EXCEL, encoding: 'windows-1250' })).toThrow('Ďábelské křídlo 🌶');
});

test('files as other programs write them: any separator, encoding, line end and heading', () => {
  const rows = [
    ['Název', 'Cena', 'DPH', 'Kategorie'],
    ['Žluťoučký kůň', '62,50', 'snížená', 'Hlavní jídla'],
  ];
  const english = [
    ['name', 'PRICE', 'vat', 'category'],
    ['Žluťoučký kůň', '62.5', '12 %', 'hlavni JIDLA'],
  ];
  for (const [separator, decimal] of [
    [';', rows],
    [',', english],
    ['\t', rows],
    [';', english],
  ] as const) {
    for (const end of ['\r\n', '\n', '\r']) {
      const text = decimal.map((cells) => cells.map((c) => `"${c}"`).join(separator)).join(end);
      for (const bytes of [
        Buffer.from(text),
        Buffer.from(`\ufeff${text}`),
        iconv.encode(text, 'windows-1250'),
        iconv.encode(`\ufeff${text}`, 'utf-16le'),
      ]) {
        const catalogue = shop({ items: [], settings: PLAIN_KEYS });
        expect(read(catalogue, bytes)).toMatchObject({ applied: true, added: 1, faults: [] });
        expect(catalogue.items().find((item) => item.name === 'Žluťoučký kůň')).toMatchObject({
          price_haler: 6250,
          vatClass: 'reduced',
          categoryId: 'hlavni',
          shortName: 'Žluťoučký kůň',
        });
      }
    }
  }
});

test('Windows-1250 that is UTF-8 by chance is still read as Czech', () => {
  // 0xCC 0x8E: in UTF-8 a combining mark.
  expect(decodeText(iconv.encode('VĚŽ;10', 'windows-1250'))).toEqual({
    text: 'VĚŽ;10',
    encoding: 'windows-1250',
  });
  expect(decodeText(Buffer.from('VĚŽ;10'))).toEqual({ text: 'VĚŽ;10', encoding: 'utf-8' });
  expect(decodeText(Buffer.from('pivo 🍺 α'))).toEqual({ text: 'pivo 🍺 α', encoding: 'utf-8' });
});

test('a file with two columns changes prices alone', () => {
  const catalogue = shop();
  const before = catalogue.item('p231') as Item;
  expect(read(catalogue, 'PLU;Cena\n231;249\n232;219\n')).toMatchObject({ changed: 1, unchanged: 1 });
  expect(catalogue.item('p231')).toEqual({
    ...before,
    price_haler: 24_900,
    priceMark: expect.objectContaining({ from_haler: before.price_haler, to_haler: 24_900 }),
  });
});

test('a row belongs to an item by ID, then PLU, then EAN', () => {
  const catalogue = shop();
  const bottle = RESTAURANT.items.find((item) => item.eans.length > 0) as Item;
  const file = `ID;PLU;EAN;Cena\np231;1231;;1\n;232;;2\n;${bottle.plu};8599999999999;3\n`;
  expect(read(catalogue, file)).toMatchObject({ changed: 3, faults: [] });
  expect(catalogue.item('p231')).toMatchObject({ plu: '1231', price_haler: 100 });
  expect(catalogue.item('p232')?.price_haler).toBe(200);
  expect(catalogue.item(bottle.id)).toMatchObject({ eans: ['8599999999999'], price_haler: 300 });
  expect(read(catalogue, 'EAN;Cena\n8599999999999;4\n')).toMatchObject({ changed: 1 });
  expect(catalogue.item(bottle.id)?.price_haler).toBe(400);
  expect(read(catalogue, 'ID;Cena\nnobody;4\n').faults).toMatchObject([{ line: 2, column: 'ID' }]);
});

test('a dry run says the same and changes nothing', () => {
  const catalogue = shop();
  const version = catalogue.version();
  const file = `${HEAD}\nNová;10;12;Pivo;9999;\n`;
  expect(read(catalogue, file, false)).toEqual({
    applied: false,
    added: 1,
    changed: 0,
    unchanged: 0,
    faults: [],
  });
  expect(catalogue.version()).toBe(version);
});

test('every bad row is told, with the line as an editor shows it, and nothing of the file is taken', () => {
  const catalogue = shop();
  const version = catalogue.version();
  const file = [
    HEAD,
    '"Polévka\r\ns dvěma\r\nřádky";55;12;Polévky;7001;',
    ';10;12;Pivo;;',
    '',
    'Drahá;mnoho;12;Pivo;;',
    'Bez DPH;10;13 %;Pivo;;',
    'Neznámá;10;12;Saláty na váhu;;',
    'Zkažený;10;12;Pivo;;8,59401E+12',
    'Dvojí PLU;10;12;Pivo;7001;',
    'Cizí EAN;10;12;Pivo;1;8599000001749',
    'Krátký;10',
  ].join('\r\n');
  const result = read(catalogue, file);
  expect(result.applied).toBe(false);
  expect(result.faults.map(({ line, column }) => [line, column])).toEqual([
    [5, 'Název'],
    [7, 'Cena'],
    [8, 'DPH'],
    [9, 'Kategorie'],
    [10, 'EAN'],
    [11, 'PLU'],
    [12, 'EAN'],
    [13, null],
  ]);
  expect(result.faults[5]?.message).toEqual({
    cs: expect.stringContaining('řádek 2'),
    en: expect.stringContaining('line 2'),
  });
  for (const { message } of result.faults) {
    expect(faultsOf(message)).toEqual([]);
    for (const text of [message.cs, message.en]) expect(text).toMatch(/[.]$/);
  }
  expect(catalogue.version()).toBe(version);
});

test('files that are no price list are told so', () => {
  const catalogue = shop();
  const faults = (text: string | Uint8Array) =>
    read(catalogue, text).faults.map(({ line, column }) => [line, column]);
  expect(faults('')).toEqual([[1, null]]);
  expect(faults('PK\u0003\u0004')).toEqual([[1, null]]);
  expect(faults('Název;Cena;Název\n')).toEqual([[1, 'Název']]);
  expect(faults('Název;Poznámka\n')).toEqual([[1, 'Poznámka']]);
  expect(faults('Název\nPivo\n')).toEqual([[2, null]]);
  expect(faults('PLU;Název\n1;"Pivo\n2;Víno\n')).toEqual([[2, null]]);
  expect(faults('PLU;Název\n1;"Pivo" světlé\n')).toEqual([[2, null]]);
  expect(faults(`PLU;Cena\n${'1;1\n'.repeat(20_001)}`)).toEqual([[1, null]]);
  expect(() => read(catalogue, Buffer.alloc(5 * 1024 * 1024 + 1, 'a'))).toThrow('5 MB');
});

test('a file made to keep the register busy is soon refused, and its words are not sent back whole', () => {
  const catalogue = shop();
  const cost_ms = (text: string): number => {
    const began = performance.now();
    const { faults } = read(catalogue, text);
    const took_ms = performance.now() - began;
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThanOrEqual(201);
    return took_ms;
  };
  // Beside an honest file of four million characters, on the same machine in the same moment.
  const honest_ms = cost_ms(`PLU;Cena\n${'1234;12,50\n'.repeat(360_000)}`);
  for (const text of [
    ';'.repeat(400_000),
    'x;'.repeat(200_000),
    'a\r'.repeat(2_000_000),
    '\n'.repeat(4_000_000),
  ]) {
    // The first two, a tenth as long, once took five seconds and more.
    expect(cost_ms(text)).toBeLessThan(3 * honest_ms);
  }
  expect(JSON.stringify(read(catalogue, `${'y'.repeat(1_000_000)};Cena\n`)).length).toBeLessThan(1_000);
});

test('two rows for one item are told, and many faults are cut short', () => {
  const catalogue = shop();
  expect(read(catalogue, 'ID;PLU;Cena\np1;1;5\n;1;6\n').faults).toMatchObject([
    { line: 3, column: 'ID' },
    { line: 3, column: 'PLU' },
  ]);
  const many = read(catalogue, `PLU;Cena\n${'1;x\n'.repeat(1000)}`).faults;
  expect(many).toHaveLength(201);
});

test('a new item gets the label of the register unless the file says otherwise', () => {
  const catalogue = shop();
  catalogue.patchSettings({ shownLabel: 'zahrádka' }, jana);
  read(catalogue, 'Název;Cena;DPH;Kategorie\nA1;1;12;Pivo\n');
  read(catalogue, 'Název;Cena;DPH;Kategorie;Štítky\nB1;1;12;Pivo;bar, pokl1\n');
  const labels = (name: string) => catalogue.items().find((item) => item.name === name)?.labels;
  expect([labels('A1'), labels('B1')]).toEqual([['zahrádka'], ['bar', 'pokl1']]);
});
