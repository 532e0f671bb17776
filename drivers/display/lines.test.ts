import fc from 'fast-check';
import { expect, it } from 'vitest';
import { centred, columns, displayLine, displayLines, padded } from './lines.ts';

it.each([
  ['Pivo', '59,00 Kč', 'Pivo        59,00 Kč'],
  ['Svíčková na smetaně', '189,00 Kč', 'Svíčková n 189,00 Kč'],
  ['Celkem', '', 'Celkem              '],
  ['', '1 234,50', '            1 234,50'],
  ['Dvě slova a dost', '1 234,50', 'Dvě slova a 1 234,50'],
  ['x', '12345678901234567890', '12345678901234567890'],
  ['x', '123456789012345678901', '####################'],
])('„%s“ and „%s“', (left, right, line) => {
  expect(displayLine(left, right)).toBe(line);
});

it('makes both lines', () => {
  expect(displayLines({ left: 'Guláš', right: '149' }, { left: 'Celkem', right: '208' })).toEqual([
    'Guláš            149',
    'Celkem           208',
  ]);
});

it('typographic signs are made plain before anything is cut', () => {
  expect(displayLine('„Domácí“ – párek', '5 €')).toBe('"Domácí" - pár 5 EUR');
});

it('composed and decomposed letters are the same column', () => {
  expect(padded('Kůň'.normalize('NFD'))).toBe('Kůň'.padEnd(20));
});

it('centres', () => {
  expect(centred('ZAVŘENO')).toBe('      ZAVŘENO       ');
});

it('a line is always full, and a figure that fits is never cut', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: -99_999_999, max: 99_999_999 }),
      (left, haler) => {
        const figure = `${(haler / 100).toFixed(2).replace('.', ',')} Kč`;
        const line = displayLine(left, figure);
        expect([...line]).toHaveLength(columns);
        expect(line.endsWith(figure)).toBe(true);
        expect([...line].slice(0, -figure.length).at(-1)).toBe(' ');
      },
    ),
  );
});
