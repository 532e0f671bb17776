import { expect, test } from 'vitest';
import type { SiblingView } from '../http/contract.ts';
import { siblingsHealth } from './siblings-health.ts';

const well = { cs: '', en: '', hintCs: '', hintEn: '' };
const sibling = (patch: Partial<SiblingView>): SiblingView => ({
  registerId: 'p2',
  name: 'Pokladna 2',
  series: 'R2',
  version: '0.1.0',
  state: 'linked',
  address: '10.0.0.2:8883',
  seenBy: ['mdns'],
  since: '2026-11-24T12:00:00+01:00',
  behind: 0,
  ahead: 0,
  clockAhead_s: 0,
  ...well,
  ...patch,
});
const network = { state: 'ok' as const, ...well, cs: 'Síť funguje.' };
const gone = sibling({
  state: 'missing',
  cs: 'Pokladna 2 přestala odpovídat.',
  en: 'Pokladna 2 has stopped answering.',
  hintCs: 'Zkontrolujte ji.',
});

test('a lone register has nothing to say of siblings', () => {
  expect(siblingsHealth({ paired: false, siblings: [], network })).toEqual([]);
});

test('a missing one is told with its reason, more of them by their number, and those cut off not at all', () => {
  const parts = (siblings: SiblingView[]) => siblingsHealth({ paired: true, siblings, network });
  expect(parts([sibling({})]).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
  expect(parts([gone])[0]).toMatchObject({
    state: 'attention',
    cs: 'Pokladna 2 přestala odpovídat.',
    hintCs: 'Zkontrolujte ji. Změny se nahrají samy, až se pokladny spojí.',
  });
  expect(parts([gone, { ...gone, registerId: 'p3' }])[0]?.cs).toContain('Nespojených pokladen je 2.');
  expect(parts([{ ...gone, state: 'revoked' }])[0]?.state).toBe('ok');
  expect(parts([{ ...gone, state: 'one-way' }])[0]?.state).toBe('attention');
});

test('a clock more than a minute off is told, of a linked one only', () => {
  const clock = (patch: Partial<SiblingView>) =>
    siblingsHealth({ paired: true, siblings: [sibling({ cs: 'Hodiny …', ...patch })], network })[1]?.state;
  expect([clock({ clockAhead_s: 60 }), clock({ clockAhead_s: -61 }), clock({ clockAhead_s: null })]).toEqual([
    'ok',
    'attention',
    'ok',
  ]);
  expect(clock({ clockAhead_s: 3600, state: 'missing' })).toBe('ok');
});
