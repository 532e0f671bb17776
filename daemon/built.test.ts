import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { BUILT, builtProgram, digestOf, type MadeOf, stampOf } from './built.ts';

// Processes on a busy machine with two cores.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'kasad-built-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('which program runs', () => {
  const files = ['a.ts', 'b.ts'];
  const note = (wrong: Partial<MadeOf>) => {
    const made: MadeOf = {
      files,
      digest: digestOf(folder, files),
      stamp: stampOf(folder, files, Number.POSITIVE_INFINITY),
      ...wrong,
    };
    writeFileSync(join(folder, BUILT.folder, BUILT.madeOf), JSON.stringify(made));
  };
  const longAgo = () => {
    for (const file of files) utimesSync(join(folder, file), 1_700_000_000, 1_700_000_000);
  };
  const entry = () => join(folder, BUILT.folder, BUILT.entry);

  beforeEach(() => {
    mkdirSync(join(folder, BUILT.folder), { recursive: true });
    for (const file of files) writeFileSync(join(folder, file), `// ${file}\n`);
    note({});
  });

  test('the built one, while it is of the sources that lie here', () => {
    expect(builtProgram(folder)).toBe(entry());
  });

  test('without reading them, when they lie as they lay long before it was built', () => {
    longAgo();
    note({ digest: 'not looked at' });
    expect(builtProgram(folder)).toBe(entry());
    utimesSync(join(folder, 'b.ts'), 1_700_000_050, 1_700_000_050);
    expect(builtProgram(folder)).toBeUndefined();
  });

  test('in a copy, whose files are younger', () => {
    longAgo();
    note({});
    for (const file of files) utimesSync(join(folder, file), 1_700_000_001, 1_700_000_001);
    expect(builtProgram(folder)).toBe(entry());
  });

  test('the sources are read when one was edited while it was being built', () => {
    note({ digest: 'of other contents' });
    expect(builtProgram(folder)).toBeUndefined();
  });

  test.each<[string, () => void]>([
    ['one is edited', () => writeFileSync(join(folder, 'b.ts'), '// b.tS\n')],
    ['one is gone', () => rmSync(join(folder, 'a.ts'))],
    [
      'two have changed places',
      () => {
        writeFileSync(join(folder, 'a.ts'), '// b.ts\n');
        writeFileSync(join(folder, 'b.ts'), '// a.ts\n');
      },
    ],
    ['nothing was built', () => rmSync(join(folder, BUILT.folder), { recursive: true })],
    ['a build was cut short', () => writeFileSync(join(folder, BUILT.folder, BUILT.madeOf), '{"files"')],
  ])('the sources as they stand, when %s', (_what, happen) => {
    happen();
    expect(builtProgram(folder)).toBeUndefined();
  });
});

describe('the built program is the same program', () => {
  const root = join(import.meta.dirname, '..');
  const dist = join(root, BUILT.folder);
  const children: ChildProcess[] = [];

  // `npm test` has built it already.
  beforeAll(() => {
    if (builtProgram(root) !== undefined) return;
    execFileSync(join(root, 'node_modules/.bin/vite'), ['build', 'daemon', '--logLevel', 'error'], {
      cwd: root,
    });
    expect(builtProgram(root)).toBeDefined();
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  const environment = (sources: boolean) => ({
    ...process.env,
    NOTIFY_SOCKET: '',
    KASAD_SOURCES: sources ? '1' : '',
  });
  const kasad = (sources: boolean, ...args: string[]) =>
    new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
      const options = { cwd: folder, env: environment(sources) };
      execFile(process.execPath, [join(root, 'daemon/main.ts'), ...args], options, (error, out, err) => {
        resolve({ code: error?.code ?? 0, out, err });
      });
    });

  test.each([
    [['--help']],
    [['unheard-of']],
    [['check-config', join(root, 'docs/kasad.toml')]],
    [['check-config', join(root, 'package.json')]],
    [['backup', '--data', '.', '--json']],
  ])('kasad %j', async (args) => {
    const [built, sources] = [await kasad(false, ...args), await kasad(true, ...args)];
    expect(built).toEqual(sources);
  });

  test('whatever it starts or reads beside itself is there', () => {
    const named = readdirSync(dist)
      .filter((name) => /\.[jt]s$/.test(name))
      .flatMap((name) =>
        [
          ...readFileSync(join(dist, name), 'utf8').matchAll(
            /new URL\(["'`](\.[^"'`]+)["'`], ?import\.meta\.url\)/g,
          ),
        ].map(([, path = '']) => path),
      );
    expect(named).toContain('./check-process.ts');
    expect(named.filter((path) => !existsSync(join(dist, path)))).toEqual([]);
  });

  async function shop(sources: boolean): Promise<{ child: ChildProcess; url: string; data: string }> {
    const data = join(folder, sources ? 'sources' : 'built');
    const child = spawn(
      process.execPath,
      [join(root, 'daemon/main.ts'), 'shop', '--json', '--port', '0', '--data', data],
      { cwd: folder, env: environment(sources), stdio: ['ignore', 'pipe', 'inherit'] },
    );
    children.push(child);
    for await (const line of createInterface({ input: child.stdout })) {
      const said = JSON.parse(line) as { url?: string };
      if (said.url !== undefined) return { child, url: said.url, data };
    }
    throw new Error('it never said where it listens');
  }

  test('serves the same API, the screen, and stops in order; its copies are made in a process of their own', async () => {
    const [built, sources] = [await shop(false), await shop(true)];
    const api = async ({ url }: { url: string }) => (await fetch(`${url}/api/openapi.json`)).json();
    expect(await api(built)).toEqual(await api(sources));
    const page = async ({ url }: { url: string }) => (await fetch(url)).text();
    expect(await page(built)).toBe(await page(sources));
    const asked = await fetch(`${built.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: built.url },
      body: '{"staffId":7}',
    });
    expect(asked.status).toBe(400);

    built.child.kill('SIGTERM');
    expect(await once(built.child, 'exit')).toEqual([0, null]);
    const { code, out } = await kasad(false, 'backup', '--data', built.data, '--json');
    expect({ code, copied: existsSync(JSON.parse(out).copy) }).toEqual({ code: 0, copied: true });
  });
});
