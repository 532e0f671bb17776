import { describe, expect, it } from 'vitest';
import type { Time } from '../time.ts';
import { type Box, discoveryContract } from './discovery.contract.ts';
import type { Discovery } from './discovery.ts';
import { memoryAir } from './memory.ts';

/** Time that stands still until it is moved. */
function manualTime(): Time & { advance(by_ms: number): void } {
  let now = 0;
  const due = new Set<{ at: number; run: () => void }>();
  return {
    wall_ms: () => now,
    now: () => now,
    after(delay_ms, run) {
      const entry = { at: now + delay_ms, run };
      due.add(entry);
      return () => void due.delete(entry);
    },
    advance(by_ms) {
      const end = now + by_ms;
      for (;;) {
        const next = [...due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        due.delete(next);
        now = next.at;
        next.run();
      }
      now = end;
    },
  };
}

discoveryContract('memory', async () => {
  const time = manualTime();
  const air = memoryAir(time);
  const running = new Set<Discovery>();
  let count = 0;
  return {
    async box(self) {
      const host = `10.0.0.${++count}`;
      const looks: (() => void)[] = [];
      const discovery = air.discovery(host, () => {
        for (const look of looks) look();
      });
      discovery.announce(self);
      discovery.start();
      running.add(discovery);
      return {
        host,
        sightings: discovery.sightings,
        state: discovery.state,
        announce: discovery.announce,
        start: discovery.start,
        stop: () => void discovery.stop(),
        onChange: (look) => void looks.push(look),
      } satisfies Box;
    },
    pullCable: async ({ host }) => air.unplug(host),
    putCableBack: async ({ host }) => air.plug(host),
    async until(satisfied, deadline_ms) {
      for (let waited = 0; waited <= deadline_ms; waited += 100) {
        if (satisfied()) return waited;
        time.advance(100);
      }
      throw new Error(`not in ${deadline_ms} ms`);
    },
    pass: async (by_ms) => time.advance(by_ms),
    async clear() {
      for (const discovery of running) await discovery.stop();
      running.clear();
    },
    close: async () => {},
  };
});

describe('air in memory', () => {
  it('is parted between two, and healed', () => {
    const time = manualTime();
    const air = memoryAir(time);
    const boxes = ['a', 'b', 'c'].map((id, i) => {
      const discovery = air.discovery(`10.0.0.${i}`, () => {});
      discovery.announce({
        registerId: id,
        shop: '0123456789abcdef',
        port: 1,
        pairingPort: null,
        version: '1',
      });
      return discovery;
    });
    air.part('10.0.0.2', '10.0.0.0');
    for (const box of boxes) box.start();
    const seen = () =>
      boxes.map((box) =>
        box
          .sightings()
          .map(({ registerId }) => registerId)
          .sort()
          .join(''),
      );
    expect(seen()).toEqual(['b', 'ac', 'b']);
    air.heal();
    time.advance(10_000);
    expect(seen()).toEqual(['bc', 'ac', 'ab']);
  });
});
