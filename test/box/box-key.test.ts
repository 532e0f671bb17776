import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBoxKey, type Secret } from '../../daemon/box-key.ts';
import { createVault } from '../../daemon/eet/certificates/vault.ts';
import { createPairingFile } from '../../daemon/upstream/pairing-file.ts';
import { issueCredential } from '../../eet/credential/issue.fixture.ts';
import { readIdentity, writeIdentity } from '../../sync/index.ts';
import { firstRegister } from '../../sync/pairing/pairing.fixture.ts';
import { realWorld } from '../../world/index.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kasad-box-key-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function box(key?: Buffer | string) {
  const warned: object[] = [];
  const env: { CREDENTIALS_DIRECTORY?: string } = {};
  if (key !== undefined) {
    env.CREDENTIALS_DIRECTORY = mkdtempSync(join(dir, 'credentials-'));
    writeFileSync(join(env.CREDENTIALS_DIRECTORY, 'box-key'), key);
  }
  const log = { warn: (fields: object) => void warned.push(fields) };
  return { ...createBoxKey({ env, world: realWorld, log }), warned };
}
const key = (byte: number) => Buffer.alloc(32, byte);

describe('an envelope', () => {
  test('whatever is closed is opened by the same key, and shows nothing of itself', () => {
    const one = box(key(1));
    const again = box(key(1));
    fc.assert(
      fc.property(
        fc.string({ minLength: 8 }).map((text) => `${text} ěščř €`),
        fc.constantFrom<Secret>('eet', 'identity'),
        (text, secret) => {
          const envelope = one.envelope(secret);
          const closed = envelope.close(text);
          expect(closed).not.toContain(text);
          expect(envelope.close(text)).not.toBe(closed);
          expect(again.envelope(secret).open(closed)).toBe(Buffer.from(text).toString());
        },
      ),
    );
  });

  test('another key, another use, a changed letter open nothing', () => {
    const closed = box(key(1)).envelope('eet').close('tajemství');
    expect(box(key(2)).envelope('eet').open(closed)).toBeUndefined();
    expect(box(key(1)).envelope('backoffice').open(closed)).toBeUndefined();
    expect(box().envelope('eet').open(closed)).toBeUndefined();
    const same = box(key(1)).envelope('eet');
    for (let i = 'kasad-sealed '.length; i < closed.length; i++) {
      const changed = `${closed.slice(0, i)}${closed[i] === 'A' ? 'B' : 'A'}${closed.slice(i + 1)}`;
      const opened = same.open(changed);
      // The name of the key is there for people; and the last letters of base64 have bits that mean nothing.
      if (opened !== undefined) expect(opened).toBe('tajemství');
    }
    const flipped = closed.replace(/.{8}(?=.{30}\n$)/, (eight) => [...eight].reverse().join(''));
    expect(box(key(1)).envelope('eet').open(flipped)).toBeUndefined();
  });

  test('without a key everything lies as it is; a key that is none is told and takes nothing with it', () => {
    for (const none of [box(), box('none'), box(Buffer.alloc(31))]) {
      const envelope = none.envelope('eet');
      expect(envelope.close('text')).toBe('text');
      expect(envelope.open('text')).toBe('text');
      expect(envelope.isBare('text')).toBe(false);
      expect(none.health()).toEqual([]);
    }
    expect(box().warned).toEqual([]);
    expect(box('none').warned).toEqual([{ bytes: 4 }]);
  });

  test('what cannot be opened is told in one part of health, until it has been brought anew', () => {
    const closed = box(key(1)).envelope('eet').close('tajemství');
    const other = box(key(2));
    expect(other.health()).toEqual([]);
    other.envelope('eet').open(closed);
    other.envelope('identity').open(closed);
    const [part] = other.health();
    expect(part?.state).toBe('attention');
    expect(part?.cs).toMatch(
      /certifikát EET \(tržby čekají na odeslání\), doklady pro sousední pokladny. Prodává se dál/,
    );
    expect(part?.hintCs).toMatch(/box\.key.*nahrajte znovu certifikát EET/);
    expect(JSON.stringify([part, other.warned])).not.toContain('tajemství');
    other.envelope('eet').close('nové');
    expect(other.health()[0]?.cs).not.toContain('EET');
    other.envelope('identity').close('nové');
    expect(other.health()).toEqual([]);
  });
});

const PAIRING = {
  url: 'https://backoffice.example.cz',
  token: 'velmi-tajny-token',
  store: { id: 's', name: 'Hospoda' },
  origin: '0011223344556677',
  pairedAt: '2026-11-24T11:00:00+01:00',
};

describe('the way into the backoffice', () => {
  test('from before the key it is sealed at the next start, and stays when the key is lost', () => {
    const file = join(dir, 'backoffice.json');
    createPairingFile(dir, box().envelope('backoffice')).write(PAIRING);
    expect(readFileSync(file, 'utf8')).toContain(PAIRING.token);

    expect(createPairingFile(dir, box(key(1)).envelope('backoffice')).read()).toEqual(PAIRING);
    const sealed = readFileSync(file, 'utf8');
    expect(sealed).not.toContain(PAIRING.token);
    expect(sealed).toMatch(/^kasad-sealed 1 /);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const lost = box('none');
    expect(createPairingFile(dir, lost.envelope('backoffice')).read()).toBeNull();
    expect(lost.health()[0]?.cs).toContain('BackOffice');
    expect(readFileSync(file, 'utf8')).toBe(sealed);
    expect(createPairingFile(dir, box(key(1)).envelope('backoffice')).read()).toEqual(PAIRING);
  });

  test('joining anew sets what could not be opened aside', () => {
    createPairingFile(dir, box(key(1)).envelope('backoffice')).write(PAIRING);
    const sealed = readFileSync(join(dir, 'backoffice.json'), 'utf8');
    const other = createPairingFile(dir, box(key(2)).envelope('backoffice'));
    other.write({ ...PAIRING, token: 'jiný' });
    expect(other.read()?.token).toBe('jiný');
    expect(readFileSync(join(dir, 'backoffice.json.sealed'), 'utf8')).toBe(sealed);
    other.write({ ...PAIRING, token: 'třetí' });
    expect(readFileSync(join(dir, 'backoffice.json.sealed'), 'utf8')).toBe(sealed);
  });
});

describe('the papers for siblings, with the key of the whole shop among them', () => {
  test('sealed, read, told as sealed without the key, set aside by new ones', async () => {
    const folder = join(dir, 'identity');
    const file = join(folder, 'identity.json');
    const identity = await firstRegister();
    await writeIdentity(folder, identity);
    const mine = () => box(key(1)).envelope('identity');
    expect(await readIdentity(folder, mine())).toEqual({ is: 'identity', identity });
    const sealed = readFileSync(file, 'utf8');
    expect(sealed).not.toMatch(/PRIVATE KEY|caKey/);
    expect(await readIdentity(folder, mine())).toEqual({ is: 'identity', identity });
    expect(readFileSync(file, 'utf8')).toBe(sealed);

    const other = box(key(2)).envelope('identity');
    expect(await readIdentity(folder, other)).toEqual({ is: 'fault', fault: 'sealed', path: file });
    expect(await writeIdentity(folder, identity, other)).toEqual({ ok: true });
    expect(await readIdentity(folder, other)).toEqual({ is: 'identity', identity });
    expect(readFileSync(`${file}.sealed`, 'utf8')).toBe(sealed);
  });
});

describe('certificates of the tax authority', () => {
  test('from before the key they are sealed; without it they are unreadable and stay', () => {
    const credential = issueCredential();
    const folder = join(dir, 'eet');
    createVault(folder, box().envelope('eet')).put({ credential, proven: true });
    const name = `${credential.fingerprint}.pem`;
    expect(readFileSync(join(folder, name), 'utf8')).toContain('PRIVATE KEY');

    const mine = () => createVault(folder, box(key(1)).envelope('eet'));
    expect(
      mine()
        .read()
        .kept.map((one) => one.credential.fingerprint),
    ).toEqual([credential.fingerprint]);
    const sealed = readFileSync(join(folder, name), 'utf8');
    expect(sealed).not.toContain('PRIVATE KEY');
    expect(mine().read().unreadable).toEqual([]);
    expect(readFileSync(join(folder, name), 'utf8')).toBe(sealed);

    const lost = createVault(folder, box().envelope('eet'));
    expect(lost.read()).toEqual({ kept: [], unreadable: [name] });
    lost.put({ credential, proven: true });
    expect(readdirSync(folder).sort()).toEqual([name, `${name}.sealed`]);
    expect(readFileSync(join(folder, `${name}.sealed`), 'utf8')).toBe(sealed);
    expect(lost.read().kept).toHaveLength(1);
  });

  test('one that is being proved keeps its mark', () => {
    const credential = issueCredential();
    const folder = join(dir, 'eet');
    mkdirSync(folder);
    const vault = createVault(folder, box(key(1)).envelope('eet'));
    vault.put({ credential, proven: false });
    expect(vault.read().kept[0]?.proven).toBe(false);
    vault.prove(credential.fingerprint);
    expect(vault.read().kept[0]?.proven).toBe(true);
  });
});
