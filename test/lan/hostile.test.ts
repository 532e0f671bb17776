import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Finder, startFinder } from './finder.ts';
import type { Host } from './host.ts';
import { createLan, type Lan } from './lan.ts';

const LIAR = fileURLToPath(new URL('liar-process.ts', import.meta.url));

describe('somebody on the network who means no good', { timeout: 60_000 }, () => {
  let lan: Lan;
  let [barHost, salHost, liarHost]: Host[] = [];
  let bar: Finder;
  let sal: Finder;
  /** Comes from where the lies come from. */
  let fresh: Finder;
  const measured: string[] = [];

  beforeAll(async () => {
    lan = await createLan({ hosts: 3, switches: 1 });
    [barHost, salHost, liarHost] = [...lan.hosts];
    bar = startFinder(barHost as Host, 'bar');
    sal = startFinder(salHost as Host, 'sal');
    fresh = startFinder(liarHost as Host, 'fresh');
    await Promise.all([bar.sees('sal'), sal.sees('bar'), bar.sees('fresh')]);
    fresh.pause();
    await bar.misses('fresh');
  }, 60_000);
  afterAll(async () => {
    console.log(measured.join('\n'));
    await lan.close();
  });
  afterEach(async () => {
    // Whatever was said: the true ones still see each other, at the right address, and hear what is new.
    expect(addresses('sal')).toContain(`${salHost?.address()}:8883`);
    fresh.resume();
    await Promise.all([bar.sees('fresh'), fresh.sees('bar'), fresh.sees('sal')]);
    fresh.pause();
    await bar.misses('fresh');
  });
  const addresses = (registerId: string) =>
    bar
      .view()
      .sightings.filter((sighting) => sighting.registerId === registerId)
      .map(({ address }) => address);

  /** Says it, and gives what that cost the one who had to listen. */
  async function say(lie: string, count: number): Promise<{ late_ms: number; cpu_ms: number }> {
    const before = await bar.load();
    const program = [process.execPath, LIAR, lie, String(count), liarHost?.address() ?? ''];
    const liar = (liarHost as Host).run(program, { stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = await once(liar, 'exit');
    expect(code).toBe(0);
    const { late_ms, cpu_ms } = await bar.load();
    const cost = { late_ms: Math.round(late_ms), cpu_ms: Math.round(cpu_ms - before.cpu_ms) };
    measured.push(
      `  ${count} x ${lie}: ${cost.cpu_ms} ms of processor, event loop late by ${cost.late_ms} ms`,
    );
    return cost;
  }

  it.each([
    ['malformed', 1_000],
    ['huge text', 100],
    ['bad fields', 100],
    ['long chain of pointers', 100],
    ['giant chain of pointers', 20],
  ])('is not believed: %s', async (lie, count) => {
    const { cpu_ms } = await say(lie, count);
    expect(bar.view().sightings.filter(({ registerId }) => registerId !== 'ghost')).toHaveLength(1);
    expect(cpu_ms).toBeLessThan(500);
  });

  it('may call itself by many names, and crowds out nobody', async () => {
    await say('thousands of names', 1_000);
    const { sightings } = bar.view();
    expect(sightings.length).toBeGreaterThan(1);
    expect(sightings.length).toBeLessThanOrEqual(17);
  });

  it('may claim to be another register, and stands beside it', async () => {
    await say('another address for bar', 10);
    await sal.until(
      'two of them',
      ({ sightings }) => sightings.filter(({ registerId }) => registerId === 'bar').length === 2,
    );
    await say('goodbye for bar', 1);
    await sal.until(
      'one of them',
      ({ sightings }) => sightings.filter(({ registerId }) => registerId === 'bar').length === 1,
    );
    expect(sal.view().sightings.find(({ registerId }) => registerId === 'bar')?.address).toBe(
      `${barHost?.address()}:8883`,
    );
  });

  it('makes nobody work for it by packets that are long to read', async () => {
    const { cpu_ms } = await say('chain of pointers', 400);
    expect(cpu_ms).toBeLessThan(500);
  });

  it.each([
    ['thousand questions', 100],
    ['sixteen questions', 1_000],
    ['question', 1_000],
  ])('makes nobody shout: %s', async (lie, count) => {
    const sent = async () => {
      const [card] = JSON.parse(
        (await barHost?.exec(['ip', '-json', '-s', 'link', 'show', 'eth0'])) ?? '',
      ) as [{ stats64: { tx: { packets: number } } }];
      return card.stats64.tx.packets;
    };
    const [from, before] = [performance.now(), await sent()];
    await say(lie, count);
    const seconds = (performance.now() - from) / 1_000;
    expect((await sent()) - before).toBeLessThan(20 * (seconds + 2));
  });

  it('floods, and finds shut ears that open again', async () => {
    const { cpu_ms } = await say('chatter', 60_000);
    await bar.until('a flood', ({ state }) => state.fault === 'flood');
    expect(cpu_ms).toBeLessThan(2_000);
    await bar.until('an end of it', ({ state }) => state.fault === null, 20_000);
    await sal.until('an end of it', ({ state }) => state.fault === null, 20_000);
    await Promise.all([bar.sees('sal'), sal.sees('bar')]);
  });
});
