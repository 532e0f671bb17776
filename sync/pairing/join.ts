import { request as ask } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Time } from '../time.ts';
import { readBody } from './body.ts';
import { createKeyAndRequest } from './certificates.ts';
import { readCode, tunnelKey } from './code.ts';
import { type Identity, isSound } from './identity.ts';
import {
  ANSWER_MAX,
  PATH,
  type PairingAnswer,
  type PairingRequest,
  parseAnswer,
  type Reason,
} from './message.ts';
import { type HandshakeFault, handshakeFault, tunnelConnect } from './tunnel.ts';

export interface JoinOptions {
  /** As it was typed. */
  readonly code: string;
  /** `host:port` of whoever may be showing the code; tried in this order. */
  readonly addresses: readonly string[];
  readonly register: Omit<PairingRequest, 'csr'>;
  readonly time: Time;
}

export type Joined =
  | {
      readonly ok: true;
      /** To be written down before anything else is done with it. */
      readonly identity: Identity;
      readonly payload: unknown;
      /** Who let it in. */
      readonly address: string;
    }
  | { readonly ok: false; readonly fault: Exclude<JoinFault, 'refused'>; readonly address: string | null }
  | { readonly ok: false; readonly fault: 'refused'; readonly reason: Reason; readonly address: string };

/**
 * `not-a-code`: mistyped, nobody was asked. `wrong-code`: a code is shown there, and it is another one.
 * `expired-or-closed`: nobody shows a code there now, or it is being used by another box. `unreachable`: no way
 * there. `refused`: the shop says why. `protocol`: something else lives there, or it made no sense.
 */
export type JoinFault = 'not-a-code' | 'refused' | HandshakeFault;

const CONNECT_MS = 3_000;
const HANDSHAKE_MS = 5_000;
const ANSWER_MS = 20_000;
const ADDRESSES_MAX = 16;
/** Which fault of several addresses is worth telling: the one nearest to success. */
const WORTH: readonly HandshakeFault[] = ['wrong-code', 'protocol', 'expired-or-closed', 'unreachable'];

/** Asks to be let into a shop. Every wait in it is bounded; it keeps nothing on the disk. */
export async function joinShop(options: JoinOptions): Promise<Joined> {
  const { register, time } = options;
  const code = readCode(options.code);
  if (code === undefined) return { ok: false, fault: 'not-a-code', address: null };
  const [key, papers] = await Promise.all([tunnelKey(code), createKeyAndRequest(register.registerId)]);
  const text = JSON.stringify({ ...register, csr: papers.csr } satisfies PairingRequest);

  let nearest: { fault: HandshakeFault; address: string | null } = { fault: 'unreachable', address: null };
  for (const address of options.addresses.slice(0, ADDRESSES_MAX)) {
    const answer = await exchange(address, key, text, time);
    if (answer.is === 'refused') {
      const { code: reason, cs, en } = answer;
      return { ok: false, fault: 'refused', reason: { code: reason, cs, en }, address };
    }
    if (answer.is === 'joined') {
      const { storeId, caKey, caCert, cert, payload } = answer;
      const identity = { registerId: register.registerId, storeId, key: papers.key, cert, caKey, caCert };
      return isSound(identity)
        ? { ok: true, identity, payload, address }
        : { ok: false, fault: 'protocol', address };
    }
    const fault =
      answer.is === 'failed' ? answer.fault : answer.fault === 'busy' ? 'expired-or-closed' : 'protocol';
    if (nearest.address === null || WORTH.indexOf(fault) < WORTH.indexOf(nearest.fault)) {
      nearest = { fault, address };
    }
  }
  return { ok: false, ...nearest };
}

type Failed = { readonly is: 'failed'; readonly fault: HandshakeFault };

async function exchange(
  address: string,
  key: Buffer,
  text: string,
  time: Time,
): Promise<PairingAnswer | Failed> {
  const where = parseHostPort(address);
  if (!where) return { is: 'failed', fault: 'unreachable' };
  const socket = tunnelConnect(where, key);
  try {
    const fault = await handshake(socket, time);
    return fault ? { is: 'failed', fault } : await converse(socket, text, time);
  } finally {
    socket.destroy();
  }
}

function handshake(socket: TLSSocket, time: Time): Promise<HandshakeFault | undefined> {
  return new Promise((resolve) => {
    let connected = false;
    let stopWaiting = time.after(CONNECT_MS, () => end('unreachable'));
    const end = (fault: HandshakeFault | undefined) => {
      stopWaiting();
      resolve(fault);
    };
    socket.once('connect', () => {
      connected = true;
      stopWaiting();
      stopWaiting = time.after(HANDSHAKE_MS, () => end('protocol'));
    });
    socket.once('secureConnect', () => end(undefined));
    socket.on('error', (error) => end(handshakeFault(error, connected)));
    socket.once('close', () => end('protocol'));
  });
}

/** The socket's errors are heard by the one who shook hands; here they show as an answer that never ends. */
async function converse(socket: TLSSocket, text: string, time: Time): Promise<PairingAnswer | Failed> {
  const stopWaiting = time.after(ANSWER_MS, () => socket.destroy());
  try {
    const answer = await new Promise<string | undefined>((resolve) => {
      const asking = ask({
        createConnection: () => socket,
        method: 'POST',
        path: PATH,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
      });
      asking.on('response', (response) => resolve(readBody(response, ANSWER_MAX)));
      asking.on('error', () => resolve(undefined));
      asking.end(text);
    });
    if (answer === undefined) return { is: 'failed', fault: 'expired-or-closed' };
    return parseAnswer(answer) ?? { is: 'failed', fault: 'protocol' };
  } finally {
    stopWaiting();
  }
}

function parseHostPort(address: string): { host: string; port: number } | undefined {
  const [, host, port] = /^\[?([^\s/[\]]+?)\]?:(\d{1,5})$/.exec(address.trim()) ?? [];
  return host !== undefined && Number(port) >= 1 && Number(port) <= 65_535
    ? { host, port: Number(port) }
    : undefined;
}
