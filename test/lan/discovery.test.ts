import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Avahi, startAvahi } from './avahi.ts';
import { announcementOf, type Finder, startFinder } from './finder.ts';
import type { Host } from './host.ts';
import { createLan, type Lan } from './lan.ts';

/** What is measured, printed at the end: times of the clock on the wall. */
const measured: [what: string, ms: number][] = [];
const note = (what: string, ms: number) => void measured.push([what, Math.round(ms)]);

// Starting a program is what takes long on a busy machine.
const PATIENCE = { timeout: 60_000 };

describe('discovery on a real network', PATIENCE, () => {
  let lan: Lan;
  let [bar, sal, office, outside]: Host[] = [];
  let barFinder: Finder;
  let salFinder: Finder;
  /** Ends with the time after which a killed register was missed, by one that stood by all the while. */
  let missed: Promise<number>;
  const running: Finder[] = [];

  function start(host: Host | undefined, registerId: string): Finder {
    const finder = startFinder(host as Host, registerId);
    running.push(finder);
    return finder;
  }
  beforeAll(async () => {
    lan = await createLan({ hosts: 4 });
    [bar, sal, office, outside] = [...lan.hosts];
  }, PATIENCE.timeout);
  afterAll(async () => {
    console.log(measured.map(([what, ms]) => `  ${String(ms).padStart(6)} ms  ${what}`).join('\n'));
    await lan.close();
  });
  const addressOf = (finder: Finder, registerId: string) =>
    finder.view().sightings.find((sighting) => sighting.registerId === registerId)?.address;
  async function settle(...finders: Finder[]): Promise<void> {
    for (const one of finders)
      for (const other of finders) if (one !== other) await one.sees(other.registerId);
  }

  it('sees a newcomer, and is seen by it', async () => {
    [barFinder, salFinder] = [start(bar, 'bar'), start(sal, 'sal')];
    await settle(barFinder, salFinder);
    const fresh = start(office, 'office');
    const [, seen, sees] = await Promise.all([
      fresh.runs(),
      fresh.runs().then(() => barFinder.sees('office')),
      fresh.runs().then(() => fresh.sees('bar')),
    ]);
    note('a newcomer listens -> seen by another', seen);
    note('a newcomer listens -> sees another', sees);
    expect(Math.max(seen, sees)).toBeLessThan(2_000);

    await fresh.kill();
    missed = salFinder.misses('office', 60_000);
  });

  it('says that its cable is out, and is there again with it', async () => {
    await bar?.pullCable();
    note(
      'cable pulled -> no network',
      await barFinder.until('no network', ({ state }) => state.fault === 'no-network'),
    );
    // A change made meanwhile tells the others that it is back: for them it never went away.
    barFinder.announce(announcementOf('bar', { pairingPort: 8884 }));
    await bar?.putCableBack();
    const back = salFinder.until('pairing', ({ sightings }) =>
      sightings.some(({ pairingPort }) => pairingPort === 8884),
    );
    note('cable put back -> heard by another', await back);
    barFinder.announce(announcementOf('bar'));
    await salFinder.until('no pairing', ({ sightings }) =>
      sightings.every(({ pairingPort }) => pairingPort === null),
    );
  });

  it('moves to another address', async () => {
    await bar?.changeAddress('10.77.0.77');
    const moved = salFinder.until('the new address', ({ sightings }) =>
      sightings.some(({ address }) => address === '10.77.0.77:8883'),
    );
    note('address changed -> another knows the new one', await moved);
    // Last heard comes first: who tries them in order is right at once.
    expect(addressOf(salFinder, 'bar')).toBe('10.77.0.77:8883');
  });

  it.each<['other' | 'same', number]>([
    ['other', 6_000],
    ['same', 20_000],
  ])('lives on with a new network card, of %s MAC', async (mac, deadline_ms) => {
    await bar?.replaceCard(mac);
    const visitor = start(outside, `visitor-${mac}`);
    await visitor.runs();
    const [seen, sees] = await Promise.all([
      barFinder.sees(visitor.registerId, deadline_ms),
      visitor.sees('bar', deadline_ms),
    ]);
    note(`card replaced, ${mac} MAC -> sees others and is seen`, Math.max(seen, sees));
    await visitor.stop();
  });

  it('speaks on every network of the box, and tells each the way that leads there', async () => {
    const [own] = await Promise.all([bar?.joinSwitch(1), outside?.joinSwitch(1)]);
    await outside?.pullCable('eth0');
    const visitor = start(outside, 'visitor-2');
    await visitor.runs();
    note('second network plugged in -> seen there', await visitor.sees('bar'));
    expect(addressOf(visitor, 'bar')).toBe(`${own}:8883`);
    await barFinder.sees('visitor-2');
    await visitor.stop();

    // Announced anew, now that both cards are in: each station could tell the addresses of both.
    barFinder.announce(announcementOf('bar', { version: '0.1.1' }));
    await salFinder.until('the new version', ({ sightings }) =>
      sightings.some(({ version }) => version === '0.1.1'),
    );
    for (const [viewer, way] of [
      [outside, own],
      [office, bar?.address()],
    ]) {
      const avahi = await startAvahi(viewer as Host);
      const found = await avahi.browse('_kasad._tcp');
      expect(
        found.filter(({ name }) => name === 'bar').map(({ hostName, address }) => [hostName, address]),
      ).toEqual([['bar.local', way]]);
      await avahi.stop();
    }
    await outside?.putCableBack('eth0');
  });

  it('misses a killed register after its silence', async () => {
    const silence_ms = await missed;
    note('kill -9 -> missed', silence_ms);
    expect(silence_ms).toBeGreaterThan(20_000);
    expect(silence_ms).toBeLessThan(45_000);
  });

  it('says goodbye', async () => {
    // At its former address it is listed until silence has told.
    const gone = salFinder.until('bar is gone', ({ sightings }) =>
      sightings.every(({ address }) => address !== '10.77.0.77:8883'),
    );
    await barFinder.stop();
    const missed_ms = await gone;
    note('stopped -> missed', missed_ms);
    expect(missed_ms).toBeLessThan(5_000);
  });
});

describe('discovery beside avahi', PATIENCE, () => {
  let lan: Lan;
  let [bar, sal, outside]: Host[] = [];
  beforeAll(async () => {
    lan = await createLan({ hosts: 3, switches: 1 });
    [bar, sal, outside] = [...lan.hosts];
  }, PATIENCE.timeout);
  afterAll(() => lan.close());

  it.each(['before', 'after'])('shares port 5353 with one started %s it', async (order) => {
    const beside = order === 'before' ? await startAvahi(bar as Host) : undefined;
    const finder = startFinder(bar as Host, 'bar');
    await finder.runs();
    const late = beside ?? (await startAvahi(bar as Host));
    const other = startFinder(sal as Host, 'sal');
    await Promise.all([finder.sees('sal'), other.sees('bar')]);
    const avahi = await startAvahi(outside as Host);
    const seen = await avahi.browse('_kasad._tcp');
    expect(
      seen.map(({ name, address, port, text }) => ({ name, address, port, text: [...text].sort() })),
    ).toEqual(
      expect.arrayContaining([
        { name: 'bar', address: bar?.address(), port: 8883, text: ['shop=0123456789abcdef', 'v=0.1.0'] },
        { name: 'sal', address: sal?.address(), port: 8883, text: ['shop=0123456789abcdef', 'v=0.1.0'] },
      ]),
    );
    await Promise.all([finder.stop(), other.stop(), late.stop(), avahi.stop()]);
  });

  it('says that an avahi keeps the port for itself, and works once it is gone', async () => {
    const alone: Avahi = await startAvahi(bar as Host, ['disallow-other-stacks=yes']);
    const finder = startFinder(bar as Host, 'bar', { speed: 5 });
    await finder.until('port taken', ({ state }) => state.fault === 'port-taken');
    expect(finder.view().state.addresses).toEqual([]);
    await alone.stop();
    await finder.until('works', ({ state }) => state.fault === null && state.addresses.length === 1);
    await finder.stop();
  });

  it('hears nobody where multicast is blocked, though everything else passes', async () => {
    await lan.blockMulticast(true);
    const [one, two] = [
      startFinder(bar as Host, 'bar', { speed: 20 }),
      startFinder(sal as Host, 'sal', { speed: 20 }),
    ];
    await Promise.all([one.runs(), two.runs()]);
    expect(one.view()).toEqual({
      sightings: [],
      state: { addresses: [bar?.address()], fault: null, heard: false },
    });
    await lan.blockMulticast(false);
    await Promise.all([one.sees('sal'), two.sees('bar')]);
    expect(one.view().state.heard).toBe(true);
    await lan.blockMulticast(true);
    await one.until('hears nobody', ({ state, sightings }) => !state.heard && sightings.length === 0);
    await Promise.all([one.stop(), two.stop()]);
    await lan.blockMulticast(false);
  });
});
