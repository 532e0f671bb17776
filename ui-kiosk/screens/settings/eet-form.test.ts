import { expect, test } from 'vitest';
import type { EetSettings } from '../../../daemon/http/contract.ts';
import { type EetForm, eetForm, readEet, weighty } from './eet-form.ts';

const eet: EetSettings = {
  environment: 'production',
  eic: 'CZ1234567890',
  unitId: '11',
  delegatingEic: null,
  delegatedByMany: false,
  wait_s: 2,
};
const form: EetForm = { ...eetForm(eet), eic: ' cz 1234 567890', unitId: '1 1' };
const faultsOf = (typed: EetForm) => {
  const read = readEet(typed);
  return 'faults' in read && Object.fromEntries(read.faults);
};

test('what is read is what was set, also as people write numbers', () => {
  expect(readEet(eetForm(eet))).toEqual({ eet });
  expect(readEet(form)).toEqual({ eet });
  const delegated = { ...eet, delegatingEic: 'CZ87654321', delegatedByMany: true };
  expect(readEet(eetForm(delegated))).toEqual({ eet: delegated });
});

test('off registers nothing, whatever else is typed', () => {
  expect(readEet({ ...form, environment: 'off', eic: 'x' })).toEqual({ eet: null });
  expect(readEet(eetForm(null))).toEqual({ eet: null });
  expect(eetForm(null).wait_s).toBe(2);
});

test('faults by field', () => {
  expect(faultsOf({ ...form, eic: 'CZ1234567', unitId: '011', delegatingEic: '12345678' })).toEqual({
    eic: 'eicFault',
    unitId: 'unitFault',
    delegatingEic: 'eicFault',
  });
  expect(faultsOf({ ...form, eic: 'CZ12345678901', unitId: '1234567890' })).toEqual({
    eic: 'eicFault',
    unitId: 'unitFault',
  });
  expect(faultsOf({ ...form, delegatingEic: 'CZ 1234567890' })).toEqual({ delegatingEic: 'delegatingSame' });
});

test('asked once more only when registering for real begins or ends', () => {
  const trial = { ...eet, environment: 'playground' } as const;
  expect(weighty(null, eet)).toBe('begins');
  expect(weighty(trial, eet)).toBe('begins');
  expect(weighty(eet, null)).toBe('ends');
  expect(weighty(eet, trial)).toBe('ends');
  expect(weighty(eet, { ...eet, unitId: '12' })).toBeNull();
  expect(weighty(null, trial)).toBeNull();
  expect(weighty(trial, null)).toBeNull();
  expect(weighty(null, null)).toBeNull();
});
