import type { Credential } from '../credential/credential.ts';

/**
 * Why the certificate authority did not do what it was asked. `unreachable`: nothing is known, it may have been done.
 * `fault`: its own. `refused`: it found the request malformed. The others are its 401, 404, 409 and 429.
 */
export type RenewalFault =
  | 'unreachable'
  | 'fault'
  | 'refused'
  | 'unauthorized'
  | 'not-found'
  | 'conflict'
  | 'too-many';

type Answer<T> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly fault: RenewalFault; readonly after_s: number | null };

/** Where a request for a following certificate stands (RequestStatusDTO). */
export type RequestState =
  | { readonly state: 'in-process'; readonly pollAfter_s: number | null }
  | { readonly state: 'rejected'; readonly reason: string }
  | { readonly state: 'issued' | 'delivering' | 'finished' };

/**
 * The certificate authority's interface for renewal (ca-renewal-openapi.yml 1.0.0). Each call is signed by the
 * certificate that is being renewed, which has to be valid, and is one attempt; none throws for what the network or
 * the authority does. The environment is the certificate's.
 */
export interface RenewalApi {
  /** POST /request/renew. */
  request(credential: Credential): Promise<Answer<{ readonly requestId: string }>>;
  /** GET /request/{reqId}/status. */
  status(credential: Credential, requestId: string): Promise<Answer<RequestState>>;
  /** POST /request/{reqId}/claim-download: while it is `issued` or `delivering`, as often as needed. */
  claim(
    credential: Credential,
    requestId: string,
  ): Promise<Answer<{ readonly p12: Uint8Array; readonly password: string }>>;
  /** POST /request/{reqId}/ack-download: after it the authority forgets the key. */
  acknowledge(credential: Credential, requestId: string): Promise<Answer<object>>;
  /** GET /request/not-finished: requests of this EIC that are open. */
  notFinished(credential: Credential): Promise<Answer<{ readonly requestIds: readonly string[] }>>;
}
