import { unzipSync } from 'fflate';
import { beforeEach, expect, test } from 'vitest';
import { readWorkbook, unpackXml } from '../../sheet/index.ts';
import { openRows, prepare, type Rows, STORE } from '../books/rows.fixture.ts';
import { createTill, type Till } from '../books/trade.fixture.ts';
import { describeBoth } from '../database/both.fixture.ts';
import { createExports, type Exports } from './exports.ts';
import type { ExportFile } from './file.ts';
import { readPack } from './pohoda/structure.fixture.ts';

const november = { from: '2026-11-01', to: '2026-11-30' };

describeBoth('Files for the accountant', (open) => {
  let rows: Rows;
  let exports: Exports;
  let bar: Till;

  beforeEach(async () => {
    const database = await open();
    await prepare(database);
    rows = openRows(database);
    exports = createExports({ db: database });
    bar = createTill('bar', { series: 'B1' });
    await rows.name('register', 'bar', '=Bar');
    bar.open('2026-11-24T08:00:00+01:00');
    const sale = bar.sell({
      at: '2026-11-24T12:00:00+01:00',
      lines: [
        ['pivo', 2000],
        ['syr', 345],
      ],
      table: '"5"; vlevo',
      by: 'card',
      tip_haler: 1_000,
    });
    bar.outcome(sale.id, {});
    bar.reverse(sale, '2026-11-25T00:10:00+01:00');
    bar.sell({ at: '2026-11-25T12:00:00+01:00', lines: [['pivo', 1000]] });
    bar.close('2026-11-25T23:00:00+01:00');
    await rows.hold(bar.facts);
  });

  const csv = async (what: Parameters<Exports['table']>[1], period = november) => {
    const text = (await bytesOf(await exports.table(STORE, what, 'csv', period))).toString('utf8');
    return text.split('\r\n');
  };

  test('CSV opens in a Czech Excel and runs nothing', async () => {
    const [head, sale, reversal, last, end] = await csv('receipts');
    expect(head).toMatch(/^\ufeffDoklad;Vystaveno;Pokladna;/);
    // 124,00 + 137,97
    expect(sale).toBe(
      'B1-2026-000001;2026-11-24 12:00:00;\'=Bar;Jana Dvořáková;"""5""; vlevo";261,97;10,00;0,00;271,97;' +
        'Kartou;;;;;potvrzeno;pok-0001-0002',
    );
    expect(reversal).toContain(';-261,97;-10,00;0,00;-271,97;Kartou;B1-2026-000001;omyl;');
    expect(last).toContain(';62,00;0,00;0,00;62,00;Hotově;;;;;čeká;');
    expect(end).toBe('');
    expect((await csv('lines'))[2]).toBe(
      "B1-2026-000001;2026-11-24 12:00:00;'=Bar;Sýr na váhu;jidlo;0,345;kg;399,90;12,00;0,00;137,97",
    );
    // 124 × 21/121 = 21,5206…; 137,97 × 12/112 = 14,7825
    expect((await csv('takings')).slice(1, -1)).toEqual([
      '2026-11-24;21,00;102,48;21,52;124,00;1',
      '2026-11-24;12,00;123,19;14,78;137,97;1',
      '2026-11-25;21,00;-51,24;-10,76;-62,00;0',
      '2026-11-25;12,00;-123,19;-14,78;-137,97;-1',
    ]);
    expect((await csv('shifts'))[1]).toBe(
      "'=Bar;1;2026-11-24 08:00:00;Jana Dvořáková;2026-11-25 23:00:00;Jana Dvořáková;3;62,00;2000,00;2062,00;2062,00;" +
        '0,00;v pořádku',
    );
  });

  test('a workbook has numbers in it, and texts that look like formulas are texts', async () => {
    const file = await exports.table(STORE, 'receipts', 'xlsx', november);
    expect(file.name).toBe('uctenky_2026-11-01_2026-11-30.xlsx');
    const data = sheetOf(await bytesOf(file));
    expect(data[0]?.slice(0, 3)).toEqual(['Doklad', 'Vystaveno', 'Pokladna']);
    expect(data[2]?.slice(0, 6)).toEqual([
      ...['B1-2026-000002', '2026-11-25 00:10:00', '=Bar', 'Jana Dvořáková', '"5"; vlevo'],
      '-261.97',
    ]);
  });

  test.each([
    'constructor',
    'toString',
    '__proto__',
    'a\ufffdb',
    'a\u0001b\r',
    'a\uffff\u{10fffe}b',
    '_x0041_',
  ])('a workbook keeps a name that its writer would garble or drop: %j', async (name) => {
    await rows.name('register', 'bar', name);
    const data = sheetOf(await bytesOf(await exports.table(STORE, 'receipts', 'xlsx', november)));
    expect(data.slice(1).map((row) => row[2])).toEqual([name, name, name]);
  });

  test('a month is one file with all that an accountant needs', async () => {
    const file = await exports.month({ id: STORE, name: 'Hospoda U Lípy' }, '2026-11');
    expect(file.name).toBe('ucetnictvi_2026-11.zip');
    const bytes = await bytesOf(file);
    expect(bytes.length).toBe(file.bytes);
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual([
      ...['CTETE.txt', 'souhrn.txt', 'trzby.csv', 'uzaverky.csv', 'uctenky.csv', 'pohoda.xml'],
    ]);
    const text = (name: string) => Buffer.from(files[name] ?? []).toString('utf8');
    expect(text('souhrn.txt')).toMatch(/Tržba +62,00 Kč/);
    expect(text('souhrn.txt')).toMatch(/z toho storna +−261,97 Kč/);
    expect(text('souhrn.txt')).toMatch(/21 % +62,00 Kč\r\n +základ +51,24 Kč\r\n +daň +10,76 Kč/);
    expect(text('souhrn.txt')).not.toContain('POZOR');
    expect(text('uctenky.csv').split('\r\n')).toHaveLength(5);
    const { faults, items } = readPack(text('pohoda.xml'));
    expect(faults).toEqual([]);
    expect(items.reduce((sum, { sum_haler }) => sum + sum_haler, 0)).toBe(6_200);
  });

  test('an empty month says so, a shift that goes on is warned of, and another store has nothing', async () => {
    const sal = createTill('sal');
    sal.open('2026-10-31T08:00:00+01:00');
    await rows.hold(sal.facts);
    const month = async (id: string) => {
      const files = unzipSync(await bytesOf(await exports.month({ id, name: 'Lípa' }, '2026-10')));
      return {
        names: Object.keys(files),
        of: (name: string) => Buffer.from(files[name] ?? []).toString('utf8'),
      };
    };
    const own = await month(STORE);
    expect(own.names).not.toContain('pohoda.xml');
    expect(own.of('CTETE.txt')).toContain('nic neprodalo');
    expect(own.of('souhrn.txt')).toContain('Neuzavřené: 1 směna.');
    expect((await month('jina')).of('uzaverky.csv').split('\r\n')).toHaveLength(2);
    const refused = (code: string) => expect.objectContaining({ code });
    await expect(exports.pohoda('jina', { ...november, detail: 'days' })).rejects.toEqual(
      refused('nothing-sold'),
    );
    await expect(
      exports.table(STORE, 'receipts', 'csv', { from: '2026-11-02', to: '2026-11-01' }),
    ).rejects.toEqual(refused('bad-period'));
    // What went wrong keeps no place: the next one is made.
    expect(
      (await bytesOf(await exports.pohoda(STORE, { ...november, detail: 'receipts' }))).length,
    ).toBeGreaterThan(9);
  });
});

/** Its first sheet, as a spreadsheet reads it. */
function sheetOf(bytes: Uint8Array): readonly (readonly string[])[] {
  const unpacked = unpackXml(bytes);
  const sheet = unpacked.ok ? readWorkbook(unpacked.files, { rows: 100, columns: 100 }) : undefined;
  if (!sheet) throw new Error('no workbook');
  return sheet.rows.map(({ cells }) => cells);
}

async function bytesOf({ stream }: ExportFile): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
