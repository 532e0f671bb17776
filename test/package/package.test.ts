import { execFile, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BillView, CatalogueView, ReceiptView } from '../../daemon/http/contract.ts';
import { list } from '../../systemd/package/debian.ts';

const run = promisify(execFile);
const PROJECT = join(import.meta.dirname, '../..');
const ARCH = process.arch === 'arm64' ? 'arm64' : 'amd64';
const MIB = 2 ** 20;
const build_ms = 180_000;

const work = mkdtempSync(join(tmpdir(), 'kasad-deb-'));
/** Where it is unpacked: as `/` of a box. */
const box = join(work, 'box');
const program = join(box, 'usr/lib/kasad');
let deb = '';
let again = '';

/** Of the sources in `root`, by whoever has this umask. */
async function build(root: string, out: string, umask: string): Promise<string> {
  const command = 'umask "$0"; exec "$@"';
  const main = join(PROJECT, 'systemd/package/main.ts');
  const args = ['--arch', ARCH, '--root', root, '--out', out, '--fast'];
  await run('sh', ['-c', command, umask, process.execPath, main, ...args], {
    env: { ...process.env, SOURCE_DATE_EPOCH: '1790000000' },
  });
  return join(out, readdirSync(out)[0] ?? '');
}

/** The same sources in another place, younger; their libraries are linked to. */
function copyOfProject(): string {
  const root = join(work, 'elsewhere');
  const left = new Set(['node_modules', 'dist', '.git']);
  cpSync(PROJECT, root, {
    recursive: true,
    filter: (path) => !left.has(path.slice(path.lastIndexOf('/') + 1)),
  });
  symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'));
  return root;
}

beforeAll(async () => {
  [deb, again] = await Promise.all([
    build(PROJECT, join(work, 'one'), '022'),
    build(copyOfProject(), join(work, 'two'), '077'),
  ]);
  execFileSync('dpkg-deb', ['-x', deb, box]);
  // mkdtemp lets nobody in but its maker, and the program is run by somebody else.
  chmodSync(work, 0o755);
}, build_ms);
afterAll(() => rmSync(work, { recursive: true, force: true }));

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

test('the same sources elsewhere, under another umask and with other times, are the same package', () => {
  expect(sha256(again)).toBe(sha256(deb));
});

test('at most 70 MiB, also when packed loosely', () => {
  expect(statSync(deb).size).toBeLessThanOrEqual(70 * MIB);
});

describe('what is in it', () => {
  const files = () => list(box);

  test('program, screen, guides, units; one Node of this architecture', () => {
    expect(files()).toEqual(
      expect.arrayContaining([
        'usr/bin/kasad',
        'usr/lib/kasad/bin/kasad',
        'usr/lib/kasad/bin/node',
        'usr/lib/kasad/daemon/dist/kasad.js',
        'usr/lib/kasad/daemon/dist/check-process.ts',
        'usr/lib/kasad/docs/cs/technik.md',
        'usr/lib/kasad/package.json',
        'usr/lib/kasad/ui-kiosk/dist/index.html',
        'usr/lib/kasad/update/install.ts',
        'usr/lib/systemd/system/kasad.service',
        'usr/lib/systemd/system/kasad-upgrade.service',
        'usr/lib/sysusers.d/kasad.conf',
        'usr/lib/tmpfiles.d/kasad.conf',
        'usr/share/doc/kasad/changelog.gz',
        'usr/share/doc/kasad/copyright',
      ]),
    );
    const machines = files()
      .filter((path) => path.endsWith('.node') || path === 'usr/lib/kasad/bin/node')
      .map((path) => machineOf(join(box, path)));
    expect(machines).toEqual(Array(3).fill(ARCH));
  });

  test('of libraries only those that are not in the program, and nothing to develop with', () => {
    const libraries = readdirSync(join(program, 'node_modules')).sort();
    expect(libraries).toEqual([
      '@serialport',
      'better-sqlite3',
      'debug',
      'ms',
      'node-gyp-build',
      'serialport',
    ]);
    const unwanted =
      /\.(?:map|d\.ts|test\.\w+|fixture\.ts|contract\.ts|tsx|gyp|c|cc|cpp|h)$|made-of|licences\.json/;
    expect(files().filter((path) => unwanted.test(path))).toEqual([]);
  });

  test('nothing of the machine on which it was built', () => {
    const traces = [PROJECT, work, 'kasad-package-'];
    const found = files().filter((path) => {
      if (!statSync(join(box, path)).isFile()) return false;
      const bytes = readFileSync(join(box, path));
      return traces.some((trace) => bytes.includes(trace));
    });
    expect(found).toEqual([]);
  });

  test('everything is of root, and nobody else may write it', () => {
    const lines = execFileSync('dpkg-deb', ['-c', deb], { encoding: 'utf8' }).trim().split('\n');
    const odd = lines.filter((line) => !/^(?:[d-]rw(?:xr-xr-x|-r--r--)|lrwxrwxrwx) root\/root /.test(line));
    expect(odd).toEqual([]);
  });

  test('all that Debian has rules for', async () => {
    const root = process.getuid?.() === 0 ? ['--allow-root'] : [];
    const { stdout } = await run('lintian', [...root, '--fail-on', 'none', deb]);
    expect(stdout.split('\n').filter((line) => /^[EW]: /.test(line))).toEqual([]);
  }, 120_000);

  test('scripts that a plain shell understands, in which nothing is left to fill in', () => {
    const control = join(work, 'control');
    execFileSync('dpkg-deb', ['-e', deb, control]);
    for (const name of ['preinst', 'postinst', 'prerm', 'postrm']) {
      execFileSync('sh', ['-n', join(control, name)]);
      expect(readFileSync(join(control, name), 'utf8')).not.toMatch(/@\S+@/);
    }
  });
});

/** From the head of an ELF file: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html, e_machine. */
function machineOf(file: string): string | undefined {
  const head = Buffer.alloc(20);
  const fd = openSync(file, 'r');
  readSync(fd, head);
  closeSync(fd);
  return { 62: 'amd64', 183: 'arm64' }[head.readUInt16LE(18)];
}

/** Root would become the user kasad, who is not here. */
const asNobody = (file: string, ...args: string[]): [string, string[]] =>
  process.getuid?.() === 0
    ? ['setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', '--', file, ...args]]
    : [file, args];

describe('what runs', () => {
  const launcher = () => join(box, 'usr/bin/kasad');
  const kasad = async (...args: string[]) => (await run(...asNobody(launcher(), ...args))).stdout.trim();
  const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));

  test.each([
    ['unpacking', 'the one before'],
    ['again', 'the one before'],
    ['rolled-back', 'the one before'],
    ['trial', version],
    [undefined, version],
  ])('while an upgrade is at %j: %s', async (state, expected) => {
    const previous = `${program}.previous`;
    mkdirSync(join(previous, 'bin'), { recursive: true });
    try {
      writeFileSync(join(previous, 'bin/kasad'), '#!/bin/sh\necho the one before\n', { mode: 0o755 });
      if (state !== undefined) writeFileSync(join(previous, 'state'), `${state}\n`);
      expect(await kasad('--version')).toBe(expected);
    } finally {
      rmSync(previous, { recursive: true });
    }
  });

  test('whoever may not read the data is told so', async () => {
    await expect(kasad('backup')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('sudo kasad backup'),
    });
  });

  test('a register: it starts, sells, copies its data, and stops', async () => {
    const data = mkdtempSync(join(tmpdir(), 'kasad-sale-'));
    chmodSync(data, 0o777);
    try {
      const [file, args] = asNobody(
        launcher(),
        'shop',
        '--json',
        '--port',
        '0',
        '--data',
        join(data, 'shop'),
      );
      const child = spawn(file, args, { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
      let url = '';
      let pin = '';
      for await (const line of createInterface({ input: child.stdout })) {
        const said = JSON.parse(line) as { url?: string; staff?: { role: string; pin: string }[] };
        if (said.url !== undefined) {
          url = said.url;
          pin = said.staff?.find(({ role }) => role === 'manager')?.pin ?? '';
          break;
        }
      }
      expect(await sale(url, pin)).toMatchObject({ series: expect.any(String), seq: expect.any(Number) });
      expect((await fetch(url)).status).toBe(200);
      const copied = JSON.parse(await kasad('backup', '--data', join(data, 'shop'), '--json'));
      expect(statSync(copied.copy).size).toBeGreaterThan(0);
      child.kill('SIGTERM');
      expect(await once(child, 'exit')).toEqual([0, null]);
    } finally {
      rmSync(data, { recursive: true });
    }
  });
});

/** One coffee, or whatever comes first, paid in cash; answers the receipt's number. */
async function sale(url: string, pin: string): Promise<ReceiptView['receipt']['number']> {
  let cookie = '';
  async function ask<T>(method: string, path: string, body?: unknown, more = {}): Promise<T> {
    const answer = await fetch(url + path, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  const people = await ask<{ id: string; role: string }[]>('GET', '/api/staff');
  const staffId = people.find(({ role }) => role === 'manager')?.id;
  await ask('POST', '/api/session', { staffId, pin });
  const { items, paymentTypes } = await ask<CatalogueView>('GET', '/api/catalogue');
  const { shift } = await ask<{ shift: unknown }>('GET', '/api/shift');
  if (!shift) await ask('POST', '/api/shift/open', { float_haler: 0 });
  const { bill } = await ask<BillView>('POST', '/api/bills', { tableId: null, guests: null });
  const itemId = items.find(({ openPrice, unit }) => !openPrice && unit === 'ks')?.id;
  const added = { lineId: crypto.randomUUID(), itemId };
  const { sum } = await ask<BillView>('POST', `/api/bills/${bill.id}/lines`, added);
  const typeId = paymentTypes.find(({ kind }) => kind === 'cash')?.id;
  const paid = await ask<ReceiptView>(
    'POST',
    `/api/bills/${bill.id}/pay`,
    {
      tenders: [{ typeId, amount: sum.total_haler }],
      tip_haler: 0,
      expectedTotal_haler: sum.total_haler,
      print: true,
    },
    { 'idempotency-key': crypto.randomUUID() },
  );
  return paid.receipt.number;
}
