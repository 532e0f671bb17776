import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { hashOf, sumFile } from '../../store/copy-file.ts';
import { copiesIn, copyName, dayOf, syncPath } from '../../store/files.ts';
import { datedBack, KEPT_ELSEWHERE, keptDays } from '../../store/keep-rule.ts';
import { COPIES, readMark } from './mark.ts';

/** A copy at a place, by its day. */
export interface KeptCopy {
  readonly day: string;
  readonly bytes: number;
}

/**
 * `absent`: the place is not there, or nobody gave it to copies. `gone`: it went away in the middle. `no-room`: it would
 * be filled to the brim. `differs`: what was read back is not what was written.
 */
export type Placed =
  | { readonly is: 'placed'; readonly day: string; readonly copies: readonly KeptCopy[] }
  | {
      readonly is: 'failed';
      readonly why: 'absent' | 'gone' | 'no-room' | 'read-only' | 'differs' | 'fault';
      /** What the system said, for the log. */
      readonly detail: string;
      readonly missing_bytes?: number;
    };

export interface PlaceCopy {
  /** A daily copy that was found sound. */
  readonly source: string;
  /** Where the disk or stick is mounted. */
  readonly place: string;
  /** The mark that it has to bear. */
  readonly mark: string;
  readonly registerId: string;
}

const CHUNK = 1024 * 1024;
/** What other things on the disk may want, and what a stick's file system needs for itself. */
const RESERVE_MAX = 256 * CHUNK;
/** However little room there is, so many copies are never deleted for a new one. */
const NEVER_DELETED = 2;
const MB = 1024 * 1024;

/**
 * Puts a copy down at a place: written under another name, synced, read back and compared, then renamed, and only then
 * older ones deleted by the rule. Killed or pulled at any moment, what was there before is still there. Never throws.
 */
export function placeCopy(task: PlaceCopy): Placed {
  const { source, place, mark, registerId } = task;
  if (readMark(place) !== mark) return { is: 'failed', why: 'absent', detail: 'no mark' };
  const folder = path.join(place, COPIES, registerId);
  try {
    // Not with its parents: were the stick pulled just now, they would be made on the box's own disk.
    if (!existsSync(folder)) mkdirSync(folder);
    dropParts(folder);
    const lacks = makeRoom(folder, source);
    if (lacks > 0) {
      return {
        is: 'failed',
        why: 'no-room',
        detail: `${Math.ceil(lacks / MB)} MB missing`,
        missing_bytes: lacks,
      };
    }
    const day = dayOf(source);
    const part = path.join(folder, `${copyName(day)}.part`);
    const hash = write(source, part);
    forgetCache(part);
    if (hashOf(part) !== hash) {
      rmSync(part);
      return { is: 'failed', why: 'differs', detail: 'what was read back' };
    }
    backDate(folder, day);
    const target = path.join(folder, copyName(day));
    // Without a sum a copy is only checked less; with another one's it would be taken for damaged.
    rmSync(sumFile(target), { force: true });
    renameSync(part, target);
    writeSum(target, hash);
    syncPath(folder);
    if (readMark(place) !== mark || !existsSync(target)) {
      return { is: 'failed', why: 'gone', detail: 'unmounted meanwhile' };
    }
    return { is: 'placed', day, copies: prune(folder) };
  } catch (error) {
    return failed(error, place, mark, folder);
  }
}

/** Copies in the folder of one register, newest first. */
export function keptCopies(folder: string): KeptCopy[] {
  return copiesIn(folder).map((file) => ({ day: dayOf(file), bytes: statSync(file).size }));
}

function writeSum(file: string, hash: string): void {
  const part = `${sumFile(file)}.part`;
  const fd = openSync(part, 'w', 0o600);
  try {
    writeSync(fd, `${hash}  ${path.basename(file)}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(part, sumFile(file));
}

function dropParts(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.part')) rmSync(path.join(folder, name), { force: true });
  }
}

/** Deletes the oldest copies where there is no room without; how many bytes are still missing, and then nothing was deleted. */
function makeRoom(folder: string, source: string): number {
  const { bavail, blocks, bsize } = statfsSync(folder);
  const reserve = Math.min(RESERVE_MAX, Math.ceil((blocks * bsize) / 20));
  let missing = statSync(source).size + reserve - bavail * bsize;
  const old = copiesIn(folder).slice(NEVER_DELETED).reverse();
  const doomed: string[] = [];
  for (const file of old) {
    if (missing <= 0) break;
    missing -= statSync(file).size;
    doomed.push(file);
  }
  if (missing > 0) return missing;
  for (const file of doomed) drop(file);
  return 0;
}

function prune(folder: string): KeptCopy[] {
  const files = copiesIn(folder);
  const kept = keptDays(files.map(dayOf), KEPT_ELSEWHERE);
  for (const file of files) if (!kept.includes(dayOf(file))) drop(file);
  return keptCopies(folder);
}

function drop(file: string): void {
  rmSync(sumFile(file), { force: true });
  rmSync(file, { force: true });
}

function backDate(folder: string, day: string): void {
  for (const { from, to } of datedBack(copiesIn(folder).map(dayOf), day)) {
    const [was, is] = [path.join(folder, copyName(from)), path.join(folder, copyName(to))];
    const sum = existsSync(sumFile(was)) ? readFileSync(sumFile(was), 'utf8').split(' ')[0] : undefined;
    rmSync(sumFile(was), { force: true });
    renameSync(was, is);
    if (sum) writeSum(is, sum);
  }
}

/** Copies with the disk asked to have it all before the answer; the SHA-256 of what was read. */
function write(source: string, part: string): string {
  const hash = createHash('sha256');
  const from = openSync(source, 'r');
  try {
    const to = openSync(part, 'w', 0o600);
    try {
      const chunk = Buffer.allocUnsafe(CHUNK);
      for (let length = readSync(from, chunk); length > 0; length = readSync(from, chunk)) {
        hash.update(chunk.subarray(0, length));
        for (let done = 0; done < length; ) done += writeSync(to, chunk, done, length - done);
      }
      fsyncSync(to);
    } finally {
      closeSync(to);
    }
  } finally {
    closeSync(from);
  }
  return hash.digest('hex');
}

/** What is read back comes from the disk and not from memory, where the kernel listens. */
function forgetCache(file: string): void {
  spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore', timeout: 60_000 });
}

function failed(error: unknown, place: string, mark: string, folder: string): Placed {
  const { code = String(error) } = error as NodeJS.ErrnoException;
  if (readMark(place) !== mark) return { is: 'failed', why: 'gone', detail: code };
  try {
    // A half copy would take the room of the next one.
    dropParts(folder);
  } catch {
    // The next attempt drops them.
  }
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return { is: 'failed', why: 'no-room', detail: code };
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return { is: 'failed', why: 'read-only', detail: code };
  return { is: 'failed', why: 'fault', detail: code };
}
