import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { matchesSum } from '../../store/copy-file.ts';
import { COPIES, markPlace, readMark } from './mark.ts';
import { type Placed, placeCopy } from './place-copy.ts';
import { PLACE_COPY_PROCESS } from './process.ts';

const PROCESS = PLACE_COPY_PROCESS.pathname;
const MARK = '6d1c6bd2-8e1f-4f0e-9f3e-0b8a3f2f7a11';
let folder: string;
let place: string;
const mounted: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kasad-place-'));
  place = path.join(folder, 'disk');
  mkdirSync(place);
  mkdirSync(path.join(folder, 'copies'));
});
afterEach(() => {
  for (const at of mounted.splice(0)) spawnSync('umount', ['-l', at]);
  rmSync(folder, { recursive: true, force: true });
});

/** A daily copy of so many bytes; what is in it is nobody's business here. */
function copyOf(day: string, bytes = 100_000): string {
  const file = path.join(folder, 'copies', `kasad-${day}.db`);
  writeFileSync(
    file,
    createHash('sha256')
      .update(day)
      .digest('hex')
      .repeat(bytes / 64 + 1)
      .slice(0, bytes),
  );
  return file;
}
const kept = () => path.join(place, COPIES, 'bar');
const names = () => readdirSync(kept()).sort();
const put = (source: string): Placed => placeCopy({ source, place, mark: MARK, registerId: 'bar' });

/** The place becomes a file system of its own, of so many megabytes; false where this user may not mount. */
function mount(size_mb: number): boolean {
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size_mb}m`, 'kasad-test', place]);
  if (status === 0) mounted.push(place);
  return status === 0;
}

describe('a copy that is put down elsewhere', () => {
  it('is what it was, with a sum that sha256sum reads, and nothing half lies beside it', async () => {
    await markPlace(place, MARK);
    const source = copyOf('2026-11-24');
    expect(put(source)).toEqual({
      is: 'placed',
      day: '2026-11-24',
      copies: [{ day: '2026-11-24', bytes: 100_000 }],
    });
    expect(names()).toEqual(['kasad-2026-11-24.db', 'kasad-2026-11-24.db.sha256']);
    expect(readFileSync(path.join(kept(), 'kasad-2026-11-24.db'))).toEqual(readFileSync(source));
    expect(spawnSync('sha256sum', ['-c', 'kasad-2026-11-24.db.sha256'], { cwd: kept() }).status).toBe(0);
    truncateSync(path.join(kept(), 'kasad-2026-11-24.db'), 99_999);
    expect(matchesSum(path.join(kept(), 'kasad-2026-11-24.db'))).toBe(false);
    // The same day again takes its place.
    expect(put(copyOf('2026-11-24', 120_000))).toMatchObject({ copies: [{ bytes: 120_000 }] });
    expect(matchesSum(path.join(kept(), 'kasad-2026-11-24.db'))).toBe(true);
  });

  it('goes only where a person has said so, also when the disk is not there and its folder is', async () => {
    const source = copyOf('2026-11-24');
    expect(put(source)).toMatchObject({ is: 'failed', why: 'absent' });
    await markPlace(place, '00000000-0000-4000-8000-000000000000');
    expect(put(source)).toMatchObject({ is: 'failed', why: 'absent' });
    expect(existsSync(kept())).toBe(false);
    // A second register of the shop uses the mark that is there.
    expect(await markPlace(place, MARK)).toBe('00000000-0000-4000-8000-000000000000');
  });

  it('is kept by rule with those before it, and those of a clock that ran ahead come before it', async () => {
    await markPlace(place, MARK);
    for (let day = 1; day <= 20; day++) put(copyOf(`2026-10-${`${day}`.padStart(2, '0')}`, 1_000));
    put(copyOf('2036-01-01', 2_000));
    const went = put(copyOf('2026-10-21', 3_000));
    expect(went).toMatchObject({
      copies: [
        { day: '2026-10-21', bytes: 3_000 },
        { day: '2026-10-20', bytes: 2_000 },
        { day: '2026-10-19', bytes: 1_000 },
        { day: '2026-10-18' },
        { day: '2026-10-17' },
        { day: '2026-10-16' },
        { day: '2026-10-15' },
        // The last one of the week before; what was called 2036 has taken the place of one week more.
        { day: '2026-10-11' },
      ],
    });
    for (const file of readdirSync(kept()).filter((name) => name.endsWith('.db'))) {
      expect([file, matchesSum(path.join(kept(), file))]).toEqual([file, true]);
    }
    expect(names()).toHaveLength(16);
  });

  it('leaves other registers’ copies and everything else on the stick alone', async () => {
    await markPlace(place, MARK);
    const other = path.join(place, COPIES, 'zahradka');
    mkdirSync(other);
    writeFileSync(path.join(other, 'kasad-2020-01-01.db'), 'x');
    writeFileSync(path.join(place, 'fotky.zip'), 'x');
    for (let day = 10; day <= 29; day++) put(copyOf(`2026-10-${day}`, 100));
    expect(readdirSync(other)).toEqual(['kasad-2020-01-01.db']);
    expect(existsSync(path.join(place, 'fotky.zip'))).toBe(true);
  });
});

describe('a place that', () => {
  it('is full is not filled to the brim: older copies make room, and the last two are never among them', async () => {
    expect(mount(12)).toBe(true);
    await markPlace(place, MARK);
    const MB = 1_000_000;
    for (const day of ['20', '21', '22']) expect(put(copyOf(`2026-11-${day}`, 3 * MB)).is).toBe('placed');
    expect(put(copyOf('2026-11-23', 3 * MB))).toMatchObject({
      is: 'placed',
      copies: [{ day: '2026-11-23' }, { day: '2026-11-22' }, { day: '2026-11-21' }],
    });
    const before = names();
    // The whole of what may be deleted would not be enough, so nothing is.
    expect(put(copyOf('2026-11-24', 10 * MB))).toMatchObject({
      is: 'failed',
      why: 'no-room',
      missing_bytes: expect.any(Number),
    });
    expect(names()).toEqual(before);
    writeFileSync(path.join(place, 'filme.mkv'), Buffer.alloc(2 * MB));
    expect(put(copyOf('2026-11-25', 3 * MB)).is).toBe('placed');
    const { stdout } = spawnSync('df', ['--output=avail', '-B1', place], { encoding: 'utf8' });
    expect(Number(stdout.split('\n')[1])).toBeGreaterThanOrEqual(Math.floor((12 * 1024 * 1024) / 20));
  });

  it('cannot be written says so', async () => {
    expect(mount(4)).toBe(true);
    await markPlace(place, MARK);
    expect(spawnSync('mount', ['-o', 'remount,ro', place]).status).toBe(0);
    expect(put(copyOf('2026-11-24'))).toMatchObject({ is: 'failed', why: 'read-only' });
  });

  it('is pulled in the middle is told of, nothing is written under it, and what was there is still there', async () => {
    expect(mount(64)).toBe(true);
    await markPlace(place, MARK);
    put(copyOf('2026-11-23', 1_000));
    const kernel = path.join(folder, 'same');
    mkdirSync(kernel);
    expect(spawnSync('mount', ['--bind', place, kernel]).status).toBe(0);
    mounted.push(kernel);
    const child = placing(copyOf('2026-11-24', 30_000_000));
    await seen(path.join(kept(), 'kasad-2026-11-24.db.part'));
    spawnSync('umount', ['-l', place]);
    expect(await child.answer).toMatchObject({ is: 'failed', why: expect.stringMatching(/gone|absent/) });
    expect(readdirSync(place)).toEqual([]);
    expect(readdirSync(path.join(kernel, COPIES, 'bar'))).toEqual(
      expect.arrayContaining(['kasad-2026-11-23.db', 'kasad-2026-11-23.db.sha256']),
    );
    expect(readMark(kernel)).toBe(MARK);
  });
});

it('killed at any moment leaves whole copies alone, and the next one clears up after it', {
  timeout: 60_000,
}, async () => {
  await markPlace(place, MARK);
  put(copyOf('2026-11-22', 5_000_000));
  const source = copyOf('2026-11-23', 20_000_000);
  for (const seen_bytes of [1, 5_000_000, 15_000_000]) {
    const child = placing(source);
    await seen(path.join(kept(), 'kasad-2026-11-23.db.part'), seen_bytes);
    child.kill();
    await child.gone;
    const whole = readdirSync(kept()).filter((name) => name.endsWith('.db'));
    expect(whole).toContain('kasad-2026-11-22.db');
    for (const name of whole) expect(matchesSum(path.join(kept(), name))).toBe(true);
  }
  expect(put(source)).toMatchObject({ is: 'placed', day: '2026-11-23' });
  expect(names().filter((name) => name.endsWith('.part'))).toEqual([]);
});

function placing(source: string) {
  const child = spawn(process.execPath, [PROCESS, source, place, MARK, 'bar'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  return {
    answer: new Promise<Placed>((resolve) => child.once('message', (said) => resolve(said as Placed))),
    gone: new Promise<void>((resolve) => child.once('exit', () => resolve())),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** Another process's file: there is no event to wait for. */
async function seen(file: string, bytes = 1): Promise<void> {
  for (;;) {
    const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 };
    if (size >= bytes) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
