import { afterEach, describe, expect, test } from 'vitest';
import { type Box, healthyBox } from './box.fixture.ts';
import { CHECKS } from './checks.ts';
import { dataPlants } from './plants/data.fixture.ts';
import { devicePlants } from './plants/devices.fixture.ts';
import { diskPlants } from './plants/disk.fixture.ts';
import { harmless } from './plants/harmless.fixture.ts';
import { networkPlants } from './plants/network.fixture.ts';
import { shopPlants } from './plants/shop.fixture.ts';
import { systemPlants } from './plants/system.fixture.ts';

const PLANTS = [
  ...diskPlants,
  ...dataPlants,
  ...devicePlants,
  ...networkPlants,
  ...shopPlants,
  ...systemPlants,
];

let box: Box | undefined;
afterEach(async () => {
  await box?.close();
  box = undefined;
});

test('nothing is found on a healthy box, where everything is looked at', async () => {
  box = healthyBox();
  const findings = await box.look();
  expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
  expect(findings.length).toBeGreaterThan(15);
});

describe('each fault is found, and nothing besides', () => {
  test.each(PLANTS.map((plant) => [plant.id, plant.how, plant] as const))(
    '%s: %s',
    async (_id, _how, plant) => {
      box = healthyBox();
      await plant.plant(box);
      const wrong = (await box.look()).filter(({ state }) => state !== 'ok');
      const ids = [...new Set(wrong.map(({ id }) => id))].sort();
      expect(ids, JSON.stringify(wrong, null, 1)).toEqual([plant.id, ...(plant.with ?? [])].sort());
      const told = wrong.find(({ id }) => id === plant.id);
      expect(`${told?.cs} ${told?.remedyCs}`).toMatch(plant.says ?? /./);
      // Whoever reads it is told what to do, in both languages, and no name of a fact is left in the words.
      for (const { cs, en, remedyCs, remedyEn } of wrong) {
        for (const text of [cs, en, remedyCs, remedyEn]) expect(text).toMatch(/^[^{}]+$/);
      }
    },
  );
});

test.each(harmless.map(({ how, plant }) => [how, plant] as const))('%s is no fault', async (_how, plant) => {
  box = healthyBox();
  await plant(box);
  expect((await box.look()).filter(({ state }) => state !== 'ok')).toEqual([]);
});

test('there is nothing that may be found and was never planted', () => {
  const planted = new Set(PLANTS.map(({ id }) => id));
  const known = CHECKS.flatMap(({ indicators }) => indicators.map(({ id }) => id));
  expect(known.filter((id) => !planted.has(id))).toEqual([]);
  expect(new Set(known).size).toBe(known.length);
});
