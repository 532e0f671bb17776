import { constants } from 'node:crypto';
import { createServer, type Server, type ServerOptions } from 'node:https';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';

/*
 * TLS 1.3 with an external pre-shared key made from the code (RFC 8446, 4.2.11; RFC 9257): no certificate on either
 * side. Both prove that they know the key, and the traffic keys come from a fresh Diffie-Hellman, so the code read
 * off the screen tomorrow opens nothing recorded today.
 */

const IDENTITY = 'kasad-pairing-1';
// An external key goes with SHA-256, so AES-256 with SHA-384 would not find it (RFC 8446, 4.2.11).
const SUITE = {
  minVersion: 'TLSv1.3',
  maxVersion: 'TLSv1.3',
  ciphers: 'TLS_AES_128_GCM_SHA256',
} as const;

/** `key` is asked for in each handshake; null ends it. */
export function tunnelServer(key: () => Buffer | null, http: ServerOptions): Server {
  return createServer({
    ...http,
    ...SUITE,
    // A ticket would be a second way in, past the code.
    secureOptions: constants.SSL_OP_NO_TICKET,
    pskCallback: (_, identity) => (identity === IDENTITY ? key() : null),
  });
}

/** Whoever `secureConnect` is told of knows the key: certificates, even good ones, are not taken in its stead. */
export function tunnelConnect(where: { host: string; port: number }, key: Buffer): TLSSocket {
  const options: ConnectionOptions = {
    ...where,
    ...SUITE,
    ca: [],
    checkServerIdentity: () => new Error('a certificate where the code was expected'),
    pskCallback: () => ({ psk: key, identity: IDENTITY }),
  };
  return connect(options);
}

export type HandshakeFault = 'wrong-code' | 'unreachable' | 'expired-or-closed' | 'protocol';

/** What a failed connection means to the one who joins. */
export function handshakeFault(error: NodeJS.ErrnoException, connected: boolean): HandshakeFault {
  if (error.code === 'ECONNREFUSED') return 'expired-or-closed';
  if (!connected) return 'unreachable';
  return isWrongKey(error) ? 'wrong-code' : 'protocol';
}

/** The host met a key that is not the one: the binder does not verify. It tells the joiner by alert 51. */
export const isWrongKey = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'ERR_SSL_BINDER_DOES_NOT_VERIFY' ||
  /alert number 51\b/.test(error.message) ||
  /DECRYPT_ERROR/.test(error.code ?? '');
