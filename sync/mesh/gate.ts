import { isIPv6 } from 'node:net';

/**
 * Who may knock, decided before any cryptography: so many half-open connections and so many new ones a second,
 * per address and for all strangers together. A handshake costs this box a signature of a few milliseconds, and
 * selling comes first. Addresses of siblings do not share the strangers' room: a flood from elsewhere cannot keep
 * a sibling out.
 */
export interface Gate {
  /** Undefined: shut the door. Otherwise to be called once it is let in for good, or has gone; more often does no harm. */
  enter(host: string): (() => void) | undefined;
  /** Half-open ones now. */
  waiting(): number;
}

export interface GateLimits {
  readonly waiting_perAddress: number;
  readonly waiting_strangers: number;
  readonly perSecond_perAddress: number;
  readonly burst_perAddress: number;
  readonly perSecond_strangers: number;
  readonly burst_strangers: number;
}

const LIMITS: GateLimits = {
  waiting_perAddress: 8,
  waiting_strangers: 32,
  perSecond_perAddress: 5,
  burst_perAddress: 20,
  perSecond_strangers: 10,
  burst_strangers: 40,
};
/** Addresses remembered at once. */
const REMEMBERED_MAX = 1024;

interface Bucket {
  tokens: number;
  at: number;
}

export function createGate(
  now: () => number,
  isSibling: (host: string) => boolean,
  limits: GateLimits = LIMITS,
): Gate {
  const seen = new Map<string, Bucket & { waiting: number }>();
  const strangers: Bucket & { waiting: number } = { tokens: limits.burst_strangers, at: now(), waiting: 0 };
  let waiting = 0;

  function fill(bucket: Bucket, perSecond: number, burst: number): void {
    const at = now();
    bucket.tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 1000) * perSecond);
    bucket.at = at;
  }

  function sweep(): void {
    for (const [host, one] of seen) {
      fill(one, limits.perSecond_perAddress, limits.burst_perAddress);
      if (one.waiting === 0 && one.tokens >= limits.burst_perAddress) seen.delete(host);
    }
  }

  return {
    enter(host) {
      const sibling = isSibling(host);
      const key = network(host);
      if (!seen.has(key) && seen.size >= REMEMBERED_MAX) sweep();
      if (!seen.has(key) && seen.size >= REMEMBERED_MAX && !sibling) return undefined;
      const one = seen.get(key) ?? { tokens: limits.burst_perAddress, at: now(), waiting: 0 };
      seen.set(key, one);
      fill(one, limits.perSecond_perAddress, limits.burst_perAddress);
      if (one.waiting >= limits.waiting_perAddress || one.tokens < 1) return undefined;
      if (!sibling) {
        fill(strangers, limits.perSecond_strangers, limits.burst_strangers);
        if (strangers.waiting >= limits.waiting_strangers || strangers.tokens < 1) return undefined;
        strangers.tokens--;
        strangers.waiting++;
      }
      one.tokens--;
      one.waiting++;
      waiting++;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        one.waiting--;
        waiting--;
        if (!sibling) strangers.waiting--;
      };
    },
    waiting: () => waiting,
  };
}

/** One box has as many IPv6 addresses as it likes: its /64 counts as one. */
function network(host: string): string {
  if (!isIPv6(host)) return host;
  const [head = '', tail] = host.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...new Array<string>(Math.max(0, zeros)).fill('0'), ...right].slice(0, 4).join(':');
}
