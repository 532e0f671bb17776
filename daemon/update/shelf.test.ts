import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { houseKey, makePackage, signFile } from '../../systemd/update/package.fixture.ts';
import { testFolder } from '../store/folder.fixture.ts';
import { createShelf } from './shelf.ts';
import { lookThrough, packagesAt } from './sticks.ts';

const key = houseKey();

function place(free_bytes = () => 10e9) {
  const [box, stick] = [testFolder(), testFolder()];
  onTestFinished(() => {
    for (const folder of [box, stick]) folder[Symbol.dispose]();
  });
  const shelf = createShelf({ dir: box.dir, keys: () => [key.trusted], free_bytes });
  const look = (running = '0.1.0', arches = ['amd64']) =>
    lookThrough(packagesAt(stick.dir), { shelf, running, wants: (arch) => arches.includes(arch) });
  return { shelf, stick: stick.dir, look, names: () => readdirSync(shelf.folder).sort() };
}
const why = ({ rejected }: Awaited<ReturnType<ReturnType<typeof place>['look']>>) =>
  rejected.map((one) => one.why);

test('the newest package of each kind of box that the shop has is taken, whole', async () => {
  const { shelf, stick, look, names } = place();
  mkdirSync(join(stick, 'kasad'));
  makePackage(join(stick, 'kasad'), key, { version: '0.9.0' });
  const name = makePackage(stick, key, { version: '0.10.0', bytes: 700_000 });
  const other = makePackage(stick, key, { version: '0.10.0', arch: 'arm64' });
  makePackage(stick, key, { version: '0.1.0' });
  const found = await look('0.1.0', ['amd64', 'arm64']);
  expect(found.taken.map((one) => one.name).sort()).toEqual([name, other].sort());
  expect(why(found)).toEqual(['older']);
  expect(names()).toEqual([name, `${name}.sig`, other, `${other}.sig`].sort());
  expect(readFileSync(join(shelf.folder, name)).equals(readFileSync(join(stick, name)))).toBe(true);
  // The same stick once more, and one for a shop that has no such box.
  expect((await look()).taken.map((one) => one.name)).toEqual([name]);
  expect(why(await look('0.1.0', ['amd64']))).toContain('other-box');
});

test('what is not what was signed is not taken, and nothing of it stays', async () => {
  const { stick, look, names } = place();
  const file = join(stick, makePackage(stick, key, { version: '0.2.0', bytes: 300_000 }));
  const [bytes, statement] = [readFileSync(file), readFileSync(`${file}.sig`, 'utf8')];
  const spoil: [string, () => void][] = [
    ['truncated', () => truncateSync(file, bytes.length - 1)],
    ['too-long', () => appendFileSync(file, 'x')],
    ['altered', () => writeFileSync(file, Buffer.concat([bytes.subarray(0, -1), Buffer.from([1])]))],
    ['forged', () => writeFileSync(`${file}.sig`, statement.replace(/"sha256":"./, '"sha256":"0'))],
    ['unknown-key', () => signFile(file, houseKey(), { version: '0.2.0', arch: 'amd64' })],
    ['unreadable', () => writeFileSync(`${file}.sig`, `${' '.repeat(5000)}${statement}`)],
    ['unreadable', () => writeFileSync(`${file}.sig`, '{}')],
    ['other-name', () => signFile(file, key, { version: '0.3.0', arch: 'amd64' })],
  ];
  for (const [fault, act] of spoil) {
    writeFileSync(file, bytes);
    writeFileSync(`${file}.sig`, statement);
    act();
    expect(why(await look()), fault).toEqual([fault]);
    expect(names(), fault).toEqual([]);
  }
});

test('a package that lies about its size with a good signature is not copied beyond it', async () => {
  const { stick, look, names } = place();
  const name = makePackage(stick, key, { version: '0.2.0' });
  copyFileSync(join(stick, name), join(stick, 'whole'));
  truncateSync(join(stick, name), 100);
  signFile(join(stick, name), key, { version: '0.2.0', arch: 'amd64' });
  copyFileSync(join(stick, 'whole'), join(stick, name));
  expect(why(await look())).toEqual(['too-long']);
  expect(names()).toEqual([]);
});

test('an older one in the place of the newest is taken when the newest is no good', async () => {
  const { stick, look } = place();
  const good = makePackage(stick, key, { version: '0.2.0' });
  appendFileSync(join(stick, makePackage(stick, key, { version: '0.3.0' })), 'x');
  const { taken, rejected } = await look();
  expect(taken.map((one) => one.name)).toEqual([good]);
  expect(rejected).toMatchObject([{ why: 'too-long' }]);
});

test('a disk without room is left alone', async () => {
  const { stick, look, names } = place(() => 300 * 1024 * 1024);
  makePackage(stick, key, { version: '0.2.0' });
  expect(why(await look())).toEqual(['no-room']);
  expect(names()).toEqual([]);
});

test('what is no use any more goes; what siblings may still want stays', async () => {
  const { shelf, stick, look } = place();
  for (const version of ['0.2.0', '0.3.0']) {
    makePackage(stick, key, { version });
    await look();
  }
  writeFileSync(join(shelf.folder, 'kasad_0.4.0_amd64.deb.taken'), 'half');
  expect(shelf.held()).toHaveLength(2);
  shelf.tidy('0.2.0', '0.2.0');
  expect(shelf.held()).toHaveLength(2);
  shelf.tidy('0.3.0', '0.2.0');
  expect(shelf.held().map(({ statement }) => statement.version)).toEqual(['0.2.0', '0.3.0']);
  shelf.tidy('0.3.0', null);
  expect(shelf.held().map(({ statement }) => statement.version)).toEqual(['0.3.0']);
  shelf.tidy('0.4.0', null);
  expect(readdirSync(shelf.folder)).toEqual([]);
  expect(existsSync(shelf.folder)).toBe(true);
});
