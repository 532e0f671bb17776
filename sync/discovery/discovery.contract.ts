import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Announcement, DiscoveryState, Sighting } from './discovery.ts';

/** A box with discovery on it, started. */
export interface Box {
  /** Where others find it. */
  readonly host: string;
  sightings(): readonly Sighting[];
  state(): DiscoveryState;
  announce(self: Announcement | null): void;
  stop(): void;
  start(): void;
  /** Each time that what it sees has changed. */
  onChange(look: () => void): void;
}

export interface Ground {
  /** Puts discovery on one more box, and waits until it runs. */
  box(self: Announcement | null): Promise<Box>;
  pullCable(box: Box): Promise<void>;
  putCableBack(box: Box): Promise<void>;
  /** Waits, in discovery's own time, and gives how long it took; rejects when it takes longer than `deadline_ms`. */
  until(satisfied: () => boolean, deadline_ms: number): Promise<number>;
  /** Lets that much of discovery's time go by. */
  pass(by_ms: number): Promise<void>;
  /** Takes the boxes away. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** What every discovery owes those who use it. */
export function discoveryContract(name: string, open: () => Promise<Ground>): void {
  const SHOP = '0123456789abcdef';
  const self = (registerId: string, patch: Partial<Announcement> = {}): Announcement => ({
    registerId,
    shop: SHOP,
    port: 8883,
    pairingPort: null,
    version: '0.1.0',
    ...patch,
  });
  const SOON_MS = 60_000;
  const ids = (box: Box) => box.sightings().map(({ registerId }) => registerId);

  describe(`${name} as a discovery`, { timeout: 60_000 }, () => {
    let ground: Ground;
    beforeAll(async () => {
      ground = await open();
    }, 60_000);
    afterEach(() => ground.clear());
    afterAll(() => ground.close());
    const both = (one: Announcement, other: Announcement | null) =>
      Promise.all([ground.box(one), ground.box(other)]);
    const sees = (box: Box, id: string, deadline_ms = SOON_MS) =>
      ground.until(() => ids(box).includes(id), deadline_ms);
    const misses = (box: Box, id: string, deadline_ms = SOON_MS) =>
      ground.until(() => !ids(box).includes(id), deadline_ms);

    it('shows registers to each other as they announced themselves, and none to itself', async () => {
      const [bar, sal] = await both(self('bar'), self('sal', { port: 9000, pairingPort: 8884 }));
      await Promise.all([sees(bar, 'sal'), sees(sal, 'bar')]);
      const { at: _, ...seen } = bar.sightings()[0] as Sighting;
      expect(seen).toEqual({
        registerId: 'sal',
        shop: SHOP,
        address: `${sal.host}:9000`,
        pairingPort: 8884,
        version: '0.1.0',
      });
      expect(ids(bar)).toEqual(['sal']);
      expect(bar.state()).toEqual({ addresses: [bar.host], fault: null, heard: true });
    });

    it('shows the registers to a box of no shop, and not the box to them, until it says who it is', async () => {
      const [bar, fresh] = await both(self('bar'), null);
      await sees(fresh, 'bar');
      expect(ids(bar)).toEqual([]);
      fresh.announce(self('sal'));
      await sees(bar, 'sal');
      fresh.announce(null);
      expect(await misses(bar, 'sal')).toBeLessThan(10_000);
    });

    it('hears a goodbye long before silence would tell, and a return', async () => {
      const [bar, sal] = await both(self('bar'), self('sal'));
      await sees(bar, 'sal');
      sal.stop();
      expect(await misses(bar, 'sal')).toBeLessThan(10_000);
      sal.start();
      await Promise.all([sees(bar, 'sal'), sees(sal, 'bar')]);
    });

    it('changes what is announced without going away in between', async () => {
      const [bar, sal] = await both(self('bar'), self('sal'));
      await sees(bar, 'sal');
      // Changes told together would hide one that goes and comes.
      await ground.pass(1_000);
      let missed = false;
      bar.onChange(() => {
        missed ||= ids(bar).length === 0;
      });
      sal.announce(self('sal', { pairingPort: 8884 }));
      await ground.until(() => bar.sightings()[0]?.pairingPort === 8884, SOON_MS);
      expect([missed, ids(bar)]).toEqual([false, ['sal']]);
    });

    it('forgets who is silent, says that its own cable is out, and finds all again', async () => {
      const [bar, sal] = await both(self('bar'), self('sal'));
      await Promise.all([sees(bar, 'sal'), sees(sal, 'bar')]);
      await ground.pullCable(sal);
      const cut = ground.until(() => sal.state().fault === 'no-network', SOON_MS);
      const silence_ms = await misses(bar, 'sal', 120_000);
      await cut;
      expect(sal.state().addresses).toEqual([]);
      // 35 s since it was last heard, which was up to 12 s before the cut.
      expect(silence_ms).toBeGreaterThan(20_000);
      expect(silence_ms).toBeLessThan(50_000);
      await ground.putCableBack(sal);
      // A sibling may be heard a moment before the card's own address is seen to be there.
      const backAgain = ground.until(() => sal.state().addresses.length > 0, SOON_MS);
      await Promise.all([sees(bar, 'sal'), sees(sal, 'bar'), backAgain]);
      expect(sal.state()).toEqual({ addresses: [sal.host], fault: null, heard: true });
    });

    it('refuses to announce what nobody could read', async () => {
      await expect(ground.box(self('u baru'))).rejects.toThrow();
    });
  });
}
