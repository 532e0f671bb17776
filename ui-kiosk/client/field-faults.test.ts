import { expect, test } from 'vitest';
import type { Fault } from './fault.ts';
import { fieldFaults } from './field-faults.ts';

const problem = (extra: object): Fault =>
  ({
    kind: 'problem',
    problem: {
      type: '',
      status: 422,
      code: 'x',
      title: 'PLU 7 už má Kofola.',
      hint: 'Zvolte jiné.',
      ...extra,
    },
  }) as Fault;

test('the fault of a use case stands at its field, with what to do', () => {
  expect([...fieldFaults(problem({ field: 'plu' }))]).toEqual([['plu', 'PLU 7 už má Kofola. Zvolte jiné.']]);
});

test('schema faults are told by their pointers, the first of each field', () => {
  const fields = [
    { pointer: '/eans/0', complaint: 'má jiný tvar' },
    { pointer: '/eans/1', complaint: 'chybí' },
    { pointer: '/name', complaint: 'nesmí být prázdné' },
  ];
  expect([...fieldFaults(problem({ fields }))]).toEqual([
    ['eans', 'má jiný tvar'],
    ['name', 'nesmí být prázdné'],
  ]);
});

test('a fault without a field, and no fault, say nothing about fields', () => {
  expect(fieldFaults(problem({})).size).toBe(0);
  expect(fieldFaults({ kind: 'unreachable' }).size).toBe(0);
  expect(fieldFaults(null).size).toBe(0);
});
