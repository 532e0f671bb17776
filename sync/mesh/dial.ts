import { checkServerIdentity, connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { serverName } from '../pairing/names.ts';
import { parseAddress } from './address.ts';
import { type Caller, readCaller } from './certificate.ts';
import type { LinkFault, MeshOptions } from './mesh.ts';

export type Dialled =
  | { readonly ok: true; readonly address: string; readonly socket: TLSSocket; readonly caller: Caller }
  | { readonly ok: false; readonly address: string; readonly fault: LinkFault };

export interface Dial {
  /** Never rejects. Whoever answers first and is the right one wins; the others are hung up on. */
  readonly answer: Promise<Dialled>;
  /** The answer is not wanted any more. */
  cancel(): void;
}

const ATTEMPT_MS = 2000;
/** How long an address has before the next is tried beside it. */
const HEAD_START_MS = 250;

/** The more is known, the better the answer that a person is given: later ones outdo earlier ones. */
const BY_WORTH: readonly LinkFault[] = [
  'no-address',
  'unreachable',
  'refused-connection',
  'certificate',
  'wrong-register',
  'not-admitted',
  'turned-away',
];

/**
 * Calls a register at all its addresses, TLS 1.3 with both certificates. `registerId` null: whoever of the shop it
 * may be, only not oneself.
 */
export function dial(
  options: Pick<MeshOptions, 'time' | 'registerId' | 'storeId' | 'identity' | 'admits'>,
  registerId: string | null,
  addresses: readonly string[],
): Dial {
  const { time } = options;
  const running = new Set<() => void>();
  let settle: (answer: Dialled) => void = () => {};
  const answer = new Promise<Dialled>((resolve) => {
    settle = resolve;
  });
  let worst: Dialled = { ok: false, address: addresses[0] ?? '', fault: 'no-address' };
  let left = addresses.length;

  function done(result: Dialled): void {
    left--;
    if (result.ok) {
      hangUp();
      settle(result);
      return;
    }
    if (!worst.ok && BY_WORTH.indexOf(result.fault) > BY_WORTH.indexOf(worst.fault)) worst = result;
    if (left === 0) settle(worst);
  }

  function hangUp(): void {
    for (const stop of [...running]) stop();
    running.clear();
  }

  addresses.forEach((address, i) => {
    const begin = () => {
      running.delete(cancelStart);
      const stop = attempt(options, registerId, address, (result) => {
        running.delete(stop);
        done(result);
      });
      running.add(stop);
    };
    const cancelStart = i === 0 ? () => {} : time.after(i * HEAD_START_MS, begin);
    if (i === 0) begin();
    else running.add(cancelStart);
  });
  if (left === 0) settle(worst);

  return {
    answer,
    cancel() {
      hangUp();
      settle({ ok: false, address: worst.address, fault: 'unreachable' });
    },
  };
}

function attempt(
  { time, registerId: self, storeId, identity, admits }: Parameters<typeof dial>[0],
  registerId: string | null,
  address: string,
  done: (result: Dialled) => void,
): () => void {
  const at = parseAddress(address);
  let over = false;
  const expected = serverName({ is: 'register', id: registerId ?? 'any', storeId });

  /** The certificate is signed by the shop; whose is it? */
  function check(certificate: PeerCertificate): Error | undefined {
    const caller = readCaller(certificate, storeId);
    const wrong =
      caller?.kind !== 'register' ||
      caller.name === self ||
      (registerId !== null && checkServerIdentity(expected, certificate) !== undefined);
    return wrong ? Object.assign(new Error('another register'), { code: 'WRONG_REGISTER' }) : undefined;
  }

  const socket = connect({
    ...identity,
    host: at?.host ?? '',
    port: at?.port ?? 0,
    servername: expected,
    minVersion: 'TLSv1.3',
    rejectUnauthorized: true,
    checkServerIdentity: (_, certificate) => check(certificate),
  });
  socket.setNoDelay(true);
  const cancel = time.after(ATTEMPT_MS, () => fail('unreachable'));

  function finish(result: Dialled): void {
    if (over) return;
    over = true;
    cancel();
    socket.off('secureConnect', secured);
    if (!result.ok) socket.destroy();
    done(result);
  }
  const fail = (fault: LinkFault) => finish({ ok: false, address, fault });

  function secured(): void {
    const caller = readCaller(socket.getPeerCertificate(), storeId);
    if (caller === undefined) fail('certificate');
    else if (!admits(caller)) fail('not-admitted');
    else finish({ ok: true, address, socket, caller });
  }
  socket.on('secureConnect', secured);
  socket.on('error', (error: NodeJS.ErrnoException) => fail(faultOf(error)));
  socket.on('close', () => fail('turned-away'));

  return () => {
    over = true;
    cancel();
    socket.destroy();
  };
}

/** What the error of a connection attempt says about why there is none. */
export function faultOf({ code = '' }: NodeJS.ErrnoException): LinkFault {
  if (code === 'WRONG_REGISTER' || code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'wrong-register';
  if (code === 'ECONNREFUSED') return 'refused-connection';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'turned-away';
  if (
    /^E(TIMEDOUT|HOSTUNREACH|NETUNREACH|HOSTDOWN|NETDOWN|NOTFOUND|AI_AGAIN|ADDRNOTAVAIL|ACCES)$/.test(code)
  ) {
    return 'unreachable';
  }
  return 'certificate';
}
