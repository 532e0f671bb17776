import type { KeyObject, X509Certificate } from 'node:crypto';
import type {
  Attempt,
  Authority,
  Credential,
  Environment,
  Head,
  Message,
  Outcome,
  Sale,
} from '../../../eet/index.ts';
import type { SaleDraft } from './row.ts';

export const EIC = 'CZ12345678';

export function saleOf(number: string, eic = EIC): Sale {
  return {
    eic,
    unitId: '11',
    registerId: 'R1',
    number,
    soldAt: '2026-12-01T12:00:00+01:00',
    total: '120.50',
  };
}

export function draftOf(
  receiptId: string,
  sold_ms: number,
  more: { readonly environment?: Environment; readonly eic?: string } = {},
): SaleDraft {
  const sale = saleOf(receiptId, more.eic);
  return {
    receiptId,
    registerId: 'bar',
    environment: more.environment ?? 'production',
    sale,
    identity: [sale.eic, sale.unitId, sale.registerId, sale.number, sale.soldAt, sale.total].join('|'),
    sold_ms,
  };
}

/** A certificate that nothing is really signed with. */
export function paper(environment: Environment | null = 'production', eic = EIC): Credential {
  return {
    key: undefined as unknown as KeyObject,
    certificate: undefined as unknown as X509Certificate,
    eic,
    environment,
    notBefore_ms: 0,
    notAfter_ms: Number.POSITIVE_INFINITY,
    fingerprint: `${environment} ${eic}`,
  };
}

/** What a message says, in place of the XML that would say it. */
export interface Said {
  readonly sale: Sale;
  readonly head: Head;
  readonly fingerprint: string;
}

export function buildPlain(sale: Sale, head: Head, { fingerprint }: Credential): Message {
  return { uuid: head.uuid, xml: JSON.stringify({ sale, head, fingerprint } satisfies Said), sha256: 'ab' };
}

export const saidBy = (message: Message) => JSON.parse(message.xml) as Said;

const plain = { warnings: [], signature: 'none', test: false, reason: '' } as const;

export const outcomes = {
  confirmed: (pok: string): Outcome => ({
    ...plain,
    state: 'confirmed',
    signature: 'valid',
    pok,
    acceptedAt: '2026-12-01T12:00:01+01:00',
  }),
  unverified: (pok: string): Outcome => ({
    ...plain,
    state: 'confirmed-unverified',
    signature: 'untrusted',
    pok,
    acceptedAt: null,
  }),
  retry: (left: boolean, code: number | null = null): Outcome => ({
    ...plain,
    state: 'retry',
    left,
    code,
    reason: code === null ? 'no answer' : `code ${code}`,
  }),
  blocked: (code: number): Outcome => ({ ...plain, state: 'blocked', code, reason: `code ${code}` }),
  rejected: (code: number | null): Outcome => ({ ...plain, state: 'rejected', code, reason: `code ${code}` }),
};

export const attemptOf = (outcome: Outcome): Attempt => ({
  outcome,
  httpStatus: outcome.state === 'retry' && outcome.code === null ? null : 200,
  transactionId: null,
  answer: null,
});

export interface Call extends Said {
  readonly environment: Environment;
  /** World.now() of the sending. */
  readonly at: number;
  answer(outcome: Outcome): Promise<void>;
}

/** An authority that answers when the test says so, or by `script` at once. */
export interface ScriptedAuthority extends Authority {
  readonly calls: Call[];
  readonly underWay: number;
  closed: boolean;
  script: ((call: Said) => Outcome) | undefined;
  numbers(): string[];
}

export function scriptedAuthority(now: () => number): ScriptedAuthority {
  const calls: Call[] = [];
  const cut = new Set<() => void>();
  const authority: ScriptedAuthority = {
    calls,
    get underWay() {
      return cut.size;
    },
    closed: false,
    script: undefined,
    numbers: () => calls.map(({ sale }) => sale.number),
    send(message, { environment }) {
      const said = saidBy(message);
      const { promise, resolve } = Promise.withResolvers<Attempt>();
      const end = (outcome: Outcome) => {
        cut.delete(close);
        resolve(attemptOf(outcome));
      };
      const close = () => end(outcomes.retry(true));
      cut.add(close);
      const call: Call = {
        ...said,
        environment,
        at: now(),
        async answer(outcome) {
          end(outcome);
          // The queue writes it down on the way back.
          for (let i = 0; i < 5; i++) await undefined;
        },
      };
      calls.push(call);
      if (authority.script) end(authority.script(said));
      return promise;
    },
    close() {
      authority.closed = true;
      for (const one of [...cut]) one();
    },
  };
  return authority;
}
