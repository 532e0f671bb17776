import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { manualWorld } from '../../world/manual.fixture.ts';
import { SETUP_STEPS, type SetupStepId } from '../http/contract.ts';
import { createNotebook } from './notebook.ts';
import { propose } from './proposal.ts';
import { type Facts, SAID, stepsOf } from './steps.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kasad-steps-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NEW: Facts = {
  paired: false,
  named: false,
  printers: 0,
  drawer: false,
  display: false,
  certificates: 0,
  backoffice: null,
  staff: 0,
};
const DONE: Readonly<Partial<Record<SetupStepId, Partial<Facts>>>> = {
  register: { named: true },
  printers: { printers: 2 },
  drawer: { drawer: true },
  display: { display: true },
  eet: { certificates: 1 },
  backoffice: { backoffice: 'U Lípy' },
  staff: { staff: 3 },
};

type Deed = { readonly step: SetupStepId; readonly how: 'do' | 'skip' };

/** The first run as the register keeps it: facts of its own, and marks in the notebook, which is read anew each time. */
function goThrough(deeds: readonly Deed[]): Record<SetupStepId, string> {
  let facts = NEW;
  const book = () => createNotebook(folder, manualWorld());
  for (const { step, how } of deeds) {
    const { marks } = book().begin();
    if (how === 'skip') book().write({ marks: { ...marks, [step]: 'skipped' } });
    else if (SAID.includes(step)) book().write({ marks: { ...marks, [step]: 'done' } });
    else facts = { ...facts, ...DONE[step] };
  }
  const states = stepsOf(facts, book().begin().marks).map(({ id, state }) => [id, state]);
  rmSync(join(folder, 'first-run.json'));
  return Object.fromEntries(states);
}

test('whatever the order of the steps, the first run stands the same', () => {
  const deeds = fc.uniqueArray(
    fc.record({
      step: fc.constantFrom(...SETUP_STEPS),
      how: fc.constantFrom('do' as const, 'skip' as const),
    }),
    { selector: ({ step }) => step },
  );
  fc.assert(
    fc.property(
      deeds.chain((some) =>
        fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
      ),
      ([some, other]) => {
        const states = goThrough(some);
        expect(goThrough(other)).toEqual(states);
        for (const step of SETUP_STEPS) {
          const deed = some.find((one) => one.step === step);
          expect(states[step]).toBe(deed === undefined ? 'open' : deed.how === 'do' ? 'done' : 'skipped');
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a step that was skipped and then done is done; one that nothing can be seen of is open again when it is said', () => {
  expect(stepsOf({ ...NEW, drawer: true }, { drawer: 'skipped' })[4]).toMatchObject({
    id: 'drawer',
    state: 'done',
  });
  expect(stepsOf({ ...NEW, paired: true }, { shop: 'skipped' })[1]).toMatchObject({
    id: 'shop',
    state: 'done',
  });
  // Saying that it is done makes no printer.
  expect(stepsOf(NEW, { printers: 'done' })[3]).toMatchObject({ id: 'printers', state: 'open' });
});

test('what the register has drawn for itself is drawn once, and a notebook that was torn begins anew', () => {
  const first = createNotebook(folder, manualWorld()).begin();
  expect(first.id).toMatch(/^pokladna-[2-9a-z]{5}$/);
  expect(first.series).toMatch(/^X[2-9A-Z]{5}$/);
  const world = manualWorld();
  world.bytes(5);
  expect(createNotebook(folder, world).begin()).toEqual(first);
  expect(readdirSync(folder)).toEqual(['first-run.json']);
  for (const torn of [
    '',
    '{"id":',
    '{"id":"../x","series":"X","marks":{},"finished":false,"pending":{}}',
    'null',
  ]) {
    writeFileSync(join(folder, 'first-run.json'), torn);
    expect(createNotebook(folder, world).begin().id).toMatch(/^pokladna-/);
  }
});

test('nobody in the shop has the name or the series that is proposed', () => {
  const known = fc.record({
    id: fc.constantFrom('pokladna-aaaaa', 'bar', 'sal'),
    name: fc.constantFrom('Pokladna 1', 'POKLADNA 2', 'pokladna 3', 'Bar'),
    series: fc.constantFrom('R1', 'R2', 'R3', 'X', null),
  });
  fc.assert(
    fc.property(fc.array(known, { maxLength: 8 }), (others) => {
      const self = { id: 'pokladna-zzzzz', name: 'Nová pokladna', series: 'XZZZZZ', named: false };
      const { id, name, series } = propose(self, others);
      expect(id).toBe(self.id);
      expect(others.map((one) => one.name.toLowerCase())).not.toContain(name.toLowerCase());
      expect(others.map((one) => one.series)).not.toContain(series);
      expect(series).toMatch(/^R[1-9]\d*$/);
    }),
  );
  const named = { id: 'bar', name: 'Bar', series: 'B', named: true };
  expect(propose(named, [{ id: 'x', name: 'Bar', series: 'B' }])).toEqual({
    id: 'bar',
    name: 'Bar',
    series: 'B',
  });
});
