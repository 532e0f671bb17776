import { createPublicKey } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { keyId, type TrustedKey } from './statement.ts';

/** With the program: keys of whoever made it. */
export const PROGRAM_KEYS = '/usr/lib/kasad/keys';
/** Of this box: keys that its technician believes. */
export const BOX_KEYS = '/etc/kasad/update-keys';

const KEYS_MAX = 32;
const KEY_BYTES_MAX = 4096;

/**
 * The public keys (PEM, Ed25519) that lie in the folders. What is not a plain file, does not belong to `owner`, or can
 * be written by anybody else is passed over, and so is a folder like that: whoever could lay a key there could have
 * anything installed. Folders that are not there hold none.
 */
export function readKeys(folders: readonly string[], owner = 0): TrustedKey[] {
  const found = new Map<string, TrustedKey>();
  for (const folder of folders) {
    for (const name of namesIn(folder, owner)) {
      const key = readKey(join(folder, name), owner);
      if (key && found.size < KEYS_MAX) found.set(key.id, key);
    }
  }
  return [...found.values()];
}

function namesIn(folder: string, owner: number): string[] {
  try {
    const stat = lstatSync(folder);
    if (!stat.isDirectory() || !isOnly(stat, owner)) return [];
    return readdirSync(folder)
      .filter((name) => name.endsWith('.pem'))
      .sort();
  } catch {
    return [];
  }
}

function readKey(file: string, owner: number): TrustedKey | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = fstatSync(fd);
    if (!stat.isFile() || !isOnly(stat, owner) || stat.size > KEY_BYTES_MAX) return undefined;
    const text = readFileSync(fd, 'utf8');
    // Out of a private key its public half would be made, and the private one lie about in a shop.
    if (!text.includes('BEGIN PUBLIC KEY')) return undefined;
    const key = createPublicKey(text);
    return key.asymmetricKeyType === 'ed25519'
      ? { id: keyId(key), name: basename(file, '.pem'), key }
      : undefined;
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

const isOnly = ({ uid, mode }: { uid: number; mode: number }, owner: number): boolean =>
  uid === owner && (mode & 0o022) === 0;
