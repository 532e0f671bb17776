import type { X509Certificate } from 'node:crypto';
import forge from 'node-forge';

const { asn1 } = forge;

/** What node:crypto does not tell of a certificate. */
export interface Particulars {
  /** `organizationIdentifier` of the subject; undefined when there is none, or more of them. */
  readonly organisation: string | undefined;
  /** Key usage (RFC 5280, 4.2.1.3), its first eight bits; undefined when the certificate does not limit it. */
  readonly keyUsage: number | undefined;
  /** How many authorities may stand below this one; undefined when it does not limit them. */
  readonly pathLength: number | undefined;
  /** Extensions that whoever does not know them must refuse the certificate for, by OID. */
  readonly critical: readonly string[];
  /** Certificate policies (4.2.1.4), by OID. */
  readonly policies: readonly string[];
}

const ORGANISATION_IDENTIFIER = '2.5.4.97';
const ORGANISATION_CHARS = 64;
const KEY_USAGE = '2.5.29.15';
const BASIC_CONSTRAINTS = '2.5.29.19';
const POLICIES = '2.5.29.32';

/** Bit strings stay as they are. The types know only an older form of this argument. */
const READING = { strict: true, decodeBitStrings: false } as unknown as boolean;

interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** DER, as forge has it: a character a byte. */
  readonly value: string;
}

/** Undefined when the certificate cannot be taken apart. */
export function particularsOf(certificate: X509Certificate): Particulars | undefined {
  try {
    const fields = contents(contents(parsed(certificate.raw.toString('latin1')))[0]);
    // version [0], serial, algorithm, issuer, validity, subject (RFC 5280, 4.1); only version 3 has extensions.
    const list = fields.find((one) => one.tagClass === asn1.Class.CONTEXT_SPECIFIC && one.type === 3);
    const extensions = list ? contents(contents(list)[0]).map(extensionOf) : [];
    return {
      organisation: organisationIn(contents(fields[5])),
      keyUsage: keyUsageIn(extensions),
      pathLength: pathLengthIn(extensions),
      critical: extensions.filter(({ critical }) => critical).map(({ oid }) => oid),
      policies: policiesIn(extensions),
    };
  } catch {
    return undefined;
  }
}

function organisationIn(names: readonly forge.asn1.Asn1[]): string | undefined {
  const values = names
    .flatMap(contents)
    .map(contents)
    .filter(([oid]) => asn1.derToOid(bytesOf(oid)) === ORGANISATION_IDENTIFIER)
    .map(([, value]) => Buffer.from(bytesOf(value), 'latin1').toString('utf8'));
  const [only = ''] = values;
  return values.length === 1 && only !== '' && only.length <= ORGANISATION_CHARS ? only : undefined;
}

function keyUsageIn(extensions: readonly Extension[]): number | undefined {
  const found = extensions.find(({ oid }) => oid === KEY_USAGE);
  // A BIT STRING: how many bits of the last byte are unused, then the bits.
  return found && (bytesOf(parsed(found.value)).charCodeAt(1) || 0);
}

function pathLengthIn(extensions: readonly Extension[]): number | undefined {
  const found = extensions.find(({ oid }) => oid === BASIC_CONSTRAINTS);
  const limit = found && contents(parsed(found.value)).find(({ type }) => type === asn1.Type.INTEGER);
  return limit && asn1.derToInteger(bytesOf(limit));
}

function policiesIn(extensions: readonly Extension[]): string[] {
  const found = extensions.find(({ oid }) => oid === POLICIES);
  return found ? contents(parsed(found.value)).map((one) => asn1.derToOid(bytesOf(contents(one)[0]))) : [];
}

function extensionOf(node: forge.asn1.Asn1): Extension {
  const parts = contents(node);
  return {
    oid: asn1.derToOid(bytesOf(parts[0])),
    // DER leaves out what is false.
    critical: parts.length === 3 && bytesOf(parts[1]) !== '\0',
    value: bytesOf(parts.at(-1)),
  };
}

function parsed(der: string): forge.asn1.Asn1 {
  return asn1.fromDer(forge.util.createBuffer(der), READING);
}

function contents(node: forge.asn1.Asn1 | undefined): forge.asn1.Asn1[] {
  if (!Array.isArray(node?.value)) throw new Error('not a list');
  return node.value;
}

function bytesOf(node: forge.asn1.Asn1 | undefined): string {
  if (typeof node?.value !== 'string') throw new Error('not a value');
  return node.value;
}
