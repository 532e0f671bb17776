import { expect, test } from 'vitest';
import type { ItemView } from '../../../daemon/http/contract.ts';
import { createItemSearch, fold, readSearch } from './search.ts';

const named = (name: string): ItemView =>
  ({ id: name, name, shortName: name.slice(0, 20), plu: null, eans: [] }) as unknown as ItemView;
const search = createItemSearch(
  [
    'Pilsner Urquell 0,5 l',
    'Pilsner Urquell 0,3 l',
    'Kofola 0,3 l',
    'Espresso',
    'Česnečka s uzeným',
    'Svíčková na smetaně, houskový knedlík',
    'Smažený sýr, hranolky, tatarka',
    'Houskový knedlík',
    'Špíz z vepřové panenky',
  ].map(named),
);
const names = (text: string): string[] => search.find(text, 10).map((item) => item.name);

test('finds without diacritics', () => {
  expect(names('svickova')[0]).toBe('Svíčková na smetaně, houskový knedlík');
  expect(names('svíčková')[0]).toBe('Svíčková na smetaně, houskový knedlík');
  expect(names('SVICKOVA')[0]).toBe('Svíčková na smetaně, houskový knedlík');
});

test.each(['svikova', 'svickovaa', 'svickvoa', 'svjckova'])('forgives one slip: %s', (text) => {
  expect(names(text)[0]).toBe('Svíčková na smetaně, houskový knedlík');
});

test('a slip in a word half typed still finds', () => {
  expect(names('svickv')[0]).toBe('Svíčková na smetaně, houskový knedlík');
  expect(names('xyz')).toEqual([]);
});

test('does not guess in short words', () => {
  expect(names('piv')).not.toContain('Pilsner Urquell 0,5 l');
});

test('the beginning of a word will do, and every word must be there', () => {
  expect(names('pils')).toEqual(expect.arrayContaining(['Pilsner Urquell 0,5 l', 'Pilsner Urquell 0,3 l']));
  expect(names('kne hou')).toContain('Houskový knedlík');
  expect(names('knedlik pilsner')).toEqual([]);
});

test('what was typed right comes before a guess', () => {
  const items = [
    { id: 'a', name: 'Kofila', shortName: 'Kofila', plu: null, eans: [] },
    { id: 'b', name: 'Kofola', shortName: 'Kofola', plu: null, eans: [] },
  ] as unknown as ItemView[];
  expect(createItemSearch(items).find('kofola', 5)[0]?.name).toBe('Kofola');
});

test('keeps to its limit', () => {
  expect(search.find('l', 3).length).toBe(3);
});

test('nothing typed finds nothing', () => {
  expect(names('  ')).toEqual([]);
});

test('folds every Czech letter', () => {
  expect(fold('Příliš žluťoučký kůň úpěl ďábelské ódy')).toBe('prilis zlutoucky kun upel dabelske ody');
});

test.each([
  ['3*pil', 3000, 'pil'],
  ['3 × pivo', 3000, 'pivo'],
  ['0,5*makrela', 500, 'makrela'],
  ['2x kofola', 2000, 'kofola'],
  ['pilsner', null, 'pilsner'],
  ['8593803216012', null, '8593803216012'],
  ['0*pivo', null, 'pivo'],
])('reads how much comes first: %s', (raw, quantity, text) => {
  expect(readSearch(raw)).toEqual({ quantity, text });
});

test('one or two letters: names that begin so, then words inside', () => {
  expect(names('k')).toEqual(['Kofola 0,3 l', 'Svíčková na smetaně, houskový knedlík', 'Houskový knedlík']);
  expect(names('h')[0]).toBe('Houskový knedlík');
  expect(names('sm')).toEqual(['Smažený sýr, hranolky, tatarka', 'Svíčková na smetaně, houskový knedlík']);
  expect(names('sm hr')).toEqual(['Smažený sýr, hranolky, tatarka']);
});

test('prepared in parts it finds the same', () => {
  const items = ['Kofola', 'Pivo', 'Káva'].map(named);
  const slow = createItemSearch(items);
  expect(slow.prepare(2)).toBe(true);
  expect(slow.prepare(2)).toBe(false);
  expect(slow.find('kava', 5).map((item) => item.name)).toEqual(['Káva']);
  expect(slow.find('pivo', 5)).toHaveLength(1);
});
