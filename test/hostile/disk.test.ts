import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, test } from 'vitest';
import { money } from '../crash/money.ts';
import { removeFolder, sell, startRegister, tempFolder } from './register.fixture.ts';

/** A real file system that really gets full. Null where mounting is not allowed, which only root may do. */
function smallDisk(size_mb: number): string | null {
  const dir = mkdtempSync(path.join(tmpdir(), 'kasad-disk-'));
  const options = `size=${size_mb}m,mode=0700`;
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'kasad-test', dir]).status === 0) return dir;
  rmSync(dir, { recursive: true });
  return null;
}

const disk = smallDisk(8);
const why = disk === null ? ' — NOT TESTED HERE: mounting a small disk needs root' : '';
afterEach(() => {
  if (disk === null) return;
  spawnSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

describe.skipIf(disk === null)(`a disk that really is full${why}`, () => {
  test('sales are refused, nothing is lost or numbered twice, and they go on once there is room', async () => {
    const dir = disk ?? '';
    const ballast = path.join(dir, 'ballast');
    writeFileSync(ballast, Buffer.alloc(2_500_000));
    const register = await startRegister({ dir });
    const client = register.client();
    await client.signIn('Petr');
    await client.ask('POST', '/api/shift/open', { float_haler: 100_000 });
    const told: string[] = [];
    const sale = async (key?: string) => {
      const answer = await sell(client, key);
      if (answer.status === 200) told.push(answer.body.number);
      return answer;
    };
    let refused = await sale();
    for (let n = 0; n < 2_000 && refused.status === 200; n++) refused = await sale();
    expect(refused).toMatchObject({ status: 507, body: { code: 'disk-full' } });
    expect(refused.body.title).toMatch(/nová účtenka nevznikla/);
    expect(told.length).toBeGreaterThan(20);
    // It stays refused, reading goes on, and nobody is thrown out.
    for (let n = 0; n < 5; n++) expect((await sale()).status).toBe(507);
    expect((await client.ask('GET', '/api/receipts')).body.receipts[0].number).toBe(told.at(-1));
    expect((await client.ask('GET', '/api/session')).status).toBe(200);

    rmSync(ballast);
    for (let n = 0; n < 10; n++) expect((await sale()).status).toBe(200);
    expect(told.map((number) => Number(number.slice(-6)))).toEqual(told.map((_number, i) => i + 1));
    expect(await register.stop()).toEqual([]);

    const copy = tempFolder();
    const file = path.join(copy, 'kasad.db');
    for (const suffix of ['', '-wal']) {
      const source = path.join(dir, `kasad.db${suffix}`);
      if (existsSync(source)) copyFileSync(source, file + suffix);
    }
    const db = new Database(file);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(money(db)).toEqual([]);
    expect(db.prepare('SELECT count(*) FROM receipt').pluck().get()).toBe(told.length);
    db.close();
    removeFolder(copy);
  }, 60_000);

  test('the start on a full disk is refused in words, and works once there is room', async () => {
    const dir = smallDisk(8) ?? '';
    try {
      const first = await startRegister({ dir });
      await first.stop();
      const { bavail, bsize } = statfsSync(dir);
      writeFileSync(path.join(dir, 'ballast'), Buffer.alloc(bavail * bsize));
      const start = () => startRegister({ dir });
      const error = await start().then(
        (register) => register.stop().then(() => 'it started'),
        (thrown: unknown) => thrown,
      );
      if (error !== 'it started') expect(error).toMatchObject({ status: 507, code: 'disk-full' });
      rmSync(path.join(dir, 'ballast'));
      await (await start()).stop();
    } finally {
      spawnSync('umount', ['-l', dir]);
      rmSync(dir, { recursive: true, force: true });
    }
  }, 30_000);
});
