import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  foundShop,
  type Identity,
  isSound,
  readIdentity,
  removeIdentity,
  writeIdentity,
} from './identity.ts';
import { bytes, firstRegister } from './pairing.fixture.ts';

let identity: Identity;
let other: Identity;
let parent: string;
let dir: string;
let file: string;
beforeAll(async () => {
  [identity, other] = await Promise.all([firstRegister(), foundShop({ registerId: 'pokladna-1', bytes })]);
});
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'kasad-identity-'));
  dir = join(parent, 'identity');
  file = join(dir, 'identity.json');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('what was written is read, by nobody but the owner', async () => {
  expect(await readIdentity(dir)).toEqual({ is: 'none' });
  expect(await writeIdentity(dir, identity)).toEqual({ ok: true });
  expect(await readIdentity(dir)).toEqual({ is: 'identity', identity });
  expect([mode(dir), mode(file)]).toEqual(['700', '600']);
  expect(readdirSync(dir)).toEqual(['identity.json']);
});

test('rights that were too wide are narrowed by the next writing', async () => {
  mkdirSync(dir, { mode: 0o755 });
  for (const path of [file, `${file}.new`]) {
    writeFileSync(path, 'what a power cut left');
    chmodSync(path, 0o644);
  }
  chmodSync(dir, 0o755);
  expect(await writeIdentity(dir, identity)).toEqual({ ok: true });
  expect([mode(dir), mode(file), readdirSync(dir).length]).toEqual(['700', '600', 1]);
});

test('another one takes the place of the old one, and removing it leaves nothing', async () => {
  await writeIdentity(dir, identity);
  await writeIdentity(dir, other);
  expect(await readIdentity(dir)).toMatchObject({ identity: { storeId: other.storeId } });
  writeFileSync(`${file}.new`, '');
  expect(await removeIdentity(dir)).toEqual({ ok: true });
  expect(readdirSync(dir)).toEqual([]);
  expect(await readIdentity(dir)).toEqual({ is: 'none' });
  expect(await removeIdentity(dir)).toEqual({ ok: true });
  expect(await removeIdentity(join(parent, 'never'))).toEqual({ ok: true });
});

test('only what belongs into the file goes into it', async () => {
  await writeIdentity(dir, { ...identity, pin: '1234' } as Identity);
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8'))).sort()).toEqual(Object.keys(identity).sort());
});

describe('a power cut while it is written', () => {
  test('before the new file has its name leaves the old one', async () => {
    await writeIdentity(dir, identity);
    writeFileSync(`${file}.new`, JSON.stringify(other).slice(0, 700));
    expect(await readIdentity(dir)).toEqual({ is: 'identity', identity });
  });

  test('before there was an old one leaves none, and it can be joined again', async () => {
    mkdirSync(dir);
    writeFileSync(`${file}.new`, '{');
    expect(await readIdentity(dir)).toEqual({ is: 'none' });
    expect(await writeIdentity(dir, identity)).toEqual({ ok: true });
  });
});

describe('a damaged file', () => {
  const damaged = { is: 'fault', fault: 'damaged', path: expect.stringContaining('identity.json') };

  test('of any length is a fault, not a crash', async () => {
    await writeIdentity(dir, identity);
    const whole = readFileSync(file);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 2), async (length) => {
        writeFileSync(file, whole.subarray(0, length));
        expect(await readIdentity(dir)).toEqual(damaged);
      }),
      { numRuns: 60 },
    );
  });

  test.each<[string, () => unknown]>([
    ['null', () => null],
    ['a list', () => []],
    ['nothing for a key', () => ({ ...identity, key: null })],
    ['no name', () => ({ ...identity, registerId: '' })],
    ['a path for a name', () => ({ ...identity, registerId: '../x' })],
    ['the name of another', () => ({ ...identity, registerId: 'pokladna-2' })],
    ["another shop's id", () => ({ ...identity, storeId: other.storeId })],
    ["another's key", () => ({ ...identity, key: other.key })],
    ["another's certificate", () => ({ ...identity, cert: other.cert, key: other.key })],
    ["another shop's authority", () => ({ ...identity, caCert: other.caCert, caKey: other.caKey })],
    ["another shop's key", () => ({ ...identity, caKey: other.caKey })],
    ['the authority itself', () => ({ ...identity, cert: identity.caCert, key: identity.caKey })],
    ['a register for an authority', () => ({ ...identity, caCert: identity.cert, caKey: identity.key })],
    ['no key but text', () => ({ ...identity, caKey: 'x' })],
  ])('with %s', async (_, content) => {
    mkdirSync(dir);
    writeFileSync(file, JSON.stringify(content()));
    expect(await readIdentity(dir)).toEqual(damaged);
  });

  test('says nothing of what is in it', async () => {
    mkdirSync(dir);
    writeFileSync(file, `${identity.caKey}`);
    const text = JSON.stringify(await readIdentity(dir));
    for (const line of identity.caKey.split('\n').filter((part) => part.length > 10)) {
      expect(text).not.toContain(line);
    }
  });
});

test('what the disk refuses is told with its code', async () => {
  mkdirSync(file, { recursive: true });
  expect(await readIdentity(dir)).toEqual({ is: 'fault', fault: 'unreadable', path: file });
  expect(await writeIdentity(dir, identity)).toEqual({ ok: false, code: 'EISDIR', path: file });
  writeFileSync(join(parent, 'plain'), '');
  expect(await writeIdentity(join(parent, 'plain'), identity)).toMatchObject({ ok: false, code: 'EEXIST' });
  expect(existsSync(`${file}.new`)).toBe(false);
});

test('a register that founds a shop has papers as sound as any', () => {
  expect(isSound(identity)).toBe(true);
  expect(identity.storeId).not.toBe(other.storeId);
});
