import { expect, test } from 'vitest';
import { tileName } from './tile-name.ts';

test.each([
  ['Espresso', 'Espr.', 'Espresso'],
  ['Výčepní desítka 0,5 l', 'Desítka 0,5', 'Výčepní desítka 0,5\u00a0l'],
  ['Plzeňská dvanáctka 0,5 l', 'Plzeň 12° 0,5', 'Plzeň 12° 0,5'],
  ['Plzeňská dvanáctka 0,3 l', 'Plzeň 12° 0,3', 'Plzeň 12° 0,3'],
  ['Cider jablečný 0,33 l', 'Cider', 'Cider'],
  ['Čaj z čerstvé máty', 'Čaj máta', 'Čaj máta'],
  // One word longer than a line would be broken anywhere.
  ['Nejneobhospodařovávatelnější', 'Nejneobh.', 'Nejneobh.'],
])('%s', (name, shortName, shown) => {
  expect(tileName({ name, shortName }).text).toBe(shown);
});
