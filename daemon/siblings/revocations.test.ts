import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CellRow, sqliteStorage } from '../../sync/index.ts';
import { manualWorld } from '../../world/manual.fixture.ts';
import { createLog } from '../log.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { createRoster, type Roster } from './roster.ts';

let dir: string;
let store: Store;
let roster: Roster;
let changes: number;
const world = manualWorld();
const log = createLog('error', world, { write() {} });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kasad-revocations-'));
  store = openStore({ dir, world, log });
  roster = createRoster(store, log);
  changes = 0;
  roster.onChange(() => changes++);
  roster.start();
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Rows of another database, brought by whomever. Their stamps are as high as any that are taken in. */
function comes(
  origin: string,
  ...cells: [seq: number, tbl: string, id: string, col: string, value: unknown][]
) {
  const storage = sqliteStorage(store.db, {
    transaction: (run) => store.transaction(run),
    onTaken: (taken) => roster.projection.take(taken),
  });
  const rows = cells.map(
    ([seq, tbl, id, col, value]): CellRow => ({
      is: 'cell',
      origin,
      seq,
      hlc: `9999998999999.${String(seq).padStart(4, '0')}.${origin}`,
      tbl,
      id,
      col,
      val: JSON.stringify(value),
    }),
  );
  storage.commit({ rows, vector: { [origin]: Math.max(...rows.map(({ seq }) => seq)) } });
}

function aThiefIsCutOff(): void {
  roster.put('kuchyn', { fingerprint: 'f1', origin: 'o1' });
  comes('o1', [1, 'register', 'kuchyn', 'name', 'Kuchyně'], [2, 'register', 'bar', 'fingerprint', 'f-bar']);
  store.transaction(() => {
    roster.revoke('kuchyn');
    roster.distrust('o1', 2);
  });
}

test('who was cut off does not write itself back in, however far ahead its clock is', () => {
  aThiefIsCutOff();
  comes('o1', [3, 'register', 'kuchyn', 'revoked', false]);
  expect(roster.get('kuchyn')).toMatchObject({ fingerprint: 'f1', revoked: true });
  expect(roster.isRevoked('kuchyn', 'f1')).toBe(true);
});

test('nor by a certificate that it has signed for itself, under its own name or another', () => {
  aThiefIsCutOff();
  comes(
    'o1',
    [3, 'register', 'kuchyn', 'revoked', false],
    [4, 'register', 'kuchyn', 'fingerprint', 'f-new'],
    [5, 'register', 'nova', 'fingerprint', 'f-nova'],
    [6, 'guest', 'tablet', 'fingerprint', 'f-tablet'],
  );
  expect(roster.get('kuchyn')).toMatchObject({ fingerprint: null, revoked: true });
  expect(roster.get('nova')).toMatchObject({ fingerprint: null });
  expect(roster.guest('tablet')).toBeUndefined();
  // Whom it had let in before stays in.
  expect(roster.get('bar')).toMatchObject({ fingerprint: 'f-bar', revoked: false });
});

test('nor by taking the revocation back or moving it', () => {
  aThiefIsCutOff();
  comes(
    'o1',
    [3, 'revocation', 'register/kuchyn', 'f1', false],
    [4, 'revocation', 'register/kuchyn', '_del', true],
    [5, 'revocation', 'database/o1', '2', false],
    [6, 'revocation', 'database/o1', '999999', true],
    [7, 'revocation', 'database/o1', 'nonsense', true],
    [8, 'register', 'kuchyn', 'revoked', false],
    [9, 'register', 'nova', 'fingerprint', 'f-nova'],
  );
  expect(roster.get('kuchyn')).toMatchObject({ fingerprint: 'f1', revoked: true });
  expect(roster.get('nova')).toMatchObject({ fingerprint: null });
});

test('nor when its words are here before the revocation is', () => {
  roster.put('kuchyn', { fingerprint: 'f1', origin: 'o1' });
  comes(
    'o1',
    [3, 'register', 'kuchyn', 'fingerprint', 'f-new'],
    [4, 'register', 'nova', 'fingerprint', 'f-nova'],
  );
  expect(roster.get('nova')).toMatchObject({ fingerprint: 'f-nova' });
  comes('o2', [1, 'revocation', 'register/kuchyn', 'f1', true], [2, 'revocation', 'database/o1', '2', true]);
  expect(roster.get('kuchyn')).toMatchObject({ fingerprint: null, revoked: true });
  expect(roster.get('nova')).toMatchObject({ fingerprint: null });
});

test('whom it had crossed out of the list writes itself in again', () => {
  aThiefIsCutOff();
  comes('o1', [3, 'register', 'bar', 'fingerprint', 'rubbish']);
  expect(roster.get('bar')).toMatchObject({ fingerprint: null, revoked: false });
  roster.put('bar', { fingerprint: 'f-bar' });
  expect(roster.get('bar')).toMatchObject({ fingerprint: 'f-bar', revoked: false });
});

test('a new certificate, given by one of the shop, brings it back; the old one stays out', () => {
  aThiefIsCutOff();
  roster.put('kuchyn', { fingerprint: 'f2', origin: 'o2', revoked: false });
  expect(roster.get('kuchyn')).toMatchObject({ fingerprint: 'f2', revoked: false });
  expect([roster.isRevoked('kuchyn', 'f1'), roster.isRevoked('kuchyn', 'f2')]).toEqual([true, false]);
  const before = changes;
  roster.put('kuchyn', { fingerprint: 'f1' });
  expect(roster.get('kuchyn')).toMatchObject({ revoked: true });
  expect(changes).toBe(before + 1);
});

test('a listener that was stopped stays so until its name is given anew', () => {
  roster.putGuest('tablet', { fingerprint: 'g1', revoked: false, since: 's' });
  roster.revokeGuest('tablet');
  comes('o9', [1, 'guest', 'tablet', 'revoked', false]);
  expect(roster.guest('tablet')).toMatchObject({ fingerprint: 'g1', revoked: true });
  roster.putGuest('tablet', { fingerprint: 'g2', revoked: false, since: 't' });
  expect(roster.guest('tablet')).toMatchObject({ fingerprint: 'g2', revoked: false });
});
