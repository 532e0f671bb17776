import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/**
 * Reads the body of a fact, whichever register wrote it; undefined when it is not of this shape. What newer programs
 * add is left as it is. The schema is compiled when the first one comes: a register alone never needs it.
 */
export function factReader<T>(schema: () => TSchema): (body: string) => T | undefined {
  let compiled: ReturnType<typeof Compile> | undefined;
  return (body) => {
    compiled ??= Compile(schema());
    try {
      const value: unknown = JSON.parse(body);
      return compiled.Check(value) ? (value as T) : undefined;
    } catch {
      return undefined;
    }
  };
}
