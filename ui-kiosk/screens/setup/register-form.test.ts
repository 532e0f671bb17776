import { expect, test } from 'vitest';
import { readRegister, registerForm } from './register-form.ts';

const drawn = { id: 'pokladna-7f3a', name: 'Nová pokladna', series: 'X7F3A', label: null };
const proposal = { id: 'pokladna-2', name: 'Pokladna 2', series: 'R2' };
const shop = {
  paired: true,
  drawing: false,
  registers: [{ id: 'pokladna-1', name: 'U baru', series: 'R1' }],
  labels: [],
};
const form = { name: 'Zahrádka', id: 'pokladna-2', series: 'R2', label: '' };

test('the proposal stands in the form until the register has a name of its own', () => {
  const view = { configured: false, register: drawn, proposal } as Parameters<typeof registerForm>[0];
  expect(registerForm(view)).toEqual({ ...proposal, label: '' });
  expect(registerForm({ ...view, configured: true })).toMatchObject({ id: drawn.id, series: drawn.series });
});

test('what is typed is cleaned: spaces, small letters of a series', () => {
  expect(
    readRegister({ ...form, name: ' Zahrádka ', series: 'r2 ', label: ' pokl2 ' }, { shop, register: drawn }),
  ).toEqual({ register: { name: 'Zahrádka', id: 'pokladna-2', series: 'R2', label: 'pokl2' } });
});

test('what another register has is refused with its name, its own is not', () => {
  const taken = readRegister({ ...form, id: 'pokladna-1', series: 'R1' }, { shop, register: drawn });
  expect(taken).toEqual({
    faults: new Map([
      ['id', { takenBy: 'U baru' }],
      ['series', { takenBy: 'U baru' }],
    ]),
  });
  const own = { ...drawn, id: 'pokladna-1', series: 'R1' };
  expect(readRegister({ ...form, id: 'pokladna-1', series: 'R1' }, { shop, register: own })).toMatchObject({
    register: { id: 'pokladna-1' },
  });
});

test.each([
  ['name', ' ', 'missing'],
  ['id', 'pokladna č. 2', 'idFault'],
  ['id', '', 'idFault'],
  ['series', 'Ř2', 'seriesFault'],
  ['series', 'R23456789', 'seriesFault'],
] as const)('%s „%s“ is told as %s', (field, text, fault) => {
  expect(readRegister({ ...form, [field]: text }, { shop, register: drawn })).toEqual({
    faults: new Map([[field, fault]]),
  });
});
