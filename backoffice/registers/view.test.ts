import { expect, test } from 'vitest';
import type { RegisterReport } from '../../wire/index.ts';
import type { Register } from './register.ts';
import { type Sight, viewsOf } from './view.ts';

const NOW_MS = Date.UTC(2026, 10, 24, 12);
const WELL = { state: 'ok', cs: 'V pořádku', en: 'Well' } as const;

function report(id: string, more: Partial<RegisterReport> = {}): RegisterReport {
  return {
    ...{ registerId: id, name: id, version: '1', origin: `db-${id}`, vv: null, health: WELL, eet: null },
    ...{ siblings: [], ...more },
  };
}

function register(id: string, more: Partial<Register> = {}): Register {
  return {
    ...{ id, name: id, paired_ms: 0, revoked_ms: null, contact_ms: NOW_MS - 1000, version: '1' },
    ...{ origin: `db-${id}`, vv: null, vv_ms: null, report: null, report_ms: null, ...more },
  };
}

function views(registers: readonly Register[], more: Partial<Sight> = {}) {
  const sight: Sight = {
    registers,
    isConnected: () => false,
    ours: {},
    exchanged: {},
    now_ms: NOW_MS,
    ...more,
  };
  return new Map(viewsOf(sight).map((view) => [view.id, view]));
}

test('nobody has said anything of it: what it has not sent is not known', () => {
  expect(views([register('bar')]).get('bar')?.unsent).toBeNull();
});

test('what it has not sent is known by its own word', () => {
  const bar = register('bar', { vv: { 'db-bar': 12 }, vv_ms: NOW_MS });
  expect(views([bar], { ours: { 'db-bar': 9 } }).get('bar')?.unsent).toMatchObject({
    count: 3,
    by: { id: 'bar', itself: true },
  });
  expect(views([bar], { ours: { 'db-bar': 12 } }).get('bar')?.unsent?.count).toBe(0);
});

test('a register without internet is spoken for by the sibling that has heard most of it', () => {
  const bar = register('bar', {
    vv: { 'db-bar': 10 },
    vv_ms: NOW_MS - 3_600_000,
    contact_ms: NOW_MS - 3_600_000,
  });
  const sal = register('sal', {
    vv: { 'db-sal': 1, 'db-bar': 14 },
    report: report('sal', {
      siblings: [
        {
          ...{ registerId: 'bar', name: 'bar', version: '1', origin: 'db-bar', vv: { 'db-bar': 17 } },
          ...{ linked: true, since: null },
        },
      ],
    }),
    report_ms: NOW_MS,
  });
  const seen = views([bar, sal], { ours: { 'db-bar': 10, 'db-sal': 1 } });
  expect(seen.get('bar')?.unsent).toMatchObject({ count: 7, by: { id: 'sal', itself: false } });
  expect(seen.get('bar')?.condition.text.cs).toContain('7 změn');
  // What it holds of its sibling is not its own debt.
  expect(seen.get('sal')?.unsent?.count).toBe(0);
});

test('an exchange since the last report counts', () => {
  const bar = register('bar', { vv: { 'db-bar': 10 }, vv_ms: NOW_MS - 50_000 });
  const seen = views([bar], { ours: { 'db-bar': 10 }, exchanged: { 'db-bar': { 'db-bar': 15 } } });
  expect(seen.get('bar')?.unsent?.count).toBe(5);
});

test('after a copy was put back, what it had numbered before under another name is still asked for', () => {
  const bar = register('bar', { origin: 'db-new', vv: { 'db-old': 8, 'db-new': 2 }, vv_ms: NOW_MS });
  expect(views([bar], { ours: { 'db-old': 5, 'db-new': 2 } }).get('bar')?.unsent?.count).toBe(3);
});

test('a sibling that was never paired is shown by what others say of it', () => {
  const bar = register('bar', {
    report: report('bar', {
      siblings: [
        {
          ...{ registerId: 'terasa', name: 'Terasa', version: null, origin: 'db-t', vv: { 'db-t': 4 } },
          ...{ linked: false, since: null },
        },
      ],
    }),
    report_ms: NOW_MS,
  });
  expect(views([bar]).get('terasa')).toMatchObject({
    state: 'sibling',
    pairedAt: null,
    unsent: { count: 4 },
  });
});

test('how it is, in a sentence', () => {
  const levels = (one: Register, more: Partial<Sight> = {}) => views([one], more).get('bar')?.condition.level;
  expect(levels(register('bar'))).toBe('ok');
  expect(levels(register('bar', { contact_ms: NOW_MS - 200_000 }))).toBe('attention');
  expect(levels(register('bar', { contact_ms: NOW_MS - 200_000 }), { isConnected: () => true })).toBe('ok');
  expect(levels(register('bar', { contact_ms: null }))).toBe('attention');
  expect(levels(register('bar', { revoked_ms: 1 }))).toBe('ok');
  const ill = report('bar', { health: { state: 'fault', cs: 'Disk je plný', en: 'The disk is full' } });
  const bar = register('bar', { report: ill, report_ms: NOW_MS });
  expect(views([bar]).get('bar')?.condition).toMatchObject({ level: 'fault', text: { cs: 'Disk je plný' } });
});
