import { ID } from './names.ts';

/** What the newcomer says inside the tunnel: JSON, `POST /pair`. */
export interface PairingRequest {
  readonly registerId: string;
  /** For people. */
  readonly name: string;
  /** Of its receipts. */
  readonly series: string;
  /** PKCS #10, PEM. */
  readonly csr: string;
  /** Of the program. */
  readonly version: string;
  /** Major version of the replica's messages. */
  readonly proto: number;
  /** Of its database. */
  readonly origin: string;
}

export interface Reason {
  readonly code: string;
  readonly cs: string;
  readonly en: string;
}

/** `rejected` is the tunnel's own word, `refused` the shop's. */
export type PairingAnswer =
  | {
      readonly is: 'joined';
      readonly storeId: string;
      readonly caKey: string;
      readonly caCert: string;
      readonly cert: string;
      /** Whatever else the shop gives a newcomer. */
      readonly payload: unknown;
    }
  | ({ readonly is: 'refused' } & Reason)
  | { readonly is: 'rejected'; readonly fault: RejectFault };

/** `busy`: another box is being taken in by this code. `failed`: the host met an error of its own. */
export type RejectFault = 'malformed' | 'weak-key' | 'bad-signature' | 'busy' | 'failed';

export const PATH = '/pair';
/** Bytes. A request with a key of 4096 bits has about 2500. */
export const REQUEST_MAX = 16 * 1024;
export const ANSWER_MAX = 256 * 1024;

const SERIES = /^[A-Z0-9]{1,8}$/;
const ORIGIN = /^[A-Za-z0-9-]{1,40}$/;

/** Undefined when it is anything else than a whole request. Fields that it does not know it leaves alone. */
export function parseRequest(text: string): PairingRequest | undefined {
  const it = fields(text);
  if (!it) return undefined;
  const { registerId, name, series, csr, version, proto, origin } = it;
  const good =
    isText(registerId, 32) &&
    ID.test(registerId) &&
    isText(name, 120) &&
    isText(series, 8) &&
    SERIES.test(series) &&
    isText(csr, 8_192) &&
    isText(version, 64) &&
    Number.isSafeInteger(proto) &&
    isText(origin, 40) &&
    ORIGIN.test(origin);
  return good ? { registerId, name, series, csr, version, proto: proto as number, origin } : undefined;
}

export function parseAnswer(text: string): PairingAnswer | undefined {
  const it = fields(text);
  if (it?.is === 'joined') {
    const { storeId, caKey, caCert, cert, payload } = it;
    const good = isText(storeId, 32) && isText(caKey, 8_192) && isText(caCert, 8_192) && isText(cert, 8_192);
    return good ? { is: 'joined', storeId, caKey, caCert, cert, payload } : undefined;
  }
  if (it?.is === 'refused') {
    const { code, cs, en } = it;
    return isText(code, 64) && isText(cs, 1_000) && isText(en, 1_000)
      ? { is: 'refused', code, cs, en }
      : undefined;
  }
  // A fault that a later version may have added still says that this box was not let in.
  if (it?.is === 'rejected' && isText(it.fault, 64))
    return { is: 'rejected', fault: it.fault as RejectFault };
  return undefined;
}

function fields(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= max;
