import type { KeyObject } from 'node:crypto';
import type { Environment } from '../sale.ts';
import type { Time } from '../time.ts';
import type { Trust } from '../trust/trust.ts';
import type { Behaviour } from './behaviour.ts';
import type { Offence, ReceivedMessage, RecordedSale } from './book.ts';
import type { CaBehaviour } from './renewal-desk.ts';
import type { RenewalRequest } from './renewal-requests.ts';

export interface DoubleOptions {
  readonly time: Time;
  /** Draws random bytes. */
  readonly bytes: (count: number) => Uint8Array;
  /** `playground` by default. */
  readonly environment?: Environment;
  /** On 127.0.0.1; any free one by default. */
  readonly port?: number;
  /** RSA keys take a tenth of a second each to make; those that are given are used. */
  readonly keys?: Partial<DoubleKeys>;
  /** How long the certificate authority takes to issue a following certificate; 2 s by default. */
  readonly issuing_ms?: number;
}

/** Private keys, RSA of 2048 bits. */
export interface DoubleKeys {
  /** Of the authority that issues the certificates that answers are signed with. */
  readonly answersCa: KeyObject;
  /** Signs the answers. */
  readonly answers: KeyObject;
}

export interface Issuing {
  /** Milliseconds since 1970; now by default. */
  readonly notBefore_ms?: number;
  /** 366 by default, as the law's certificates. */
  readonly days?: number;
  /** The policy that it bears; the double's own by default. */
  readonly environment?: Environment;
  /** RSA of 2048 bits; a new one by default. */
  readonly key?: KeyObject;
}

/** A certificate as the tax portal hands it out: an old PKCS#12, and its password of eight characters. */
export interface IssuedP12 {
  readonly p12: Uint8Array;
  readonly password: string;
}

/**
 * The tax authority's double: takes messages, checks them as the law does, remembers them, answers signed; issues
 * certificates and renews them. It speaks HTTPS on loopback with papers of its own, and goes wrong when it is told to.
 */
export interface Double {
  /** Where sales are sent. */
  readonly url: string;
  /** Where certificates are renewed. */
  readonly renewalUrl: string;
  /** PEM: whose TLS certificates its visitors have to believe. */
  readonly ca: string;
  /** Whose signatures under its answers are to be believed. */
  readonly trust: Trust;
  readonly environment: Environment;
  issue(eic: string, how?: Issuing): Promise<IssuedP12>;
  /** The next messages are treated so, one each, in this order. */
  behave(...next: readonly Behaviour[]): void;
  /** For so long every message for which nothing else was said is treated so; `Infinity` until told otherwise. */
  behaveFor(duration_ms: number, behaviour: Behaviour): void;
  /** By identity; oldest first. */
  sales(): readonly RecordedSale[];
  /** Oldest first. */
  messages(): readonly ReceivedMessage[];
  /** What no well-made register does. */
  offences(): readonly Offence[];
  readonly renewal: {
    /** The next calls of the certificate authority are treated so, one each. */
    behave(...next: readonly CaBehaviour[]): void;
    /** Requests made from now on are rejected for this reason; null: issued again. */
    reject(reason: string | null): void;
    requests(): readonly RenewalRequest[];
  };
  stop(): Promise<void>;
}
