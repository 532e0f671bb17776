import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { keyId, readPackageName, signStatement } from './statement.ts';

/*
 * npm run sign-package -- --key KEY.pem kasad_*.deb     a statement beside each package
 * npm run sign-package -- --make-key KEY.pem            a new key; its public half into KEY.pub.pem
 */

function makeKey(file: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const open = file.replace(/(\.pem)?$/, '.pub.pem');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  writeFileSync(open, publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o644, flag: 'wx' });
  console.log(`${keyId(publicKey)}  ${file} (keep it to yourself), ${open} (for the registers)`);
}

function signPackage(keyFile: string, file: string): void {
  const key = createPrivateKey(readFileSync(keyFile, 'utf8'));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${keyFile} is no Ed25519 key`);
  const named = readPackageName(basename(file));
  if (!named) throw new Error(`${basename(file)} is not called kasad_VERSION_ARCH.deb`);
  const bytes = readFileSync(file);
  // What a register would refuse is not signed.
  const control = execFileSync('dpkg-deb', ['-f', file, 'Package', 'Version', 'Architecture'], {
    encoding: 'utf8',
  });
  const wanted = `Package: kasad\nVersion: ${named.version}\nArchitecture: ${named.arch}\n`;
  if (control !== wanted) throw new Error(`${file} says of itself:\n${control}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const statement = signStatement({ ...named, size: bytes.length, sha256 }, key);
  writeFileSync(`${file}.sig`, `${JSON.stringify(statement, null, 1)}\n`);
  console.log(`${file}.sig: ${named.version} ${named.arch}, key ${keyId(createPublicKey(key))}`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { key: { type: 'string' }, 'make-key': { type: 'string' } },
});
if (values['make-key'] !== undefined) makeKey(values['make-key']);
else if (values.key !== undefined && positionals.length > 0) {
  for (const file of positionals) signPackage(values.key, file);
} else {
  console.error('sign-package --key KEY.pem kasad_VERSION_ARCH.deb ... | --make-key KEY.pem');
  process.exitCode = 2;
}
