import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { isVersion } from './version.ts';

/**
 * What whoever made a package says of it, signed (Ed25519, RFC 8032). It lies beside the package as
 * `kasad_VERSION_ARCH.deb.sig`, a JSON object with these members and `signature`, base64.
 */
export interface Statement {
  readonly version: string;
  /** As Debian calls it. */
  readonly arch: Arch;
  /** Of the package, bytes. */
  readonly size: number;
  /** Of the package, hexadecimal. */
  readonly sha256: string;
  /** Names the key: the beginning of the SHA-256 of its public half (SPKI, DER). */
  readonly key: string;
}

export interface SignedStatement extends Statement {
  readonly signature: string;
}

export const ARCHES = ['amd64', 'arm64'] as const;
export type Arch = (typeof ARCHES)[number];

/** A public key that is believed. */
export interface TrustedKey {
  readonly id: string;
  /** Of its file, without `.pem`: how people know it. */
  readonly name: string;
  readonly key: KeyObject;
}

/** `unreadable`: no statement at all. `unknown-key`: signed by a key that is not believed here. */
export type StatementFault = 'unreadable' | 'unknown-key' | 'forged';

export type Verified =
  | { readonly ok: true; readonly statement: SignedStatement; readonly key: TrustedKey }
  | { readonly ok: false; readonly fault: StatementFault };

/** A statement is a few hundred bytes; no more of its file is read. */
export const STATEMENT_MAX = 4096;
/** A package is at most 70 MiB today. */
export const PACKAGE_MAX = 256 * 1024 * 1024;

/** The bytes that are signed: a line for each member, in this order. */
export function canonical(statement: Statement): Buffer {
  const { version, arch, size, sha256, key } = statement;
  const lines = ['kasad package 1', version, arch, String(size), sha256, key];
  return Buffer.from(`${lines.join('\n')}\n`);
}

export function keyId(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

/** `key` is the private one. */
export function signStatement(of: Omit<Statement, 'key'>, key: KeyObject): SignedStatement {
  const { version, arch, size, sha256 } = of;
  const statement: Statement = { version, arch, size, sha256, key: keyId(createPublicKey(key)) };
  return { ...statement, signature: sign(null, canonical(statement), key).toString('base64') };
}

/** The only way in for a statement, wherever it comes from. It never throws. */
export function verifyStatement(text: string, keys: readonly TrustedKey[]): Verified {
  const statement = text.length > STATEMENT_MAX ? undefined : readStatement(text);
  if (statement === undefined) return { ok: false, fault: 'unreadable' };
  const trusted = keys.find(({ id }) => id === statement.key);
  if (trusted === undefined) return { ok: false, fault: 'unknown-key' };
  const good = verify(null, canonical(statement), trusted.key, Buffer.from(statement.signature, 'base64'));
  return good ? { ok: true, statement, key: trusted } : { ok: false, fault: 'forged' };
}

/** What a statement says, believed or not. */
export function readStatement(text: string): SignedStatement | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { version, arch, size, sha256, key, signature } = value as Record<string, unknown>;
  if (typeof version !== 'string' || !isVersion(version)) return undefined;
  if (arch !== 'amd64' && arch !== 'arm64') return undefined;
  if (!Number.isSafeInteger(size) || (size as number) < 1 || (size as number) > PACKAGE_MAX) return undefined;
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  if (typeof key !== 'string' || !/^[0-9a-f]{16}$/.test(key)) return undefined;
  if (typeof signature !== 'string' || !/^[A-Za-z0-9+/]{86}==$/.test(signature)) return undefined;
  return { version, arch, size: size as number, sha256, key, signature };
}

export const packageName = ({ version, arch }: Pick<Statement, 'version' | 'arch'>): string =>
  `kasad_${version}_${arch}.deb`;

/** What the name of a package's file says; undefined when it is no package of ours. */
export function readPackageName(name: string): Pick<Statement, 'version' | 'arch'> | undefined {
  const [, version = '', arch] = /^kasad_([0-9.]{1,31})_(amd64|arm64)\.deb$/.exec(name) ?? [];
  return isVersion(version) ? { version, arch: arch as Arch } : undefined;
}
