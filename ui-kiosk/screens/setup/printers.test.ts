import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SetupPrinter } from '../../../daemon/http/contract.ts';
import { offeredRoutes, placesOf, printerId, withoutPrinter, withPrinter } from './printers.ts';

const printer = (id: string, routes: readonly string[], standIn: string | null = null): SetupPrinter => ({
  id,
  name: id,
  url: `tcp://10.0.0.5:9100`,
  profile: 'generic-80',
  routes: [...routes],
  standIn,
  codePage: null,
  columns: null,
});

test('a printer gets an id from its name, and never one that is taken', () => {
  expect(printerId('Tiskárna účtenek', [])).toBe('tiskarna-uctenek');
  expect(printerId('Tiskárna účtenek', [{ id: 'tiskarna-uctenek' }])).toBe('tiskarna-uctenek-2');
  expect(printerId('Drawer', [])).toBe('drawer-2');
  expect(printerId('!?', [])).toBe('tiskarna');
});

test('whatever its name, the id is one that the configuration takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.array(fc.string()), (name, names) => {
      const others = names.map((other) => ({ id: printerId(other, []) }));
      const id = printerId(name, others);
      expect(id).toMatch(/^[a-z0-9-]{1,32}$/);
      expect(others.map((other) => other.id)).not.toContain(id);
    }),
  );
});

test('what a printer takes over, the other one prints no more', () => {
  const both = withPrinter([printer('a', ['receipt', 'report'])], printer('b', ['report', 'kuchyn']));
  expect(both.map(({ id, routes }) => [id, routes])).toEqual([
    ['a', ['receipt']],
    ['b', ['report', 'kuchyn']],
  ]);
});

test('a changed printer stays where it stood', () => {
  const list = [printer('a', ['receipt']), printer('b', ['bar'])];
  expect(
    withPrinter(list, { ...printer('a', ['receipt']), name: 'Účtenky' }).map(({ name }) => name),
  ).toEqual(['Účtenky', 'b']);
});

test('nothing is left that points to a printer that went', () => {
  const printers = [printer('a', ['receipt'], 'b'), printer('b', ['bar'])];
  const drawer = { printer: 'b', pin: 2, url: null, trigger: 'bel' } as const;
  expect(withoutPrinter({ printers, drawer }, 'b')).toEqual({
    printers: [printer('a', ['receipt'])],
    drawer: null,
  });
  expect(withoutPrinter({ printers, drawer }, 'a')).toEqual({ printers: [printer('b', ['bar'])] });
});

test('the first printer is offered the papers of the register, the next one the kitchen, then the bar', () => {
  expect(offeredRoutes([])).toEqual(['receipt', 'report']);
  expect(offeredRoutes([printer('a', ['receipt'])])).toEqual(['report']);
  expect(offeredRoutes([printer('a', ['receipt', 'report'])])).toEqual(['kuchyn']);
  expect(offeredRoutes([printer('a', ['receipt', 'report', 'kuchyn'])])).toEqual(['bar']);
  expect(offeredRoutes([printer('a', ['receipt', 'report', 'kuchyn', 'bar'])])).toEqual([]);
});

test('places of the price list are offered once each', () => {
  expect(placesOf([printer('a', ['pizza'])], [{ route: 'bar' }, { route: 'gril' }, { route: null }])).toEqual(
    ['receipt', 'report', 'kuchyn', 'bar', 'gril', 'pizza'],
  );
});
