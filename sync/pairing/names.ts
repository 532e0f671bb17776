import { createHash } from 'node:crypto';

/** What a register may be called, and with it a guest: a kitchen screen or a script that listens. */
export const ID = /^[A-Za-z0-9_-]{1,32}$/;

const COMMON_NAME = /^([A-Za-z0-9_-]{1,32})\.([a-z0-9]{1,32})\.(register|guest)\.internal$/;
/** A label that every TLS library takes: no capitals, no underscore, no hyphen at an end, no `xn--`. */
const PLAIN = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export interface Holder {
  readonly is: 'register' | 'guest';
  readonly id: string;
  readonly storeId: string;
}

/**
 * The CN of a certificate, which says whose it is, letter for letter: `Bar_1.<shop>.register.internal`. With an id
 * of 32 and a shop's id of 13 characters it has just the 64 that RFC 5280 allows (ub-common-name).
 */
export const commonName = ({ is, id, storeId }: Holder): string => `${id}.${storeId}.${is}.internal`;

/** Reads a CN. It believes nothing: that the certificate is of this shop must be known from elsewhere. */
export function holderOf(name: unknown): Holder | undefined {
  const found = typeof name === 'string' ? COMMON_NAME.exec(name) : null;
  if (!found) return undefined;
  const [, id = '', storeId = '', is] = found;
  return { is: is as Holder['is'], id, storeId };
}

/**
 * The name under which TLS looks for it: the `servername` of a connection and the SAN of the certificate. It is the
 * CN wherever the id is a plain label of DNS. DNS does not tell capitals from small letters, and knows no underscore:
 * `Bar_1` becomes `bar-1-` and eight digits of its hash, so that it never answers for `bar-1`.
 */
export const serverName = ({ is, id, storeId }: Holder): string => `${label(id)}.${storeId}.${is}.internal`;

function label(id: string): string {
  if (PLAIN.test(id)) return id;
  const likeness = id.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 8);
  return `${likeness}-${hash}`.replace(/^-+/, '').replace(/--+/g, '-');
}

/** Names the shop on the network without giving its id away: the first 16 hexadecimal digits of SHA-256. */
export const shopHash = (storeId: string): string =>
  createHash('sha256').update(storeId).digest('hex').slice(0, 16);
