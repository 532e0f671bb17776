import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Bytes, createKeyAndRequest, createShop, type Shop, signRegister } from './certificates.ts';
import { commonName, ID } from './names.ts';

/** Who this box is among the registers of its shop. It holds two private keys: never into a log or an answer. */
export interface Identity extends Shop {
  readonly registerId: string;
  readonly key: string;
  readonly cert: string;
}

/** How the file is kept from whoever has only a copy of it; `open` answers undefined when it has no key for it. */
export interface Envelope {
  close(text: string): string;
  open(text: string): string | undefined;
  /** Whether it lies bare though it could be closed. */
  isBare(text: string): boolean;
}

const BARE: Envelope = { close: (text) => text, open: (text) => text, isBare: () => false };

export type Read =
  | { readonly is: 'identity'; readonly identity: Identity }
  /** Not paired yet. */
  | { readonly is: 'none' }
  /**
   * `damaged`: what stands there is no sound identity. `unreadable`: the disk or its rights are in the way. `sealed`: it
   * needs another key.
   */
  | { readonly is: 'fault'; readonly fault: 'damaged' | 'unreadable' | 'sealed'; readonly path: string };

/** `code` is the system's: ENOSPC, EROFS, EACCES … */
export type Stored =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly path: string };

const FILE = 'identity.json';
const FIELDS = ['registerId', 'storeId', 'key', 'cert', 'caKey', 'caCert'] as const;

/** The first register of a new shop signs itself. */
export async function foundShop(options: { registerId: string; bytes: Bytes }): Promise<Identity> {
  const { registerId, bytes } = options;
  const [shop, { key, csr }] = await Promise.all([createShop({ bytes }), createKeyAndRequest(registerId)]);
  const signed = await signRegister(shop, csr, registerId, bytes);
  if (!signed.ok) throw new Error(`A request made here was not signed: ${signed.fault}`);
  return { registerId, ...shop, key, cert: signed.cert };
}

/** `dir` belongs to the identity alone. What lies bare though it could be closed is closed by the way. */
export async function readIdentity(dir: string, envelope = BARE): Promise<Read> {
  const path = join(dir, FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' ? { is: 'none' } : { is: 'fault', fault: 'unreadable', path };
  }
  const opened = envelope.open(text);
  if (opened === undefined) return { is: 'fault', fault: 'sealed', path };
  const identity = parse(opened);
  if (!identity || !isSound(identity)) return { is: 'fault', fault: 'damaged', path };
  // On a full disk it stays as it is until the next start.
  if (envelope.isBare(text)) await writeIdentity(dir, identity, envelope);
  return { is: 'identity', identity };
}

/**
 * Whole or not at all, on the disk when it has returned; only the owner may read it. One that could not be opened stays
 * beside it as `.sealed`: its key may yet be found.
 */
export async function writeIdentity(dir: string, identity: Identity, envelope = BARE): Promise<Stored> {
  const path = join(dir, FILE);
  const fresh = `${path}.new`;
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await chmod(dir, 0o700);
    // What a power cut may have left; opened anew, for an old file would keep its old rights.
    await rm(fresh, { force: true });
    const file = await open(fresh, 'wx', 0o600);
    try {
      await file.writeFile(envelope.close(JSON.stringify(identity, [...FIELDS], 1)));
      await file.sync();
    } finally {
      await file.close();
    }
    if (await isLocked(path, envelope)) await rename(path, `${path}.sealed`);
    await rename(fresh, path);
    await syncFolder(dir);
    await syncFolder(dirname(dir));
    return { ok: true };
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => {});
    return { ok: false, code: codeOf(error), path };
  }
}

/** Nothing to remove is well too. */
export async function removeIdentity(dir: string): Promise<Stored> {
  const path = join(dir, FILE);
  try {
    await rm(path, { force: true });
    await rm(`${path}.new`, { force: true });
    await syncFolder(dir);
    return { ok: true };
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? { ok: true } : { ok: false, code: codeOf(error), path };
  }
}

/** Whether the papers belong to each other: keys to certificates, the certificate to the shop and to the name. */
export function isSound(identity: Identity): boolean {
  const { registerId, storeId } = identity;
  if (!ID.test(registerId)) return false;
  try {
    const ca = new X509Certificate(identity.caCert);
    const own = new X509Certificate(identity.cert);
    return (
      ca.checkPrivateKey(createPrivateKey(identity.caKey)) &&
      own.checkPrivateKey(createPrivateKey(identity.key)) &&
      own.verify(ca.publicKey) &&
      own.subject === `CN=${commonName({ is: 'register', id: registerId, storeId })}`
    );
  } catch {
    return false; // OpenSSL throws for what is no key or no certificate.
  }
}

function parse(text: string): Identity | undefined {
  try {
    const value = JSON.parse(text) as Record<string, unknown> | null;
    if (value === null || !FIELDS.every((field) => typeof value[field] === 'string')) return undefined;
    return Object.fromEntries(FIELDS.map((field) => [field, value[field]])) as unknown as Identity;
  } catch {
    return undefined; // The parser's own words would quote the file.
  }
}

async function isLocked(path: string, envelope: Envelope): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text !== undefined && envelope.open(text) === undefined;
}

async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';
