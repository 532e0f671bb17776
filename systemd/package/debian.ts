import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Arch } from './node-runtime.ts';
import type { Licence } from './parts.ts';

export const MAINTAINER = 'Kasad <technik@kasad.example>';

const SCRIPTS = ['preinst', 'postinst', 'prerm', 'postrm'];

/** Of better-sqlite3, which asks for the newest C library, and of Node itself (`readelf -V`). */
const DEPENDS = [
  'libc6 (>= 2.34)',
  'libgcc-s1 (>= 3.0)',
  'libstdc++6 (>= 5.2)',
  // sysusers, tmpfiles, LoadCredential.
  'systemd (>= 252)',
  'udev',
];
const RECOMMENDS = [
  'cage',
  'xwayland',
  'chromium',
  'systemd-timesyncd | time-daemon',
  'fonts-noto-color-emoji',
];

const DESCRIPTION = `register of a restaurant
 Runs on each register box of a restaurant: drives receipt and kitchen printers,
 cash drawer, customer display, scale and scanner, serves the touch screen for
 the staff (Czech first), finds the other registers of the shop, registers sales
 with the tax authority (EET 2.0) and speaks with the shop's backoffice.
 .
 Everything that it needs is inside, Node.js too. With cage and chromium the box
 has its own screen. The guide for technicians is in Czech:
 /usr/lib/kasad/docs/cs/technik.md`;

/** The folder DEBIAN and what policy asks for below /usr/share. All else has to lie in `stage` already. */
export function addDebian(options: {
  readonly root: string;
  readonly stage: string;
  readonly arch: Arch;
  readonly version: string;
  readonly epoch_s: number;
  readonly licences: readonly Licence[];
}): void {
  const { root, stage, arch, version, epoch_s, licences } = options;
  const files = join(root, 'systemd/package');
  const doc = join(stage, 'usr/share/doc/kasad');
  write(join(doc, 'copyright'), readFileSync(join(files, 'copyright')));
  write(
    join(doc, 'third-party.txt.gz'),
    zipped(thirdParty(licences, readFileSync(join(files, 'node-licence.txt'), 'utf8'))),
  );
  write(
    join(doc, 'changelog.gz'),
    zipped(changelog(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version, epoch_s)),
  );
  write(join(stage, 'usr/share/man/man1/kasad.1.gz'), zipped(readFileSync(join(files, 'kasad.1'), 'utf8')));
  write(join(stage, 'usr/share/lintian/overrides/kasad'), readFileSync(join(files, 'lintian-overrides')));

  const control = join(stage, 'DEBIAN');
  const entries = list(stage);
  const conffiles = entries.filter((path) => path.startsWith('etc/'));
  if (conffiles.length > 0) write(join(control, 'conffiles'), conffiles.map((path) => `/${path}\n`).join(''));
  const sums = entries.filter((path) => !path.startsWith('etc/') && lstatSync(join(stage, path)).isFile());
  write(join(control, 'md5sums'), sums.map((path) => `${md5(join(stage, path))}  ${path}\n`).join(''));
  write(join(control, 'control'), controlOf(version, arch, sizeOf_kib(stage, entries)));
  for (const name of SCRIPTS)
    write(join(control, name), scriptOf(join(files, 'scripts'), name, version), 0o755);
}

/** dpkg runs each script alone, so what they have in common is written into each. */
function scriptOf(folder: string, name: string, version: string): string {
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
  return text(name)
    .replace(/^# @(\S+)@$/m, (_line, file: string) => text(file))
    .replaceAll('@VERSION@', version);
}

function controlOf(version: string, arch: Arch, size_kib: number): string {
  const fields: readonly [string, string][] = [
    ['Package', 'kasad'],
    ['Version', version],
    ['Architecture', arch],
    ['Maintainer', MAINTAINER],
    ['Installed-Size', `${size_kib}`],
    ['Depends', DEPENDS.join(', ')],
    ['Recommends', RECOMMENDS.join(', ')],
    ['Section', 'misc'],
    ['Priority', 'optional'],
    ['Multi-Arch', 'no'],
    ['Description', DESCRIPTION],
  ];
  return fields.map(([name, value]) => `${name}: ${value}\n`).join('');
}

/** CHANGELOG.md in the form of deb-changelog(5). Its versions have no days of their own: all bear that of this build. */
function changelog(markdown: string, version: string, epoch_s: number): string {
  const date = new Date(epoch_s * 1000).toUTCString().replace('GMT', '+0000');
  const entries = markdown.split(/^## /m).slice(1);
  if (!entries.some((entry) => entry.startsWith(`${version}\n`))) {
    entries.unshift(`${version}\n\n- Built for trying out.\n`);
  }
  return entries
    .map((entry) => {
      const [of = '', ...lines] = entry.trim().split('\n');
      const told = lines
        .filter((line) => line.trim() !== '')
        .map((line) => line.trim())
        .join(' ')
        .split(/(?:^| )- /)
        .filter((item) => item !== '')
        .map((item) => `  * ${folded(item, 76).join('\n    ')}`);
      return `kasad (${of}) stable; urgency=medium\n\n${told.join('\n')}\n\n -- ${MAINTAINER}  ${date}\n`;
    })
    .join('\n');
}

/** Lines of at most `width` characters; a word is never cut. */
function folded(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

function thirdParty(licences: readonly Licence[], ofNode: string): string {
  const sorted = [...licences].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const once = sorted.filter((one, i) => i === 0 || key(one) !== key(sorted[i - 1] as Licence));
  const parts = once.map(
    ({ name, version, identifier, text }) =>
      `${name} ${version}: ${identifier ?? 'see below'}\n\n${(text ?? '').trim() || '(no text of its own)'}\n`,
  );
  return [...parts, `Node.js, with all that is in it\n\n${ofNode.trim()}\n`].join(`\n${'-'.repeat(78)}\n\n`);
}

const key = ({ name, version }: Licence): string => `${name} ${version}`;

/** Makes one .deb of `stage`: the same files at the same time are the same bytes, whoever builds them where. */
export function packDeb(stage: string, file: string, epoch_s: number, level: number): void {
  normalise(stage, epoch_s);
  mkdirSync(dirname(file), { recursive: true });
  const options = ['--root-owner-group', '-Zxz', `-z${level}`, '--build', stage, file];
  execFileSync('dpkg-deb', options, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SOURCE_DATE_EPOCH: `${epoch_s}`, LC_ALL: 'C' },
  });
}

/** Rights without the umask of whoever builds, times of the release. */
function normalise(folder: string, epoch_s: number): void {
  for (const path of ['', ...list(folder, true)]) {
    const at = join(folder, path);
    const stat = lstatSync(at);
    if (stat.isDirectory()) chmodSync(at, 0o755);
    else if (stat.isFile()) chmodSync(at, stat.mode & 0o100 ? 0o755 : 0o644);
    lutimesSync(at, epoch_s, epoch_s);
  }
}

/** All below `folder` that is no folder, sorted; with folders when asked. Paths from there; DEBIAN is not among them. */
export function list(folder: string, folders = false): string[] {
  const found: string[] = [];
  const walk = (dir: string): void => {
    for (const name of readdirSync(dir).sort()) {
      const at = join(dir, name);
      const isFolder = lstatSync(at).isDirectory();
      if (isFolder) walk(at);
      if (folders || (!isFolder && !relative(folder, at).startsWith('DEBIAN/')))
        found.push(relative(folder, at));
    }
  };
  walk(folder);
  return found;
}

/** As dpkg-gencontrol reckons: each file in whole KiB, one for whatever else. */
function sizeOf_kib(stage: string, entries: readonly string[]): number {
  return entries.reduce((sum, path) => {
    const stat = lstatSync(join(stage, path));
    return sum + (stat.isFile() ? Math.ceil(stat.size / 1024) : 1);
  }, 0);
}

function write(file: string, content: string | Uint8Array, mode = 0o644): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, mode);
}

const md5 = (file: string): string => createHash('md5').update(readFileSync(file)).digest('hex');
/** As `gzip -9n`: zlib writes neither name nor time. */
const zipped = (text: string): Buffer => gzipSync(text, { level: 9 });
