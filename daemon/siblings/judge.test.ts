import { expect, test } from 'vitest';
import { judge } from './judge.ts';
import type { RosterEntry } from './roster.ts';

const own = { registerId: 'pokladna-1', proto: 1 };
const newcomer = { registerId: 'pokladna-2', series: 'R2', proto: 1 };
const known: RosterEntry = {
  registerId: 'pokladna-2',
  name: 'Pokladna 2',
  series: 'R2',
  origin: 'old',
  fingerprint: 'f',
  revoked: false,
};

test('a new box comes in, also in the place of one that is off or was cut off', () => {
  expect(judge(newcomer, own, undefined, false)).toBeUndefined();
  expect(judge(newcomer, own, known, false)).toBeUndefined();
  expect(judge(newcomer, own, { ...known, revoked: true }, true)).toBeUndefined();
});

test('one with the id of a running register, or of this one, or of another language, does not', () => {
  expect(judge(newcomer, own, known, true)?.code).toBe('register-running');
  expect(judge({ ...newcomer, registerId: 'pokladna-1' }, own, undefined, false)?.code).toBe('same-register');
  expect(judge({ ...newcomer, proto: 2 }, own, undefined, false)?.code).toBe('other-version');
});
