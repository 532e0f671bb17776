import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { filesOf, type Library, manifest } from './libraries.ts';
import { type Arch, nodeFor } from './node-runtime.ts';

export const PROGRAM = 'usr/lib/kasad';

/** What lies in the project as it will lie on the box, folder by folder. `only` says which of its files go. */
const FOLDERS: readonly {
  readonly from: string;
  readonly to: string;
  readonly only: RegExp;
  readonly run?: true;
}[] = [
  { from: 'systemd/units', to: 'usr/lib/systemd/system', only: /\.(?:service|path|timer|socket|mount)$/ },
  { from: 'systemd/sysusers.d', to: 'usr/lib/sysusers.d', only: /\.conf$/ },
  { from: 'systemd/tmpfiles.d', to: 'usr/lib/tmpfiles.d', only: /\.conf$/ },
  { from: 'systemd/modules-load.d', to: 'usr/lib/modules-load.d', only: /\.conf$/ },
  { from: 'systemd/udev', to: 'usr/lib/udev/rules.d', only: /\.rules$/ },
  { from: 'systemd/journald', to: 'usr/lib/systemd/journald.conf.d', only: /\.conf$/ },
  { from: 'systemd/timesyncd', to: 'usr/lib/systemd/timesyncd.conf.d', only: /\.conf$/ },
  { from: 'systemd/pam.d', to: 'etc/pam.d', only: /^[^.]+$/ },
  { from: 'systemd/chromium', to: 'etc/chromium/policies/managed', only: /\.json$/ },
  { from: 'systemd/bin', to: `${PROGRAM}/bin`, only: /^[^.]+$/, run: true },
  { from: 'systemd/package/bin', to: `${PROGRAM}/bin`, only: /^[^.]+$/, run: true },
  { from: 'systemd/kiosk', to: `${PROGRAM}/kiosk`, only: /^(?!.*\.(?:test|fixture)\.ts$)/, run: true },
  { from: 'systemd/update', to: `${PROGRAM}/update`, only: /^(?!.*\.(?:test|fixture)\.ts$).*\.ts$/ },
  { from: 'docs/cs', to: `${PROGRAM}/docs/cs`, only: /\.md$/ },
  { from: 'docs/pictures', to: `${PROGRAM}/docs/pictures`, only: /\.png$/ },
  { from: 'docs', to: `${PROGRAM}/docs`, only: /\.(?:md|toml)$/ },
];

/** Puts into the folder `stage` all of the box's files but those that are built (parts.ts) and what Debian asks for. */
export function layTree(options: {
  readonly root: string;
  readonly stage: string;
  readonly arch: Arch;
  readonly libraries: readonly Library[];
  /** Folder of the public keys (.pem) whose signatures the box is to believe; without it it believes none. */
  readonly keys: string | undefined;
}): void {
  const { root, stage, arch, libraries, keys } = options;
  for (const { from, to, only, run } of FOLDERS) {
    if (!existsSync(join(root, from))) continue;
    for (const name of readdirSync(join(root, from)).sort()) {
      const source = join(root, from, name);
      if (!only.test(name) || !statSync(source).isFile()) continue;
      // In a folder of programs, a source that one of them imports is not one itself, nor is a page.
      put(source, join(stage, to, name), run === true && !/\.(?:ts|html)$/.test(name));
    }
  }
  for (const name of keys === undefined ? [] : readdirSync(keys).sort()) {
    if (/\.pem$/.test(name)) put(publicKey(join(keys ?? '', name)), join(stage, PROGRAM, 'keys', name));
  }
  for (const library of libraries) {
    for (const file of filesOf(library, root, arch)) put(join(root, file), join(stage, PROGRAM, file));
  }
  put(nodeFor(arch, root), join(stage, PROGRAM, 'bin/node'), true);
  const { name, version } = manifest(root);
  const own = { name, version, private: true, type: 'module' };
  writeFileSync(join(stage, PROGRAM, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
  mkdirSync(join(stage, 'usr/bin'), { recursive: true });
  symlinkSync('../lib/kasad/bin/kasad', join(stage, 'usr/bin/kasad'));
}

/** A private key in a package would be everybody's. */
function publicKey(file: string): string {
  const text = readFileSync(file, 'utf8');
  if (/PRIVATE KEY/.test(text) || !/BEGIN PUBLIC KEY/.test(text)) throw new Error(`${file} is no public key`);
  return file;
}

export function put(from: string, to: string, runs = false): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, runs ? 0o755 : 0o644);
}
