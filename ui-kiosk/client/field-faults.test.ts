import { afterEach, expect, test } from 'vitest';
import { language } from '../../ui/language.ts';
import type { Fault } from './fault.ts';
import { fieldFaults } from './field-faults.ts';

afterEach(() => {
  language.value = 'cs';
});

const problem = (extra: object): Fault =>
  ({
    kind: 'problem',
    problem: {
      type: '',
      status: 422,
      code: 'x',
      title: 'PLU 7 už má Kofola.',
      titleEn: 'PLU 7 belongs to Kofola.',
      hint: 'Zvolte jiné.',
      hintEn: 'Choose another.',
      ...extra,
    },
  }) as Fault;

test('the fault of a use case stands at its field, with what to do, in the language of the screen', () => {
  expect([...fieldFaults(problem({ field: 'plu' }))]).toEqual([['plu', 'PLU 7 už má Kofola. Zvolte jiné.']]);
  language.value = 'en';
  expect([...fieldFaults(problem({ field: 'plu' }))]).toEqual([
    ['plu', 'PLU 7 belongs to Kofola. Choose another.'],
  ]);
  const fields = [{ pointer: '/name', complaint: { cs: 'chybí', en: 'is missing' } }];
  expect([...fieldFaults(problem({ fields }))]).toEqual([['name', 'is missing']]);
});

test('schema faults are told by their pointers, the first of each field', () => {
  const fields = [
    { pointer: '/eans/0', complaint: { cs: 'má jiný tvar', en: 'has another form' } },
    { pointer: '/eans/1', complaint: { cs: 'chybí', en: 'is missing' } },
    { pointer: '/name', complaint: { cs: 'nesmí být prázdné', en: 'must not be empty' } },
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
