import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ManualWorld, manualWorld } from '../../../world/manual.fixture.ts';
import { openStore } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { findCopies } from '../restore/found-copies.ts';
import { type Backup, createBackup } from './backup.ts';
import { COPIES } from './mark.ts';

let folder: string;
let store: Store;
let world: ManualWorld;
let backup: Backup;
const log = pino({ level: 'silent' });

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kasad-backup-'));
  world = manualWorld();
  store = openStore({ dir: path.join(folder, 'data'), world, log });
  backup = open();
});
afterEach(async () => {
  await backup.stop();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(): Backup {
  const media = path.join(folder, 'media');
  return createBackup({ store, world, log, dir: path.join(folder, 'data'), registerId: 'bar', media });
}
function disk(name = 'disk'): string {
  const place = path.join(folder, name);
  mkdirSync(place, { recursive: true });
  return place;
}
const state = () => backup.health().map(({ id, state: is }) => [id, is]);

it('puts the newest copy down at each place, once, and a new one again', { timeout: 60_000 }, async () => {
  expect(backup.health()).toEqual([]);
  await backup.addFolder(disk());
  await store.copy();
  await backup.putDown();
  const [target] = backup.targets();
  expect(target).toMatchObject({ kind: 'folder', fault: null, ok_ms: world.wall_ms() });
  expect(findCopies(disk())).toMatchObject([{ registerId: 'bar', day: '2026-11-24' }]);
  expect(state()).toEqual([['backup', 'ok']]);
  const at = world.wall_ms();
  await world.advance(3_600_000);
  await backup.putDown();
  expect(backup.targets()[0]?.ok_ms).toBe(at);
  await world.advance(24 * 3_600_000);
  await store.copy();
  await backup.putDown();
  expect(findCopies(disk()).map(({ day }) => day)).toEqual(['2026-11-25', '2026-11-24']);
  expect(backup.targets()[0]?.copies).toHaveLength(2);
});

it('tells of a place that is not there only after days, and puts the copy down once it is back', {
  timeout: 60_000,
}, async () => {
  await backup.addFolder(disk());
  await store.copy();
  const away = path.join(folder, 'away');
  renameSync(disk(), away);
  // The folder that a disk was mounted in stays without it.
  disk();
  await backup.putDown();
  expect(backup.targets()[0]).toMatchObject({ fault: { why: 'absent' }, ok_ms: null });
  expect(readdirSync(disk())).toEqual([]);
  expect(state()).toEqual([['backup', 'ok']]);
  await world.advance(4 * 24 * 3_600_000);
  expect(state()).toEqual([['backup', 'attention']]);
  rmSync(disk(), { recursive: true });
  renameSync(away, disk());
  await backup.putDown();
  expect(backup.targets()[0]).toMatchObject({ fault: null });
  expect(state()).toEqual([['backup', 'ok']]);
});

it('tells of a failure at once, with what to do, and tries again by itself', {
  timeout: 60_000,
}, async () => {
  await backup.addFolder(disk());
  await store.copy();
  // In the place of the register's folder lies a file.
  writeFileSync(path.join(disk(), COPIES, 'bar'), '');
  await backup.putDown();
  expect(backup.health()).toMatchObject([{ state: 'attention', hintCs: expect.stringMatching(/./) }]);
  rmSync(path.join(disk(), COPIES, 'bar'));
  backup.start();
  await world.advance(10 * 60_000);
  expect(backup.targets()[0]?.fault).not.toBe(null);
  await world.advance(10 * 60_000);
  // A process puts it down; its end is no moment of this world.
  await expect.poll(() => backup.targets()[0]?.fault, { timeout: 30_000 }).toBe(null);
});

it('takes no folder that is not one, and none within the data of the register', async () => {
  await expect(backup.addFolder('zaloha')).rejects.toMatchObject({ code: 'no-folder' });
  await expect(backup.addFolder(path.join(folder, 'nic'))).rejects.toMatchObject({ code: 'no-folder' });
  await expect(backup.addFolder(path.join(folder, 'data', 'copies'))).rejects.toMatchObject({
    code: expect.stringMatching(/no-folder|own-folder/),
  });
  await expect(backup.addStick('ZALOHA')).rejects.toMatchObject({ code: 'no-stick' });
  expect(() => backup.remove('x')).toThrow();
  expect(backup.targets()).toEqual([]);
});

it('leaves what lies at a place that is no longer wanted, and knows it again', async () => {
  await backup.addFolder(disk());
  const id = backup.targets()[0]?.id ?? '';
  backup.remove(id);
  expect(backup.targets()).toEqual([]);
  await backup.addFolder(disk());
  expect(backup.targets().map((one) => one.id)).toEqual([id]);
});
