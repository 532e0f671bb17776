import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Staff } from '../domain/index.ts';
import type { World } from '../world/index.ts';
import type { Session } from './staff/sessions.ts';

/**
 * The way in for the command line. A running register leaves its address and a key in its data folder, in a file
 * that only its own user can read: whoever can read it could read the database as well. The key is made anew at
 * each start and is good for what a technician may do.
 */
export interface Console {
  /** Undefined unless the header `Authorization` brings the key. */
  signIn(authorization: string | undefined): { session: Session; person: Staff } | undefined;
  /** From now on the command line finds the register. */
  open(url: string): void;
  close(): void;
}

/** What the command line finds. */
export interface ConsoleDoor {
  readonly url: string;
  readonly key: string;
}

const TECHNICIAN: Staff = { id: 'console', name: 'Příkazová řádka', role: 'technician', active: true };
const SESSION: Session = { id: 'console', staffId: TECHNICIAN.id };

export function createConsole(dir: string, world: Pick<World, 'bytes'>): Console {
  const key = Buffer.from(world.bytes(32)).toString('base64url');
  const wanted = digest(`Bearer ${key}`);
  const file = doorFile(dir);
  return {
    signIn(authorization) {
      if (authorization === undefined || !timingSafeEqual(digest(authorization), wanted)) return undefined;
      return { session: SESSION, person: TECHNICIAN };
    },
    open(url) {
      writeFileSync(`${file}.part`, JSON.stringify({ url, key } satisfies ConsoleDoor), { mode: 0o600 });
      renameSync(`${file}.part`, file);
    },
    close: () => rmSync(file, { force: true }),
  };
}

/** Undefined when no register runs on this folder; a file left by one that was killed leads nowhere. */
export function findConsole(dir: string): ConsoleDoor | undefined {
  try {
    return JSON.parse(readFileSync(doorFile(dir), 'utf8')) as ConsoleDoor;
  } catch {
    return undefined;
  }
}

const doorFile = (dir: string): string => path.join(dir, 'console.json');
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
