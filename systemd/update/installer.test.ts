import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeBox, OWNER } from './box.fixture.ts';
import { houseKey, makePackage, signFile } from './package.fixture.ts';

describe('a package that is asked for', () => {
  test('is copied to where root alone can look, and the copy is installed', () => {
    const box = makeBox();
    const name = makePackage(box.updates, box.key, { version: '0.2.0' });
    box.ask(name);
    expect(box.install()).toMatchObject({ state: 'done', from: '0.1.0', to: '0.2.0' });
    const copy = join(box.root, 'var/cache/kasad-update', name);
    expect(box.installed().slice(0, 3)).toEqual([
      `--force-confdef --force-confold -i ${copy}`,
      '0 600',
      '0 700',
    ]);
    expect(existsSync(copy)).toBe(false);
    expect(box.told()).toMatchObject({ state: 'done', to: '0.2.0' });
    expect(statSync(join(box.data, 'update.json'))).toMatchObject({ uid: OWNER, gid: OWNER });
    expect(statSync(join(box.data, 'update.json')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(box.updates, 'request.json'))).toBe(false);
    expect(box.install()).toEqual({ state: 'nothing asked' });
  });

  test('whose own scripts went back to the old version is told as they tell it', () => {
    const box = makeBox();
    box.ask(makePackage(box.updates, box.key, { version: '0.2.0' }));
    const after = { state: 'rolled-back', from: '0.1.0', to: '0.2.0', at: 'then', reason: 'x' } as const;
    expect(box.install({ broken: true, after })).toEqual(after);
    expect(box.told()).toEqual(after);
  });

  test('may be the one that was taken back before, tried once more', () => {
    const box = makeBox('0.2.0');
    const before = join(box.root, 'usr/lib/kasad.previous');
    mkdirSync(before);
    writeFileSync(join(before, 'package.json'), '{"version":"0.1.0"}');
    writeFileSync(join(before, 'state'), 'rolled-back\n');
    box.ask(makePackage(box.updates, box.key, { version: '0.2.0' }));
    expect(box.install()).toMatchObject({ state: 'done', from: '0.1.0', to: '0.2.0' });
  });

  test('that dpkg does not take has failed, in the words of dpkg', () => {
    const box = makeBox();
    box.ask(makePackage(box.updates, box.key, { version: '0.2.0' }));
    expect(box.install({ broken: true })).toMatchObject({ state: 'failed', reason: 'dpkg 1: no good' });
  });

  test('may be signed by a key that the technician has laid down', () => {
    const box = makeBox();
    const own = houseKey();
    const folder = join(box.root, 'etc/kasad/update-keys');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'own.pem'), own.pem);
    box.ask(makePackage(box.updates, own, { version: '0.2.0' }));
    expect(box.install()).toMatchObject({ state: 'done' });
  });
});

describe('a package is refused, and dpkg never sees it,', () => {
  const refused = (box: ReturnType<typeof makeBox>) => {
    const result = box.install();
    expect(box.installed()).toEqual([]);
    expect(box.told()).toEqual(result);
    return result;
  };

  test('when its statement was changed', () => {
    const box = makeBox();
    const name = makePackage(box.updates, box.key, { version: '0.2.0' });
    const sig = join(box.updates, `${name}.sig`);
    writeFileSync(sig, readFileSync(sig, 'utf8').replace(/"size":(\d)/, '"size":9'));
    box.ask(name);
    expect(refused(box)).toMatchObject({ state: 'failed', reason: 'forged' });
  });

  test('when another key has signed it, and when there is no key at all', () => {
    const box = makeBox();
    box.ask(makePackage(box.updates, houseKey(), { version: '0.2.0' }));
    expect(refused(box)).toMatchObject({ reason: 'unknown-key' });
    rmSync(join(box.root, 'usr/lib/kasad/keys/house.pem'));
    box.ask(makePackage(box.updates, box.key, { version: '0.2.0' }));
    expect(refused(box)).toMatchObject({ reason: 'no-keys' });
  });

  test.each([
    ['shorter', (file: string) => truncateSync(file, statSync(file).size - 1), 'truncated'],
    ['longer', (file: string) => writeFileSync(file, 'x', { flag: 'a' }), 'too-long'],
    [
      'different by a bit',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes[900] = (bytes[900] ?? 0) ^ 1;
        writeFileSync(file, bytes);
      },
      'altered',
    ],
  ])('when it is %s', (_, spoil, reason) => {
    const box = makeBox();
    const name = makePackage(box.updates, box.key, { version: '0.2.0' });
    spoil(join(box.updates, name));
    box.ask(name);
    expect(refused(box)).toMatchObject({ reason });
  });

  test('when it is of another kind of box, older, or the one that runs', () => {
    const box = makeBox('0.2.0');
    box.ask(makePackage(box.updates, box.key, { version: '0.3.0', arch: 'arm64' }));
    expect(refused(box)).toMatchObject({ reason: 'arch' });
    for (const version of ['0.1.9', '0.2.0', '0.2']) {
      box.ask(makePackage(box.updates, box.key, { version }));
      expect(refused(box)).toMatchObject({ reason: 'not-newer' });
    }
  });

  test('when an old one was given a new name', () => {
    const box = makeBox('0.2.0');
    const old = makePackage(box.updates, box.key, { version: '0.1.0' });
    const name = 'kasad_0.3.0_amd64.deb';
    for (const end of ['', '.sig']) renameSync(join(box.updates, old + end), join(box.updates, name + end));
    box.ask(name);
    expect(refused(box)).toMatchObject({ reason: 'other-name' });
  });

  test.each([
    [{ Package: 'openssh-server' }, 'other-package'],
    [{ Version: '0.0.1' }, 'other-version'],
    [{ Architecture: 'arm64' }, 'arch'],
    [{ 'Installed-Size': '99999999999' }, 'no-room'],
  ])('when its control file says %o', (control, reason) => {
    const box = makeBox();
    box.ask(makePackage(box.updates, box.key, { version: '0.2.0', control }));
    expect(refused(box)).toMatchObject({ reason });
  });

  test('when what was signed is no package', () => {
    const box = makeBox();
    const name = 'kasad_0.2.0_amd64.deb';
    writeFileSync(join(box.updates, name), 'hello');
    signFile(join(box.updates, name), box.key, { version: '0.2.0', arch: 'amd64' });
    box.ask(name);
    expect(refused(box)).toMatchObject({ reason: 'not-a-package' });
  });

  test.each([
    ['a way out of the folder', '../../../../etc/shadow'],
    ['a way round', 'kasad_0.2.0_amd64.deb/..'],
    ['nothing', ''],
    ['an option of dpkg', '-rf'],
    ['without end', 'x'.repeat(5000)],
  ])('when its name is %s', (_, name) => {
    const box = makeBox();
    box.ask(name);
    expect(refused(box)).toMatchObject({ state: 'failed', reason: 'request' });
    expect(existsSync(join(box.updates, 'request.json'))).toBe(false);
  });
});

describe('what the owner of the data lays down leads root nowhere', () => {
  test('a link in the place of the package, of its statement or of the request', () => {
    const box = makeBox();
    const secret = join(box.root, 'secret');
    mkdirSync(secret, { mode: 0o700 });
    const name = makePackage(secret, box.key, { version: '0.2.0' });
    // Root could read both; the owner of the data cannot.
    for (const end of ['', '.sig']) symlinkSync(join(secret, name + end), join(box.updates, name + end));
    box.ask(name);
    expect(box.install()).toMatchObject({ state: 'failed', reason: 'unreadable' });
    writeFileSync(join(secret, 'request.json'), JSON.stringify({ package: name }));
    symlinkSync(join(secret, 'request.json'), join(box.updates, 'request.json'));
    expect(box.install()).toEqual({ state: 'nothing asked' });
    expect(existsSync(join(secret, 'request.json'))).toBe(true);
    expect(box.installed()).toEqual([]);
  });

  test('a folder of links in the place of the folder of packages', () => {
    const box = makeBox();
    const secret = join(box.root, 'secret');
    mkdirSync(secret, { mode: 0o700 });
    const name = makePackage(secret, box.key, { version: '0.2.0' });
    writeFileSync(join(secret, 'request.json'), JSON.stringify({ package: name }));
    rmSync(box.updates, { recursive: true });
    symlinkSync(secret, box.updates);
    expect(() => box.install()).toThrow(/EACCES/);
    expect(existsSync(join(secret, 'request.json'))).toBe(true);
    expect(box.installed()).toEqual([]);
  });

  test('a second name of a file that only root may read', () => {
    const box = makeBox();
    const secret = join(box.root, 'shadow');
    const name = makePackage(box.updates, box.key, { version: '0.2.0' });
    rmSync(join(box.updates, name));
    box.ask(name);
    writeFileSync(secret, 'root:x:', { mode: 0o600 });
    linkSync(secret, join(box.updates, name));
    expect(box.install()).toMatchObject({ state: 'failed', reason: 'no-package' });
    expect(readFileSync(secret, 'utf8')).toBe('root:x:');
    expect(statSync(secret).uid).toBe(0);
  });

  test('links in the place of the result and of its first half', () => {
    const box = makeBox();
    const victim = join(box.root, 'victim');
    writeFileSync(victim, 'as it was', { mode: 0o666 });
    for (const name of ['update.json', 'update.json.part']) symlinkSync(victim, join(box.data, name));
    box.ask(makePackage(box.updates, box.key, { version: '0.2.0' }));
    expect(box.install()).toMatchObject({ state: 'done' });
    expect(readFileSync(victim, 'utf8')).toBe('as it was');
    expect(lstatSync(join(box.data, 'update.json')).isFile()).toBe(true);
  });

  test('pipes, which would keep it waiting for ever', () => {
    const box = makeBox();
    const name = makePackage(box.updates, box.key, { version: '0.2.0' });
    rmSync(join(box.updates, name));
    execFileSync('mkfifo', [join(box.updates, name), join(box.data, 'update.json.part')]);
    box.ask(name);
    expect(box.install()).toMatchObject({ state: 'failed', reason: 'no-package' });
  });

  test('keys of its own, in a folder or a file that is not of root alone', () => {
    const box = makeBox();
    const own = houseKey();
    const folder = join(box.root, 'etc/kasad/update-keys');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'own.pem'), own.pem);
    const name = makePackage(box.updates, own, { version: '0.2.0' });

    chownSync(folder, OWNER, OWNER);
    box.ask(name);
    expect(box.install()).toMatchObject({ reason: 'unknown-key' });

    chownSync(folder, 0, 0);
    chownSync(join(folder, 'own.pem'), OWNER, OWNER);
    box.ask(name);
    expect(box.install()).toMatchObject({ reason: 'unknown-key' });

    chownSync(join(folder, 'own.pem'), 0, 0);
    chmodSync(join(folder, 'own.pem'), 0o666);
    box.ask(name);
    expect(box.install()).toMatchObject({ reason: 'unknown-key' });

    rmSync(join(folder, 'own.pem'));
    writeFileSync(join(box.root, 'elsewhere.pem'), own.pem);
    symlinkSync(join(box.root, 'elsewhere.pem'), join(folder, 'own.pem'));
    box.ask(name);
    expect(box.install()).toMatchObject({ reason: 'unknown-key' });
    expect(box.installed()).toEqual([]);
  });

  test('data that are of root or somewhere else are not touched', () => {
    const box = makeBox();
    box.ask(makePackage(box.updates, box.key, { version: '0.2.0' }));
    chownSync(box.data, 0, 0);
    expect(() => box.install()).toThrow(/not the folder of a user/);
    renameSync(box.data, `${box.data}-other`);
    symlinkSync(`${box.data}-other`, box.data);
    expect(() => box.install()).toThrow(/not the folder of a user/);
    expect(box.installed()).toEqual([]);
  });
});
