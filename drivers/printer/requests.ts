import type { Profile } from './profiles.ts';

/** GS r 1 (Epson APG): answered when everything before it has been processed. */
export const fenceRequest = Uint8Array.of(0x1d, 0x72, 1);

/** GS ( H, function 48 (Epson APG): answered when everything before it has been printed. */
export function processIdRequest(id: string): Uint8Array {
  return Uint8Array.of(0x1d, 0x28, 0x48, 6, 0, 48, 48, ...[...id].map((char) => char.charCodeAt(0)));
}

/** DLE DC4 1 m t (Epson APG): at once, even off line; t in steps of 100 ms, 1–8. */
export function realtimePulse(profile: Profile, pin: 2 | 5): Uint8Array {
  const t = Math.min(8, Math.max(1, Math.round(profile.drawer.on_ms / 100)));
  return Uint8Array.of(0x10, 0x14, 1, pin === 5 ? 1 : 0, t);
}

/** DLE EOT n (Epson APG): answered at once, even off line. */
export const statusRequest = (n: number) => Uint8Array.of(0x10, 0x04, n);

/** GS a 255 (Epson APG): automatic status of everything, now and at each change. */
export const automaticRequest = Uint8Array.of(0x1d, 0x61, 0xff);

/** Four printable characters, 0x20–0x7e, counting up: the process id of the n-th job. */
export const processId = (n: number) =>
  [95 ** 3, 95 ** 2, 95, 1].map((d) => String.fromCharCode(0x20 + (Math.floor(n / d) % 95))).join('');

/**
 * NULs fill up a picture that was cut short, which would swallow all we say, and mean nothing otherwise; then
 * ESC @. As long as the longest stripe that encode.ts sends.
 */
export function flushRequest(): Uint8Array {
  const flush = new Uint8Array(8_194);
  flush.set([0x1b, 0x40], 8_192);
  return flush;
}
