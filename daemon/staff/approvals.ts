import type { Right } from '../../domain/index.ts';
import type { World } from '../../world/index.ts';
import { sha256 } from './sessions.ts';

export interface Lent {
  readonly right: Right;
  readonly approverId: string;
}

/**
 * Rights lent for a moment: a manager types a PIN on the waiter's screen. In memory only, because a minute is
 * shorter than a restart is worth.
 */
export interface Approvals {
  /** The token is good for a minute, in this session only. */
  lend(sessionId: string, lent: Lent): string;
  /**
   * A deed takes the token away, whether it is good or not. Reading leaves it, for more reading only: whoever was
   * allowed to look must not act by it.
   */
  use(sessionId: string, token: string, what: 'deed' | 'reading'): Lent | undefined;
}

export const approval_ms = 60_000;
const max_approvals = 200;

export function createApprovals(world: World): Approvals {
  const open = new Map<
    string,
    Lent & { readonly sessionId: string; readonly until_ms: number; readonly reads: boolean }
  >();

  return {
    lend(sessionId, lent) {
      for (const [key, { until_ms }] of open) if (until_ms <= world.now()) open.delete(key);
      const oldest = open.keys().next();
      if (open.size >= max_approvals && !oldest.done) open.delete(oldest.value);
      const token = Buffer.from(world.bytes(24)).toString('base64url');
      open.set(sha256(token), { ...lent, sessionId, until_ms: world.now() + approval_ms, reads: false });
      return token;
    },
    use(sessionId, token, what) {
      const key = sha256(token);
      const lent = open.get(key);
      const good = lent !== undefined && lent.sessionId === sessionId && world.now() < lent.until_ms;
      if (what === 'deed' || !good) open.delete(key);
      else open.set(key, { ...lent, reads: true });
      if (!good || (what === 'deed' && lent.reads)) return undefined;
      return { right: lent.right, approverId: lent.approverId };
    },
  };
}
