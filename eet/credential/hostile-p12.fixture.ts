import forge from 'node-forge';

const { asn1, pki, util } = forge;

type Node = forge.asn1.Asn1;
const U = asn1.Class.UNIVERSAL;
const sequence = (...items: Node[]): Node => asn1.create(U, asn1.Type.SEQUENCE, true, items);
const octets = (bytes: string): Node => asn1.create(U, asn1.Type.OCTETSTRING, false, bytes);
const oid = (name: string | undefined): Node =>
  asn1.create(U, asn1.Type.OID, false, asn1.oidToDer(name ?? '').getBytes());
const tagged = (value: Node[] | string): Node =>
  asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0, typeof value !== 'string', value);
const der = (node: Node): string => asn1.toDer(node).getBytes();
const read = (p12: Buffer): Node => asn1.fromDer(util.createBuffer(p12.toString('latin1')));
const below = (node: Node, ...path: number[]): Node =>
  path.reduce((at, index) => (at.value as Node[])[index] as Node, node);

/** A number, or the very bytes of an INTEGER. */
export type Count = number | string;
const integer = (count: Count): Node =>
  asn1.create(
    U,
    asn1.Type.INTEGER,
    false,
    typeof count === 'string' ? count : asn1.integerToDer(count).getBytes(),
  );

const SALT = '12345678';
/** PBES1 with SHA-1 and 3DES, and PBES2 with AES-128: each asks for so many iterations. */
const ALGORITHMS: Readonly<Record<'pbes1' | 'pbes2', (count: Count) => Node>> = {
  pbes1: (count) => sequence(oid('1.2.840.113549.1.12.1.3'), sequence(octets(SALT), integer(count))),
  pbes2: (count) =>
    sequence(
      oid('1.2.840.113549.1.5.13'),
      sequence(
        sequence(oid('1.2.840.113549.1.5.12'), sequence(octets(SALT), integer(count))),
        sequence(oid('2.16.840.1.101.3.4.1.2'), octets('\0'.repeat(16))),
      ),
    ),
};
const shrouded = (algorithm: Node): Node => sequence(algorithm, octets('\0'.repeat(16)));
const safeWith = (bag: Node): Node => sequence(sequence(oid('1.2.840.113549.1.12.10.1.2'), tagged([bag])));
const data = (content: Node): Node => sequence(oid(pki.oids.data), tagged([content]));

/** Encrypted by its password, asking for `really` iterations and saying that it asks for `count`. */
function encrypted(content: Node, password: string, really: number, count: Count = really): Node {
  const options = { algorithm: '3des', count: really } as const;
  const made = pki.encryptPrivateKeyInfo(content as never, password, options) as unknown as Node;
  const [algorithm, bytes] = made.value as [Node, Node];
  (below(algorithm, 1).value as Node[])[1] = integer(count);
  const part = sequence(oid(pki.oids.data), algorithm, tagged(bytes.value as string));
  return sequence(oid(pki.oids.encryptedData), tagged([sequence(integer(0), part)]));
}

const file = (content: Node, ...mac: Node[]): Buffer =>
  Buffer.from(der(sequence(integer(3), data(content), ...mac)), 'latin1');

/** Where a file may ask for iterations. Only the MAC is there where it is named: nobody has to know the password. */
export const PLACES = ['mac', 'key', 'key of today', 'part', 'key in a part', 'pieces'] as const;

/** A .p12 that is no use to anybody, and asks for `count` iterations in one place. */
export function costlyP12(where: (typeof PLACES)[number], count: Count, password: string): Buffer {
  const key = safeWith(shrouded(ALGORITHMS[where === 'key of today' ? 'pbes2' : 'pbes1'](count)));
  switch (where) {
    case 'mac': {
      const digest = sequence(sequence(oid(pki.oids.sha1)), octets(SALT));
      return file(octets(der(sequence())), sequence(digest, octets(SALT), integer(count)));
    }
    case 'part':
      return file(octets(der(sequence(encrypted(safeWith(key), password, 1, count)))));
    case 'key in a part':
      return file(octets(der(sequence(encrypted(key, password, 1)))));
    case 'pieces': {
      const content = der(sequence(data(octets(der(key)))));
      return file(asn1.create(U, asn1.Type.OCTETSTRING, true, [...content].map(octets)));
    }
    default:
      return file(octets(der(sequence(data(octets(der(key)))))));
  }
}

/** So many parts, each asking for little. */
export function crowdedP12(parts: number, count: number, password: string): Buffer {
  const part = encrypted(sequence(), password, count);
  return file(octets(der(sequence(...Array<Node>(parts).fill(part)))));
}

/** Brackets in brackets, as content that nobody encrypted. */
export function deepP12(depth: number): Buffer {
  let node = sequence();
  for (let i = 0; i < depth; i++) node = sequence(node);
  return file(octets(der(sequence(data(octets(der(node)))))));
}

/** The same file as some programs write it (X.690, 8.1.3.6): no length is said beforehand, long strings in pieces. */
export function inBer(p12: Buffer): Buffer {
  const root = read(p12);
  const content = below(root, 1, 1, 0);
  const pieces = (content.value as string).match(/.{1,1000}/gs) ?? [];
  (below(root, 1, 1).value as Node[])[0] = asn1.create(U, asn1.Type.OCTETSTRING, true, pieces.map(octets));
  const ber = (node: Node): string =>
    Array.isArray(node.value)
      ? `${String.fromCharCode(node.tagClass | node.type | 0x20)}\x80${node.value.map(ber).join('')}\0\0`
      : der(node);
  return Buffer.from(ber(root), 'latin1');
}

/** The file with another digest named for its MAC, by OID. */
export function withMacBy(p12: Buffer, digest: string): Buffer {
  const root = read(p12);
  (below(root, 2, 0, 0).value as Node[])[0] = oid(digest);
  return Buffer.from(der(root), 'latin1');
}
