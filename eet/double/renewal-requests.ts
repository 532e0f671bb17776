import type { Time } from '../time.ts';
import type { IssuedP12 } from './door.ts';

export type RenewalState = 'INPROCESS' | 'ISSUED' | 'DELIVERING' | 'FINISHED' | 'REJECTED';

export interface RenewalRequest {
  readonly reqId: string;
  readonly eic: string;
  readonly state: RenewalState;
}

/** Requests for a following certificate, and how far each has come (ca-renewal-openapi.yml 1.0.0). */
export interface RenewalRequests<P extends IssuedP12> {
  open(eic: string): string;
  /** Somebody else's is not there. */
  find(
    reqId: string,
    eic: string,
  ): { readonly state: RenewalState; readonly left_s: number; readonly reason: string } | undefined;
  /** The same one as often as it is asked for, until that is confirmed; undefined when its state does not allow it. */
  claim(reqId: string): Promise<P> | undefined;
  /** False when its state does not allow it. */
  acknowledge(reqId: string): boolean;
  /** Those made from now on are rejected for this reason; null: issued again. */
  reject(reason: string | null): void;
  /** Oldest first. */
  all(): RenewalRequest[];
  unfinished(eic: string): string[];
}

interface Kept<P> {
  readonly eic: string;
  readonly readyAt: number;
  readonly rejected: string | null;
  /** From when it was first fetched until that was confirmed. */
  issued: Promise<P> | undefined;
  finished: boolean;
}

const REMEMBERED = 1_000;

export function createRenewalRequests<P extends IssuedP12>(options: {
  readonly time: Pick<Time, 'now'>;
  readonly newId: () => string;
  readonly issuing_ms: number;
  readonly issue: (eic: string) => Promise<P>;
}): RenewalRequests<P> {
  const { time, newId, issuing_ms, issue } = options;
  const requests = new Map<string, Kept<P>>();
  let rejecting: string | null = null;

  const stateOf = (one: Kept<P>): RenewalState => {
    if (one.finished) return 'FINISHED';
    if (one.issued) return 'DELIVERING';
    if (time.now() < one.readyAt) return 'INPROCESS';
    return one.rejected === null ? 'ISSUED' : 'REJECTED';
  };
  const all = () => [...requests].map(([reqId, one]) => ({ reqId, eic: one.eic, state: stateOf(one) }));

  return {
    open(eic) {
      const reqId = newId();
      const readyAt = time.now() + issuing_ms;
      requests.set(reqId, { eic, readyAt, rejected: rejecting, issued: undefined, finished: false });
      const [oldest] = requests.keys();
      if (requests.size > REMEMBERED && oldest !== undefined) requests.delete(oldest);
      return reqId;
    },
    find(reqId, eic) {
      const one = requests.get(reqId);
      if (one?.eic !== eic) return undefined;
      const left_s = Math.max(1, Math.ceil((one.readyAt - time.now()) / 1_000));
      return { state: stateOf(one), left_s, reason: one.rejected ?? '' };
    },
    claim(reqId) {
      const one = requests.get(reqId);
      if (!one || !['ISSUED', 'DELIVERING'].includes(stateOf(one))) return undefined;
      one.issued ??= issue(one.eic);
      return one.issued;
    },
    acknowledge(reqId) {
      const one = requests.get(reqId);
      if (!one || stateOf(one) !== 'DELIVERING') return false;
      one.finished = true;
      one.issued = undefined;
      return true;
    },
    reject(reason) {
      rejecting = reason;
    },
    all,
    unfinished: (eic) =>
      all()
        .filter((one) => one.eic === eic && one.state !== 'FINISHED' && one.state !== 'REJECTED')
        .map(({ reqId }) => reqId),
  };
}
