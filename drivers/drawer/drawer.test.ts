import { afterEach, describe, expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import { type Line, lines, until } from '../link/line.fixture.ts';
import { type Dial, type Link, LinkFault } from '../link/link.ts';
import { silentLog } from '../log.ts';
import type { KickOutcome } from '../printer/outcome.ts';
import { createDrawer, type DrawerOpening, type DrawerOutcome, type DrawerSensor } from './drawer.ts';
import type { DrawerPort } from './port.ts';
import { drawerTriggers, serialDrawerPort } from './serial.ts';
import { virtualDrawer } from './virtual.ts';

const jana = { who: 'Jana', why: 'hotovost' };

function rig(openWhen: 'high' | 'low' | 'none', sensor?: DrawerSensor, wrap = (port: DrawerPort) => port) {
  const clock = manualClock();
  const twin = virtualDrawer({ openWhen });
  const port = twin.printerPort();
  const journal: DrawerOpening[] = [];
  const events: string[] = [];
  const drawer = createDrawer({
    port: wrap(port),
    clock,
    log: silentLog,
    ...(sensor ? { sensor } : {}),
    onOpening: (opening) => journal.push(opening),
  });
  drawer.onOpened(({ byKey }) => events.push(byKey ? 'key' : 'opened'));
  drawer.onClosed(() => events.push('closed'));
  /** The outcome, or undefined while there is none. */
  const opening = () => {
    const seen: { outcome?: DrawerOutcome } = {};
    void drawer.open(jana).then((outcome) => {
      seen.outcome = outcome;
    });
    return seen;
  };
  return { clock, twin, port, journal, events, drawer, opening };
}

describe.each(['high', 'low'] as const)('a drawer whose switch is %s when open', (openWhen) => {
  const sensor = { openWhen };

  it('is learnt at set-up, and the learnt value works after a restart', async () => {
    const { twin, drawer, journal } = rig(openWhen);
    expect(drawer.state).toBe('unknown');
    expect(await drawer.learn({ who: 'technik' })).toEqual({ state: 'learnt', sensor });
    expect(drawer.state).toBe('open');
    twin.push();
    expect(drawer.state).toBe('closed');
    expect(journal).toMatchObject([{ who: 'technik', outcome: { state: 'opened' } }]);
    const again = rig(openWhen, sensor);
    expect(again.drawer.state).toBe('closed');
    expect(await again.drawer.open(jana)).toEqual({ state: 'opened' });
  });

  it('opens, is confirmed by the switch and stands in the journal once', async () => {
    const { twin, drawer, journal, events, clock } = rig(openWhen, sensor);
    await clock.advance(10_000);
    expect(await drawer.open(jana)).toEqual({ state: 'opened' });
    expect(drawer.state).toBe('open');
    twin.push();
    expect(events).toEqual(['opened', 'closed']);
    expect(journal).toEqual([{ ...jana, at_ms: 10_000, outcome: { state: 'opened' } }]);
  });

  it('opened by key is told apart and journalled without a name', async () => {
    const { twin, drawer, journal, events, clock } = rig(openWhen, sensor);
    await drawer.open(jana);
    twin.push();
    twin.turnKey();
    await clock.advance(10);
    expect(events).toEqual(['opened', 'closed', 'key']);
    expect(journal[1]).toEqual({ who: null, why: null, at_ms: 0, outcome: { state: 'opened' } });
  });

  it('locked: failed after a second, and pulled out a moment later it is still ours', async () => {
    const { clock, twin, opening, journal, events } = rig(openWhen, sensor);
    twin.lock(true);
    const seen = opening();
    await clock.advance(999);
    expect(seen.outcome).toBeUndefined();
    await clock.advance(1);
    expect(seen.outcome).toMatchObject({
      state: 'failed',
      reason: { cs: expect.stringContaining('neotevřela') },
    });
    await clock.advance(1_000);
    twin.turnKey();
    expect(events).toEqual(['opened']);
    expect(journal.map((line) => [line.who, line.outcome.state])).toEqual([
      ['Jana', 'failed'],
      ['Jana', 'opened'],
    ]);
  });

  it('a switch that never moves is not believed after three pulses, until it moves', async () => {
    const { clock, twin, drawer, opening } = rig(openWhen, sensor);
    twin.lock(true);
    const outcomes: (string | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      const seen = opening();
      await clock.advance(2_000);
      outcomes.push(seen.outcome?.state);
    }
    expect(outcomes).toEqual(['failed', 'failed', 'kicked', 'kicked']);
    expect(drawer.state).toBe('unknown');
    twin.turnKey();
    expect(drawer.state).toBe('open');
  });
});

describe('a drawer', () => {
  it('without a switch is only kicked, and learns that it has none', async () => {
    const { clock, drawer, opening } = rig('none');
    expect(opening()).toBeDefined();
    await clock.advance(0);
    const learning = drawer.learn({ who: 'technik' });
    await clock.advance(2_000);
    expect(await learning).toEqual({ state: 'learnt', sensor: 'none' });
    await clock.advance(500);
    const seen = opening();
    await clock.advance(0);
    expect(seen.outcome).toEqual({ state: 'kicked' });
    expect(drawer.state).toBe('unknown');
  });

  it('two hasty requests are one pulse; after half a second there is another', async () => {
    const { clock, twin, opening } = rig('none', 'none');
    const first = opening();
    const second = opening();
    await clock.advance(499);
    const third = opening();
    await clock.advance(0);
    expect([first, second, third].map((seen) => seen.outcome?.state)).toEqual(['kicked', 'kicked', 'kicked']);
    expect(twin.pulses).toBe(1);
    await clock.advance(1);
    opening();
    await clock.advance(0);
    expect(twin.pulses).toBe(2);
  });

  it('a hasty request for a drawer that is open already is one pulse', async () => {
    const { clock, twin, opening } = rig('high', { openWhen: 'high' });
    const pulses = twin.pulses;
    const requests = [opening(), opening()];
    await clock.advance(5_000);
    expect(requests.map((seen) => seen.outcome?.state)).toEqual(['opened', 'opened']);
    expect(twin.pulses - pulses).toBe(1);
  });

  it.each([20, 200, 499])(
    'shut again, it opens for the next sale %i ms later, half a second after the last pulse',
    async (later_ms) => {
      const { clock, twin, opening } = rig('high', { openWhen: 'high' });
      const first = opening();
      await clock.advance(10);
      expect(first.outcome).toEqual({ state: 'opened' });
      twin.push();
      await clock.advance(later_ms - 10);
      const second = opening();
      await clock.advance(499 - later_ms);
      expect([second.outcome, twin.open]).toEqual([undefined, false]);
      await clock.advance(50);
      expect([second.outcome, twin.open]).toEqual([{ state: 'opened' }, true]);
    },
  );

  it('a failed kick says why, sends nothing later, and does not lock out the next', async () => {
    const { clock, twin, port, opening, journal, events } = rig('high', { openWhen: 'high' });
    port.fail({ cs: 'Tiskárna je vypnutá.', en: 'The printer is off.' });
    const seen = opening();
    await clock.advance(0);
    expect(seen.outcome).toEqual({
      state: 'failed',
      reason: { cs: 'Tiskárna je vypnutá.', en: 'The printer is off.' },
      hint: { cs: 'Zapněte tiskárnu.', en: 'Switch the printer on.' },
    });
    port.fail(undefined);
    await clock.advance(60_000);
    expect(twin.pulses).toBe(0);
    port.fail({ cs: 'Tiskárna je vypnutá.', en: 'The printer is off.' });
    opening();
    await clock.advance(0);
    // The cashier helps herself with the key: that opening is not the register's.
    twin.turnKey();
    expect(events).toEqual(['key']);
    expect(journal.map((line) => [line.who, line.outcome.state])).toEqual([
      ['Jana', 'failed'],
      ['Jana', 'failed'],
      [null, 'opened'],
    ]);
    twin.push();
    port.fail(undefined);
    opening();
    await clock.advance(0);
    expect(twin.pulses).toBe(1);
  });

  it('a pulse that nobody has answered for in three seconds may come yet', async () => {
    const never = (port: DrawerPort): DrawerPort => ({
      ...port,
      kick: () => new Promise<KickOutcome>(() => {}),
    });
    const { clock, opening } = rig('high', { openWhen: 'high' }, never);
    const seen = opening();
    await clock.advance(2_999);
    expect(seen.outcome).toBeUndefined();
    await clock.advance(1);
    // The switch is asked for a second more.
    await clock.advance(1_000);
    expect(seen.outcome).toMatchObject({
      state: 'unknown',
      reason: {
        cs: expect.stringContaining('může se ještě otevřít'),
        en: expect.stringContaining('may still open'),
      },
    });
  });

  it('a pulse that the line broke under is opened when the switch says so, else nobody knows', async () => {
    const broken: KickOutcome = {
      state: 'unknown',
      reason: { cs: 'Spojení se přerušilo.', en: 'The line broke.' },
      hint: { cs: 'Podívejte se.', en: 'Look.' },
    };
    const breaking = (arrives: boolean) => (port: DrawerPort) => ({
      ...port,
      kick: async () => {
        if (arrives) await port.kick();
        return broken;
      },
    });
    const came = rig('high', { openWhen: 'high' }, breaking(true));
    expect(await came.drawer.open(jana)).toEqual({ state: 'opened' });
    expect(came.events).toEqual(['opened']);

    const lost = rig('high', { openWhen: 'high' }, breaking(false));
    const seen = lost.opening();
    await lost.clock.advance(1_000);
    expect(seen.outcome).toEqual(broken);

    const blind = rig('none', 'none', breaking(true));
    expect(await blind.drawer.open(jana)).toEqual(broken);
    expect(blind.journal).toMatchObject([{ who: 'Jana', outcome: { state: 'unknown' } }]);
  });

  it('found open at the start is open, and nobody is said to have opened it', () => {
    const twin = virtualDrawer({ openWhen: 'low' });
    twin.turnKey();
    const journal: DrawerOpening[] = [];
    const drawer = createDrawer({
      port: twin.printerPort(),
      clock: manualClock(),
      log: silentLog,
      sensor: { openWhen: 'low' },
      onOpening: (opening) => journal.push(opening),
    });
    expect(drawer.state).toBe('open');
    expect(journal).toEqual([]);
    twin.push();
    twin.turnKey();
    expect(journal).toHaveLength(1);
  });

  it('while the printer is out of sight the pulse stays unconfirmed', async () => {
    const { clock, twin, port, opening, events, drawer } = rig('low', { openWhen: 'low' });
    port.blind(true);
    expect(drawer.state).toBe('unknown');
    const seen = opening();
    await clock.advance(0);
    expect(seen.outcome).toEqual({ state: 'kicked' });
    await clock.advance(60_000);
    twin.push();
    twin.turnKey();
    port.blind(false);
    // It was closed when last seen and is open now; that it had been opened in between is not hidden.
    expect(events).toEqual(['key']);
  });
});

it('a trigger box that is pulled out under the pulse may have had it', async () => {
  const clock = manualClock();
  const link: Link = {
    write: () =>
      Promise.reject(new LinkFault('closed', { cs: 'přerušeno při zápisu', en: 'broken while sending' })),
    onData: () => {},
    onClose: () => {},
    close: async () => {},
    written: 1,
  };
  const dial: Dial = { url: 'serial:/dev/box', open: async () => link };
  const port = serialDrawerPort({ dial, trigger: drawerTriggers.bel, clock, log: silentLog });
  expect(await port.kick()).toMatchObject({ state: 'failed' });
  port.start();
  await clock.advance(0);
  expect(await port.kick()).toMatchObject({
    state: 'unknown',
    hint: { cs: expect.stringContaining('Podívejte se'), en: expect.stringContaining('See whether') },
  });
});

describe.each(lines)('a drawer on a trigger box %s', (_kind, make) => {
  let line: Line;
  let stop = async () => {};
  afterEach(async () => {
    await stop();
    await line.dispose();
  });

  it('is kicked; a kick while it is unplugged fails and never comes later', async () => {
    line = await make();
    const clock = manualClock();
    const twin = virtualDrawer();
    twin.listenOn(line.end, [0x07]);
    const port = serialDrawerPort({ dial: line.dial, trigger: drawerTriggers.bel, clock, log: silentLog });
    stop = port.stop;
    const drawer = createDrawer({ port, clock, log: silentLog });
    port.start();
    await until(() => port.status.state === 'up');
    expect(await drawer.open(jana)).toEqual({ state: 'kicked' });
    await until(() => twin.open);
    twin.push();
    await line.unplug();
    await until(() => port.status.state === 'down');
    await clock.advance(500);
    expect(await drawer.open(jana)).toMatchObject({
      state: 'failed',
      hint: { cs: expect.stringContaining('klíčem'), en: expect.stringContaining('key') },
    });
    await line.plug();
    await clock.advance(1_000);
    await until(() => port.status.state === 'up');
    expect(await drawer.open(jana)).toEqual({ state: 'kicked' });
    await until(() => twin.open);
    expect(twin.pulses).toBe(2);
  });
});
