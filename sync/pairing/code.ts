import { scrypt } from 'node:crypto';
import type { Bytes } from './certificates.ts';

/**
 * The code that a person carries from one box to the other: 12 characters of Crockford's base32, 60 bits. Whoever
 * hears the handshake may try codes at home, so it has to be too long for that together with scrypt; six digits
 * would not be, without a PAKE (RFC 9257, section 4.2).
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;

const SCRYPT = { N: 2 ** 16, r: 8, p: 1, maxmem: 96 * 1024 * 1024 };
// The joiner knows nothing of the shop yet, so the salt is the same everywhere. What a salt is for, tables made
// beforehand, 60 bits that live for five minutes do on their own.
const SALT = 'kasad pairing 1';

export const drawCode = (bytes: Bytes): string =>
  Array.from(bytes(LENGTH), (byte) => ALPHABET[byte & 31]).join('');

/** For people: `7K3M-0Q8X-ZZT1`. */
export const showCode = (code: string): string => code.match(/.{4}/g)?.join('-') ?? code;

/** What a person typed, with or without spaces and dashes, O for 0, I or L for 1. Undefined when it is no code. */
export function readCode(text: string): string | undefined {
  const code = text
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) ? code : undefined;
}

/** The key of the tunnel, 32 bytes. A third of a second and 64 MB in a thread of its own. */
export function tunnelKey(code: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(code, SALT, 32, SCRYPT, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
