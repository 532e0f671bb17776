import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Arch, keyId, packageName, signStatement, type TrustedKey } from './statement.ts';

export interface HouseKey {
  readonly privateKey: KeyObject;
  readonly pem: string;
  readonly trusted: TrustedKey;
}

/** A key as a house makes one; another one each time. */
export function houseKey(name = 'house'): HouseKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey,
    pem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    trusted: { id: keyId(publicKey), name, key: publicKey },
  };
}

/** What stands in the control file, when that is not what the name says. */
export interface Control {
  readonly Package?: string;
  readonly Version?: string;
  readonly Architecture?: string;
  readonly 'Installed-Size'?: string;
}

/** A real package, made by dpkg-deb, and its statement beside it; answers its name. */
export function makePackage(
  folder: string,
  key: HouseKey,
  options: {
    readonly version: string;
    readonly arch?: Arch;
    readonly control?: Control;
    readonly bytes?: number;
  },
): string {
  const { version, arch = 'amd64', control = {}, bytes = 2000 } = options;
  const name = packageName({ version, arch });
  const tree = mkdtempSync(join(tmpdir(), 'kasad-deb-'));
  mkdirSync(join(tree, 'DEBIAN'));
  mkdirSync(join(tree, 'usr/lib/kasad'), { recursive: true });
  writeFileSync(join(tree, 'usr/lib/kasad/filling'), filling(bytes, version));
  const fields = {
    Package: 'kasad',
    Version: version,
    Architecture: arch,
    'Installed-Size': '10',
    Maintainer: 'Tester <tester@example.org>',
    Description: 'register',
    ...control,
  };
  const text = Object.entries(fields).map(([field, value]) => `${field}: ${value}\n`);
  writeFileSync(join(tree, 'DEBIAN/control'), text.join(''));
  const file = join(folder, name);
  execFileSync('dpkg-deb', ['--root-owner-group', '-Znone', '-b', tree, file], { stdio: 'ignore' });
  rmSync(tree, { recursive: true });
  signFile(file, key, { version, arch });
  return name;
}

/** Signs whatever lies there as that version. */
export function signFile(file: string, key: HouseKey, of: { version: string; arch: Arch }): void {
  const bytes = readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const statement = signStatement({ ...of, size: bytes.length, sha256 }, key.privateKey);
  writeFileSync(`${file}.sig`, JSON.stringify(statement));
}

/** The same bytes in every run, no two blocks alike. */
function filling(bytes: number, seed: string): Buffer {
  const blocks: Buffer[] = [];
  for (let length = 0; length < bytes; length += 32) {
    blocks.push(createHash('sha256').update(`${seed} ${length}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, bytes);
}
