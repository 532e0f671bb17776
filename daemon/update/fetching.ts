import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { packageName, type SignedStatement } from '../../systemd/index.ts';
import type { World } from '../../world/index.ts';
import type { Log } from '../log.ts';
import { type PackageMessage, PIECE_MAX, writeMessage } from './messages.ts';
import type { Shelf } from './shelf.ts';

/**
 * Fetches one package from a sibling, piece by piece, one question in flight. What is there already stays over a
 * broken link or a kill. Nothing of it counts before all of its bytes are what the signed statement says.
 */
export interface Fetching {
  /** From now on that package is wanted, or none. Once it is there, `onDone` is called. */
  want(name: string | null): void;
  /** An answer; anything else is passed over. */
  receive(from: string, message: PackageMessage): void;
  progress(): Progress | null;
  stop(): Promise<void>;
}

export interface Progress {
  readonly name: string;
  /** The register that it comes from; null while nobody answers. */
  readonly from: string | null;
  readonly done: number;
  /** Null until the statement is here. */
  readonly size: number | null;
}

export interface FetchingParts {
  readonly world: Pick<World, 'now' | 'after'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly shelf: Shelf;
  readonly send: (registerId: string, text: string) => boolean;
  /** Registers that are linked now and say that they hold it. */
  readonly holders: (name: string) => readonly string[];
  readonly onDone: () => void;
}

const ANSWER_MS = 10_000;
/**
 * Between an answer and the next question: as long as the answer took, so that no link is ever more than half taken,
 * and a little at least, so that selling has the box to itself most of the time.
 */
const PAUSE_MS = 40;
const AGAIN_MS = 30_000;
/** Whoever sends what is not true is not to keep the link busy. */
const SPOILT_MS = 10 * 60_000;
/** Written for good as often, bytes; after a kill as much is asked for again. */
const SYNC_BYTES = 1024 * 1024;

export function createFetching(parts: FetchingParts): Fetching {
  const { world, log, shelf, send, holders, onDone } = parts;
  /** Nobody is asked again who has sent what was not true, or has stopped answering. */
  const distrusted = new Set<string>();
  let name: string | null = null;
  let statement: SignedStatement | undefined;
  let file: FileHandle | undefined;
  let at = 0;
  let synced = 0;
  let source: string | null = null;
  let asked: { readonly from: number; readonly since: number } | undefined;
  /** Who all of it came from since it was begun; undefined when some of it is from before this start. */
  let givers: Set<string> | undefined;
  let cancel = () => {};
  /** What is being done with the disk; one thing at a time. */
  let busy: Promise<void> = Promise.resolve();
  let round = 0;
  let spoilt = false;

  const partOf = (of: string) => join(shelf.folder, `${of}.part`);
  const noteOf = (of: string) => join(shelf.folder, `${of}.part.sig`);

  function later(delay_ms: number, run: () => void): void {
    cancel();
    cancel = world.after(delay_ms, run);
  }

  /** One after another, and none of them after `want` has been called again. */
  function doing(run: () => Promise<void>): void {
    const mine = round;
    busy = busy
      .then(() => (mine === round ? run() : undefined))
      .catch(async (error: NodeJS.ErrnoException) => {
        log.warn({ err: error, name }, 'a package could not be written');
        // A full disk: the room is given back, selling comes first.
        await close();
        if (name !== null && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) forget(name);
        statement = undefined;
        if (mine === round) later(AGAIN_MS, seek);
      });
  }

  async function close(): Promise<void> {
    const open = file;
    file = undefined;
    await open?.close();
  }

  function forget(of: string): void {
    for (const path of [partOf(of), noteOf(of)]) rmSync(path, { force: true });
  }

  /** Somebody who has it, whom nothing speaks against. */
  function seek(): void {
    if (name === null) return;
    asked = undefined;
    const [next] = holders(name).filter((id) => !distrusted.has(id));
    source = next ?? null;
    if (next === undefined) {
      distrusted.clear();
      later(spoilt ? SPOILT_MS : AGAIN_MS, seek);
    } else if (statement && file) ask();
    else if (send(next, writeMessage({ is: 'want-statement', name }))) later(ANSWER_MS, silent);
    else later(1000, seek);
  }

  function silent(): void {
    if (source !== null) distrusted.add(source);
    seek();
  }

  function ask(): void {
    if (name === null || !statement || source === null) return;
    if (at >= statement.size) {
      doing(finish);
      return;
    }
    asked = { from: at, since: world.now() };
    const length = Math.min(PIECE_MAX, statement.size - at);
    const wanted = { is: 'want-piece', name, sha256: statement.sha256, from: at, length } as const;
    if (send(source, writeMessage(wanted))) later(ANSWER_MS, silent);
    else later(1000, seek);
  }

  /** The first word on a package: whether anybody who is believed has signed it. */
  function hearStatement(text: string): void {
    const verified = shelf.verify(text);
    if (!verified.ok || packageName(verified.statement) !== name) {
      log.warn(
        { from: source, fault: verified.ok ? 'other-name' : verified.fault },
        'no statement to believe',
      );
      silent();
      return;
    }
    doing(() => begin(text, verified.statement));
  }

  async function begin(text: string, signed: SignedStatement): Promise<void> {
    const of = packageName(signed);
    const before = readNote(noteOf(of));
    if (before !== undefined && before !== signed.signature) forget(of);
    if (!shelf.hasRoomFor(signed.size)) {
      forget(of);
      later(AGAIN_MS, seek);
      return;
    }
    writeFileSync(`${noteOf(of)}.new`, text, { mode: 0o600 });
    renameSync(`${noteOf(of)}.new`, noteOf(of));
    file = await open(partOf(of), 'a+', 0o600);
    // What was written last before a power cut may be there in name only.
    const kept = Math.max(0, Math.min((await file.stat()).size, signed.size) - SYNC_BYTES);
    await file.truncate(kept);
    givers = kept === 0 ? new Set() : undefined;
    at = kept;
    synced = kept;
    statement = signed;
    if (kept > 0) log.info({ name: of, kept }, 'a package goes on where it was left');
    ask();
  }

  async function keep(from: string, place: number, data: Buffer): Promise<void> {
    // It was asked for twice, the first answer being late.
    if (!file || !statement || place !== at) return;
    await file.write(data);
    at += data.length;
    givers?.add(from);
    if (at - synced < SYNC_BYTES) return;
    await file.datasync();
    synced = at;
  }

  async function finish(): Promise<void> {
    if (!statement || name === null) return;
    const [of, signed] = [name, statement];
    await file?.sync();
    await close();
    const text = readFileSync(noteOf(of), 'utf8');
    statement = undefined;
    if (await shelf.admit(partOf(of), text, signed)) {
      forget(of);
      log.info({ name: of, bytes: signed.size }, 'a package has come from a sibling');
      name = null;
      source = null;
      onDone();
      return;
    }
    forget(of);
    log.warn({ name: of, from: [...(givers ?? [])] }, 'a package from a sibling was not what it should be');
    for (const id of givers ?? []) distrusted.add(id);
    spoilt = true;
    seek();
  }

  return {
    want(wanted) {
      if (wanted === name) return;
      round++;
      cancel();
      name = wanted;
      statement = undefined;
      source = null;
      distrusted.clear();
      spoilt = false;
      busy = busy.then(close);
      if (wanted === null) return;
      // Of packages that nobody wants any more nothing stays.
      for (const one of readdirSync(shelf.folder)) {
        if (/\.deb\.part(\.|$)/.test(one) && !one.startsWith(`${wanted}.part`)) {
          rmSync(join(shelf.folder, one), { force: true });
        }
      }
      seek();
    },
    receive(from, message) {
      if (from !== source || name === null) return;
      if (message.is === 'gone' && message.name === name) silent();
      if (message.is === 'statement' && message.name === name && !statement) hearStatement(message.text);
      if (message.is !== 'piece' || !statement || !asked) return;
      const wanted = Math.min(PIECE_MAX, statement.size - at);
      const right = message.sha256 === statement.sha256 && message.from === asked.from;
      if (!right || message.data.length !== wanted) return;
      const took_ms = world.now() - asked.since;
      asked = undefined;
      doing(async () => {
        await keep(from, message.from, message.data);
        later(Math.max(PAUSE_MS, took_ms), ask);
      });
    },
    progress() {
      if (name === null) return null;
      return { name, from: source, done: statement ? at : 0, size: statement?.size ?? null };
    },
    async stop() {
      round++;
      cancel();
      name = null;
      await busy;
      await close();
    },
  };
}

/** The signature of the package of which a part lies here. */
function readNote(file: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as SignedStatement).signature;
  } catch {
    return undefined;
  }
}
