import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { realWorld } from '../../world/index.ts';
import { manualWorld } from '../../world/manual.fixture.ts';
import type { DoctorReport } from '../http/contract.ts';
import { createLog } from '../log.ts';
import { openStore } from '../store/database.ts';
import { healthyBox } from './box.fixture.ts';
import { CHECKS } from './checks.ts';
import { createDoctor, TOTAL_MS } from './doctor.ts';
import { examine } from './examination.ts';

const MAIN = join(import.meta.dirname, '../main.ts');
const NOBODY = 65_534;
const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: 'pipe' });

const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

function folder(under = tmpdir()): string {
  const dir = mkdtempSync(join(under, 'kasad-doctor-'));
  undo.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** An ext4 as it should be. Its file lies in memory: how quick the disk under a test is, is not the question. */
function goodDisk(): string {
  const place = folder('/dev/shm');
  const [image, dir] = [join(place, 'disk.img'), join(place, 'data')];
  writeFileSync(image, '');
  truncateSync(image, 700 * 1024 * 1024);
  run('mkfs.ext4', '-q', '-F', image);
  mkdirSync(dir);
  run('mount', '-o', 'loop', image, dir);
  undo.push(() => void run('umount', '--lazy', dir));
  chmodSync(dir, 0o700);
  return dir;
}

interface Told {
  readonly code: number | null;
  readonly out: string;
  readonly report: DoctorReport;
}

/** `kasad doctor --json` as a process, by way of whatever stands before it. */
async function doctor(args: readonly string[], before: readonly string[] = []): Promise<Told> {
  const [command = '', ...rest] = [...before, process.execPath, MAIN, 'doctor', '--json', ...args];
  const child = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, KASAD_SOURCES: '1' },
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, report: out === '' ? (null as never) : (JSON.parse(out) as DoctorReport) };
}

const wrong = ({ report }: Told) => report.findings.filter(({ state }) => state !== 'ok').map(({ id }) => id);

/** The demo, running on the data in `dir`. */
async function demo(
  dir: string,
): Promise<{ url: string; pins: Readonly<Record<string, string>>; stop(): Promise<void> }> {
  const child: ChildProcess = spawn(
    process.execPath,
    [MAIN, 'shop', '--json', '--port', '0', '--data', dir],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, KASAD_SOURCES: '1' } },
  );
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  undo.push(stop);
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [line] = (await once(lines, 'line')) as [string];
  const ready = JSON.parse(line) as { url: string; staff: { id: string; name: string; pin: string }[] };
  return { url: ready.url, pins: Object.fromEntries(ready.staff.map(({ name, pin }) => [name, pin])), stop };
}

async function signedIn(url: string, name: string, pin: string) {
  const headers = { 'content-type': 'application/json', origin: url };
  const staff = (await (await fetch(`${url}/api/staff`)).json()) as { id: string; name: string }[];
  const staffId = staff.find((one) => one.name === name)?.id;
  const body = JSON.stringify({ staffId, pin });
  const answer = await fetch(`${url}/api/session`, { method: 'POST', headers, body });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return (method: string, path: string) =>
    fetch(url + path, {
      method,
      headers: { ...headers, cookie },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
}

describe('as a process on this very machine', { timeout: 180_000 }, () => {
  test('a demo that runs on a good disk: nothing is found, by the command and by its screen', async () => {
    const dir = goodDisk();
    const shop = await demo(dir);
    const told = await doctor(['--data', dir]);
    expect(wrong(told)).toEqual([]);
    expect(told.code).toBe(0);
    expect(told.report.took_ms).toBeLessThan(20_000);

    const technician = await signedIn(shop.url, 'Technik', shop.pins.Technik ?? '');
    expect(await (await technician('GET', '/api/doctor')).json()).toEqual({ report: null });
    // Two who ask at once get the same look.
    const both = await Promise.all([technician('POST', '/api/doctor'), technician('POST', '/api/doctor')]);
    const [report, same] = (await Promise.all(both.map((one) => one.json()))) as DoctorReport[];
    expect(report?.findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(same).toEqual(report);
    expect(await (await technician('GET', '/api/doctor')).json()).toEqual({ report });
    const waiter = await signedIn(shop.url, 'Jana', shop.pins.Jana ?? '');
    expect((await waiter('POST', '/api/doctor')).status).toBe(403);

    await shop.stop();
    const after = await doctor(['--data', dir]);
    expect(wrong(after)).toEqual(['register-stopped']);
    expect(after.code).toBe(1);
  });

  test('a user to whom the folder is closed, and a clock of 1970', async () => {
    const dir = goodDisk();
    openStore({ dir, world: realWorld, log: createLog('silent', realWorld) }).close();
    // Anybody may look into the folder, and root alone may write there.
    for (const open of [dir, dirname(dir)]) chmodSync(open, 0o755);
    const nobody = await doctor(['--data', dir], ['setpriv', `--reuid=${NOBODY}`, '--clear-groups']);
    expect(wrong(nobody).sort()).toEqual(['data-not-writable', 'register-stopped']);
    const then = await doctor(['--data', dir], ['faketime', '1970-02-01 12:00:00']);
    expect(wrong(then)).toContain('clock-wrong');
  });

  test('a register that is not set up, in a network namespace without a card', async () => {
    const place = folder();
    const file = join(place, 'kasad.toml');
    writeFileSync(file, `data_dir = "${place}/data"\n[register]\nid = "a"\nname = "A"\nseries = "R1"\n`);
    chmodSync(file, 0o600);
    mkdirSync(join(place, 'data'), { mode: 0o700 });
    const told = await doctor(['--config', file], ['unshare', '--net']);
    expect(wrong(told)).toEqual(
      expect.arrayContaining(['network-none', 'database-none', 'register-stopped']),
    );
    // A file with a slip in it says where, and the rest is looked at all the same.
    writeFileSync(file, `data_dir = "${place}/data"\n[register]\nid = "a"\nname = "A"\nserie = "R1"\n`);
    const slip = await doctor(['--config', file]);
    expect(wrong(slip)).toEqual(expect.arrayContaining(['config-fault', 'database-none']));
    const lines = slip.report.findings
      .filter(({ id }) => id === 'config-fault')
      .map(({ facts }) => facts.line);
    expect(lines).toContain(5);
    expect(slip.code).toBe(1);
    expect((await doctor(['--nonsense'])).code).toBe(2);
  });
});

describe('what hangs does not stop the others', () => {
  test('a check that never ends is told as unknown at its limit, the others are told before', async () => {
    const box = healthyBox();
    undo.push(() => box.close());
    const world = manualWorld();
    const [first] = CHECKS;
    if (!first) throw new Error('there are checks');
    const never = examine(
      { ...first, id: 'never', limit_ms: 5_000, look: () => new Promise(() => {}) },
      { ...box.eyes, world },
    );
    const throws = await examine(
      { ...first, id: 'throws', look: () => Promise.reject(new Error('EIO')) },
      { ...box.eyes, world },
    );
    expect(throws).toMatchObject([{ id: 'throws-unseen', state: 'unknown' }]);
    await world.advance(5_000);
    expect(await never).toMatchObject([
      { id: 'never-unseen', state: 'unknown', cs: expect.stringContaining('včas') },
    ]);
  });

  test('a process that says nothing is given up and killed', async () => {
    const world = manualWorld();
    const place = { file: '/nowhere/kasad.toml', config: null, version: '0.1.0' };
    const looking = createDoctor(place, world).look();
    // Long before a process can have started.
    await world.advance(TOTAL_MS);
    const { findings, state } = await looking;
    expect(state).toBe('unknown');
    expect(findings.map(({ id }) => id).sort()).toEqual(CHECKS.map(({ id }) => `${id}-unseen`).sort());
  });
});
