import { describe, expect, test } from 'vitest';
import type { DiscoveryState, LinkView, Sighting } from '../../sync/index.ts';
import { diagnose, type Evidence, isElsewhere, networkWord } from './diagnosis.ts';

const link = (patch: Partial<LinkView>): LinkView => ({
  registerId: 'p2',
  state: 'down',
  address: '10.0.0.12:8883',
  since: 0,
  fault: null,
  clockAhead_ms: 0,
  about: null,
  ...patch,
});
const network: DiscoveryState = { addresses: ['10.0.0.7'], fault: null, heard: true };
const sighting: Sighting = {
  registerId: 'p2',
  shop: '0123456789abcdef',
  address: '10.0.0.12:8883',
  pairingPort: null,
  version: '0.1.0',
  at: 0,
};
const evidence = (patch: Partial<Evidence>): Evidence => ({
  name: 'Pokladna 2',
  link: link({}),
  sighting: undefined,
  network,
  ownNetworks: ['10.0.0.7/24'],
  broker: false,
  ...patch,
});

describe('why a sibling is missing', () => {
  test.each<[string, Partial<Evidence>, RegExp]>([
    [
      'off',
      { link: link({ fault: 'unreachable' }) },
      /neodpovídá na poslední známé adrese 10\.0\.0\.12:8883/,
    ],
    [
      'kept apart by the Wi-Fi',
      { link: link({ fault: 'unreachable' }), sighting },
      /je v síti vidět, ale spojit se s ní nejde/,
    ],
    [
      'in another network',
      { link: link({ fault: 'unreachable', address: '192.168.1.5:8883' }) },
      /v jiné síti než tato pokladna/,
    ],
    [
      'multicast blocked',
      { link: link({ fault: 'no-address', address: null }), network: { ...network, heard: false } },
      /v síti není slyšet nikdo/,
    ],
    ['not seen', { link: link({ fault: 'no-address', address: null }) }, /není v síti vidět/],
    ['never met', { link: undefined, network: null }, /není v síti vidět/],
    ['another shop', { link: link({ fault: 'certificate' }) }, /certifikátu nejde věřit/],
    ['cut off there', { link: link({ fault: 'turned-away' }) }, /k sobě nepustí/],
    ['cut off here', { link: link({ fault: 'not-admitted' }) }, /certifikátem, který už neplatí/],
    ['another one lives there', { link: link({ fault: 'wrong-register' }) }, /je teď jiná pokladna/],
    ['its program stands', { link: link({ fault: 'refused-connection' }) }, /běží .*, program na něm ne/],
    ['cable out', { link: link({ fault: 'silent' }) }, /přestala odpovídat/],
    ['no network here', { network: { ...network, fault: 'no-network' } }, /Tato pokladna nemá síť/],
    ['not at the broker', { broker: true }, /není připojená ke společnému brokeru/],
    [
      'silent at the broker',
      { broker: true, link: link({ fault: 'silent' }) },
      /není připojená ke společnému brokeru/,
    ],
    [
      'no broker',
      { broker: true, link: link({ fault: 'refused-connection' }) },
      /broker 10\.0\.0\.12:8883 neodpovídá/,
    ],
    [
      'another broker',
      { broker: true, link: link({ fault: 'certificate' }) },
      /Certifikátu společného brokeru/,
    ],
    [
      'shut out of the broker',
      { broker: true, link: link({ fault: 'turned-away' }) },
      /tuto pokladnu nepustí/,
    ],
    ['one way', { link: link({ state: 'one-way' }) }, /jen jedním směrem/],
  ])('%s', (_, patch, sentence) => {
    const told = diagnose(evidence(patch));
    expect(told.cs).toMatch(sentence);
    for (const text of Object.values(told)) expect(text).toMatch(/\S\.$/);
    expect(told.en).not.toMatch(/[ěščřžýáíéůúňťď]/i);
  });

  test('all is well when it is linked, but for a clock that is more than a minute off', () => {
    const linked = (clockAhead_ms: number | null) =>
      diagnose(evidence({ link: link({ state: 'linked', clockAhead_ms }) })).cs;
    expect([linked(null), linked(0), linked(59_000), linked(-60_000)]).toEqual(['', '', '', '']);
    expect(linked(61_000)).toContain('napřed o 61 s');
    expect(linked(-3_600_000)).toContain('pozadu o 60 min');
    expect(linked(3 * 365 * 86_400_000)).toContain('napřed o 1095 dní');
  });
});

test('an address is elsewhere when it lies in none of the own networks', () => {
  expect(isElsewhere('10.0.0.12:8883', ['10.0.0.7/24'])).toBe(false);
  expect(isElsewhere('10.0.1.12:8883', ['10.0.0.7/24'])).toBe(true);
  expect(isElsewhere('10.0.1.12:8883', ['10.0.0.7/24', '10.0.1.1/28'])).toBe(false);
  expect(isElsewhere('10.0.1.17:8883', ['10.0.1.1/28'])).toBe(true);
  expect(isElsewhere('203.0.113.9:1', ['192.168.0.1/0'])).toBe(false);
  expect(isElsewhere('pokladna-2.local:8883', [])).toBe(false);
});

test('what is said of the own network', () => {
  expect(networkWord(network, ['10.0.0.7']).state).toBe('ok');
  expect(networkWord(null, ['10.0.0.7'])).toMatchObject({
    state: 'ok',
    cs: expect.stringContaining('vypnuté'),
  });
  expect(networkWord(network, []).cs).toContain('nemá síť');
  expect(networkWord({ ...network, fault: 'flood' }, ['10.0.0.7']).cs).toContain('zahlcuje');
  expect(networkWord({ ...network, fault: 'port-taken' }, ['10.0.0.7']).cs).toContain('5353');
});
