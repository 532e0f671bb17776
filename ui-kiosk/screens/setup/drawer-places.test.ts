import { expect, test } from 'vitest';
import type { SetupCandidate, SetupPrinter } from '../../../daemon/http/contract.ts';
import { drawerAt, drawerPlaces, placeOf, tryOf } from './drawer-places.ts';

const printer = (id: string, routes: string[]): SetupPrinter => ({
  id,
  name: id,
  url: `tcp://10.0.0.5:9100`,
  profile: 'epson-tm-t20iii',
  routes,
  standIn: null,
  codePage: null,
  columns: null,
});
const port = (url: string, configured: string | null = null): SetupCandidate => ({
  url,
  kind: 'serial',
  by: 'serial',
  name: url,
  maker: '',
  model: '',
  serial: '',
  profile: null,
  lasting: true,
  configured,
  trouble: null,
});
const printers = [printer('kuchyn', ['kuchyn']), printer('uctenky', ['receipt'])];

test('a drawer is first looked for in the receipt printer, and never on a port that something else has', () => {
  const places = drawerPlaces(
    printers,
    [port('serial:/dev/a?baud=9600'), port('serial:/dev/b?baud=9600', 'display')],
    null,
  );
  expect(places.map(({ id }) => id)).toEqual(['printer:uctenky', 'printer:kuchyn', 'serial:/dev/a']);
});

test('where it is now is found again, also on a line that the search did not see', () => {
  const drawer = { printer: null, pin: 2, url: 'serial:/dev/x?baud=2400', trigger: 'any' } as const;
  const places = drawerPlaces(printers, [], drawer);
  expect(placeOf(places, { drawer })?.id).toBe('serial:/dev/x');
  const inside = { printer: 'kuchyn', pin: 5, url: null, trigger: 'bel' } as const;
  expect(placeOf(places, { drawer: inside })?.printerId).toBe('kuchyn');
  expect(placeOf(places, { drawer: null })).toBeUndefined();
});

test('what is tried is what is kept', () => {
  const [first] = drawerPlaces(printers, [], null);
  if (!first) throw new Error('no place');
  expect(tryOf(first, 5, 'bel')).toEqual({
    printerUrl: 'tcp://10.0.0.5:9100',
    profile: 'epson-tm-t20iii',
    pin: 5,
    url: null,
    trigger: 'bel',
  });
  expect(drawerAt(first, 5, 'bel')).toEqual({ printer: 'uctenky', pin: 5, url: null, trigger: 'bel' });
});
