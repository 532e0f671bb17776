import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '../..');
/** What the package is built from; neither what was built nor what other projects made. */
const NOT_COPIED = new Set(['node_modules', 'dist', '.git', '.cache']);

/** Packages of four versions: that of this checkout, a later one, one that does not get ready, and a good one again. */
export interface Packages {
  readonly plain: string;
  /** Its database has one more table. */
  readonly next: string;
  /** It changes the database too, and then falls, each time. */
  readonly broken: string;
  /** Signed, with its statement beside it. */
  readonly signed: string;
  /** The public half of the key that has signed it. */
  readonly key: string;
  readonly versions: Readonly<Record<'plain' | 'next' | 'broken' | 'signed', string>>;
}

/** That of this machine: another one's programs would not run in a container. */
const ARCH = process.arch === 'arm64' ? 'arm64' : 'amd64';
const STEPS = 'daemon/store/migrations.ts';
const REGISTER = 'daemon/register.ts';

/** `given` is a package of this checkout that is there already; what lies in `kept` need not be made again. */
export function buildPackages(folder: string, given: string | undefined, kept?: string): Packages {
  const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string };
  const versions = {
    plain: version,
    next: `${version}.1`,
    broken: `${version}.2`,
    signed: `${version}.3`,
  };
  const moreShape = (root: string) =>
    edit(
      join(root, STEPS),
      /\n\];\n/,
      "\n  'CREATE TABLE install_trial (one INTEGER PRIMARY KEY) STRICT',\n];\n",
    );
  function build(name: string, change?: (root: string) => void): string {
    const file = join(kept ?? folder, `kasad_${name}_${ARCH}.deb`);
    if (kept !== undefined && existsSync(file)) return file;
    if (!change) return pack(PROJECT, kept ?? folder, []);
    // Loosely packed: they are to be installed once.
    return pack(copyOf(folder, name, change), kept ?? folder, ['--fast']);
  }
  const signed = build(versions.signed, moreShape);
  const key = join(folder, 'trial.pem');
  sign('--make-key', key);
  sign('--key', key, signed);
  return {
    signed,
    key: join(folder, 'trial.pub.pem'),
    plain: given ?? build(versions.plain),
    next: build(versions.next, moreShape),
    broken: build(versions.broken, (root) => {
      moreShape(root);
      edit(
        join(root, REGISTER),
        / {2}await manager\.start\(/,
        "  if (world.now() > 0) throw new Error('this version was made to fall');\n  await manager.start(",
      );
    }),
    versions,
  };
}

function pack(root: string, out: string, how: readonly string[]): string {
  const said = execFileSync(
    process.execPath,
    [join(PROJECT, 'systemd/package/main.ts'), '--arch', ARCH, '--root', root, '--out', out, ...how],
    {
      encoding: 'utf8',
      env: { ...process.env, SOURCE_DATE_EPOCH: process.env.SOURCE_DATE_EPOCH ?? '1790000000' },
    },
  );
  const file = said.trim().split('\n').at(-1)?.split(' ')[0];
  if (!file?.endsWith('.deb')) throw new Error(`no package was made: ${said}`);
  return file;
}

function sign(...args: string[]): void {
  execFileSync(process.execPath, [join(PROJECT, 'systemd/update/sign.ts'), ...args], { stdio: 'ignore' });
}

function copyOf(folder: string, version: string, change: (root: string) => void): string {
  const root = join(folder, `tree-${version}`);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  cpSync(PROJECT, root, {
    recursive: true,
    filter: (path) => path === PROJECT || !NOT_COPIED.has(path.slice(path.lastIndexOf('/') + 1)),
  });
  symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'));
  edit(join(root, 'package.json'), /"version": "[^"]+"/, `"version": "${version}"`);
  change(root);
  return root;
}

function edit(file: string, what: RegExp, by: string): void {
  const text = readFileSync(file, 'utf8');
  if (!what.test(text)) throw new Error(`${file} has nothing like ${what}`);
  writeFileSync(file, text.replace(what, by));
}
