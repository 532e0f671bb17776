import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import { type Line, lines, until } from '../link/line.fixture.ts';
import { linkPair } from '../link/pair.ts';
import { silentLog } from '../log.ts';
import { type CodeEnd, longestCode, noScan, type ScanEffect, scanStep } from './reading.ts';
import { createScanner, type ScannerOptions } from './scanner.ts';
import { virtualScanner } from './virtual.ts';

const latin = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

function heard(chunks: readonly Uint8Array[], end: CodeEnd = 'terminator', idle = false) {
  let state = noScan;
  const effects: ScanEffect[] = [];
  const step = (event: Parameters<typeof scanStep>[1]) => {
    const [next, more] = scanStep(state, event, end);
    state = next;
    effects.push(...more);
  };
  for (const chunk of chunks) step({ kind: 'bytes', bytes: chunk });
  if (idle) step({ kind: 'idle' });
  return effects.map((e) => (e.kind === 'code' ? (e.aim ? `${e.aim}:${e.code}` : e.code) : `!${e.trouble}`));
}

describe('bytes into codes', () => {
  it.each([
    ['8594001234567\r', ['8594001234567']],
    ['8594001234567\n', ['8594001234567']],
    ['8594001234567\r\n40170725\r\n', ['8594001234567', '40170725']],
    ['\r\n\r\n', []],
    [']E08594001234567\r', ['E0:8594001234567']],
    [']C1010859400123456710AB\x1d3103\r', ['C1:010859400123456710AB\x1d3103']],
    [']E0\r', [']E0']],
    ['859\xff4001\r40170725\r', ['!garbled', '40170725']],
    ['859\x004001\r', ['!garbled']],
    [`${'9'.repeat(longestCode)}\r`, ['9'.repeat(longestCode)]],
    [`]Q1${'9'.repeat(longestCode)}\r`, [`Q1:${'9'.repeat(longestCode)}`]],
    [`${'9'.repeat(longestCode + 1)}\r40170725\r`, ['!too-long', '40170725']],
    [`${'9'.repeat(100_000)}\r40170725\r`, ['!too-long', '40170725']],
    ['85940012', []],
  ])('%j', (text, codes) => {
    expect(heard([latin(text)])).toEqual(codes);
  });

  it('silence ends a code only where the scanner sends no terminator', () => {
    expect(heard([latin('40170725')], 'idle', true)).toEqual(['40170725']);
    expect(heard([latin('40170725\r')], 'idle', true)).toEqual(['40170725']);
    expect(heard([latin('4017')], 'terminator', true)).toEqual(['!unfinished']);
    expect(heard([latin('40\xff17')], 'terminator', true)).toEqual(['!garbled']);
    expect(heard([], 'idle', true)).toEqual([]);
  });

  it('gives the same for any chunks, and never more than fits', () => {
    const mouthful = fc.string({
      unit: fc.constantFrom('1', '9', 'A', '\r', '\n', '\xff', ']', '\x1d'),
      maxLength: 200,
    });
    fc.assert(
      fc.property(mouthful, fc.array(fc.nat(200), { maxLength: 6 }), (text, places) => {
        const whole = latin(text);
        const at = [0, ...places.map((p) => p % (whole.length + 1)).sort((a, b) => a - b), whole.length];
        const chunks = at.slice(1).map((end, i) => whole.subarray(at[i], end));
        expect(heard(chunks)).toEqual(heard([whole]));
        for (const code of heard([whole])) expect(code.length).toBeLessThanOrEqual(longestCode + 3);
      }),
    );
  });
});

function rig(options: Partial<ScannerOptions> = {}) {
  const clock = manualClock();
  const { dial, far } = linkPair('virtual:scanner');
  const codes: string[] = [];
  const troubles: string[] = [];
  const scanner = createScanner({
    dial,
    clock,
    log: silentLog,
    onScan: (code) => codes.push(code),
    onTrouble: (reason) => troubles.push(reason.en),
    ...options,
  });
  scanner.start();
  return { clock, far, codes, troubles, scanner };
}

describe('a scanner in time', () => {
  it('the same code again is one piece while it is held before the glass, and another one after', async () => {
    const { clock, far, codes } = rig();
    const twin = virtualScanner(far);
    await clock.advance(0);
    for (let i = 0; i < 10; i++) {
      twin.scan('40170725');
      await clock.advance(200);
    }
    expect(codes).toEqual(['40170725']);
    await clock.advance(50);
    twin.scan('40170725');
    twin.scan('8594001234567');
    twin.scan('40170725');
    await clock.advance(0);
    expect(codes).toEqual(['40170725', '40170725', '8594001234567', '40170725']);
  });

  it('repeats can be allowed', async () => {
    const { clock, far, codes } = rig({ repeat_ms: 0 });
    const twin = virtualScanner(far);
    await clock.advance(0);
    twin.scan('1');
    twin.scan('1');
    await clock.advance(0);
    expect(codes).toEqual(['1', '1']);
  });

  it('without a terminator a code ends by silence', async () => {
    const { clock, far, codes } = rig({ end: 'idle' });
    const twin = virtualScanner(far, { terminator: '' });
    await clock.advance(0);
    twin.scan('4017');
    await clock.advance(79);
    twin.scan('0725');
    await clock.advance(79);
    expect(codes).toEqual([]);
    await clock.advance(1);
    expect(codes).toEqual(['40170725']);
  });

  it('an unfinished code is dropped aloud, and its tail is not the next one', async () => {
    const { clock, far, codes, troubles } = rig();
    const twin = virtualScanner(far);
    await clock.advance(0);
    twin.emit(latin('4017'));
    await clock.advance(500);
    twin.scan('8594001234567');
    await clock.advance(0);
    expect(troubles).toEqual([expect.stringContaining('part of a code')]);
    expect(codes).toEqual(['8594001234567']);
  });

  it('half a code from before the cable was pulled is forgotten', async () => {
    const { clock, far, codes, troubles } = rig({ idle_ms: 5_000 });
    const twin = virtualScanner(far);
    await clock.advance(0);
    twin.emit(latin('111'));
    await clock.advance(1);
    far.unplug();
    far.plug();
    await clock.advance(1_000);
    twin.scan('222');
    await clock.advance(10_000);
    expect(codes).toEqual(['222']);
    expect(troubles).toEqual([]);
  });
});

describe.each(lines)('a scanner %s', (_kind, make) => {
  let line: Line;
  let stop = async () => {};
  afterEach(async () => {
    await stop();
    await line.dispose();
  });

  it.each(['\r', '\n', '\r\n'] as const)(
    'reads codes ended by %j, is unplugged and comes back',
    async (terminator) => {
      line = await make();
      const clock = manualClock();
      const scans: [string, string | undefined][] = [];
      const twin = virtualScanner(line.end, { terminator, prefix: ']E0' });
      const scanner = createScanner({
        dial: line.dial,
        clock,
        log: silentLog,
        onScan: (code, aim) => scans.push([code, aim]),
      });
      stop = scanner.stop;
      scanner.start();
      await until(() => scanner.status.state === 'up');
      twin.scan('8594001234567');
      await until(() => scans.length === 1);
      await line.unplug();
      await until(() => scanner.status.state === 'down');
      twin.scan('1111111111116');
      await line.plug();
      await clock.advance(1_000);
      await until(() => scanner.status.state === 'up');
      twin.scan('40170725');
      await until(() => scans.length === 2);
      expect(scans).toEqual([
        ['8594001234567', 'E0'],
        ['40170725', 'E0'],
      ]);
    },
  );
});
