import { describe, expect, test } from 'vitest';
import { decide, type Facts } from './plan.ts';
import { runShop } from './shop.fixture.ts';

const SEEDS = 300;

describe('a shop that updates itself, from seeds', () => {
  test('never two at once among linked ones, and all end on the new version or know why not', () => {
    let updates = 0;
    let stopped = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const run = runShop(seed);
      expect(run.faults, `seed ${seed}`).toEqual([]);
      updates += run.updates;
      if (run.stops.some((stop) => stop !== null)) stopped++;
    }
    expect(updates).toBeGreaterThan(SEEDS);
    expect(stopped).toBeGreaterThan(SEEDS / 20);
    expect(stopped).toBeLessThan(SEEDS);
  }, 120_000);

  test.each<[string, (facts: Facts) => Facts]>([
    ['does not wait until the others have seen its claim', (facts) => ({ ...facts, agreed: true })],
    [
      'does not care for the claims of others',
      (facts) => ({
        ...facts,
        others: facts.others.map((one) =>
          one.attempt?.state === 'claiming' ? { ...one, attempt: null } : one,
        ),
      }),
    ],
    [
      'does not wait for those that are in the middle of it',
      (facts) => ({
        ...facts,
        others: facts.others.map((one) =>
          one.attempt?.state === 'installing' ? { ...one, attempt: null } : one,
        ),
      }),
    ],
    ['forgets what root was asked', (facts) => ({ ...facts, requested: false, result: null })],
  ])(
    'a rule that %s is found out',
    (_, blind) => {
      const seeds = Array.from({ length: SEEDS }, (_, at) => at + 1);
      expect(seeds.some((seed) => runShop(seed, (facts) => decide(blind(facts))).faults.length > 0)).toBe(
        true,
      );
    },
    120_000,
  );
});
