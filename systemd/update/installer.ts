import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  statfsSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { asOwner } from './as-user.ts';
import { copyPackage } from './bytes.ts';
import { BOX_KEYS, PROGRAM_KEYS, readKeys } from './keys.ts';
import {
  REQUEST_FILE,
  RESULT_FILE,
  readRequest,
  readResult,
  UPDATES_FOLDER,
  type UpdateResult,
} from './result.ts';
import {
  type Arch,
  readPackageName,
  type SignedStatement,
  STATEMENT_MAX,
  verifyStatement,
} from './statement.ts';
import { compareVersions } from './version.ts';

export interface InstallerOptions {
  /** Before every path; empty on a box. */
  readonly root: string;
  readonly arch: Arch;
  /** RFC 3339. */
  readonly now: () => string;
  /** Runs a program of the system to its end; `status` null when it could not be run or took too long. */
  readonly run: (
    program: string,
    args: readonly string[],
  ) => { readonly status: number | null; readonly output: string };
}

/** Why a package is not installed; in the result for the register, in the journal for whoever looks there. */
class Refused extends Error {}

const MB = 1024 * 1024;
/** Beside what the package itself takes. */
const SPARE = 64 * MB;

/**
 * Installs what the register asks for, as root. Nothing of what the register says is believed: its file is copied to
 * where the register cannot reach, and the copy is what is looked at and installed. Undefined when nothing is asked.
 */
export function install(options: InstallerOptions): UpdateResult | undefined {
  const { root, now, run } = options;
  const data = `${root}/var/lib/kasad`;
  const owner = lstatSync(data);
  if (!owner.isDirectory() || owner.uid === 0) throw new Error(`${data} is not the folder of a user`);
  const updates = join(data, UPDATES_FOLDER);

  const asked = asOwner(owner, () => readSmall(join(updates, REQUEST_FILE)));
  if (asked === undefined) {
    forgetRequest();
    return undefined;
  }
  const request = readRequest(asked);
  const named = request && readPackageName(request.package);
  const from = runningVersion(options);

  /** Whatever it says, and whatever it is: one that stays would start this program again and again. */
  function forgetRequest(): void {
    asOwner(owner, () => rmSync(join(updates, REQUEST_FILE), { force: true, recursive: true }));
  }

  function tell(state: UpdateResult['state'], reason?: string): UpdateResult {
    const to = named?.version ?? '';
    const result: UpdateResult = { state, from, to, at: now(), ...(reason === undefined ? {} : { reason }) };
    asOwner(owner, () => writeResult(data, result));
    return result;
  }

  try {
    // Before the request is gone: at every moment the register sees one of the two.
    tell('installing');
    forgetRequest();
    if (!request || !named) throw new Refused('request');
    return installPackage(request.package, named.version);
  } catch (error) {
    return tell('failed', error instanceof Refused ? error.message : String(error).slice(0, 300));
  }

  function installPackage(name: string, version: string): UpdateResult {
    const keys = readKeys([root + PROGRAM_KEYS, root + BOX_KEYS]);
    if (keys.length === 0) throw new Refused('no-keys');
    const text = asOwner(owner, () => readSmall(join(updates, `${name}.sig`)));
    const verified = verifyStatement(text ?? '', keys);
    if (!verified.ok) throw new Refused(verified.fault);
    const { statement } = verified;
    if (name !== `kasad_${statement.version}_${statement.arch}.deb`) throw new Refused('other-name');
    if (statement.arch !== options.arch) throw new Refused('arch');
    if (from === '') throw new Refused('not-installed');
    if (compareVersions(version, from) <= 0) throw new Refused('not-newer');

    const folder = `${root}/var/cache/kasad-update`;
    emptyFolder(folder);
    try {
      const copy = join(folder, name);
      takeCopy(join(updates, name), copy, owner, statement, folder);
      checkControl(copy, statement);
      return runDpkg(copy, version);
    } finally {
      rmSync(join(folder, name), { force: true });
    }
  }

  /** The package says of itself what the statement says of it, and there is room for what it unpacks. */
  function checkControl(copy: string, { version, arch }: SignedStatement): void {
    const fields = ['Package', 'Version', 'Architecture', 'Installed-Size'];
    const { status, output } = run('dpkg-deb', ['-f', copy, ...fields]);
    if (status !== 0) throw new Refused('not-a-package');
    const says = new Map(output.split('\n').map((line) => line.split(': ', 2) as [string, string]));
    if (says.get('Package') !== 'kasad') throw new Refused('other-package');
    if (says.get('Version') !== version) throw new Refused('other-version');
    if (says.get('Architecture') !== arch) throw new Refused('arch');
    const unpacked = Number(says.get('Installed-Size')) * 1024;
    if (!(unpacked >= 0)) throw new Refused('not-a-package');
    if (free(`${root}/usr`) < unpacked + SPARE) throw new Refused('no-room');
  }

  function runDpkg(copy: string, version: string): UpdateResult {
    const { status, output } = run('dpkg', ['--force-confdef', '--force-confold', '-i', copy]);
    // Its own scripts look whether the new version gets ready, and have told when they went back.
    const told = readResult(asOwner(owner, () => readSmall(join(data, RESULT_FILE))) ?? '');
    if (told && told.state !== 'installing' && told.to === version) return told;
    if (status === 0 && installedVersion(run) === version) return tell('done');
    const last = output.trim().split('\n').at(-1) ?? '';
    return tell('failed', `dpkg ${status ?? 'timeout'}: ${last}`.slice(0, 300));
  }
}

/** What dpkg has, or the version before when that had to be taken back: the program that runs then lies beside it. */
function runningVersion({ root, run }: InstallerOptions): string {
  const before = `${root}/usr/lib/kasad.previous`;
  try {
    if (readFileSync(join(before, 'state'), 'utf8').trim() === 'rolled-back') {
      const { version } = JSON.parse(readFileSync(join(before, 'package.json'), 'utf8')) as UpdateVersion;
      return version;
    }
  } catch {
    // No version before is kept: the one that dpkg has is the one.
  }
  return installedVersion(run);
}

interface UpdateVersion {
  readonly version: string;
}

function installedVersion(run: InstallerOptions['run']): string {
  const { status, output } = run('dpkg-query', ['-W', '-f=\x24{Version}', 'kasad']);
  return status === 0 ? output.trim() : '';
}

/** A folder that nobody but root can look into, with nothing in it. */
function emptyFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
}

function takeCopy(
  file: string,
  copy: string,
  owner: Stats,
  statement: SignedStatement,
  folder: string,
): void {
  if (free(folder) < statement.size + SPARE) throw new Refused('no-room');
  const from = asOwner(owner, () => openPlain(file));
  if (from === undefined) throw new Refused('no-package');
  const to = openSync(copy, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    const found = copyPackage(from, to, statement);
    if (found !== 'good') throw new Refused(found);
    fsyncSync(to);
  } finally {
    closeSync(from);
    closeSync(to);
  }
}

function free(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** A plain file alone: a pipe or a device would keep its reader waiting for ever. */
function openPlain(file: string): number | undefined {
  let fd: number;
  try {
    fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  return undefined;
}

/** Undefined when it is not there, or no plain file; of a long one its beginning. */
function readSmall(file: string): string | undefined {
  const fd = openPlain(file);
  if (fd === undefined) return undefined;
  try {
    const bytes = Buffer.alloc(STATEMENT_MAX + 1);
    return bytes.toString('utf8', 0, readSync(fd, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(fd);
  }
}

function writeResult(data: string, result: UpdateResult): void {
  const file = join(data, RESULT_FILE);
  const part = `${file}.part`;
  rmSync(part, { force: true, recursive: true });
  const fd = openSync(part, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    writeSync(fd, JSON.stringify(result));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(part, file);
}
