import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Arch } from './node-runtime.ts';

/** Libraries that the built program finds beside itself: compiled code (daemon/vite.config.ts). */
const BESIDE = ['better-sqlite3', 'serialport'];

/** Needed to compile what comes compiled, or types alone. */
const NEVER = new Set(['node-addon-api', '@serialport/bindings-interface']);

/** The one prebuild of each library that runs on Debian. */
const PREBUILDS: Readonly<Record<Arch, readonly string[]>> = {
  amd64: ['prebuilds/linux-x64.node', 'prebuilds/linux-x64/@serialport+bindings-cpp.glibc.node'],
  arm64: ['prebuilds/linux-arm64.node', 'prebuilds/linux-arm64/@serialport+bindings-cpp.armv8.glibc.node'],
};

/** Folders of a library that nothing is loaded from. */
const LEFT_OUT = new Set(['node_modules', 'deps', 'test', 'tests', 'build', 'docs', '.github']);

/** Files that only another system would load, or whoever compiles. */
const OTHERS = /^lib\/(?:win32|darwin|linux)[^/]*\.js$|^(?:bin|build-test|optional)\.js$/;

export interface Library {
  readonly name: string;
  readonly version: string;
  /** Its folder from the root of the project: `node_modules/…`. */
  readonly folder: string;
}

/** The libraries beside the program and all that they need, in the order of their folders. */
export function librariesBeside(root: string): Library[] {
  const found = new Map<string, Library>();
  const visit = (name: string, from: string): void => {
    const folder = folderOf(root, name, from);
    if (found.has(folder)) return;
    const { version, dependencies = {} } = manifest(join(root, folder));
    found.set(folder, { name, version, folder });
    for (const needed of Object.keys(dependencies)) if (!NEVER.has(needed)) visit(needed, folder);
  };
  for (const name of BESIDE) visit(name, '');
  return [...found.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** What of a library goes into the package, as paths from the root of the project. */
export function filesOf({ folder }: Library, root: string, arch: Arch): string[] {
  const files: string[] = [];
  const walk = (dir: string): void => {
    for (const name of readdirSync(dir).sort()) {
      const file = join(dir, name);
      if (statSync(file).isDirectory()) {
        if (!LEFT_OUT.has(name)) walk(file);
      } else if (isWanted(relative(join(root, folder), file), arch)) files.push(relative(root, file));
    }
  };
  walk(join(root, folder));
  return files;
}

function isWanted(path: string, arch: Arch): boolean {
  if (path.endsWith('.node')) return PREBUILDS[arch].includes(path);
  if (OTHERS.test(path)) return false;
  return path === 'package.json' || (/\.c?js$/.test(path) && !/\.(?:test|spec)\.c?js$/.test(path));
}

/** As Node looks for it: beside the one that asks, then further up. */
function folderOf(root: string, name: string, from: string): string {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at === '.' ? '' : at, 'node_modules', name);
    if (existsSync(join(root, folder, 'package.json'))) return folder;
    if (at === '' || at === '.') throw new Error(`${name} is not installed`);
  }
}

export function manifest(folder: string): {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
} {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
