import type { Right } from '../../domain/index.ts';
import type { World } from '../world.ts';
import { sha256 } from './sessions.ts';

export interface Lent {
  readonly right: Right;
  readonly approverId: string;
}

/**
 * Rights lent for one deed: a manager types a PIN on the waiter's screen. In memory only, because a minute is
 * shorter than a restart is worth.
 */
export interface Approvals {
  /** The token is good once, for a minute, in this session only. */
  lend(sessionId: string, lent: Lent): string;
  /** Takes the token away, whether it is good or not. */
  take(sessionId: string, token: string): Lent | undefined;
}

export const approval_ms = 60_000;
const max_approvals = 200;

export function createApprovals(world: World): Approvals {
  const open = new Map<string, Lent & { readonly sessionId: string; readonly until_ms: number }>();

  return {
    lend(sessionId, lent) {
      for (const [key, { until_ms }] of open) if (until_ms <= world.now()) open.delete(key);
      const oldest = open.keys().next();
      if (open.size >= max_approvals && !oldest.done) open.delete(oldest.value);
      const token = Buffer.from(world.bytes(24)).toString('base64url');
      open.set(sha256(token), { ...lent, sessionId, until_ms: world.now() + approval_ms });
      return token;
    },
    take(sessionId, token) {
      const key = sha256(token);
      const lent = open.get(key);
      open.delete(key);
      if (lent === undefined || lent.sessionId !== sessionId || lent.until_ms <= world.now())
        return undefined;
      return { right: lent.right, approverId: lent.approverId };
    },
  };
}
