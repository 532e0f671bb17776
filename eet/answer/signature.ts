import type { SignatureState } from '../outcome.ts';
import { verifyBody } from '../signature/verify.ts';
import { distrustOf } from '../trust/signer.ts';
import type { Trust } from '../trust/trust.ts';
import type { XmlElement } from '../xml/element.ts';

export interface JudgedSignature {
  readonly state: SignatureState;
  /** Empty when it is valid. */
  readonly reason: string;
  /** What it covers, only when it is valid. */
  readonly body: XmlElement | undefined;
}

/** Whether the authority stands behind an answer. */
export function judgeSignature(root: XmlElement, trust: Trust, now_ms: number): JudgedSignature {
  const found = verifyBody(root);
  if (found.state === 'none') return { state: 'none', reason: 'not signed', body: undefined };
  if (found.state === 'broken') {
    return { state: 'invalid', reason: `the signature does not hold: ${found.reason}`, body: undefined };
  }
  const distrust = distrustOf(found.certificate, trust, now_ms);
  if (distrust !== undefined) return { state: 'untrusted', reason: distrust, body: undefined };
  return { state: 'valid', reason: '', body: found.body };
}
