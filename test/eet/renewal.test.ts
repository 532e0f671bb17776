import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WITHOUT_KEY } from '../../daemon/box-key.ts';
import { createCertificates } from '../../daemon/eet/certificates/certificates.ts';
import { createRenewal, type RenewalOptions } from '../../daemon/eet/certificates/renewal.ts';
import type { RenewalNotes, UnderWay } from '../../daemon/eet/certificates/renewal-notes.ts';
import { createVault } from '../../daemon/eet/certificates/vault.ts';
import type { EetSettings } from '../../daemon/http/contract.ts';
import { testFolder } from '../../daemon/store/folder.fixture.ts';
import {
  type Issued,
  issueCertificate,
  issueCredential,
  keyOf,
  p12Of,
} from '../../eet/credential/issue.fixture.ts';
import type { Credential, Outcome, RenewalApi, RenewalFault, RequestState } from '../../eet/index.ts';
import { type ManualWorld, manualWorld } from '../../world/manual.fixture.ts';

const SET: EetSettings = {
  environment: 'playground',
  eic: 'CZ00000019',
  unitId: '11',
  delegatingEic: null,
  delegatedByMany: false,
  wait_s: 2,
};
const PASSWORD = 'aB3dE6gH';
const DAY = 86_400_000;
const OLD: Issued = {};
const END = Date.parse('2027-05-14T09:40:23Z');
const NEXT: Issued = { notBefore: '2027-04-23T00:00:00Z', notAfter: '2028-04-23T00:00:00Z' };
const SHORT: Issued = { notBefore: '2027-04-23T00:00:00Z', notAfter: '2027-05-14T09:40:23Z' };
const OTHERS: Issued = { ...NEXT, commonName: 'CZ99999999' };
/** Signing in JavaScript takes long; each is made once. */
function once<T>(make: (what: Issued) => T): (what: Issued) => T {
  const made = new Map<Issued, T>();
  return (what) => {
    const kept = made.get(what) ?? make(what);
    made.set(what, kept);
    return kept;
  };
}
const fingerprint = once((what) => issueCredential(what).fingerprint);
const p12 = once((what) => p12Of(keyOf(), [issueCertificate(what)], PASSWORD));

/** The power goes: whatever was on the disk stays. */
class PowerCut extends Error {}

/** A certificate authority in memory. It issues after a minute, and forgets the key when it is told that it arrived. */
function desk(world: ManualWorld, issues: Issued = NEXT) {
  const requests = new Map<string, { state: RequestState['state']; at: number }>();
  const calls: string[] = [];
  const state = { down: null as RenewalFault | null, reject: false, cutAfter: Number.POSITIVE_INFINITY };
  function call<T>(name: string, by: Credential, run: () => T | RenewalFault) {
    calls.push(name);
    if (state.down) return Promise.resolve({ ok: false as const, fault: state.down, after_s: null });
    if (by.notAfter_ms < world.wall_ms()) {
      return Promise.resolve({ ok: false as const, fault: 'unauthorized' as const, after_s: null });
    }
    const done = run();
    // What was asked has happened; the answer never reaches the box.
    if (--state.cutAfter <= 0) throw new PowerCut();
    return Promise.resolve(
      typeof done === 'string'
        ? { ok: false as const, fault: done as RenewalFault, after_s: null }
        : { ok: true as const, ...done },
    );
  }
  function stateOf(id: string): RequestState['state'] | 'not-found' {
    const request = requests.get(id);
    if (!request) return 'not-found';
    if (request.state === 'in-process' && world.wall_ms() - request.at >= 60_000) {
      request.state = state.reject ? 'rejected' : 'issued';
    }
    return request.state;
  }
  const api: RenewalApi = {
    request: (by) =>
      call('request', by, () => {
        const requestId = `request-${requests.size + 1}`;
        requests.set(requestId, { state: 'in-process', at: world.wall_ms() });
        return { requestId };
      }),
    notFinished: (by) =>
      call('not-finished', by, () => ({
        requestIds: [...requests.keys()].filter((id) =>
          ['in-process', 'issued', 'delivering'].includes(stateOf(id)),
        ),
      })),
    status: (by, id) =>
      call('status', by, () => {
        const now = stateOf(id);
        if (now === 'not-found') return now;
        if (now === 'in-process') return { state: now, pollAfter_s: 30 };
        return now === 'rejected' ? { state: now, reason: 'no' } : { state: now };
      }) as ReturnType<RenewalApi['status']>,
    claim: (by, id) =>
      call('claim', by, () => {
        const request = requests.get(id);
        if (!request) return 'not-found';
        if (request.state !== 'issued' && request.state !== 'delivering') return 'conflict';
        request.state = 'delivering';
        return { p12: p12(issues), password: PASSWORD };
      }) as ReturnType<RenewalApi['claim']>,
    acknowledge: (by, id) =>
      call('acknowledge', by, () => {
        const request = requests.get(id);
        if (request?.state !== 'delivering') return 'conflict';
        request.state = 'finished';
        return {};
      }) as ReturnType<RenewalApi['acknowledge']>,
  };
  return { api, calls, state, requests };
}

const outcome = (state: 'verified-only' | 'retry' | 'blocked'): Outcome => {
  const common = { warnings: [], signature: 'none', test: true, reason: '' } as const;
  if (state === 'retry') return { ...common, state, left: true, code: null };
  return state === 'blocked' ? { ...common, state, code: 4 } : { ...common, state };
};

/** What outlives the power: the folder, the notes, the authority. */
function box(issues?: Issued) {
  const world = manualWorld(END - 22 * DAY);
  const folder = testFolder();
  const authority = desk(world, issues);
  let noted: UnderWay | null = null;
  const notes: RenewalNotes = {
    read: () => noted,
    write: (underWay) => {
      noted = underWay;
    },
    clear: () => {
      noted = null;
    },
  };
  const tries: string[] = [];
  const answers: Outcome[] = [];
  const silent = { info() {}, warn() {}, error() {} } as unknown as RenewalOptions['log'];

  function start() {
    const certificates = createCertificates({
      vault: createVault(path.join(folder.dir, 'eet'), WITHOUT_KEY),
      world,
      log: silent,
      settings: () => SET,
    });
    certificates.start();
    const renewal = createRenewal({
      certificates,
      notes,
      api: authority.api,
      tryOut: (credential) => {
        tries.push(credential.fingerprint);
        return Promise.resolve(answers.shift() ?? outcome('verified-only'));
      },
      settings: () => SET,
      world,
      log: silent,
      onChange() {},
    });
    return { certificates, renewal };
  }
  const used = () => {
    const now = start().certificates.current(SET.environment, SET.eic);
    return typeof now === 'string' ? now : now.fingerprint;
  };
  start().certificates.import(p12(OLD), PASSWORD);
  return { world, authority, notes, tries, answers, start, used, folder };
}

describe('a certificate', () => {
  test('is renewed 21 days before its end, proven, and only then used', async () => {
    const { world, authority, start, tries, used } = box();
    const { renewal } = start();
    renewal.start();
    await world.advance(6 * 3_600_000);
    expect(authority.calls).toEqual([]);
    expect(renewal.view()).toBeNull();
    await world.advance(DAY);
    expect(authority.calls[0]).toBe('not-finished');
    expect(authority.calls.filter((name) => name === 'request')).toHaveLength(1);
    expect(authority.calls.slice(-2)).toEqual(['claim', 'acknowledge']);
    expect(tries).toEqual([fingerprint(NEXT)]);
    expect(used()).toBe(fingerprint(NEXT));
    expect(renewal.view()).toBeNull();
    const before = authority.calls.length;
    await world.advance(30 * DAY);
    expect(authority.calls).toHaveLength(before);
    renewal.stop();
  });

  test('that the authority does not take on trial is not used, and the old one stays', async () => {
    const { world, start, answers, tries, used } = box();
    answers.push(outcome('blocked'), outcome('retry'));
    const { renewal } = start();
    world.setWall(END - 20 * DAY);
    renewal.start();
    await world.advance(70_000);
    expect(tries).toHaveLength(1);
    expect(used()).toBe(fingerprint(OLD));
    expect(renewal.view()).toMatchObject({
      state: 'failed',
      what: { cs: expect.stringContaining('nepřijal') },
    });
    await world.advance(60_000);
    expect(used()).toBe(fingerprint(OLD));
    await world.advance(10 * 60_000);
    expect(tries).toHaveLength(3);
    expect(used()).toBe(fingerprint(NEXT));
    renewal.stop();
  });

  test.each([
    ['of somebody else', OTHERS],
    ['that is valid no longer than the old one', SHORT],
  ])('%s is never taken in', async (_what, issued) => {
    const { world, start, used } = box(issued);
    const { renewal, certificates } = start();
    world.setWall(END - 20 * DAY);
    renewal.start();
    await world.advance(DAY);
    expect(renewal.view()).toMatchObject({ state: 'failed' });
    expect(certificates.find(fingerprint(issued))).toBeUndefined();
    expect(used()).toBe(fingerprint(OLD));
    renewal.stop();
  });

  test.each(['unreachable', 'fault', 'unauthorized', 'too-many', 'refused'] as const)(
    'waits while the authority says %s, ever longer, and goes on by itself',
    async (fault) => {
      const { world, authority, start, used } = box();
      authority.state.down = fault;
      world.setWall(END - 20 * DAY);
      const { renewal } = start();
      renewal.start();
      await world.advance(DAY);
      expect(renewal.view()).toMatchObject({ state: 'failed' });
      expect(authority.calls.length).toBeGreaterThan(4);
      expect(authority.calls.length).toBeLessThan(12);
      authority.state.down = null;
      await world.advance(DAY);
      expect(used()).toBe(fingerprint(NEXT));
      renewal.stop();
    },
  );

  test('that the authority refuses to renew is told, and asked for again another day', async () => {
    const { world, authority, start, used } = box();
    authority.state.reject = true;
    world.setWall(END - 20 * DAY);
    const { renewal } = start();
    renewal.start();
    await world.advance(3_600_000);
    expect(renewal.view()).toMatchObject({
      state: 'failed',
      what: { cs: expect.stringContaining('nevystavil') },
    });
    expect(authority.requests.size).toBe(1);
    authority.state.reject = false;
    await world.advance(2 * DAY);
    expect(authority.requests.size).toBe(2);
    expect(used()).toBe(fingerprint(NEXT));
    renewal.stop();
  });

  test('brought in by hand meanwhile ends the renewal of the old one', async () => {
    const { world, notes, start } = box();
    world.setWall(END - 20 * DAY);
    const { renewal, certificates } = start();
    renewal.start();
    await world.advance(1_000);
    expect(notes.read()).toMatchObject({ renews: fingerprint(OLD) });
    certificates.import(p12(NEXT), PASSWORD);
    renewal.changed();
    await world.advance(DAY);
    expect(notes.read()).toBeNull();
    renewal.stop();
  });

  test('that is over cannot be renewed, and nobody is asked', async () => {
    const { world, authority, start } = box();
    world.setWall(END + DAY);
    const { renewal } = start();
    renewal.start();
    await world.advance(DAY);
    expect(authority.calls).toEqual([]);
    renewal.stop();
  });

  test('is renewed whenever the power goes, asked for once, with one new certificate at the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }), async (cuts) => {
        const { world, authority, notes, start, used, folder } = box();
        world.setWall(END - 20 * DAY);
        for (const cut of [...cuts, Number.POSITIVE_INFINITY]) {
          authority.state.cutAfter = cut;
          const { renewal } = start();
          renewal.start();
          await world.advance(3 * 60_000);
          renewal.stop();
        }
        const { renewal } = start();
        renewal.start();
        await world.advance(DAY);
        renewal.stop();
        expect(used()).toBe(fingerprint(NEXT));
        expect(notes.read()).toBeNull();
        expect(authority.requests.size).toBe(1);
        expect([...authority.requests.values()].map((one) => one.state)).toEqual(['finished']);
        folder[Symbol.dispose]();
      }),
      { numRuns: 25 },
    );
  });
});
