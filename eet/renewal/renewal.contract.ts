import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Credential } from '../credential/credential.ts';
import { openP12 } from '../credential/p12.ts';
import type { RenewalApi, RenewalFault } from './api.ts';
import type { CallFault } from './memory-renewal.ts';

export interface Ground {
  readonly api: RenewalApi;
  /** The next call goes wrong like this. */
  say(fault: CallFault): void;
  reject(reason: string | null): void;
  pass(by_ms: number): void;
  close(): void;
}

export interface Land {
  /** A certificate of this EIC that it knows, valid at its time for a year. */
  credential(eic: string): Promise<Credential>;
  /** One that it knows, and that is over. */
  expired(eic: string): Promise<Credential>;
  /** One that it does not know. */
  stranger(eic: string): Promise<Credential>;
  open(): Ground;
}

const EIC = 'CZ00000019';

/** What every certificate authority owes those who renew. */
export function renewalContract(name: string, land: Land): void {
  describe(`${name} as a certificate authority`, () => {
    let own: Credential;
    let other: Credential;
    let unknown: readonly Credential[];
    let ground: Ground;
    beforeAll(async () => {
      [own, other] = [await land.credential(EIC), await land.credential('CZ12345678')];
      unknown = [await land.stranger(EIC), await land.expired(EIC), { ...own, environment: null }];
    });
    beforeEach(() => {
      ground = land.open();
    });
    afterEach(() => ground.close());

    const asked = async (): Promise<string> => {
      const answer = await ground.api.request(own);
      if (!answer.ok) throw new Error(answer.fault);
      return answer.requestId;
    };
    const refused = (fault: RenewalFault, after_s: number | null = null) => ({ ok: false, fault, after_s });

    test('renews: asked for, waited for, fetched, confirmed', async () => {
      const { api } = ground;
      const id = await asked();
      expect(await api.notFinished(own)).toMatchObject({ requestIds: expect.arrayContaining([id]) });
      expect(await api.status(own, id)).toEqual({ ok: true, state: 'in-process', pollAfter_s: 2 });
      expect(await api.claim(own, id)).toEqual(refused('conflict'));
      expect(await api.acknowledge(own, id)).toEqual(refused('conflict'));
      ground.pass(1_500);
      expect(await api.status(own, id)).toMatchObject({ state: 'in-process', pollAfter_s: 1 });
      ground.pass(500);
      expect(await api.status(own, id)).toEqual({ ok: true, state: 'issued' });
      expect(await api.acknowledge(own, id)).toEqual(refused('conflict'));
      const claimed = await api.claim(own, id);
      if (!claimed.ok) throw new Error(claimed.fault);
      const renewed = openP12(claimed.p12, claimed.password);
      if ('fault' in renewed) throw new Error(renewed.fault);
      expect([renewed.eic, renewed.environment]).toEqual([EIC, own.environment]);
      expect(renewed.key.equals(own.key)).toBe(false);
      expect(await api.status(own, id)).toEqual({ ok: true, state: 'delivering' });
      // An answer that was lost is had again.
      expect(await api.claim(own, id)).toEqual(claimed);
      expect(await api.acknowledge(own, id)).toEqual({ ok: true });
      expect(await api.status(own, id)).toEqual({ ok: true, state: 'finished' });
      expect(await api.claim(own, id)).toEqual(refused('conflict'));
      expect(await api.acknowledge(own, id)).toEqual(refused('conflict'));
      const left = await api.notFinished(own);
      expect(left.ok && left.requestIds).not.toContain(id);
    });

    test('rejects, and says why', async () => {
      ground.reject('Selhání kontroly parametrů žádosti');
      const id = await asked();
      ground.reject(null);
      ground.pass(2_000);
      const rejected = { ok: true, state: 'rejected', reason: 'Selhání kontroly parametrů žádosti' };
      expect(await ground.api.status(own, id)).toEqual(rejected);
      expect(await ground.api.claim(own, id)).toEqual(refused('conflict'));
      const left = await ground.api.notFinished(own);
      expect(left.ok && left.requestIds).not.toContain(id);
    });

    test('shows a request to nobody else', async () => {
      const id = await asked();
      ground.pass(2_000);
      const { api } = ground;
      for (const call of [api.status(other, id), api.claim(other, id), api.acknowledge(other, id)]) {
        expect(await call).toEqual(refused('not-found'));
      }
      expect(await api.notFinished(other)).toEqual({ ok: true, requestIds: [] });
      expect(await api.status(own, '3fa85f64-5717-4562-b3fc-2c963f66afa6')).toEqual(refused('not-found'));
      expect(await api.status(own, '../not-finished?')).toEqual(refused('not-found'));
    });

    test('knows no stranger, and nobody whose certificate is over or of no environment', async () => {
      for (const who of unknown) {
        expect(await ground.api.request(who)).toEqual(refused('unauthorized'));
        expect(await ground.api.notFinished(who)).toEqual(refused('unauthorized'));
      }
    });

    test.each<[RenewalFault, number | null]>([
      ['refused', null],
      ['unauthorized', null],
      ['not-found', null],
      ['conflict', null],
      ['too-many', 30],
      ['fault', 120],
      ['unreachable', null],
    ])('says %s, and when to come again: %s', async (fault, after_s) => {
      ground.say({ fault, ...(after_s === null ? {} : { after_s }) });
      expect(await ground.api.request(own)).toEqual(refused(fault, after_s));
    });

    test('may have done what it did not answer', async () => {
      const before = await ground.api.notFinished(own);
      ground.say({ fault: 'unreachable', done: true });
      expect(await ground.api.request(own)).toEqual(refused('unreachable'));
      const after = await ground.api.notFinished(own);
      if (!before.ok || !after.ok) throw new Error('no list');
      expect(after.requestIds.length).toBe(before.requestIds.length + 1);
    });
  });
}
