/** Why a signature does not hold. It is thrown and caught within this folder and never leaves it. */
export class Broken extends Error {}

/** What a part of a signature must be, or there is none to be believed. */
export function must<T>(value: T | undefined | false, reason: string): T {
  if (value === undefined || value === false) throw new Broken(reason);
  return value;
}
