/**
 * A version vector: up to which number every effect of each origin is held. An effect is held when its row is
 * there, or the row that replaced it. An origin that is not named counts as 0.
 */
export type Vector = Readonly<Record<string, number>>;

/** Read like this because an origin may be called `constructor`. */
export function held(vector: Vector, origin: string): number {
  return Object.hasOwn(vector, origin) ? (vector[origin] as number) : 0;
}

/** Whether `a` holds anything that `b` does not. */
export function exceeds(a: Vector, b: Vector): boolean {
  for (const origin of Object.keys(a)) if (held(a, origin) > held(b, origin)) return true;
  return false;
}

export function same(a: Vector, b: Vector): boolean {
  return !exceeds(a, b) && !exceeds(b, a);
}

export function join(a: Vector, b: Vector): Vector {
  const both = { ...a };
  for (const origin of Object.keys(b)) both[origin] = Math.max(held(a, origin), held(b, origin));
  return both;
}
