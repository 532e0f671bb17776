import { createHash } from 'node:crypto';
import type { Credential } from '../credential/credential.ts';
import type { Head, Sale } from '../sale.ts';
import { faultsOf, HEAD_LIMITS, type Limit, SALE_LIMITS } from './limits.ts';
import { type Ids, signEnvelope } from './sign-envelope.ts';

/** A signed message, ready to be sent. */
export interface Message {
  readonly uuid: string;
  /** The SOAP envelope, at most 12 kB, ASCII. */
  readonly xml: string;
  /** SHA-256 of `xml`, in hexadecimal. */
  readonly sha256: string;
}

export const EET_NAMESPACE = 'http://fs.gov.cz/eet/schema/v4';
/** The authority refuses more with code 7. */
export const MESSAGE_BYTES_MAX = 12 * 1024;

/** The six values by which the authority knows a sale again; the same six are the same sale. */
export function identityOf({ eic, unitId, registerId, number, soldAt, total }: Sale): string {
  return [eic, unitId, registerId, number, soldAt, total].join('|');
}

/**
 * Writes and signs one message of a sale. Throws when the sale breaks a limit of the schema (`faultsOf`), which whoever
 * froze it must not have let through. `ids` only to write a certain message over again.
 */
export function buildMessage(
  sale: Sale,
  head: Head,
  credential: Credential,
  ids: Ids = idsOf(head.uuid),
): Message {
  const faults = faultsOf(sale, head);
  if (faults.length > 0) {
    throw new Error(`a sale breaks the schema: ${faults.map(({ official }) => official).join(', ')}`);
  }
  const content =
    `<v4:Trzba><v4:Hlavicka${attributes(head, HEAD_LIMITS)}></v4:Hlavicka>` +
    `<v4:Data${attributes(sale, SALE_LIMITS)}></v4:Data></v4:Trzba>`;
  const xml = signEnvelope({ xml: content, prefix: 'v4', namespace: EET_NAMESPACE }, credential, ids);
  if (xml.length > MESSAGE_BYTES_MAX)
    throw new Error(`a message of ${xml.length} bytes: its certificate is too large`);
  return { uuid: head.uuid, xml, sha256: createHash('sha256').update(xml).digest('hex') };
}

const idsOf = (uuid: string): Ids => ({
  body: `Body-${uuid}`,
  token: `X509-${uuid}`,
  signature: `SIG-${uuid}`,
  keyInfo: `KI-${uuid}`,
  reference: `STR-${uuid}`,
});

/** In canonical order, which is that of their names. No value can hold what would have to be escaped. */
function attributes<T extends Sale | Head>(values: T, limits: Readonly<Record<keyof T, Limit>>): string {
  return (Object.keys(limits) as (keyof T)[])
    .filter((field) => values[field] !== undefined)
    .map((field) => ` ${limits[field].official}="${String(values[field])}"`)
    .sort()
    .join('');
}
