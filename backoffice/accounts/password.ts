import { scrypt, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../../wire/index.ts';

/**
 * Passwords as scrypt (RFC 7914), each with a salt of its own: `scrypt$<log2 N>$<r>$<p>$<salt>$<key>`, base64url. What
 * was hashed at another cost stays good.
 */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** With null (nobody such) it takes as long and says no. Throws Refusal 503 `busy` when too many wait. */
  matches(password: string, hash: string | null): Promise<boolean>;
}

export interface PasswordOptions {
  readonly bytes: (count: number) => Uint8Array;
  /** log2 of scrypt's N. Tests take less. */
  readonly cost?: number;
}

/** OWASP's Password Storage Cheat Sheet: N = 2^17, r = 8, p = 1; some 0.4 s and 128 MB. */
export const PASSWORD_COST = 17;
const R = 8;
const P = 1;
const key_bytes = 32;
const salt_bytes = 16;
/** Each holds 128 MB and one of libuv's four threads, which the disk needs too. */
const max_running = 2;
const max_waiting = 32;

export function createPasswords({ bytes, cost = PASSWORD_COST }: PasswordOptions): Passwords {
  let running = 0;
  const waiting: (() => void)[] = [];
  const nobody = encode(cost, Buffer.alloc(salt_bytes), Buffer.alloc(key_bytes));

  async function derive(password: string, { log2n, r, p, salt }: Omit<Hash, 'key'>): Promise<Buffer> {
    if (running >= max_running) {
      if (waiting.length >= max_waiting) throw busy();
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        const N = 2 ** log2n;
        // The same letters typed on another system may be other code points (RFC 8265, section 4.2).
        scrypt(password.normalize('NFC'), salt, key_bytes, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      });
    } finally {
      // The place is handed over rather than freed, so that nobody slips in between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  }

  return {
    async hash(password) {
      const salt = Buffer.from(bytes(salt_bytes));
      return encode(cost, salt, await derive(password, { log2n: cost, r: R, p: P, salt }));
    },
    async matches(password, hash) {
      const stored = decode(hash ?? nobody);
      const same = timingSafeEqual(await derive(password, stored), stored.key);
      return same && hash !== null;
    },
  };
}

interface Hash {
  readonly log2n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

function encode(log2n: number, salt: Buffer, key: Buffer): string {
  return ['scrypt', log2n, R, P, salt.toString('base64url'), key.toString('base64url')].join('$');
}

function decode(hash: string): Hash {
  const [kind, log2n, r, p, salt = '', key = ''] = hash.split('$');
  if (kind !== 'scrypt') throw new Error('a hash of a password that nobody wrote');
  return {
    log2n: Number(log2n),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
}

function busy(): Refusal {
  return new Refusal(
    503,
    'busy',
    {
      cs: 'Právě se přihlašuje příliš mnoho lidí najednou. Přihlášení se neprovedlo.',
      en: 'Too many people are signing in at once. Nobody was signed in.',
    },
    { cs: 'Zkuste to za chvíli znovu.', en: 'Try again in a while.' },
    { retryAfter_s: 5 },
  );
}
