import type { Environment } from '../sale.ts';
import { bodyOf, headerOf } from '../signature/envelope.ts';
import { SOAP, WSSE } from '../signature/names.ts';
import { verifyBody } from '../signature/verify.ts';
import { elementsIn, isNamed, type XmlElement } from '../xml/element.ts';
import { readXml } from '../xml/read.ts';
import type { Received } from './received.ts';
import type { RegistersCa } from './registers-ca.ts';
import { isTrue, readTrzba, type Values } from './schema.ts';

/** What the authority makes of the bytes of a message. */
export type Verdict =
  /** It would be taken for an attack, and not be answered. */
  | { readonly is: 'attack'; readonly reason: string }
  /** `code` is `Chyba/@kod`. */
  | { readonly is: 'refused'; readonly code: number; readonly reason: string; readonly uuid: string | null }
  | { readonly is: 'right'; readonly received: Received };

export interface Law {
  readonly ca: Pick<RegistersCa, 'holderOf'>;
  readonly environment: Environment;
  readonly now_ms: number;
}

/** The interface's limit of one message; more is code 7. */
const MESSAGE_BYTES_MAX = 12 * 1024;
const AHEAD_MS = 2 * 3_600_000;
/** From when sales may be registered in production, and from when on that is asked. */
const TRIAL_MS = Date.parse('2026-11-01T00:00:00+01:00');
const MANDATORY_MS = Date.parse('2027-01-01T00:00:00+01:00');

/**
 * The order is: size, attack, encoding, schema, signature, certificate. What code 6 and the warnings 2 and 6 look for
 * is published nowhere beyond what the schema already refuses, so those come only when they are asked for.
 */
export function judgeMessage(bytes: Uint8Array, law: Law): Verdict {
  if (bytes.byteLength > MESSAGE_BYTES_MAX) return refused(7, `${bytes.byteLength} bytes`);
  const document = readXml(bytes);
  if (!document.ok) {
    return document.fault === 'forbidden' || document.fault === 'too-complex'
      ? { is: 'attack', reason: document.reason }
      : refused(2, document.reason);
  }
  const strange = strangerIn(document.root);
  if (strange !== undefined) return { is: 'attack', reason: strange };
  const body = bodyOf(document.root);
  const [trzba, ...more] = body ? elementsIn(body) : [];
  if (!trzba || more.length > 0) return refused(3, 'not one Trzba in one Body');
  const read = readTrzba(trzba);
  if ('breach' in read) return refused(3, read.breach);
  const { head, data } = read;
  const signature = verifyBody(document.root);
  if (signature.state !== 'intact') {
    return refused(4, signature.state === 'none' ? 'not signed' : signature.reason, head);
  }
  const holder = law.ca.holderOf(signature.certificate);
  if ('distrust' in holder) return refused(4, holder.distrust, head);
  return { is: 'right', received: receivedOf(head, data, holder.eic, law) };
}

function refused(code: number, reason: string, head?: Values): Verdict {
  return { is: 'refused', code, reason, uuid: head?.uuid_zpravy ?? null };
}

/** A header that no register has a use for, as of WS-Addressing or a Timestamp. */
function strangerIn(root: XmlElement): string | undefined {
  if (!isNamed(root, SOAP, 'Envelope')) return undefined;
  const header = headerOf(root);
  const parts = header ? elementsIn(header) : [];
  const other = parts.find((one) => !isNamed(one, WSSE, 'Security'));
  if (other) return `a header ${other.local}`;
  const inside = parts.flatMap(elementsIn).map(({ local }) => local);
  const known = ['BinarySecurityToken', 'Signature'];
  const unknown = inside.find((local) => !known.includes(local));
  return unknown && `a header Security/${unknown}`;
}

function receivedOf(head: Values, data: Values, signedBy: string, law: Law): Received {
  const value = (of: Values, name: string): string => of[name] ?? '';
  const sale = {
    eic: value(data, 'eic_popl'),
    unitId: value(data, 'id_jednotky'),
    registerId: value(data, 'id_pokl'),
    number: value(data, 'porad_cis'),
    soldAt: value(data, 'dat_trzby'),
  };
  const six = [...Object.values(sale), value(data, 'celk_trzba')];
  const sold_ms = Date.parse(sale.soldAt);
  const warnings: readonly (readonly [code: number, earned: boolean])[] = [
    [1, sale.eic !== signedBy],
    [4, sold_ms > law.now_ms + AHEAD_MS],
    [5, law.environment === 'production' && sold_ms < firstDay(law.now_ms)],
    [7, data.eic_poverujiciho === sale.eic],
  ];
  return {
    head: {
      uuid: value(head, 'uuid_zpravy'),
      sentAt: value(head, 'dat_odesl'),
      first: isTrue(head.prvni_zaslani),
      verification: isTrue(head.overeni),
    },
    sale,
    identity: six.join('|'),
    signedBy,
    warnings: warnings.filter(([, earned]) => earned).map(([code]) => code),
  };
}

const firstDay = (now_ms: number): number => (now_ms < MANDATORY_MS ? TRIAL_MS : MANDATORY_MS);
