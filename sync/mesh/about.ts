import { parseAddress } from './address.ts';
import type { About } from './mesh.ts';

const TEXT_MAX = 32 * 1024;
const SIBLINGS_MAX = 100;
const ID = /^[A-Za-z0-9_-]{1,63}$/;

/** The only way in for what a sibling says of itself. Undefined when it is not an About, or of another register. */
export function parseAbout(text: string, registerId: string): About | undefined {
  if (text.length > TEXT_MAX) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const it = value as Record<string, unknown>;
  const siblings = parseSiblings(it.siblings);
  if (it.registerId !== registerId || siblings === undefined) return undefined;
  if (!isText(it.name, 120) || !isText(it.origin, 64) || !isText(it.version, 64)) return undefined;
  if (!Number.isSafeInteger(it.proto) || !Number.isSafeInteger(it.wall_ms)) return undefined;
  return {
    registerId,
    name: it.name,
    origin: it.origin,
    version: it.version,
    proto: it.proto as number,
    wall_ms: it.wall_ms as number,
    siblings,
  };
}

/** Whether it says the same; the time at which it was said does not count. */
export function sameAbout(a: About, b: About): boolean {
  return JSON.stringify({ ...a, wall_ms: 0 }) === JSON.stringify({ ...b, wall_ms: 0 });
}

function parseSiblings(value: unknown): Record<string, string> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  if (entries.length > SIBLINGS_MAX) return undefined;
  // One odd address must not silence a register: it is left out.
  return Object.fromEntries(
    entries.filter(([id, at]) => ID.test(id) && typeof at === 'string' && parseAddress(at) !== undefined),
  );
}

function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= max;
}
