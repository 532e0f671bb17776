import { describe, expect, it } from 'vitest';
import { eetMutants } from './eet-mutants.ts';
import { runEetSeed } from './eet-shop.ts';

const SEEDS = 500;
const MUTANT_SEEDS = 200;

describe('a register that has sales to register', () => {
  it(`registers each once, in good time, in the worst of weathers, from ${SEEDS} seeds`, {
    timeout: 180_000,
  }, async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      expect((await runEetSeed(seed)).failures, `npm run sim:eet -- --seed ${seed}`).toEqual([]);
    }
  });

  it('runs the same from the same seed', async () => {
    expect(await runEetSeed(7)).toEqual(await runEetSeed(7));
  });

  it.each(Object.entries(eetMutants))('is noticed when %s', { timeout: 60_000 }, async (_, sabotage) => {
    for (let seed = 1; seed <= MUTANT_SEEDS; seed++) {
      if ((await runEetSeed(seed, sabotage)).failures.length > 0) return;
    }
    throw new Error(`not noticed from ${MUTANT_SEEDS} seeds`);
  });
});
