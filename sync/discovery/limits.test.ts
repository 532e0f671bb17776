import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DnsRecord, registersIn, SERVICE_NAME, textOf } from './announcement.ts';
import type { Announcement } from './discovery.ts';
import { createGate, FLOOD_PER_S } from './gate.ts';
import { isOn, usable } from './interfaces.ts';
import { createSightings, PER_HOST_MAX, PER_REGISTER_MAX, SIGHTINGS_MAX, SILENCE_MS } from './sightings.ts';

const SHOP = '0123456789abcdef';
const self = (registerId: string, patch: Partial<Announcement> = {}): Announcement => ({
  registerId,
  shop: SHOP,
  port: 8883,
  pairingPort: null,
  version: '0.1.0',
  ...patch,
});

/** The records that a register sends. */
function recordsOf(said: Announcement, ttl = 120): DnsRecord[] {
  const name = `${said.registerId}.${SERVICE_NAME}`;
  const text = Object.entries(textOf(said)).map(([key, value]) => Buffer.from(`${key}=${value}`));
  return [
    { name: SERVICE_NAME, type: 'PTR', ttl, data: name },
    { name, type: 'SRV', ttl, data: { port: said.port, target: `${said.registerId}.local` } },
    { name, type: 'TXT', ttl, data: text },
  ];
}

describe('what a packet says', () => {
  it('is read as it was announced, whatever stands around it', () => {
    const announcements = fc.record({
      registerId: fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/),
      shop: fc.stringMatching(/^[0-9a-f]{16}$/),
      port: fc.integer({ min: 1, max: 65_535 }),
      pairingPort: fc.option(fc.integer({ min: 1, max: 65_535 })),
      version: fc.stringMatching(/^[A-Za-z0-9.+-]{1,32}$/),
    });
    const noise = fc.record({
      name: fc.string(),
      type: fc.constantFrom('A', 'AAAA', 'TXT', 'SRV', 'PTR', 'NSEC', 'UNKNOWN_7'),
      ttl: fc.nat(),
      data: fc.anything(),
    });
    fc.assert(
      fc.property(announcements, fc.array(noise, { maxLength: 20 }), (said, around) => {
        const told = registersIn([...around, ...recordsOf(said)]);
        expect(told).toContainEqual({ registerId: said.registerId, announcement: said });
      }),
    );
  });

  it('never fails, and never gives more than it may', () => {
    const any = fc.record({
      name: fc.oneof(fc.string(), fc.constant(SERVICE_NAME), fc.constant(`x.${SERVICE_NAME}`)),
      type: fc.constantFrom('TXT', 'SRV', 'PTR'),
      ttl: fc.option(fc.nat(), { nil: undefined }),
      data: fc.oneof(fc.anything(), fc.constant(`x.${SERVICE_NAME}`), fc.array(fc.uint8Array())),
    });
    fc.assert(
      fc.property(fc.array(any), (records) => {
        for (const { registerId } of registersIn(records)) expect(registerId).toMatch(/^[\w-]{1,32}$/);
      }),
    );
    const crowd = Array.from({ length: 1_000 }, (_, i) => recordsOf(self(`r${i}`))).flat();
    expect(registersIn(crowd).length).toBeLessThanOrEqual(8);
  });

  const ids = (records: readonly DnsRecord[]) => registersIn(records).map(({ announcement }) => announcement);
  const changed = (type: string, patch: Partial<DnsRecord>) =>
    recordsOf(self('bar')).map((record) => (record.type === type ? { ...record, ...patch } : record));

  it.each<[string, DnsRecord[]]>([
    ['no port', recordsOf(self('bar')).filter(({ type }) => type !== 'SRV')],
    ['no text', recordsOf(self('bar')).filter(({ type }) => type !== 'TXT')],
    ['port 0', changed('SRV', { data: { port: 0 } })],
    ['a port too high', changed('SRV', { data: { port: 65_536 } })],
    ['a text of no bytes', changed('TXT', { data: 'shop=0123456789abcdef' })],
    [
      'a text too long',
      changed('TXT', { data: [Buffer.from(`shop=${SHOP}`), Buffer.from(`v=${'1'.repeat(80)}`)] }),
    ],
    ['another service', changed('PTR', { name: '_ipp._tcp.local' })],
    ['a name with a dot', changed('PTR', { data: `a.b.${SERVICE_NAME}` })],
    ['a name that climbs', changed('PTR', { data: `../etc.${SERVICE_NAME}` })],
    ['a name too long', changed('PTR', { data: `${'x'.repeat(33)}.${SERVICE_NAME}` })],
  ])('is nothing with %s', (_, records) => {
    expect(ids(records)).toEqual([]);
  });

  it('leaves out a pairing port that is none, and takes the first of two texts', () => {
    const text = ['shop=0123456789abcdef', 'v=1', 'v=2', 'pair=99999', 'novalue', '=x'].map((entry) =>
      Buffer.from(entry),
    );
    expect(ids(changed('TXT', { data: text }))).toEqual([self('bar', { version: '1' })]);
  });

  it('refuses to announce what nobody could read', () => {
    for (const patch of [
      { registerId: 'u baru' },
      { shop: 'x' },
      { port: 0 },
      { pairingPort: 70_000 },
      { version: 'é' },
    ]) {
      expect(() => textOf(self('bar', patch))).toThrow();
    }
  });
});

describe('the list of sightings', () => {
  const idsOf = (list: readonly { registerId: string }[]) => list.map(({ registerId }) => registerId);

  it('lets a liar stand beside the true one, never in its place, and say goodbye for himself alone', () => {
    const list = createSightings();
    expect(list.hear('10.0.0.1', self('bar'), 0)).toBe(true);
    expect(list.hear('10.0.0.66', self('bar', { port: 1 }), 1)).toBe(true);
    expect(list.list().map(({ address }) => address)).toEqual(['10.0.0.66:1', '10.0.0.1:8883']);
    expect(list.bye('10.0.0.66', 'bar')).toBe(true);
    expect(list.bye('10.0.0.66', 'bar')).toBe(false);
    expect(list.list().map(({ address }) => address)).toEqual(['10.0.0.1:8883']);
  });

  it('forgets who is silent, and only that one', () => {
    const list = createSightings();
    list.hear('10.0.0.1', self('bar'), 0);
    list.hear('10.0.0.2', self('sal'), 0);
    expect(list.hear('10.0.0.1', self('bar'), 10_000)).toBe(false);
    expect(list.expire(SILENCE_MS - 1)).toBe(false);
    expect(list.expire(SILENCE_MS)).toBe(true);
    expect(idsOf(list.list())).toEqual(['bar']);
  });

  it('is bounded: one host crowds out itself, many hosts of one register each other, all of them the oldest', () => {
    const list = createSightings();
    list.hear('10.0.0.1', self('bar'), 0);
    for (let i = 0; i < 10_000; i++) list.hear('10.0.0.66', self(`r${i}`), i);
    expect(list.list()).toHaveLength(1 + PER_HOST_MAX);
    expect(idsOf(list.list())).toContain('bar');
    for (let i = 0; i < 100; i++) list.hear(`10.0.1.${i}`, self('sal'), i);
    expect(list.list().filter(({ registerId }) => registerId === 'sal')).toHaveLength(PER_REGISTER_MAX);
    for (let i = 0; i < 1_000; i++) list.hear(`10.1.${i >> 8}.${i & 255}`, self(`s${i}`), i);
    expect(list.list()).toHaveLength(SIGHTINGS_MAX);
    expect(list.list()[0]?.registerId).toBe('s999');
  });
});

describe('the gate', () => {
  const from = (last: number, port = 5353) => ({ address: `10.0.0.${last}`, port });
  function packet(text: string, { size = 200, questions = 1, answer = false } = {}): Buffer {
    const bytes = Buffer.alloc(size);
    bytes.writeUInt8(answer ? 0x84 : 0, 2);
    bytes.writeUInt16BE(questions, 4);
    bytes.write(text, 12);
    return bytes;
  }
  const open = () => {
    let now = 0;
    return { gate: createGate(() => now, 'bar'), later: () => (now += 1_000) };
  };

  it('reads what speaks of registers, and nothing that breaks the rules of multicast DNS', () => {
    const { gate } = open();
    expect(gate.judge(packet('_kasad'), from(2))).toBe('read');
    expect(gate.judge(packet('bar'), from(2))).toBe('read');
    expect(gate.judge(packet('_kasad', { answer: true }), from(2))).toBe('read');
    expect(gate.judge(packet('_kasad', { answer: true }), from(2, 40_000))).toBe('pass');
    expect(gate.judge(packet('_ipp'), from(2))).toBe('pass');
    expect(gate.judge(packet('_kasad', { questions: 17 }), from(2))).toBe('pass');
    expect(gate.judge(packet('_kasad', { size: 1_473 }), from(2))).toBe('pass');
    expect(gate.judge(Buffer.from('_kasad'), from(2))).toBe('pass');
  });

  it('reads only so much in a second, and less of it from one host', () => {
    const { gate, later } = open();
    const reads = (count: number, host: (i: number) => number, size: number) =>
      Array.from({ length: count }, (_, i) => gate.judge(packet('_kasad', { size }), from(host(i)))).filter(
        (judged) => judged === 'read',
      ).length;
    expect(reads(500, () => 66, 100)).toBe(40);
    expect(gate.judge(packet('_kasad'), from(2))).toBe('read');
    later();
    expect(reads(500, (i) => i % 200, 100)).toBe(200);
    later();
    expect(reads(500, (i) => i % 200, 1_472)).toBe(44);
  });

  it('calls a flood a flood, for that second, and answers only so often', () => {
    const { gate, later } = open();
    const judged = Array.from({ length: FLOOD_PER_S + 1 }, () => gate.judge(packet('_ipp'), from(3)));
    expect(judged.at(-2)).toBe('pass');
    expect(judged.at(-1)).toBe('flood');
    expect(Array.from({ length: 100 }, () => gate.maySay()).filter(Boolean)).toHaveLength(20);
    later();
    expect(gate.judge(packet('_ipp'), from(3))).toBe('pass');
    expect(gate.maySay()).toBe(true);
  });
});

describe('interfaces', () => {
  const info = (address: string, internal: boolean, family: 'IPv4' | 'IPv6' = 'IPv4') =>
    ({ address, internal, family, netmask: '255.255.255.0', mac: '02:00:00:00:00:01', cidr: null }) as never;
  const all = {
    lo: [info('127.0.0.1', true)],
    eth0: [info('10.0.0.7', false), info('fe80::1', false, 'IPv6')],
    wlan0: [info('10.0.1.7', false)],
  };
  const addresses = (host: string) => usable(all, host).map(({ address }) => address);

  it('are those that lead to the broker', () => {
    expect(addresses('0.0.0.0')).toEqual(['10.0.0.7', '10.0.1.7']);
    expect(addresses('127.0.0.1')).toEqual(['127.0.0.1']);
    expect(addresses('10.0.1.7')).toEqual(['10.0.1.7']);
    expect(addresses('10.9.9.9')).toEqual([]);
  });

  it('know who is on their network', () => {
    const [on] = usable(all, '0.0.0.0');
    expect(on && [isOn(on, '10.0.0.200'), isOn(on, '10.0.1.200')]).toEqual([true, false]);
  });
});
