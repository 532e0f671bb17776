import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { WITHOUT_KEY } from '../../daemon/box-key.ts';
import { createCertificates } from '../../daemon/eet/certificates/certificates.ts';
import { createVault } from '../../daemon/eet/certificates/vault.ts';
import type { EetSettings, Words } from '../../daemon/http/contract.ts';
import { testFolder } from '../../daemon/store/folder.fixture.ts';
import { faultsOf } from '../../daemon/words.fixture.ts';
import {
  issueCertificate,
  issueCredential,
  keyOf,
  PRODUCTION_POLICY,
  p12Of,
} from '../../eet/credential/issue.fixture.ts';

const NOW = Date.parse('2026-12-01T12:00:00Z');
const SET: EetSettings = {
  environment: 'playground',
  eic: 'CZ00000019',
  unitId: '11',
  delegatingEic: null,
  delegatedByMany: false,
  wait_s: 2,
};
const PASSWORD = 'aB3dE6gH';

function stand(settings: EetSettings | null = SET, folder = testFolder()) {
  const told: unknown[] = [];
  const log = {
    info: (...what: unknown[]) => told.push(what),
    warn: (...what: unknown[]) => told.push(what),
  };
  let now = NOW;
  const dir = path.join(folder.dir, 'eet');
  const certificates = createCertificates({
    vault: createVault(dir, WITHOUT_KEY),
    world: { wall_ms: () => now },
    log: log as never,
    settings: () => settings,
  });
  certificates.start();
  const at = (when: string) => {
    now = Date.parse(when);
  };
  return { folder, dir, certificates, told, at };
}
const p12 = (what: Parameters<typeof issueCertificate>[0] = {}) =>
  p12Of(keyOf(), [issueCertificate(what)], PASSWORD);

describe('a certificate brought in', () => {
  test('signs from then on, also after a restart', () => {
    const { folder, certificates } = stand();
    expect(certificates.current('playground', SET.eic)).toBe('none');
    const changed = vi.fn();
    certificates.onChange(changed);
    expect(certificates.import(p12(), PASSWORD)).toMatchObject({
      eic: SET.eic,
      environment: 'playground',
      daysLeft: 163,
      active: true,
    });
    expect(changed).toHaveBeenCalledOnce();
    expect(certificates.current('playground', SET.eic)).toMatchObject({ eic: SET.eic });
    const again = stand(SET, folder).certificates;
    expect(again.current('playground', SET.eic)).toMatchObject({ eic: SET.eic });
    expect(again.views()).toHaveLength(1);
  });

  test('lies where nobody else can read it, and the password nowhere', () => {
    const { dir, certificates, told } = stand();
    certificates.import(p12(), PASSWORD);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(dir)) {
      expect(statSync(path.join(dir, name)).mode & 0o777).toBe(0o600);
      expect(readFileSync(path.join(dir, name), 'utf8')).not.toContain(PASSWORD);
    }
    expect(JSON.stringify(told)).not.toContain(PASSWORD);
    expect(JSON.stringify(told)).not.toContain('PRIVATE');
  });

  test.each([
    ['certificate-wrong-password', p12(), 'other'],
    ['certificate-not-p12', Buffer.from('hello'), PASSWORD],
    ['certificate-other-eic', p12({ commonName: 'CZ99999999' }), PASSWORD],
    ['certificate-over', p12({ notAfter: '2026-11-30T00:00:00Z' }), PASSWORD],
    ['certificate-other-authority', p12({ policies: [] }), PASSWORD],
    ['certificate-no-eic', p12({ commonName: 'Karel' }), PASSWORD],
  ])('is refused: %s', (code, bytes, password) => {
    const { certificates } = stand();
    try {
      certificates.import(bytes, password);
      expect.unreachable();
    } catch (error) {
      const { code: said, title, hint } = error as { code: string; title: Words; hint: Words };
      expect(said).toBe(code);
      expect([...faultsOf(title), ...faultsOf(hint)]).toEqual([]);
    }
    expect(certificates.views()).toEqual([]);
  });

  test('of another EIC is taken in only for sales that wait for it', () => {
    const { certificates } = stand();
    const other = p12({ commonName: 'CZ99999999' });
    expect(() => certificates.import(other, PASSWORD, ['CZ88888888'])).toThrow(
      expect.objectContaining({ code: 'certificate-other-eic' }),
    );
    expect(certificates.import(other, PASSWORD, ['CZ99999999'])).toMatchObject({ active: false });
    expect(certificates.current('playground', 'CZ99999999')).toMatchObject({ eic: 'CZ99999999' });
  });

  test('twice is one', () => {
    const { certificates } = stand();
    certificates.import(p12(), PASSWORD);
    certificates.import(p12(), PASSWORD);
    expect(certificates.views()).toHaveLength(1);
  });
});

describe('which one signs', () => {
  test('is the newest that is valid, for the EIC and the environment of the sale', () => {
    const { certificates, at } = stand();
    certificates.import(p12(), PASSWORD);
    certificates.import(
      p12({ notBefore: '2026-11-20T00:00:00Z', notAfter: '2027-11-20T00:00:00Z' }),
      PASSWORD,
    );
    const [newest, older] = certificates.views();
    expect([newest?.active, older?.active]).toEqual([true, false]);
    expect(certificates.current('playground', SET.eic)).toMatchObject({ fingerprint: newest?.fingerprint });
    at('2026-11-01T00:00:00Z');
    expect(certificates.current('playground', SET.eic)).toMatchObject({ fingerprint: older?.fingerprint });
    at('2026-01-01T00:00:00Z');
    expect(certificates.current('playground', SET.eic)).toBe('not-yet');
    at('2028-01-01T00:00:00Z');
    expect(certificates.current('playground', SET.eic)).toBe('over');
    expect(certificates.current('production', SET.eic)).toBe('other-environment');
    expect(certificates.current('playground', 'CZ99999999')).toBe('other-eic');
  });

  test('is never one of the other environment', () => {
    const { certificates } = stand({ ...SET, environment: 'production' });
    certificates.import(p12(), PASSWORD);
    expect(certificates.current('production', SET.eic)).toBe('other-environment');
    certificates.import(p12({ policies: [PRODUCTION_POLICY], notBefore: '2026-11-01T00:00:00Z' }), PASSWORD);
    expect(certificates.current('production', SET.eic)).toMatchObject({ environment: 'production' });
    expect(certificates.current('playground', SET.eic)).toMatchObject({ environment: 'playground' });
  });

  test('is none that has not proven itself', () => {
    const { folder, certificates } = stand();
    const credential = issueCredential({ notBefore: '2026-11-20T00:00:00Z' });
    certificates.addUnproven(credential);
    expect(certificates.current('playground', SET.eic)).toBe('none');
    expect(certificates.views()).toEqual([]);
    const again = stand(SET, folder).certificates;
    expect(again.find(credential.fingerprint)).toMatchObject({ proven: false });
    again.prove(credential.fingerprint);
    expect(again.current('playground', SET.eic)).toMatchObject({ fingerprint: credential.fingerprint });
    again.discard(credential.fingerprint);
    expect(again.current('playground', SET.eic)).toBe('none');
  });
});

describe('its health', () => {
  test.each([
    ['2026-12-01T00:00:00Z', 'ok', '164 dní'],
    ['2027-04-14T09:41:00Z', 'attention', '29 dní'],
    ['2027-05-01T00:00:00Z', 'attention', '13 dní'],
    ['2027-05-12T00:00:00Z', 'attention', '2 dny!'],
    ['2027-05-13T09:41:00Z', 'attention', '0 dní!'],
    ['2027-05-15T00:00:00Z', 'attention', 'už neplatí'],
    ['2025-01-01T00:00:00Z', 'attention', 'ještě neplatí'],
  ])('on %s is %s: %s', (when, state, words) => {
    const { certificates, at } = stand();
    certificates.import(p12(), PASSWORD);
    at(when);
    const [part] = certificates.health();
    expect(part).toMatchObject({ id: 'eet-certificate', state });
    expect(part?.cs).toContain(words);
    expect(faultsOf({ cs: part?.cs ?? '', en: part?.en ?? '' })).toEqual([]);
  });

  test('says that there is none, and nothing at all outside the duty', () => {
    expect(stand().certificates.health()[0]).toMatchObject({ state: 'attention' });
    expect(stand(null).certificates.health()).toEqual([]);
  });

  test('tells of a file that cannot be read, and of no stranger’s', () => {
    const { dir, certificates, told } = stand();
    mkdirSync(dir, { recursive: true });
    writeFileSync(path.join(dir, `${'a'.repeat(64)}.pem`), 'half of a certif');
    writeFileSync(path.join(dir, 'notes.txt'), 'mine');
    writeFileSync(path.join(dir, `${'b'.repeat(64)}.pem.part`), 'torn');
    certificates.start();
    expect(JSON.stringify(told)).toContain('aaaa');
    expect(JSON.stringify(told)).not.toContain('notes');
    expect(certificates.health()[0]?.cs).toContain('nedá přečíst');
    certificates.import(p12(), PASSWORD);
    expect(certificates.current('playground', SET.eic)).toMatchObject({ eic: SET.eic });
  });
});
