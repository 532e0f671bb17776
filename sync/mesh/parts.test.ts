import fc from 'fast-check';
import mqttPacket from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { parseAbout, sameAbout } from './about.ts';
import { formatAddress, parseAddress, plainHost } from './address.ts';
import { frameMeter } from './frame-meter.ts';
import { createGate } from './gate.ts';
import { createIntruders } from './intruders.ts';
import { manualTime } from './manual-time.fixture.ts';
import type { About, Intruder } from './mesh.ts';
import { createPeer } from './peer.ts';
import { printed } from './siblings-page.fixture.ts';
import { topicsOf } from './topics.ts';

describe('topics', () => {
  const topics = topicsOf('shop');
  const guest = { kind: 'guest', name: 'kuchyn' } as const;
  const register = { kind: 'register', name: 'r2' } as const;

  it.each([
    ['kasad/1/shop/r1/about', true, true],
    ['kasad/1/shop/+/about', true, true],
    ['kasad/1/shop/r1/events/#', true, true],
    ['kasad/1/shop/+/events/+', true, true],
    ['kasad/1/shop/r1/events/receipt', true, true],
    ['kasad/1/shop/r1/to/r2', false, true],
    ['kasad/1/shop/r1/to/r3', false, false],
    ['kasad/1/shop/r1/to/kuchyn', false, false],
    ['kasad/1/shop/+/to/r2', false, false],
    ['kasad/1/shop/r1/to/+', false, false],
    ['kasad/1/shop/r1/to/#', false, false],
    ['kasad/1/shop/r1/#', false, false],
    ['kasad/1/shop/r1/+', false, false],
    ['kasad/1/shop/r1/events', false, false],
    ['kasad/1/shop/r2/about', false, false],
    ['kasad/1/other/r1/about', false, false],
    ['kasad/1/+/r1/about', false, false],
    ['kasad/2/shop/r1/about', false, false],
    ['#', false, false],
    ['', false, false],
    ['/kasad/1/shop/r1/about', false, false],
    [`kasad/1/shop/r1/events/${'x'.repeat(200)}`, false, false],
  ])('%s: guest %s, register r2 %s', (filter, forGuest, forRegister) => {
    expect([topics.mayListen(filter, guest, 'r1'), topics.mayListen(filter, register, 'r1')]).toEqual([
      forGuest,
      forRegister,
    ]);
  });

  it('no filter that is allowed catches what is said to another', () => {
    const level = fc.constantFrom(
      'kasad',
      '1',
      'shop',
      'r1',
      'r2',
      'r3',
      'to',
      'events',
      'about',
      '+',
      '#',
      '',
    );
    fc.assert(
      fc.property(fc.array(level, { maxLength: 7 }), fc.constantFrom(guest, register), (levels, who) => {
        if (!topics.mayListen(levels.join('/'), who, 'r1')) return;
        expect(matches(levels, topics.to('r1', 'r3').split('/'))).toBe(false);
      }),
      { numRuns: 20_000 },
    );
  });

  it('reads what it writes', () => {
    expect(topics.read(topics.to('r1', 'r2'))).toEqual({ is: 'to', from: 'r1', rest: 'r2' });
    expect(topics.read(topics.event('r1', 'bill/line'))).toEqual({
      is: 'event',
      from: 'r1',
      rest: 'bill/line',
    });
    expect(topics.read(topics.about('r1'))).toEqual({ is: 'about', from: 'r1', rest: '' });
    expect(topics.read('$SYS/r1/heartbeat')).toBeUndefined();
  });
});

/** [MQTT 3.1.1, 4.7.1] */
function matches(filter: readonly string[], topic: readonly string[]): boolean {
  for (let i = 0; i < filter.length; i++) {
    if (filter[i] === '#') return true;
    if (i >= topic.length || (filter[i] !== '+' && filter[i] !== topic[i])) return false;
  }
  return filter.length === topic.length;
}

describe('addresses', () => {
  it.each(['10.0.0.1:8883', 'pokladna-1.local:1', '[fe80::1]:8883'])('%s', (text) => {
    const address = parseAddress(text);
    expect(address && formatAddress(address)).toBe(text);
  });
  it.each(['10.0.0.1', ':1', 'a:0', 'a:65536', 'fe80::1:8883', '[x]:1', 'a b:1', '-a:1', 'a:1:2', ''])(
    '%s is none',
    (text) => expect(parseAddress(text)).toBeUndefined(),
  );
  it('are plain whatever socket they came by', () => {
    expect(['::ffff:10.0.0.1', '10.0.0.1', 'fe80::1%eth0', undefined].map(plainHost)).toEqual([
      '10.0.0.1',
      '10.0.0.1',
      'fe80::1',
      '',
    ]);
  });
});

describe('about', () => {
  const about: About = {
    registerId: 'r2',
    name: 'Bar',
    origin: 'r2-1',
    version: '0.1.0',
    proto: 1,
    wall_ms: 5,
    siblings: { r3: '10.0.0.3:8883' },
  };
  it('is what docs/siblings.md shows', () => {
    expect(parseAbout(printed('json'), 'pokladna-1')).toEqual(JSON.parse(printed('json')));
  });
  it('is read, and an odd address left out', () => {
    const odd = { ...about, siblings: { ...about.siblings, r4: 'x', '#': 'a:1', r5: 5 } };
    expect(parseAbout(JSON.stringify(odd), 'r2')).toEqual(about);
    expect(sameAbout(about, { ...about, wall_ms: 9 })).toBe(true);
    expect(sameAbout(about, { ...about, name: 'Sál' })).toBe(false);
  });
  it.each([
    'x',
    'null',
    '[]',
    JSON.stringify({ ...about, registerId: 'r3' }),
    JSON.stringify({ ...about, name: '' }),
    JSON.stringify({ ...about, name: 'x'.repeat(121) }),
    JSON.stringify({ ...about, wall_ms: 1.5 }),
    JSON.stringify({ ...about, siblings: undefined }),
    JSON.stringify({ ...about, more: 'x'.repeat(40_000) }),
  ])('%.40s is none', (text) => expect(parseAbout(text, 'r2')).toBeUndefined());
});

describe('the gate', () => {
  const limits = {
    waiting_perAddress: 3,
    waiting_strangers: 5,
    perSecond_perAddress: 1,
    burst_perAddress: 10,
    perSecond_strangers: 1,
    burst_strangers: 100,
  };
  const open = (siblings: string[] = []) => {
    const time = manualTime();
    return { time, gate: createGate(time.now, (host) => siblings.includes(host), limits) };
  };

  it('lets so many wait, per address and in all; a sibling has its own room', () => {
    const { gate } = open(['s']);
    const a = [1, 2, 3, 4].map(() => gate.enter('a'));
    expect(a.map(Boolean)).toEqual([true, true, true, false]);
    expect([gate.enter('b'), gate.enter('b'), gate.enter('b')].map(Boolean)).toEqual([true, true, false]);
    expect([gate.enter('c'), gate.enter('s')].map(Boolean)).toEqual([false, true]);
    a[0]?.();
    a[0]?.();
    expect(gate.waiting()).toBe(5);
    expect([gate.enter('c'), gate.enter('c')].map(Boolean)).toEqual([true, false]);
  });

  it('lets so many come a second, and more again later', async () => {
    const { gate, time } = open();
    const knock = () => {
      const leave = gate.enter('a');
      leave?.();
      return leave !== undefined;
    };
    expect(Array.from({ length: 12 }, knock).filter(Boolean)).toHaveLength(10);
    await time.advance(2000);
    expect(Array.from({ length: 12 }, knock).filter(Boolean)).toHaveLength(2);
  });

  it('takes a /64 for one box, and remembers so many at most', () => {
    const { gate } = open();
    const enter = (host: string) => Boolean(gate.enter(host));
    expect(['2001:db8::1', '2001:db8::2', '2001:db8:0:0:ffff::3', '2001:db8::4'].map(enter)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(enter('2001:db8:0:1::1')).toBe(true);
  });
});

describe('the frame meter', () => {
  it('passes what is short enough and stops what is not, however it is cut up', () => {
    const packet = fc.integer({ min: 0, max: 400 }).map((length) =>
      mqttPacket.generate({
        cmd: 'publish',
        topic: 't',
        payload: 'x'.repeat(length),
        qos: 0,
        retain: false,
        dup: false,
      }),
    );
    fc.assert(
      fc.property(
        fc.array(packet, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 60 }),
        (all, step) => {
          let stopped = 0;
          const meter = frameMeter(300, () => stopped++);
          const bytes = Buffer.concat(all);
          for (let i = 0; i < bytes.length; i += step) meter(bytes.subarray(i, i + step));
          // One byte of type and one or two of length come before what is counted.
          const tooBig = all.some((one) => one.length - (one.length > 129 ? 3 : 2) > 300);
          expect(stopped).toBe(tooBig ? 1 : 0);
        },
      ),
    );
  });

  it('stops a length that never ends', () => {
    let stopped = 0;
    const meter = frameMeter(2 ** 40, () => stopped++);
    meter(Buffer.from([0x30, 0x80, 0x80, 0x80]));
    expect(stopped).toBe(0);
    meter(Buffer.from([0x80, 0x80, 0x80]));
    expect(stopped).toBe(1);
  });
});

describe('intruders', () => {
  it('are told at once, and then counted', async () => {
    const time = manualTime();
    const told: Intruder[] = [];
    const intruders = createIntruders(time, (what) => told.push(what));
    for (let i = 0; i < 50; i++) intruders.saw('a', 'too-many', null);
    intruders.saw('a', 'topic', 'kuchyn');
    expect(told.map(({ why, count }) => [why, count])).toEqual([
      ['too-many', 1],
      ['topic', 1],
    ]);
    await time.advance(10_000);
    expect(told.slice(2)).toEqual([{ address: 'a', why: 'too-many', name: null, count: 49 }]);
    await time.advance(20_000);
    intruders.saw('a', 'too-many', null);
    expect(told).toHaveLength(4);
    for (let i = 0; i < 1000; i++) intruders.saw(`h${i}`, 'too-many', null);
    expect(told.length).toBeLessThan(210);
    intruders.stop();
    await time.advance(20_000);
    expect(told.length).toBeLessThan(210);
  });
});

describe('a sibling', () => {
  const on = { hears: true, heard: true, fault: null, address: 'a:1' };
  const off = { ...on, hears: false, heard: false, fault: 'silent' } as const;
  const about = JSON.stringify({
    registerId: 'r2',
    name: 'Bar',
    origin: 'r2-1',
    version: '0.1.0',
    proto: 1,
    wall_ms: 5_000,
    siblings: {},
  });
  const meet = () => {
    const told: string[] = [];
    const time = manualTime();
    const peer = createPeer(time, 'r2', {
      up: (_, { name }) => told.push(`up ${name}`),
      down: () => told.push('down'),
      message: (_, text) => told.push(text),
      intruder: () => {},
      changed: () => {},
    });
    return { told, peer, time };
  };

  it('who knows sooner than we that the link is up loses no message', () => {
    const { told, peer } = meet();
    peer.update(on);
    peer.received('first');
    peer.received('second');
    expect(told).toEqual([]);
    peer.said(about, false, 0);
    peer.received('third');
    expect(told).toEqual(['up Bar', 'first', 'second', 'third']);
  });

  it('must say anew who it is after a break, and what it said before the break is gone', () => {
    const { told, peer } = meet();
    peer.update(on);
    peer.received('early');
    peer.update(off);
    peer.update(on);
    expect(peer.view().state).toBe('one-way');
    peer.said(about, false, 0);
    peer.update(off);
    peer.received('late');
    expect(told).toEqual(['up Bar', 'down']);
    expect(peer.view()).toMatchObject({ state: 'down', fault: 'silent', about: { name: 'Bar' } });
  });

  it('its clock is compared by what it says now, half the way taken off; one news is one `up`', () => {
    const { told, peer, time } = meet();
    peer.update(on);
    peer.said(about, false, 0);
    expect(peer.view().clockAhead_ms).toBeNull();
    peer.said(about, true, 40);
    expect(peer.view().clockAhead_ms).toBe(5_000 + 20 - time.wall_ms());
    peer.said(about.replace('Bar', 'Sál'), true, 0);
    peer.said('garbage', true, 0);
    expect(told).toEqual(['up Bar', 'up Sál']);
  });
});
