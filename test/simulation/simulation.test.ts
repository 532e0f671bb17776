import { describe, expect, it } from 'vitest';
import { runShops } from './crew.ts';
import { mutants } from './mutants.ts';
import { type Run, runShop } from './shop.ts';
import { sqliteDisk } from './sqlite-disk.ts';

const SEEDS = 1000;
const SQLITE_SEEDS = 50;
const MUTANT_SEEDS = 40;

describe('a whole shop on a bad network', () => {
  it(`comes to rest equal and complete, from ${SEEDS} seeds`, { timeout: 120_000 }, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      expect(runShop(seed, undefined).failures, `npm run sim -- --seed ${seed}`).toEqual([]);
    }
  });

  it('runs the same from the same seed', () => {
    expect(runShop(7, 4)).toEqual(runShop(7, 4));
  });

  it('tells of the same shops in the same order, on however many cores', { timeout: 60_000 }, async () => {
    // Seeds go out by the score, so that the second worker is ready long before the first.
    const order = { first: 1, seeds: 21, registers: undefined };
    const told = async (cores: number) => {
      const runs: (readonly [number, Run])[] = [];
      await runShops(order, cores, (seed, run) => runs.push([seed, run]));
      return runs;
    };
    const alone = await told(1);
    expect(alone.map(([seed]) => seed)).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
    expect(await told(2)).toEqual(alone);
  });

  it(`does on SQLite what it does in memory, from ${SQLITE_SEEDS} seeds`, { timeout: 120_000 }, () => {
    for (let seed = 1; seed <= SQLITE_SEEDS; seed++) {
      expect(runShop(seed, undefined, {}, sqliteDisk), `seed ${seed}`).toEqual(runShop(seed, undefined));
    }
  });

  it.each(Object.entries(mutants))('is noticed when %s', (_, sabotage) => {
    const notices = (seed: number) => runShop(seed, undefined, sabotage).failures.length > 0;
    expect(Array.from({ length: MUTANT_SEEDS }, (_, i) => i + 1).some(notices)).toBe(true);
  });
});
