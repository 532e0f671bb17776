import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  compareVersions,
  packageName,
  readPackageName,
  type SignedStatement,
  STATEMENT_MAX,
  type StatementFault,
  type TrustedKey,
  UPDATES_FOLDER,
  verifyStatement,
} from '../../systemd/index.ts';
import { syncPath } from '../store/files.ts';

/** A package that lies here whole and verified. */
export interface Held {
  readonly name: string;
  readonly statement: SignedStatement;
  /** Of the key, as people know it. */
  readonly key: string;
}

/** `other-name`: the statement is of another package. `no-statement`: there is none beside it. `unreadable-file`: the stick. */
export type TakeFault =
  | StatementFault
  | 'no-statement'
  | 'other-name'
  | 'truncated'
  | 'too-long'
  | 'altered'
  | 'no-room'
  | 'unreadable-file';

export type Taken =
  | { readonly ok: true; readonly held: Held }
  | { readonly ok: false; readonly fault: TakeFault };

/** The packages that a register has, verified before they count. */
export interface Shelf {
  readonly folder: string;
  held(): readonly Held[];
  find(name: string): Held | undefined;
  /** Looks at the statement beside a package; nothing of the package itself is read. */
  judge(file: string): Taken;
  /** Copies it here while verifying it, and yields to whoever sells meanwhile. */
  take(file: string): Promise<Taken>;
  verify(text: string): ReturnType<typeof verifyStatement>;
  hasRoomFor(size: number): boolean;
  /** A whole file that lies here under another name: true when it is what the statement says, and then it is held. */
  admit(part: string, text: string, statement: SignedStatement): Promise<boolean>;
  /**
   * Throws away whatever is no use: all but the newest of each kind of box and the version that is `planned`, and those
   * older than `running`.
   */
  tidy(running: string, planned: string | null): void;
  drop(name: string): void;
}

const CHUNK = 256 * 1024;
const MB = 1024 * 1024;
/** What stays free for selling and for what a package unpacks to. */
const SPARE = 300 * MB;

export function createShelf(options: {
  readonly dir: string;
  readonly keys: () => readonly TrustedKey[];
  readonly free_bytes?: (folder: string) => number;
}): Shelf {
  const { keys, free_bytes = freeBytes } = options;
  const folder = join(options.dir, UPDATES_FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let known: readonly Held[] | undefined;

  /** By the statements: what bears its final name was verified whole before it got it. */
  function look(): readonly Held[] {
    return readdirSync(folder).flatMap((name) => {
      if (readPackageName(name) === undefined) return [];
      const judged = judge(join(folder, name));
      return judged.ok ? [judged.held] : [];
    });
  }

  function judge(file: string): Taken {
    const name = basename(file);
    let text: string;
    let size: number;
    try {
      size = statSync(file).size;
      if (statSync(`${file}.sig`).size > STATEMENT_MAX) return { ok: false, fault: 'unreadable' };
      text = readFileSync(`${file}.sig`, 'utf8');
    } catch {
      return { ok: false, fault: 'no-statement' };
    }
    const verified = verifyStatement(text, keys());
    if (!verified.ok) return verified;
    const { statement, key } = verified;
    if (packageName(statement) !== name) return { ok: false, fault: 'other-name' };
    if (size !== statement.size)
      return { ok: false, fault: size < statement.size ? 'truncated' : 'too-long' };
    return { ok: true, held: { name, statement, key: key.name } };
  }

  async function place(part: string, name: string, statement: string): Promise<void> {
    await writeWhole(join(folder, `${name}.sig`), statement);
    renameSync(part, join(folder, name));
    syncPath(folder);
    known = undefined;
  }

  return {
    folder,
    held: () => {
      known ??= look();
      return known;
    },
    find(name) {
      return this.held().find((one) => one.name === name);
    },
    judge,
    verify: (text) => verifyStatement(text, keys()),
    hasRoomFor: (size) => free_bytes(folder) >= 2 * size + SPARE,
    async take(file) {
      const judged = judge(file);
      if (!judged.ok) return judged;
      const { held } = judged;
      const here = this.find(held.name);
      if (here?.statement.sha256 === held.statement.sha256) return { ok: true, held: here };
      if (!this.hasRoomFor(held.statement.size)) return { ok: false, fault: 'no-room' };
      const part = join(folder, `${held.name}.taken`);
      try {
        const statement = readFileSync(`${file}.sig`, 'utf8');
        const sha256 = await copy(file, part, held.statement.size);
        // The statement is read once more: what was verified is what is kept.
        const again = verifyStatement(statement, keys());
        if (!again.ok || again.statement.signature !== held.statement.signature) {
          return { ok: false, fault: 'altered' };
        }
        if (sha256 !== held.statement.sha256) return { ok: false, fault: 'altered' };
        await place(part, held.name, statement);
        return { ok: true, held };
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        return { ok: false, fault: code === 'ENOSPC' || code === 'EDQUOT' ? 'no-room' : 'unreadable-file' };
      } finally {
        rmSync(part, { force: true });
      }
    },
    async admit(part, text, statement) {
      const file = await open(part, 'r');
      try {
        const sha256 = await readThrough(file, statement.size);
        if (sha256 !== statement.sha256 || (await file.stat()).size !== statement.size) return false;
      } finally {
        await file.close();
      }
      await place(part, packageName(statement), text);
      return true;
    },
    tidy(running, planned) {
      const newest = new Map<string, Held>();
      for (const one of this.held()) {
        const { arch, version } = one.statement;
        const best = newest.get(arch);
        if (compareVersions(version, running) < 0) continue;
        if (!best || compareVersions(version, best.statement.version) > 0) newest.set(arch, one);
      }
      const due = this.held().filter(({ statement }) => statement.version === planned);
      const keep = new Set([...newest.values(), ...due].map(({ name }) => name));
      for (const name of readdirSync(folder)) {
        const of = name.replace(/\.sig$/, '');
        if (/^kasad_.*\.deb(\.sig|\.taken)?$/.test(name) && !keep.has(of)) {
          rmSync(join(folder, name), { force: true });
        }
      }
      known = undefined;
    },
    drop(name) {
      if (readPackageName(name) === undefined) return;
      for (const end of ['', '.sig']) rmSync(join(folder, name + end), { force: true });
      known = undefined;
    },
  };
}

/** SHA-256 of the first `size` bytes, which are all of a file that is what it should be. */
async function readThrough(
  file: FileHandle,
  size: number,
  each: (piece: Buffer) => Promise<unknown> = async () => {},
): Promise<string> {
  const chunk = Buffer.allocUnsafe(CHUNK);
  const hash = createHash('sha256');
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(chunk, 0, Math.min(CHUNK, size - at), at);
    if (bytesRead === 0) return 'ends too soon';
    const piece = chunk.subarray(0, bytesRead);
    hash.update(piece);
    await each(piece);
    at += bytesRead;
  }
  return hash.digest('hex');
}

async function copy(from: string, to: string, size: number): Promise<string> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'w', 0o600);
    try {
      const sha256 = await readThrough(source, size, (piece) => target.writeFile(piece));
      await target.sync();
      return sha256;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  const handle = await open(`${file}.part`, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  renameSync(`${file}.part`, file);
}

/** Unknown counts as enough: writing tells. */
function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
