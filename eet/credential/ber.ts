import forge from 'node-forge';
import { readOr } from './credential.ts';
import { Unopened } from './unopened.ts';

const { asn1, util } = forge;

/** A value of BER or DER; its bytes are a string of them, a character each. */
export type Node = forge.asn1.Asn1;

/** Of nested values: a real file has about twenty in all. */
const DEPTH_MAX = 40;
/** Bit strings stay as they are. The types know only an older form of this argument. */
const READING = { strict: true, decodeBitStrings: false, maxDepth: DEPTH_MAX } as unknown as boolean;

/** One value and nothing behind it. All of these throw `Unopened` for what is not of the shape asked for. */
export function parsed(bytes: string, fault: Unopened['fault'] = 'not-p12'): Node {
  const node = readOr(() => asn1.fromDer(util.createBuffer(bytes), READING));
  if (!node) throw new Unopened(fault);
  return node;
}

export function written(node: Node): Buffer {
  return Buffer.from(asn1.toDer(node).getBytes(), 'latin1');
}

export function sequenceIn(node: Node | undefined): readonly Node[] {
  if (node?.tagClass !== asn1.Class.UNIVERSAL || node.type !== asn1.Type.SEQUENCE)
    throw new Unopened('not-p12');
  if (!Array.isArray(node.value)) throw new Unopened('not-p12');
  return node.value;
}

export function oidOf(node: Node | undefined): string {
  const bytes = primitive(node, asn1.Type.OID);
  const oid = readOr(() => asn1.derToOid(bytes));
  if (oid === undefined) throw new Unopened('not-p12');
  return oid;
}

/** `[0] EXPLICIT`. */
export function taggedIn(node: Node | undefined): Node {
  if (!isTagged(node) || !Array.isArray(node.value)) throw new Unopened('not-p12');
  const [inside, ...more] = node.value;
  if (!inside || more.length > 0) throw new Unopened('not-p12');
  return inside;
}

/** An OCTET STRING, or one that `[0] IMPLICIT` stands for; BER also writes it in pieces. */
export function octetsOf(node: Node | undefined, tagged = false): string {
  const isOctets = node?.tagClass === asn1.Class.UNIVERSAL && node.type === asn1.Type.OCTETSTRING;
  if (!node || !(tagged ? isTagged(node) : isOctets)) throw new Unopened('not-p12');
  return typeof node.value === 'string' ? node.value : node.value.map((piece) => octetsOf(piece)).join('');
}

/** Never negative; of any length, so that a very large one is large and not something else. */
export function countOf(node: Node | undefined): number {
  const bytes = Buffer.from(primitive(node, asn1.Type.INTEGER), 'latin1');
  if (bytes.length === 0 || (bytes[0] ?? 0) >= 0x80) throw new Unopened('not-p12');
  return Number.parseInt(bytes.toString('hex'), 16);
}

function isTagged(node: Node | undefined): node is Node {
  return node?.tagClass === asn1.Class.CONTEXT_SPECIFIC && (node.type as number) === 0;
}

function primitive(node: Node | undefined, type: forge.asn1.Type): string {
  if (node?.tagClass !== asn1.Class.UNIVERSAL || node.type !== type || typeof node.value !== 'string') {
    throw new Unopened('not-p12');
  }
  return node.value;
}
