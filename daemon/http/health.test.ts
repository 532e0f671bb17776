import { expect, it } from 'vitest';
import { manualWorld } from '../../world/manual.fixture.ts';
import type { HealthPart } from './contract.ts';
import { type HealthSource, snapshot } from './health.ts';

const part = (id: string, state: HealthPart['state']): HealthPart => ({
  id,
  state,
  cs: `${id} zlobí.`,
  en: `${id} is unwell.`,
  hintCs: '',
  hintEn: '',
});
const source = (id: string, state: HealthPart['state'], presses?: boolean): HealthSource => ({
  health: () => [part(id, state)],
  ...(presses === undefined ? {} : { presses: () => presses }),
});
function sentence(...sources: HealthSource[]): string {
  return snapshot(sources, { world: manualWorld(), version: '1', startedAt: 0 }).cs;
}

it('what presses is named before what has been wrong for long, and after what stops sales', () => {
  const display = source('displej', 'attention');
  expect(sentence(display, source('EET', 'attention', false))).toBe(
    'displej zlobí. A ještě 1 závada. Prodává se dál.',
  );
  expect(sentence(display, source('EET', 'attention', true))).toBe(
    'EET zlobí. A ještě 1 závada. Prodává se dál.',
  );
  expect(sentence(display, source('EET', 'attention', true), source('disk', 'fault'))).toBe(
    'disk zlobí. A ještě 2 závady. Prodávat se nedá.',
  );
});
