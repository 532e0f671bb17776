import type { Double, DoubleOptions } from './door.ts';

/** Starts the double. It is loaded only then: a register has no use for it. Rejects when the port is taken. */
export async function createDouble(options: DoubleOptions): Promise<Double> {
  const double = await import('./double.ts');
  return double.createDouble(options);
}
