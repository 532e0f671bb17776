import { expect, it } from 'vitest';
import { certificateState, timeLeft } from './time-left.ts';

const now = Date.parse('2026-11-24T12:00:00+01:00');

it('counts down to the deadline, ever finer, and is over once it has passed', () => {
  expect(timeLeft('2026-11-26T12:00:00+01:00', now)).toBe('48\u00a0h');
  expect(timeLeft('2026-11-25T00:00:00+01:00', now)).toBe('12\u00a0h');
  expect(timeLeft('2026-11-24T23:59:00+01:00', now)).toBe('11\u00a0h 59\u00a0min');
  expect(timeLeft('2026-11-24T11:20:00Z', now)).toBe('20\u00a0min');
  expect(timeLeft('2026-11-24T12:00:00+01:00', now)).toBe('0\u00a0min');
  expect(timeLeft('2026-11-24T11:59:59+01:00', now)).toBeNull();
});

it('a certificate is to be renewed in its last thirty days', () => {
  expect(certificateState('2026-12-24T12:00:01+01:00', now)).toBe('good');
  expect(certificateState('2026-12-24T11:59:59+01:00', now)).toBe('ends');
  expect(certificateState('2026-11-24T12:00:00+01:00', now)).toBe('over');
});
