import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, localDay, localTime } from './local-time.ts';

describe('local time', () => {
  it.each([
    // Offsets of central Europe: winter +1, summer +2; the change is on the last Sundays of March and October.
    ['2026-11-24T11:00:00Z', 'Europe/Prague', '2026-11-24T12:00:00+01:00'],
    ['2026-07-01T22:30:00.999Z', 'Europe/Prague', '2026-07-02T00:30:00+02:00'],
    ['2026-10-25T00:30:00Z', 'Europe/Prague', '2026-10-25T02:30:00+02:00'],
    ['2026-10-25T01:30:00Z', 'Europe/Prague', '2026-10-25T02:30:00+01:00'],
    ['1970-01-01T00:00:00Z', 'Europe/Prague', '1970-01-01T01:00:00+01:00'],
    ['2026-01-01T00:00:00Z', 'America/St_Johns', '2025-12-31T20:30:00-03:30'],
    ['2026-12-31T23:00:00Z', 'Europe/Prague', '2027-01-01T00:00:00+01:00'],
  ])('%s in %s is %s', (utc, zone, local) => {
    expect(localTime(Date.parse(utc), zone)).toBe(local);
    expect(localDay(Date.parse(utc), zone)).toBe(local.slice(0, 10));
  });

  it('names the very second, whatever the time and zone', () => {
    const zones = fc.constantFrom('Europe/Prague', 'UTC', 'Asia/Kathmandu', 'America/New_York');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2099, 0) }), zones, (wall_ms, zone) => {
        expect(Date.parse(localTime(wall_ms, zone))).toBe(Math.floor(wall_ms / 1000) * 1000);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['2027-01-01T00:00', 'Europe/Prague', '2026-12-31T23:00:00Z'],
    ['2026-07-01T16:00', 'Europe/Prague', '2026-07-01T14:00:00Z'],
    // Shown twice: the first time. Skipped: as much later.
    ['2026-10-25T02:30', 'Europe/Prague', '2026-10-25T00:30:00Z'],
    ['2026-03-29T02:30', 'Europe/Prague', '2026-03-29T01:30:00Z'],
    ['2026-03-29T03:00', 'Europe/Prague', '2026-03-29T01:00:00Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00Z'],
  ])('clocks show %s in %s at %s', (local, zone, utc) => {
    expect(new Date(instantOf(local, zone)).toISOString()).toBe(new Date(utc).toISOString());
  });

  it('finds the minute that it names', () => {
    const zones = fc.constantFrom(
      'Europe/Prague',
      'UTC',
      'Asia/Kathmandu',
      'America/New_York',
      'Australia/Lord_Howe',
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2099, 0) }), zones, (wall_ms, zone) => {
        const local = localTime(wall_ms, zone).slice(0, 16);
        const found_ms = instantOf(local, zone);
        expect(localTime(found_ms, zone).slice(0, 16)).toBe(local);
        expect(found_ms).toBeLessThanOrEqual(wall_ms);
      }),
      { numRuns: 300 },
    );
  });
});
