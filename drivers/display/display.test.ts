import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import type { HeldStatus } from '../link/held.ts';
import { type Line, lines, until } from '../link/line.fixture.ts';
import { linkPair } from '../link/pair.ts';
import { silentLog } from '../log.ts';
import { createDisplay } from './display.ts';
import { type DisplayProfile, displayProfiles, withCodePage } from './profile.ts';
import { type DisplayFamily, virtualDisplay } from './virtual.ts';

const families: [keyof typeof displayProfiles, DisplayFamily][] = [
  ['epson-dm-d', 'escpos'],
  ['aures', 'escpos'],
  ['escpos-ascii', 'escpos'],
  ['cd5220', 'cd5220'],
  ['logic-controls', 'logic-controls'],
  ['utc', 'utc'],
  ['utc-enhanced', 'utc-enhanced'],
];
/** Aures numbers its pages in its own way: 9 is CP852, 18 is CP1250 (OCD-300). */
const auresPages = { 0: 'cp437', 9: 'cp852', 18: 'win1250' };

function rig(name: keyof typeof displayProfiles, family: DisplayFamily) {
  const clock = manualClock();
  const { dial, far } = linkPair('virtual:display');
  let half: (bytes: Uint8Array) => void = () => {};
  const end = {
    onData: (listen: (bytes: Uint8Array) => void) => {
      half = listen;
      far.onData(listen);
    },
    send: far.send,
  };
  const twin = virtualDisplay(end, { family, ...(name === 'aures' ? { pages: auresPages } : {}) });
  const display = createDisplay({ dial, profile: displayProfiles[name], clock, log: silentLog });
  return { clock, far, half: (bytes: Uint8Array) => half(bytes), twin, display };
}

const czech = 'Žluťoučký kůň úpěl ď';
const bare = 'Zlutoucky kun upel d';

describe.each(families)('a display of profile %s', (name, family) => {
  const expected = name === 'epson-dm-d' || name === 'aures' ? czech : bare;

  it('shows both lines as a customer would read them', async () => {
    const { clock, twin, display } = rig(name, family);
    display.start();
    display.show([czech, 'Celkem        125 Kč']);
    await clock.advance(500);
    const kc = expected === czech ? 'Kč' : 'Kc';
    expect(twin.lines).toEqual([expected, `Celkem        125 ${kc}`]);
    display.show(['', 'Nashledanou']);
    await clock.advance(500);
    expect(twin.lines).toEqual([' '.repeat(20), 'Nashledanou         ']);
    display.clear();
    await clock.advance(500);
    expect(twin.lines).toEqual([' '.repeat(20), ' '.repeat(20)]);
  });

  it('is dimmed and keeps its text, or says that it cannot be', async () => {
    const { clock, twin, display } = rig(name, family);
    display.start();
    display.show(['Otevřeno', '']);
    await clock.advance(500);
    const can = display.brightness(2);
    await clock.advance(500);
    expect(can).toBe(!name.startsWith('utc'));
    expect(twin.brightness).toBe(can ? 2 : 4);
    expect(twin.lines[0].trim()).toMatch(/^Otev[rř]eno$/);
  });

  it('rights itself wherever the previous connection was cut', async () => {
    const profile: DisplayProfile = displayProfiles[name];
    const whole = [
      ...(profile.brightness?.[1] ?? []),
      ...profile.prepare,
      ...profile.line1.before,
      0x41,
      0x42,
      0x43,
    ];
    whole.push(...profile.line1.after, ...profile.line2.before, 0x44, ...profile.line2.after);
    for (let cut = 0; cut <= whole.length; cut++) {
      // The display kept its power while the cable was out, so it has heard half of a conversation.
      const { clock, far, half, twin, display } = rig(name, family);
      display.show(['Guláš s knedlíkem', '149']);
      far.onOpen(() => {
        far.onOpen(() => {});
        half(Uint8Array.from(whole.slice(0, cut)));
      });
      display.start();
      await clock.advance(500);
      expect(twin.lines[0].trim(), `cut at ${cut}`).toMatch(/^Gul[aá][sš] s knedl[ií]kem$/);
      expect(twin.lines[1], `cut at ${cut}`).toBe('149'.padEnd(20));
      // The reset was heard as well, and not swallowed by the command that was cut.
      expect(twin.brightness, `cut at ${cut}`).toBe(4);
    }
  });

  it('any text at all stays within its two lines and sends no command', () => {
    return fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(0x10ffff), { maxLength: 60 }).map((points) => String.fromCodePoint(...points)),
        fc.string({ maxLength: 60 }),
        async (a, b) => {
          const { clock, twin, display } = rig(name, family);
          display.start();
          display.show([a, b]);
          await clock.advance(500);
          display.show(['A'.repeat(30), b]);
          await clock.advance(500);
          expect(twin.lines[0]).toBe('A'.repeat(20));
          expect(twin.brightness).toBe(4);
          // Printable ASCII is shown as it is.
          expect(twin.lines[1]).toBe(b.slice(0, 20).padEnd(20));
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('code pages', () => {
  it('CP852 letters have the codes of the standard', () => {
    // IBM code page 852, from the table itself: the second source beside the library both sides use.
    const table: Record<string, number> = { á: 0xa0, č: 0x9f, ď: 0xd4, é: 0x82, ě: 0xd8, í: 0xa1, ň: 0xe5 };
    Object.assign(table, { ó: 0xa2, ř: 0xfd, š: 0xe7, ť: 0x9c, ú: 0xa3, ů: 0x85, ý: 0xec, ž: 0xa7 });
    Object.assign(table, { Á: 0xb5, Č: 0xac, Ě: 0xb7, Ř: 0xfc, Š: 0xe6, Ů: 0xde, Ž: 0xa6 });
    const { dial, far } = linkPair('virtual:');
    const heard: number[] = [];
    far.onData((bytes) => heard.push(...bytes));
    const clock = manualClock();
    const display = createDisplay({ dial, profile: displayProfiles['epson-dm-d'], clock, log: silentLog });
    const text = Object.keys(table).join('');
    display.show([text.slice(0, 20), text.slice(20)]);
    display.start();
    return clock.advance(500).then(() => {
      const codes = Object.values(table);
      const hex = Buffer.from(heard).toString('hex');
      expect(hex).toContain(`1b7412`);
      expect(hex).toContain(
        Buffer.from([...codes.slice(0, 20), 0x1f, 0x24, 1, 2, ...codes.slice(20)]).toString('hex'),
      );
    });
  });

  it.each(['epson-dm-d', 'cd5220'] as const)('%s takes another page by its number', async (name) => {
    const clock = manualClock();
    const { dial, far } = linkPair('virtual:');
    const family = name === 'cd5220' ? 'cd5220' : 'escpos';
    const twin = virtualDisplay(far, { family, pages: { 0: 'cp437', 18: 'cp852', 45: 'win1250' } });
    const profile = withCodePage(displayProfiles[name], 'win1250', 45);
    const display = createDisplay({ dial, profile, clock, log: silentLog });
    display.start();
    display.show([czech, '']);
    await clock.advance(500);
    display.brightness(1);
    await clock.advance(500);
    expect(twin.lines[0]).toBe(czech);
  });
});

describe('the twin', () => {
  it('scrolls in scroll mode, which the profile must therefore leave', () => {
    const { dial, far } = linkPair('virtual:');
    const twin = virtualDisplay(far, { family: 'escpos' });
    return dial.open(AbortSignal.timeout(1_000)).then(async (link) => {
      await link.write(Uint8Array.of(0x1f, 0x02, ...Buffer.from(`${'A'.repeat(20)}${'B'.repeat(20)}C`)));
      expect(twin.lines).toEqual(['B'.repeat(20), 'C'.padEnd(20)]);
    });
  });

  it('in CD5220 string mode hears only strings and CLR', async () => {
    const { dial, far } = linkPair('virtual:');
    const twin = virtualDisplay(far, { family: 'cd5220' });
    const link = await dial.open(AbortSignal.timeout(1_000));
    await link.write(Uint8Array.of(0x1b, 0x51, 0x41, 0x41, 0x0d, 0x1b, 0x6c, 1, 2, 0x5a, 0x1b, 0x2a, 1));
    expect(twin.lines).toEqual(['A'.padEnd(20), ' '.repeat(20)]);
    expect(twin.brightness).toBe(4);
    await link.write(Uint8Array.of(0x0c, 0x1b, 0x6c, 1, 2, 0x5a));
    expect(twin.lines).toEqual([' '.repeat(20), 'Z'.padEnd(20)]);
  });
});

it('shows its text and its brightness again after a power cut, unasked', async () => {
  const { clock, far, twin, display } = rig('epson-dm-d', 'escpos');
  display.start();
  display.show(['Příští zákazník', 'prosím']);
  display.brightness(2);
  await clock.advance(500);
  far.unplug();
  twin.powerCycle();
  far.plug();
  await clock.advance(2_000);
  expect(twin.lines).toEqual(['Příští zákazník'.padEnd(20), 'prosím'.padEnd(20)]);
  expect(twin.brightness).toBe(2);
});

it('sends the latest text and not the ones that came too fast', async () => {
  const { clock, far, display } = rig('cd5220', 'cd5220');
  const shown: string[] = [];
  const heard: Uint8Array[] = [];
  const twin = virtualDisplay(
    {
      onData: (listen) =>
        far.onData((bytes) => {
          heard.push(bytes);
          listen(bytes);
        }),
      send: far.send,
    },
    { family: 'cd5220' },
  );
  twin.onChange(() => shown.push(twin.lines[0].trim()));
  display.start();
  await clock.advance(500);
  for (let i = 1; i <= 100; i++) display.show([`položka ${i}`, '']);
  await clock.advance(500);
  expect(twin.lines[0].trim()).toBe('polozka 100');
  expect(heard.length).toBe(3);
  expect(shown).toEqual(['polozka 1', 'polozka 100']);
});

describe.each(lines)('a display %s', (_kind, make) => {
  let line: Line;
  let stop = async () => {};
  afterEach(async () => {
    await stop();
    await line.dispose();
  });

  it('is unplugged, comes back, and shows what is current', async () => {
    line = await make();
    const clock = manualClock();
    const statuses: HeldStatus[] = [];
    const twin = virtualDisplay(line.end, { family: 'escpos' });
    const display = createDisplay({
      dial: line.dial,
      profile: displayProfiles['epson-dm-d'],
      clock,
      log: silentLog,
      onStatus: (status) => statuses.push(status),
    });
    stop = display.stop;
    display.start();
    display.show(['Pivo 12°          59', 'Celkem            59']);
    await until(() => twin.lines[1] === 'Celkem            59');
    expect(twin.lines[0]).toBe('Pivo 12°          59');
    await line.unplug();
    await until(() => display.status.state === 'down');
    display.show(['staré', '']);
    display.show(['nové', 'Celkem           118']);
    twin.powerCycle();
    await line.plug();
    await clock.advance(1_000);
    await until(() => twin.lines[1] === 'Celkem           118');
    expect(twin.lines[0]).toBe('nové'.padEnd(20));
    expect(statuses).toEqual([
      { state: 'up' },
      {
        state: 'down',
        reason: { cs: expect.stringMatching(/odpojen/), en: expect.stringMatching(/unplugged/) },
      },
      { state: 'up' },
    ]);
  });
});
