import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { realWorld } from '../../world/index.ts';
import { run } from './run.ts';

// Processes on a busy machine with two cores.
vi.setConfig({ testTimeout: 120_000 });

const main = join(import.meta.dirname, '../main.ts');
const sample = join(import.meta.dirname, '../../docs/kasad.toml');
let folder: string;
const processes: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kasad-cli-'));
});
afterEach(() => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function kasad(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd: folder }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

/** A process that serves; one of its first lines says where. */
async function serving(...args: string[]) {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { ...process.env, NOTIFY_SOCKET: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  processes.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { url?: string };
    if (said.url !== undefined) return { child, url: said.url };
  }
  throw new Error('it never said where it listens');
}

/** Commands that run no register do so in this process, where ten of them take no longer than one. */
async function inProcess(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    write: (bytes) => void out.push(Buffer.from(bytes).toString('utf8')),
    stdin: Readable.from([]),
    world: realWorld,
    env: {},
    pid: process.pid,
    version: '0.0.0',
    onHangup: () => () => {},
    stopSignal: () => new Promise(() => {}),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const demo = () => serving('shop', '--data', folder, '--port', '0', '--json');
const demoFolder = (): string[] => ['--data', folder];

describe('a running register', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s stops it cleanly, with a screen listening',
    async (signal) => {
      const { child, url } = await demo();
      const stream = await fetch(`${url}/api/events`);
      const reader = stream.body?.getReader();
      const begin = await reader?.read();
      expect(new TextDecoder().decode(begin?.value)).toContain('"kind":"health"');
      child.kill(signal);
      const [code] = await once(child, 'exit');
      expect(code).toBe(0);
      // The log is folded into the database: nothing is left to recover.
      expect(readdirSync(folder)).not.toContain('kasad.db-wal');
    },
  );

  test('a second one over the same data refuses, says why, and the first goes on', async () => {
    const { url } = await demo();
    const second = await kasad('shop', ...demoFolder(), '--port', '0');
    expect(second.code).toBe(1);
    expect(second.err).toContain('už běží jiná pokladna');
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  test('killed outright it starts again over what is there', async () => {
    const { child } = await demo();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { url } = await demo();
    expect((await fetch(`${url}/api/staff`)).status).toBe(200);
  });

  test('from a configuration file it logs where it listens', async () => {
    const file = join(folder, 'kasad.toml');
    writeFileSync(
      file,
      `data_dir = "data"\n[register]\nid = "a"\nname = "A"\nseries = "R1"\n[http]\nport = 18431\n`,
    );
    const { url } = await serving('start', '--config', file);
    expect(url).toBe('http://127.0.0.1:18431');
    expect(readdirSync(join(folder, 'data'))).toContain('kasad.db');
  });
});

describe('one command and its exit code', () => {
  test('every command tells how it is used', async () => {
    const { out } = await inProcess('--help');
    const names = [...out.matchAll(/^ {2}kasad (\S+)/gm)].map(([, name]) => name ?? '');
    expect(names).toEqual([
      'start',
      'shop',
      'check-config',
      'doctor',
      'setup',
      'staff',
      'items',
      'backup',
      'restore',
      'export',
      'support-bundle',
      'reset',
      'upgrade-copy',
      'put-back',
      'ready',
      'pair',
      'join',
      'backoffice',
      'update',
      'print-test',
      'eet',
    ]);
    for (const help of await Promise.all(names.map((name) => inProcess(name, '--help')))) {
      expect(help).toMatchObject({ code: 0, err: '' });
      expect(help.out).toContain('kasad ');
    }
  });

  test('check-config: sound, faulty, missing', async () => {
    expect(await kasad('check-config', sample)).toMatchObject({ code: 0 });
    expect(await kasad('check-config', join(folder, 'none'))).toMatchObject({ code: 1, out: '' });
    expect(await inProcess('check-config', '--config', sample)).toMatchObject({ code: 0 });
    expect(await inProcess('check-config', sample, '--config', sample)).toMatchObject({ code: 2 });
    const faulty = join(folder, 'faulty.toml');
    writeFileSync(faulty, '[register]\nid = "a"\nname = "A"\nseries = 1\nserie = 2\n');
    const told = await inProcess('check-config', faulty);
    expect(told.code).toBe(1);
    expect(told.out).toContain(`${faulty}:4: `);
    expect(told.out).toContain(`${faulty}:5: Klíč „serie“`);
    expect(told.out).toContain('Nemělo to být „series“?');
    const json = await inProcess('check-config', faulty, '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out).faults).toHaveLength(2);
    expect((await inProcess('start', '--config', faulty)).err).toContain(`${faulty}:5: `);
  });

  test('a new register gets its first manager, whose PIN is read from standard input', async () => {
    const add = (pin: string) => {
      const child = execFile(process.execPath, [main, 'staff', 'add', 'Jana', ...demoFolder(), '--json']);
      let out = '';
      child.stdout?.on('data', (chunk) => {
        out += chunk;
      });
      child.stdin?.end(pin);
      return once(child, 'close').then(([code]) => ({ code, out }));
    };
    expect(await add('12')).toEqual({ code: 2, out: '' });
    const added = await add('1234\n');
    expect(added.code).toBe(0);
    expect(JSON.parse(added.out)).toMatchObject({ name: 'Jana', role: 'manager', active: true });
    expect(added.out).not.toContain('1234');
  });

  test('what makes no sense is said so', async () => {
    for (const args of [
      [],
      ['sell'],
      ['start', '--fast'],
      ['shop', '--port', 'x'],
      ['items', 'eat'],
      ['restore', 'a', 'b'],
    ]) {
      expect((await inProcess(...args)).code).toBe(2);
    }
  });

  test('backup beside a running register, restore after it, items out and in', async () => {
    const { child } = await demo();
    const backup = await inProcess('backup', ...demoFolder(), '--to', join(folder, 'kopie.db'), '--json');
    expect(backup.code).toBe(0);
    expect(JSON.parse(backup.out).to).toBe(join(folder, 'kopie.db'));
    expect((await inProcess('items', 'export', ...demoFolder())).err).toContain('už běží');
    child.kill('SIGTERM');
    await once(child, 'exit');

    const file = join(folder, 'cenik.csv');
    expect((await inProcess('items', 'export', file, ...demoFolder())).code).toBe(0);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('Svíčková');
    const again = await inProcess('items', 'import', file, '--json', ...demoFolder());
    expect(JSON.parse(again.out)).toMatchObject({ added: 0, changed: 0, faults: [] });
    writeFileSync(file, text.replace(/;12 %;|;12;/, ';sto;'));
    const bad = await inProcess('items', 'import', file, ...demoFolder());
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(/cenik\.csv:\d+: /);

    const restored = await inProcess('restore', join(folder, 'kopie.db'), '--json', ...demoFolder());
    expect(restored.code).toBe(0);
    expect(JSON.parse(restored.out).copy).toBe(join(folder, 'kopie.db'));
    expect((await inProcess('backup', '--data', join(folder, 'typo'))).code).toBe(1);
  });
});
