import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import { type Line, lines, until } from '../link/line.fixture.ts';
import { linkPair } from '../link/pair.ts';
import { silentLog } from '../log.ts';
import { kilogramsToGrams } from './protocol.ts';
import { createScale, type ScaleProtocolName, scaleProtocols } from './scale.ts';
import { virtualScale } from './virtual.ts';
import type { Weight } from './weight.ts';

const names = Object.keys(scaleProtocols) as ScaleProtocolName[];

function hearAll(name: ScaleProtocolName, chunks: readonly Uint8Array[]): Weight | undefined {
  const protocol = scaleProtocols[name];
  let state = protocol.begin;
  for (const chunk of chunks) {
    const next = protocol.hear(state, chunk);
    state = next.state;
    if (next.weight) return next.weight;
  }
  return undefined;
}
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const cut = (whole: Uint8Array, places: readonly number[]) => {
  const at = [0, ...places.map((p) => p % (whole.length + 1)).sort((a, b) => a - b), whole.length];
  return at.slice(1).map((end, i) => whole.subarray(at[i], end));
};

describe('Toledo 8217 frames', () => {
  it.each([
    ['\x0201.250\r', { state: 'stable', grams: 1250 }],
    ['\x0200.000\r', { state: 'stable', grams: 0 }],
    ['\x02 1.250N\r', { state: 'stable', grams: 1250 }],
    ['\x02?\x01\r', { state: 'unstable' }],
    ['\x02?\x41\r', { state: 'unstable' }],
    ['\x02?\x02\r', { state: 'overload' }],
    ['\x02?\x03\r', { state: 'overload' }],
    ['\x02?\x04\r', { state: 'negative' }],
    ['\x02?\x05\r', { state: 'negative' }],
    ['\x02?\x08\r', { state: 'unstable' }],
    ['\x02?\x40\r', { state: 'absent' }],
    // Pounds have two decimals; a weight in them is never taken for kilograms.
    ['\x0202.75\r', { state: 'absent' }],
    ['\x0201.2', undefined],
    ['\x0201.2x0\r', undefined],
    ['01.250\r', undefined],
    ['\xff\x02\x0203\x0201.250\r', { state: 'stable', grams: 1250 }],
    [`\x02${' '.repeat(20)}01.250\r`, undefined],
    // The eighth bit of a line opened without parity.
    ['\x020\xb1.250\r', undefined],
  ])('%j', (text, weight) => {
    const got = hearAll('toledo-8217', [bytes(text)]);
    if (weight === undefined) expect(got).toBeUndefined();
    else expect(got).toMatchObject(weight);
  });
});

describe('CAS frames', () => {
  // BCC worked out by hand: S ^ ' ' ^ ' ' ^ 1 ^ . ^ 2 ^ 3 ^ 4 ^ k ^ g = 0x5b ^ ... see the sum beside it.
  const frame = (body: string, bcc?: number) => {
    const sum = [...bytes(body)].reduce((a, b) => a ^ b, 0);
    return `\x06\x01\x02${body}${String.fromCharCode(bcc ?? sum)}\x03\x04`;
  };

  it.each([
    [frame('S  1.234kg'), { state: 'stable', grams: 1234 }],
    [frame('S 01.234KG'), { state: 'stable', grams: 1234 }],
    [frame('S 12.34 kg'), { state: 'stable', grams: 12_340 }],
    [frame('U  1.234kg'), { state: 'unstable' }],
    [frame('S- 0.012kg'), { state: 'negative' }],
    [frame('U     OLkg'), { state: 'overload' }],
    [frame('S  1.234lb'), { state: 'absent' }],
    [frame('S  1.234kg', 0x00), undefined],
    [frame('S  1.234kg').slice(1), undefined],
    [`\x15\x06\x01\x01\x02${frame('S  0.500kg').slice(1)}`, { state: 'stable', grams: 500 }],
  ])('%j', (text, weight) => {
    const got = hearAll('cas', [bytes(text)]);
    if (weight === undefined) expect(got).toBeUndefined();
    else expect(got).toMatchObject(weight);
  });

  it('the check byte is the plain exclusive or of the ten bytes of the body', () => {
    // S 53 ^ 20 ^ 20 ^ 31 = 62, ^ 2e = 4c, ^ 32 = 7e, ^ 33 = 4d, ^ 34 = 79, ^ 6b = 12, ^ 67 = 75.
    expect(hearAll('cas', [bytes('\x06\x01\x02S  1.234kg\x75\x03\x04')])).toEqual({
      state: 'stable',
      grams: 1234,
    });
  });

  it('any one changed byte of a frame is refused', () => {
    const whole = bytes(frame('S  1.234kg').slice(1));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bad = whole.map((byte, i) => (i === at ? byte ^ flip : byte));
        expect(hearAll('cas', [Uint8Array.of(0x06), bad])).toBeUndefined();
      }),
    );
  });
});

describe.each(names)('the parser of %s', (name) => {
  const good = name === 'cas' ? '\x06\x01\x02S  1.234kg\x75\x03\x04' : '\x0201.234\r';

  it('gives the same for any chunks', () => {
    const noise = fc.uint8Array({ maxLength: 30 });
    fc.assert(
      fc.property(
        noise,
        fc.array(fc.nat(200), { maxLength: 8 }),
        fc.boolean(),
        (before, places, withFrame) => {
          const whole = Uint8Array.from([...before, ...(withFrame ? bytes(good) : [])]);
          expect(hearAll(name, cut(whole, places))).toEqual(hearAll(name, [whole]));
        },
      ),
    );
  });

  it('finds the frame behind noise, and invents none in it', () => {
    // Noise without the bytes that begin frames or move the conversation on.
    const noise = fc.array(
      fc.nat(255).filter((byte) => ![0x01, 0x02, 0x06, 0x15].includes(byte)),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(noise, fc.array(fc.nat(200), { maxLength: 8 }), (before, places) => {
        const all = Uint8Array.from([...before, ...bytes(good)]);
        expect(hearAll(name, [Uint8Array.from(before)])).toBeUndefined();
        expect(hearAll(name, cut(all, places))).toEqual({ state: 'stable', grams: 1234 });
      }),
    );
  });

  it('random bytes never crash it nor make it hoard', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }), (chunks) => {
        const protocol = scaleProtocols[name];
        let state = protocol.begin;
        for (const chunk of chunks) state = protocol.hear(state, chunk).state;
        expect(JSON.stringify(state).length).toBeLessThan(400);
      }),
    );
  });
});

it('grams are exact for every weight that a scale can show', () => {
  fc.assert(
    fc.property(fc.nat(99_999), (grams) => {
      expect(kilogramsToGrams((grams / 1_000).toFixed(3))).toBe(grams);
    }),
  );
});

/** What only time can show runs in process; the rest over both kinds of line. */
describe.each(names)('%s in time', (name) => {
  function rig() {
    const clock = manualClock();
    const { dial, far } = linkPair('virtual:scale');
    const twin = virtualScale(far, name);
    const scale = createScale({ dial, protocol: name, clock, log: silentLog });
    scale.start();
    const reading = () => {
      const seen: { weight?: Weight } = {};
      void scale.read().then((weight) => {
        seen.weight = weight;
      });
      return seen;
    };
    return { clock, far, twin, scale, reading };
  }

  it('is absent after a second of silence', async () => {
    const { clock, twin, reading } = rig();
    twin.silent(true);
    await clock.advance(0);
    const seen = reading();
    await clock.advance(999);
    expect(seen.weight).toBeUndefined();
    await clock.advance(1);
    expect(seen.weight).toMatchObject({ state: 'absent', reason: { cs: 'Váha neodpovídá.' } });
  });

  it('speaking nonsense is told apart from silence', async () => {
    const { clock, far, twin, reading } = rig();
    twin.silent(true);
    await clock.advance(0);
    const seen = reading();
    await clock.advance(0);
    far.send(Uint8Array.of(0xb2, 0xff));
    await clock.advance(1_000);
    expect(seen.weight).toMatchObject({ state: 'absent', reason: { cs: 'Váze není rozumět.' } });
  });

  it('an answer that comes too late is not taken for the next one', async () => {
    const { clock, far, twin, reading } = rig();
    twin.silent(true);
    await clock.advance(0);
    const first = reading();
    await clock.advance(1_000);
    expect(first.weight).toMatchObject({ state: 'absent' });
    twin.put(300);
    const second = reading();
    await clock.advance(50);
    // The late answer to the first question, with the goods that lay there then.
    far.send(bytes(name === 'cas' ? '\x06\x01\x02S  1.234kg\x75\x03\x04' : '\x0201.234\r'));
    await clock.advance(50);
    twin.silent(false);
    await clock.advance(1_000);
    expect(second.weight).toEqual({ state: 'stable', grams: 300 });
  });

  it('unplugged in the middle it answers at once', async () => {
    const { clock, far, twin, reading } = rig();
    twin.silent(true);
    await clock.advance(0);
    const seen = reading();
    await clock.advance(1);
    far.unplug({ cs: 'kabel', en: 'cable' });
    await clock.advance(0);
    expect(seen.weight).toMatchObject({
      state: 'absent',
      reason: { cs: expect.stringContaining('kabel'), en: expect.stringContaining('cable') },
    });
  });

  it('calls at the same time share one question', async () => {
    const { clock, far, twin, scale } = rig();
    await clock.advance(0);
    let asked = 0;
    far.onData(() => {
      asked += 1;
    });
    twin.put(10);
    const both = Promise.all([scale.read(), scale.read()]);
    await clock.advance(1_000);
    const [first, second] = await both;
    expect(asked).toBe(1);
    expect(first).toBe(second);
  });
});

it('a CAS scale that keeps saying "not yet" is busy, not asked for ever', async () => {
  const clock = manualClock();
  const { dial, far } = linkPair('virtual:scale');
  const twin = virtualScale(far, 'cas');
  twin.busy(true);
  const scale = createScale({ dial, protocol: 'cas', clock, log: silentLog });
  scale.start();
  await clock.advance(0);
  const reading = scale.read();
  await clock.advance(500);
  expect(await reading).toMatchObject({
    state: 'unstable',
    reason: { cs: expect.stringContaining('má práci') },
  });
});

describe.each(lines)('a scale %s', (_kind, make) => {
  let line: Line;
  let stop = async () => {};
  afterEach(async () => {
    await stop();
    await line.dispose();
  });

  it.each(names)('%s weighs, refuses what is no weight, and survives its cable', async (name) => {
    line = await make();
    const clock = manualClock();
    const twin = virtualScale(line.end, name);
    const scale = createScale({ dial: line.dial, protocol: name, clock, log: silentLog });
    stop = scale.stop;
    expect(await scale.read()).toMatchObject({ state: 'absent' });
    scale.start();
    await until(() => scale.status.state === 'up');
    for (const grams of [0, 5, 250, 1_234, 14_995]) {
      twin.put(grams);
      expect(await scale.read()).toEqual({ state: 'stable', grams });
    }
    twin.moving(true);
    expect(await scale.read()).toMatchObject({ state: 'unstable' });
    twin.moving(false);
    twin.overloaded(true);
    expect(await scale.read()).toMatchObject({ state: 'overload' });
    twin.overloaded(false);
    twin.put(-20);
    expect(await scale.read()).toMatchObject({ state: 'negative' });
    const zeroed = await scale.zero();
    if (name === 'cas')
      expect(zeroed).toMatchObject({ state: 'refused', hint: { cs: expect.stringContaining('na váze') } });
    else {
      expect(zeroed).toEqual({ state: 'zeroed' });
      expect(await scale.read()).toEqual({ state: 'stable', grams: 0 });
      twin.moving(true);
      expect(await scale.zero()).toMatchObject({ state: 'refused' });
      twin.moving(false);
    }

    await line.unplug();
    await until(() => scale.status.state === 'down');
    expect(await scale.read()).toMatchObject({
      state: 'absent',
      reason: { cs: expect.stringContaining('není připojená') },
    });
    await line.plug();
    await clock.advance(1_000);
    await until(() => scale.status.state === 'up');
    twin.put(480);
    const weight = scale.read();
    // A reading broken off leaves the line in doubt, so the first one after it listens for a while.
    await clock.advance(200);
    expect(await weight).toEqual({ state: 'stable', grams: name === 'cas' ? 480 : 500 });
  });
});
