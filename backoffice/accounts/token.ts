import { createHash, timingSafeEqual } from 'node:crypto';

/** A secret that opens something: 32 random bytes as 43 letters of base64url. Only its SHA-256 is kept. */
export function drawToken(bytes: (count: number) => Uint8Array): string {
  return Buffer.from(bytes(32)).toString('base64url');
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** In a time that tells nothing of where they differ. */
export function sameText(a: string, b: string): boolean {
  // Their digests are of one length, whatever the texts are.
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
