import type { Profile } from './profiles.ts';

/** How the virtual printer is at this moment, as far as its answers tell. */
export interface VirtualCondition {
  readonly drawerPin: 'high' | 'low';
  readonly paper: 'ok' | 'near-end' | 'out';
  readonly cover: 'closed' | 'open';
  readonly jammed: boolean;
}

/** Nothing is printed in such a condition. */
export function isBlocked({ paper, cover, jammed }: VirtualCondition): boolean {
  return paper === 'out' || cover === 'open' || jammed;
}

// What a printer of Epson's kind answers (Epson APG); an empty answer is silence.

/** DLE EOT n, n = 1–4. */
export function realtimeAnswer(condition: VirtualCondition, n: number): number[] {
  const { paper, cover, jammed } = condition;
  const out = paper === 'out';
  const bits: Record<number, number> = {
    1: (condition.drawerPin === 'high' ? 0x04 : 0) | (isBlocked(condition) ? 0x08 : 0),
    2: (cover === 'open' ? 0x04 : 0) | (out ? 0x20 : 0) | (jammed ? 0x40 : 0),
    3: jammed ? 0x08 : 0,
    4: (paper === 'ok' ? 0 : 0x0c) | (out ? 0x60 : 0),
  };
  return bits[n] === undefined ? [] : [0x12 | bits[n]];
}

/** GS a: automatic status, four bytes. */
export function automaticAnswer(condition: VirtualCondition): number[] {
  const first =
    (condition.drawerPin === 'high' ? 0x04 : 0) |
    (isBlocked(condition) ? 0x08 : 0) |
    (condition.cover === 'open' ? 0x20 : 0);
  const paper = (condition.paper === 'ok' ? 0 : 0x03) | (condition.paper === 'out' ? 0x0c : 0);
  return [0x10 | first, condition.jammed ? 0x08 : 0, paper, 0x0f];
}

/** GS r n: 1 asks for the paper, 2 for the drawer's pin. */
export function transmitAnswer(condition: VirtualCondition, n: number): number[] {
  if (n === 1 || n === 49) return [condition.paper === 'near-end' ? 0x03 : 0];
  if (n === 2 || n === 50) return [condition.drawerPin === 'high' ? 1 : 0];
  return [];
}

/** GS I n: a text in a block for 65–68, one byte otherwise. */
export function identityAnswer(profile: Profile, n: number): number[] {
  const text = { 65: 'virtual', 66: 'EPSON', 67: profile.name, 68: '0' }[n];
  if (text === undefined) return [n === 1 || n === 49 ? 0x20 : 0x02];
  const ascii = [...text].filter((char) => char >= ' ' && char <= '~').map((char) => char.charCodeAt(0));
  return [0x5f, ...ascii, 0];
}
