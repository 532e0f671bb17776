import { scrypt, timingSafeEqual } from 'node:crypto';
import { Refusal } from './refusal.ts';

/**
 * PINs as scrypt (RFC 7914), each with a salt of its own: `scrypt$<log2 N>$<r>$<p>$<salt>$<key>`, base64url.
 * A PIN of four digits falls to anyone who holds the hash and has an afternoon; what really protects it is the
 * lock-out. The hash only keeps it from being read in passing, in a backup or at a sibling.
 */
export interface Pins {
  hash(pin: string): Promise<string>;
  /** With null (nobody such) it takes as long and says no. Throws Refusal 503 `busy` when too many wait. */
  matches(pin: string, hash: string | null): Promise<boolean>;
}

export interface PinOptions {
  readonly bytes: (count: number) => Uint8Array;
  /** log2 of scrypt's N; 14 takes about 40 ms and 16 MB. Tests take less. */
  readonly cost?: number;
}

const R = 8;
const P = 1;
const key_bytes = 32;
const salt_bytes = 16;
const max_cost = 14;
/** A hash of ours has 82. */
const max_hash_letters = 200;
/** Each holds 16 MB and a thread of libuv's four, which the disk needs too. */
const max_running = 2;
const max_waiting = 32;

export function createPins({ bytes, cost = 14 }: PinOptions): Pins {
  let running = 0;
  const waiting: (() => void)[] = [];
  const nobody = encode(cost, Buffer.alloc(salt_bytes), Buffer.alloc(key_bytes));

  async function derive(pin: string, salt: Buffer, log2n: number, r: number, p: number): Promise<Buffer> {
    if (running >= max_running) {
      if (waiting.length >= max_waiting) {
        throw new Refusal(
          503,
          'busy',
          {
            cs: 'Právě se ověřuje příliš mnoho PINů najednou. Přihlášení se neprovedlo.',
            en: 'Too many PINs are being checked at once. Nobody was signed in.',
          },
          { cs: 'Zkuste to za chvíli znovu.', en: 'Try again in a while.' },
        );
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        scrypt(pin, salt, key_bytes, { N: 2 ** log2n, r, p }, (error, key) =>
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
    async hash(pin) {
      const salt = Buffer.from(bytes(salt_bytes));
      return encode(cost, salt, await derive(pin, salt, cost, R, P));
    },
    async matches(pin, hash) {
      const { log2n, r, p, salt, key } = decode(hash ?? nobody);
      const same = timingSafeEqual(await derive(pin, salt, log2n, r, p), key);
      return same && hash !== null;
    },
  };
}

function encode(log2n: number, salt: Buffer, key: Buffer): string {
  return ['scrypt', log2n, R, P, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether a text is a hash that may be computed here. */
export function isPinHash(text: string): boolean {
  return text.length <= max_hash_letters && decoded(text) !== undefined;
}

interface Hash {
  readonly log2n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

function decode(hash: string): Hash {
  const known = decoded(hash);
  if (!known) throw new Error('a PIN hash that nobody wrote');
  return known;
}

function decoded(hash: string): Hash | undefined {
  const [kind, cost, blocks, lanes, salt = '', key = ''] = hash.split('$');
  const parts = {
    log2n: Number(cost),
    r: Number(blocks),
    p: Number(lanes),
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
  // A hash comes from the database, and with the replica from a sibling: its cost must not take the box down.
  const { log2n, r, p } = parts;
  const cheap = Number.isInteger(log2n) && log2n >= 1 && log2n <= max_cost && r === R && p === P;
  return kind === 'scrypt' && cheap && parts.key.length === key_bytes ? parts : undefined;
}
