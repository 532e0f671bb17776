import type { Credential } from '../credential/credential.ts';
import type { IssuedP12 } from '../double/door.ts';
import { createRenewalRequests, type RenewalRequest } from '../double/renewal-requests.ts';
import type { Time } from '../time.ts';
import type { RenewalApi, RenewalFault, RequestState } from './api.ts';

/** Instead of an answer; with `done` the call did its work before. */
export interface CallFault {
  readonly fault: RenewalFault;
  readonly after_s?: number;
  readonly done?: boolean;
}

/** The certificate authority without a network. */
export interface MemoryRenewal extends RenewalApi {
  /** The next calls go wrong like this, one each. */
  say(...next: readonly CallFault[]): void;
  /** Requests made from now on are rejected for this reason; null: issued again. */
  reject(reason: string | null): void;
  requests(): readonly RenewalRequest[];
}

type Answer<T> = ({ readonly ok: true } & T) | Refused;
type Refused = { readonly ok: false; readonly fault: RenewalFault; readonly after_s: number | null };

export function memoryRenewal(options: {
  readonly time: Pick<Time, 'wall_ms' | 'now'>;
  readonly issue: (eic: string) => Promise<IssuedP12>;
  /** Those whose certificates it knows. */
  readonly knows: (credential: Credential) => boolean;
  /** Two seconds by default. */
  readonly issuing_ms?: number;
}): MemoryRenewal {
  const { time, issue, knows, issuing_ms = 2_000 } = options;
  let count = 0;
  const newId = () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
  const requests = createRenewalRequests({ time, newId, issuing_ms, issue });
  const waiting: CallFault[] = [];

  async function call<T>(by: Credential, work: () => Promise<Answer<T>> | Answer<T>): Promise<Answer<T>> {
    const said = waiting.shift();
    const outOf = said && refused(said.fault, said.after_s);
    if (outOf && said.done !== true) return outOf;
    const now = time.wall_ms();
    const may = by.environment !== null && by.notBefore_ms <= now && now <= by.notAfter_ms && knows(by);
    const answer = may ? await work() : refused('unauthorized');
    return outOf ?? answer;
  }

  const found = <T>(
    by: Credential,
    requestId: string,
    work: () => Promise<Answer<T>> | Answer<T>,
  ): Promise<Answer<T>> => call(by, () => (requests.find(requestId, by.eic) ? work() : refused('not-found')));

  return {
    say: (...next) => void waiting.push(...next),
    reject: requests.reject,
    requests: requests.all,
    request: (by) => call(by, () => ({ ok: true, requestId: requests.open(by.eic) })),
    notFinished: (by) => call(by, () => ({ ok: true, requestIds: requests.unfinished(by.eic) })),
    status: (by, requestId) =>
      call<RequestState>(by, () => {
        const one = requests.find(requestId, by.eic);
        switch (one?.state) {
          case undefined:
            return refused('not-found');
          case 'INPROCESS':
            return { ok: true, state: 'in-process', pollAfter_s: one.left_s };
          case 'REJECTED':
            return { ok: true, state: 'rejected', reason: one.reason };
          case 'ISSUED':
            return { ok: true, state: 'issued' };
          case 'DELIVERING':
            return { ok: true, state: 'delivering' };
          case 'FINISHED':
            return { ok: true, state: 'finished' };
        }
      }),
    claim: (by, requestId) =>
      found(by, requestId, async () => {
        const issued = await requests.claim(requestId);
        return issued ? { ok: true, ...issued } : refused('conflict');
      }),
    acknowledge: (by, requestId) =>
      found(by, requestId, () => (requests.acknowledge(requestId) ? { ok: true } : refused('conflict'))),
  };
}

function refused(fault: RenewalFault, after_s: number | null = null): Refused {
  return { ok: false, fault, after_s };
}
