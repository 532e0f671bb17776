import { expect, it } from 'vitest';
import { greeting } from './customer-display.ts';

it.each([
  ['U Lípy', '       U Lípy       ', '      Vítejte       '],
  ['Restaurace U Zlaté lípy', ' Restaurace U Zlaté ', '        lípy        '],
  ['Pivovarská restaurace U Fleků a synové', '     Pivovarská     ', 'restaurace U Fleků a'],
  ['Nejnezapomenutelnější', 'Nejnezapomenutelnějš', '         í          '],
])('greets in the name of %s', (shop, first, second) => {
  expect(greeting(shop)).toEqual([first, second]);
});
