import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Document } from '../document.ts';
import { drawerPulse, encode } from './encode.ts';
import { paperText, readPaper } from './paper.ts';
import { type Profile, profiles, profileWith } from './profiles.ts';

const doc = (...blocks: Block[]): Document => ({ blocks });
const paperOf = (document: Document, profile: Profile) => readPaper(encode(document, profile).bytes, profile);
const textOf = (document: Document, profile: Profile) => paperText(paperOf(document, profile));
const generic = profileWith('generic-80');
const narrow = profileWith('generic-58');
const pangram = 'Příliš žluťoučký kůň úpěl ďábelské ódy. ĚŠČŘŽÝÁÍÉÚŮŇŤĎÓ';

describe('letters', () => {
  it.each(profiles.map((p) => [p.id, p] as const))('%s prints every Czech letter', (_id, profile) => {
    const { bytes, substitutions } = encode(doc({ kind: 'text', text: pangram }), profile);
    expect(substitutions).toEqual([]);
    expect(paperText(readPaper(bytes, profile)).replaceAll(/\s+/g, ' ').trim()).toBe(pangram);
  });

  it('switches the page for the euro and back, in exactly these bytes', () => {
    // CP852: 0x9f č, 0xe7 š; CP858: 0xd5 €. From the tables of Unicode's vendor mappings.
    expect([...encode(doc({ kind: 'text', text: 'č 1€š' }), generic).bytes]).toEqual([
      ...[0x1b, 0x40, 0x1c, 0x2e, 0x1b, 0x4d, 0],
      ...[0x1b, 0x74, 18, 0x9f, 0x20, 0x31, 0x1b, 0x74, 19, 0xd5, 0x1b, 0x74, 18, 0xe7, 0x0a],
    ]);
  });

  it('uses the number of the page that the printer has', () => {
    const bytes = encode(doc({ kind: 'text', text: 'č' }), profileWith('citizen-ct-s')).bytes;
    expect(Buffer.from(bytes).includes(Buffer.of(0x1b, 0x74, 6, 0x9f))).toBe(true);
  });

  it('prints typography plainly, without a report', () => {
    const { bytes, substitutions } = encode(
      doc({ kind: 'text', text: '„Menu“ – dnes… 10\u00a0% ‚x’' }),
      generic,
    );
    expect(paperText(readPaper(bytes, generic))).toBe(`"Menu" - dnes... 10 % 'x'\n`);
    expect(substitutions).toEqual([]);
  });

  it('transliterates what it must and reports each once', () => {
    const { bytes, substitutions } = encode(
      doc({ kind: 'text', text: 'Łosoś ñ ñ 寿 👨‍🍳' }),
      profileWith('generic-80', { codePages: [{ page: 'wpc1250', number: 45 }] }),
    );
    const profile = profileWith('generic-80', { codePages: [{ page: 'wpc1250', number: 45 }] });
    expect(paperText(readPaper(bytes, profile))).toBe('Łosoś n n ? ??\n');
    expect(substitutions).toEqual([
      { char: 'ñ', printed: 'n' },
      { char: '寿', printed: '?' },
      { char: '👨', printed: '?' },
      { char: '\u200d', printed: '' },
      { char: '🍳', printed: '?' },
    ]);
  });

  it('spells the euro out where no page has it', () => {
    const poor = profileWith('generic-80', { codePages: [{ page: 'cp852', number: 18 }] });
    const { substitutions } = encode(doc({ kind: 'row', left: 'Celkem', right: '10 €' }), poor);
    expect(substitutions).toEqual([{ char: '€', printed: 'EUR' }]);
    expect(textOf(doc({ kind: 'row', left: 'Celkem', right: '10 €' }), poor)).toBe(
      `Celkem${' '.repeat(36)}10 EUR\n`,
    );
  });
});

describe('layout', () => {
  it('puts a figure on the right and wraps the words on the left', () => {
    const text = textOf(
      doc({ kind: 'row', left: 'Svíčková na smetaně s houskovým knedlíkem', right: '189,00' }),
      narrow,
    );
    expect(text).toBe('Svíčková na smetaně s     189,00\nhouskovým knedlíkem\n');
  });

  it('halves the columns at double width', () => {
    const text = textOf(
      doc({ kind: 'row', left: 'CELKEM', right: '1 234,00', style: { doubleWidth: true } }),
      narrow,
    );
    expect(text).toBe('CELKEM  1 234,00\n');
    expect(paperOf(doc({ kind: 'rule', char: '=' }), narrow).lines).toEqual([
      { kind: 'text', align: 'left', spans: [{ text: '='.repeat(32) }] },
    ]);
  });

  it('lays out columns, the rest taking what is left', () => {
    const cells = [
      { text: '2', width: 3 },
      { text: 'Pivo světlé výčepní desítka', width: 'rest' as const },
      { text: '98,00', width: 8, align: 'right' as const },
    ];
    expect(textOf(doc({ kind: 'columns', cells }), narrow)).toBe(
      '2  Pivo světlé výčepní     98,00\n   desítka\n',
    );
  });

  it('keeps the indentation of notes under an item', () => {
    expect(textOf(doc({ kind: 'text', text: '  bez cibule\n  extra sýr' }), narrow)).toBe(
      '  bez cibule\n  extra sýr\n',
    );
  });

  it('prints a QR code that fits, and its text where codes cannot be printed', () => {
    const data = `SPD*1.0*ACC:CZ2806000000000168540115*AM:450.00*CC:CZK*MSG:${'účet'.repeat(10)}`;
    expect(paperOf(doc({ kind: 'qr', data, moduleSize: 16 }), narrow).lines).toEqual([
      // 112 + 10 bytes are version 7, 45 modules and 8 of quiet zone: 7 dots each on 384 dots.
      { kind: 'qr', align: 'center', data, moduleSize: 7 },
    ]);
    expect(textOf(doc({ kind: 'qr', data }), profileWith('epson-tm-u220')).replaceAll('\n', '')).toBe(data);
  });

  it('prints a picture, thinned when it is wider than the head', () => {
    const image = { width: 1_000, height: 300, bits: new Uint8Array(125 * 300).fill(0xff) };
    const lines = paperOf(doc({ kind: 'image', image }), narrow).lines;
    expect(lines).toEqual([
      { kind: 'image', align: 'center', width: 384, height: 115, bits: btoa('\xff'.repeat(48 * 115)) },
    ]);
    expect(textOf(doc({ kind: 'image', image }), profileWith('epson-tm-u220'))).toBe('');
  });

  it('feeds past the blade and cuts as the model does', () => {
    expect(textOf(doc({ kind: 'text', text: 'a' }, { kind: 'cut' }), generic)).toBe('a\n\n\n\n\n[střih]\n');
    expect(textOf(doc({ kind: 'text', text: 'a' }, { kind: 'cut' }), narrow)).toBe('a\n\n\n\n');
  });
});

describe('the drawer', () => {
  it('is opened by the bytes of the manual', () => {
    expect([...drawerPulse(generic)]).toEqual([0x1b, 0x70, 0, 50, 250]);
    expect([...drawerPulse(generic, 5)]).toEqual([0x1b, 0x70, 1, 50, 250]);
    expect([...drawerPulse(profileWith('star-tsp100'))]).toEqual([0x1b, 0x07, 10, 50, 0x07]);
  });

  it('is not opened by the dots of a picture', () => {
    const image = { width: 40, height: 1, bits: Uint8Array.of(0x10, 0x14, 1, 0, 1) };
    const bytes = Buffer.from(encode(doc({ kind: 'image', image }), generic).bytes);
    expect(bytes.includes(Buffer.of(0x10, 0x14))).toBe(false);
  });

  it('a picture with too few bits does not swallow what follows', () => {
    const image = { width: 80, height: 2, bits: Uint8Array.of(0xff) };
    expect(textOf(doc({ kind: 'image', image }, { kind: 'text', text: 'po' }), generic)).toBe(
      '[obrázek 80×2]\npo\n',
    );
  });
});

describe('laws', () => {
  const nasty = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '\x1b',
        'p',
        '\0',
        '2',
        '\x1d',
        '\x10',
        '\x14',
        '\x04',
        '\x9b',
        'ž',
        '€',
        ' ',
        '\n',
        '\x18',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 60,
  });
  const block: fc.Arbitrary<Block> = fc.oneof(
    fc.record({
      kind: fc.constant('text' as const),
      text: nasty,
      style: fc.record({ bold: fc.boolean(), doubleWidth: fc.boolean() }),
    }),
    fc.record({ kind: fc.constant('row' as const), left: nasty, right: nasty }),
    fc.record({
      kind: fc.constant('columns' as const),
      cells: fc.tuple(
        fc.record({ text: nasty, width: fc.nat(30) }),
        fc.record({ text: nasty, width: fc.constant('rest' as const) }),
      ),
    }),
    fc.record({ kind: fc.constant('rule' as const), char: nasty }),
    fc.record({ kind: fc.constant('qr' as const), data: nasty }),
  );

  it('no text is a command: no pulse, no cut, nothing unknown, no line over the edge', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), fc.constantFrom(...profiles), (blocks, profile) => {
        const { bytes } = encode({ blocks }, profile);
        const paper = readPaper(bytes, profile);
        expect(paper.pulses).toEqual([]);
        expect(paper.unknown).toEqual([]);
        for (const line of paper.lines) {
          expect(['text', 'qr']).toContain(line.kind);
          if (line.kind !== 'text') continue;
          const width = line.spans.reduce((sum, s) => sum + s.text.length * (s.width ?? 1), 0);
          expect(width).toBeLessThanOrEqual(profile.columns);
        }
        for (const start of [Buffer.of(0x10, 0x14), Buffer.of(0x10, 0x04), Buffer.of(0x10, 0x05)]) {
          expect(Buffer.from(bytes).includes(start)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the receipt-printer-encoder library puts the same text on paper', () => {
    const word = fc.string({
      unit: fc.constantFrom(...'ěščřžýáíéůúňťďó€abc 10,.'),
      minLength: 1,
      maxLength: 32,
    });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (given) => {
        const lines = given.map((text) => text.trim()).filter((text) => text !== '' && !text.includes('  '));
        const other = new ReceiptPrinterEncoder({
          language: 'esc-pos',
          columns: 32,
          codepageMapping: { cp852: 18, cp858: 19 },
          codepageCandidates: ['cp852', 'cp858'],
        });
        other.initialize().codepage('auto');
        for (const text of lines) other.line(text);
        const ours = doc(...lines.map((text): Block => ({ kind: 'text', text })));
        expect(textOf(ours, narrow)).toBe(paperText(readPaper(other.encode(), narrow)));
      }),
      { numRuns: 100 },
    );
  });
});

describe('profiles', () => {
  it('take overrides of single fields', () => {
    const own = profileWith('generic-80', { columns: 42, drawer: { pin: 5, on_ms: 50, off_ms: 500 } });
    expect(own).toMatchObject({ id: 'generic-80', columns: 42, dots: 576 });
    expect([...drawerPulse(own)]).toEqual([0x1b, 0x70, 1, 25, 250]);
  });

  it('refuse what makes no sense, in Czech', () => {
    expect(() => profileWith('epson')).toThrow(/neznáme.*epson-tm-t20iii/);
    expect(() => profileWith('generic-80', { columns: 3 })).toThrow(/columns/);
    expect(() => profileWith('generic-80', { drawer: { pin: 2, on_ms: 800, off_ms: 500 } })).toThrow(/on_ms/);
  });

  it('have distinct ids and a coil that is rested', () => {
    expect(new Set(profiles.map((p) => p.id)).size).toBe(profiles.length);
    for (const { drawer } of profiles)
      expect(drawer.on_ms / (drawer.on_ms + drawer.off_ms)).toBeLessThanOrEqual(0.2);
  });
});
