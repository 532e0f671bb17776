import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import receiptline from 'receiptline';
import { describe, expect, it } from 'vitest';
import { glyphs } from './glyphs.ts';
import { paperText, readPaper } from './paper.ts';
import { profileWith } from './profiles.ts';
import { Reader } from './reader.ts';

const size = profileWith('generic-80');
const read = (...bytes: (number | string)[]) =>
  readPaper(
    Uint8Array.from(bytes.flatMap((b) => (typeof b === 'number' ? [b] : [...Buffer.from(b, 'latin1')]))),
    size,
  );
const pangram = 'Příliš žluťoučký kůň úpěl ďábelské ódy, ĚŠČŘŽÝÁÍÉÚŮŇŤĎÓ';

describe('the tables of glyphs', () => {
  it.each([
    ['cp437', 'cp437'],
    ['cp852', 'cp852'],
    ['cp858', 'cp858'],
    ['wpc1250', 'win1250'],
    ['wpc1252', 'win1252'],
  ] as const)('%s is what iconv says', (ours, theirs) => {
    for (let i = 0; i < 128; i++) {
      const expected = iconv.decode(Buffer.of(128 + i), theirs);
      // The C1 codes that Windows leaves empty are never on paper.
      if (/[\u0080-\u009f]/.test(expected)) continue;
      expect(glyphs[ours][i], (128 + i).toString(16)).toBe(expected);
    }
  });
});

describe('reading paper from bytes written by hand', () => {
  it('shows styles, alignment, pages and the cut', () => {
    const paper = read(
      ...[0x1b, 0x40, 0x1b, 0x61, 1, 0x1b, 0x45, 1, 0x1b, 0x74, 18],
      ...[0xa6, 'lu', 0x9c, 'ou', 0x9f, 'k', 0xec, 0x0a],
      ...[0x1b, 0x45, 0, 0x1b, 0x61, 2, 0x1d, 0x21, 0x11, '10 ', 0x1b, 0x74, 19, 0xd5, 0x0a],
      ...[0x1d, 0x56, 66, 3],
    );
    expect(paper.lines).toEqual([
      { kind: 'text', align: 'center', spans: [{ text: 'Žluťoučký', bold: true }] },
      { kind: 'text', align: 'right', spans: [{ text: '10 €', width: 2, height: 2 }] },
      { kind: 'cut', mode: 'partial' },
    ]);
    expect(paperText(paper)).toBe(`${' '.repeat(19)}Žluťoučký\n${' '.repeat(40)}10 €\n[střih]\n`);
    expect(JSON.parse(JSON.stringify(paper))).toEqual(paper);
  });

  it('shows a QR code, a raster and the drawer pulse', () => {
    const paper = read(
      ...[0x1d, 0x28, 0x6b, 3, 0, 49, 67, 5, 0x1d, 0x28, 0x6b, 6, 0, 49, 80, 48, 'abc'],
      ...[0x1d, 0x28, 0x6b, 3, 0, 49, 81, 48],
      ...[0x1d, 0x76, 0x30, 0, 2, 0, 1, 0, 0x1b, 0x70, 0x1d, 0x76, 0x30, 0, 2, 0, 1, 0, 0xff, 0x01],
      ...[0x1b, 0x70, 0, 50, 250],
    );
    expect(paper.lines).toEqual([
      { kind: 'qr', align: 'left', data: 'abc', moduleSize: 5 },
      { kind: 'image', align: 'left', width: 16, height: 2, bits: btoa('\x1b\x70\xff\x01') },
    ]);
    expect(paper.pulses).toEqual([{ pin: 2, on_ms: 100, off_ms: 500 }]);
  });

  it('wraps a line that is longer than the paper, as a printer does', () => {
    expect(paperText(read('x'.repeat(50), 0x0a))).toBe(`${'x'.repeat(48)}\nxx\n`);
    expect(paperText(read(0x1d, 0x21, 0x10, 'x'.repeat(25), 0x0a))).toBe(`${'x'.repeat(24)}\nx\n`);
  });

  it('steps over what it does not know and says so', () => {
    const paper = read('a', 0x1b, 0x7f, 'b', 0x1d, 0x28, 0x99, 2, 0, 1, 2, 'c', 0x01, 0x0a);
    expect(paperText(paper)).toBe('abc\n');
    expect(paper.unknown).toEqual(['1b 7f', '01']);
  });

  it('does not open a drawer for a real-time command inside a picture', () => {
    expect(read(0x1d, 0x76, 0x30, 0, 5, 0, 1, 0, 0x10, 0x14, 1, 0, 1).pulses).toEqual([]);
  });
});

describe('laws', () => {
  it('where the stream is cut into pieces makes no difference', () => {
    const interesting = fc.constantFrom(
      0x1b,
      0x1d,
      0x10,
      0x0a,
      0x28,
      0x6b,
      0x76,
      0x30,
      0x40,
      0x41,
      0,
      1,
      2,
      0x56,
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(interesting, fc.nat(255)), { maxLength: 120 }),
        fc.array(fc.nat(120), { maxLength: 8 }),
        fc.constantFrom('esc-pos' as const, 'star-prnt' as const),
        (bytes, cuts, language) => {
          const stream = Uint8Array.from(bytes);
          const whole = new Reader({ ...size, language });
          const atOnce = [...whole.push(stream), ...whole.finish()];
          const pieces = new Reader({ ...size, language });
          const marks = [0, ...cuts.filter((c) => c < stream.length).sort((a, b) => a - b), stream.length];
          const inPieces = marks.slice(1).flatMap((end, i) => pieces.push(stream.slice(marks[i], end)));
          expect([...inPieces, ...pieces.finish()]).toEqual(atOnce);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('encoders that know nothing of this one', () => {
  it('receiptline: Czech text, columns, rule, picture, cut', () => {
    const markdown = `^Žluťoučký kůň\n\nSvíčková na smetaně | 189,00\n---\n{code:SPD*1.0*AM:189.00; option:qrcode,5,M}\nDěkujeme, přijďte zas!\n=\n`;
    const commands = receiptline.transform(markdown, {
      cpl: 48,
      encoding: 'multilingual',
      command: 'escpos',
      cutting: true,
    });
    const text = paperText(readPaper(Buffer.from(commands, 'binary'), size));
    expect(text).toContain('Žluťoučký kůň');
    expect(text).toMatch(/Svíčková na smetaně +189,00/);
    // It draws its codes itself.
    expect(text).toMatch(/\[obrázek \d+×\d+\]/);
    expect(text).toContain('Děkujeme, přijďte zas!');
    expect(text).toContain('[střih]');
  });

  it('node-thermal-printer: Czech text, styles, table, QR, drawer', () => {
    const printer = new ThermalPrinter({
      type: PrinterTypes.EPSON,
      interface: 'tcp://127.0.0.1:1',
      characterSet: CharacterSet.PC852_LATIN2,
      width: 48,
    });
    printer.alignCenter();
    printer.bold(true);
    printer.println(pangram.slice(0, 20));
    printer.bold(false);
    printer.alignLeft();
    printer.leftRight('Řízek s bramborem', '165,00');
    // Plain ASCII: it announces the length of a code in letters, not bytes.
    printer.printQR('https://example.cz/ucet');
    printer.openCashDrawer();
    printer.cut();
    const paper = readPaper(printer.getBuffer() ?? Buffer.alloc(0), size);
    const text = paperText(paper);
    expect(text).toContain(pangram.slice(0, 20));
    expect(text).toMatch(/Řízek s bramborem +165,00/);
    expect(text).toContain('[QR: https://example.cz/ucet]');
    expect(text).toContain('[střih]');
    expect(paper.pulses[0]?.pin).toBe(2);
    expect(paper.lines).toContainEqual({
      kind: 'text',
      align: 'center',
      spans: [{ text: pangram.slice(0, 20), bold: true }],
    });
  });

  it.each(['esc-pos', 'star-prnt'] as const)('receipt-printer-encoder in %s', (language) => {
    const codePages = language === 'esc-pos' ? size.codePages : profileWith('star-tsp100').codePages;
    const encoder = new ReceiptPrinterEncoder({
      language,
      columns: 48,
      feedBeforeCut: 1,
      codepageMapping: Object.fromEntries(codePages.map(({ page, number }) => [page, number])),
      codepageCandidates: ['cp852', 'cp858'],
    });
    const bytes = encoder
      .initialize()
      .codepage('auto')
      .bold(true)
      .line(pangram.slice(0, 40))
      .bold(false)
      .invert(true)
      .width(2)
      .line('10 €')
      .width(1)
      .invert(false)
      .qrcode('SPD*1.0', { size: 5 })
      .cut('partial')
      .encode();
    const paper = readPaper(bytes, { language, columns: 48, codePages });
    expect(paper.lines.slice(0, 3)).toEqual([
      { kind: 'text', align: 'left', spans: [{ text: pangram.slice(0, 40), bold: true }] },
      { kind: 'text', align: 'left', spans: [{ text: '10 €', invert: true, width: 2 }] },
      { kind: 'qr', align: 'left', data: 'SPD*1.0', moduleSize: 5 },
    ]);
    expect(paperText(paper)).toContain('[střih]');
    expect(paper.unknown).toEqual([]);
  });
});
