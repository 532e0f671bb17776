import { type Finder, startFinder } from '../../test/lan/finder.ts';
import type { Host } from '../../test/lan/host.ts';
import { createLan } from '../../test/lan/lan.ts';
import { textOf } from './announcement.ts';
import { type Box, discoveryContract } from './discovery.contract.ts';

/** Discovery's time runs this much faster than the clock on the wall: silence takes 3.5 s. */
const SPEED = 10;

discoveryContract('multicast DNS on a network', async () => {
  const lan = await createLan({ hosts: 2 });
  const used = new Map<Box, { readonly host: Host; readonly finder: Finder }>();
  const hostOf = (box: Box) => used.get(box)?.host as Host;
  return {
    async box(self) {
      if (self) textOf(self); // the program would end by it
      const host = lan.hosts[used.size] as Host;
      const finder = startFinder(host, `box ${used.size}`, { speed: SPEED, self });
      const box: Box = {
        host: host.address(),
        sightings: () => finder.view().sightings,
        state: () => finder.view().state,
        announce: finder.announce,
        stop: finder.pause,
        start: finder.resume,
        onChange: finder.onChange,
      };
      used.set(box, { host, finder });
      await finder.runs();
      return box;
    },
    pullCable: (box) => hostOf(box).pullCable(),
    putCableBack: (box) => hostOf(box).putCableBack(),
    async until(satisfied, deadline_ms) {
      const from = performance.now();
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          const views = [...used.values()].map(({ finder }) => finder.describe());
          reject(new Error(`not in ${deadline_ms} ms:\n${views.join('\n')}`));
        }, deadline_ms / SPEED);
        const look = () => {
          if (!satisfied()) return;
          clearTimeout(timer);
          resolve();
        };
        for (const { finder } of used.values()) finder.onChange(look);
        look();
      });
      return (performance.now() - from) * SPEED;
    },
    pass: (by_ms) => new Promise((resolve) => setTimeout(resolve, by_ms / SPEED)),
    async clear() {
      await Promise.all([...used.values()].map(({ finder }) => finder.kill()));
      used.clear();
    },
    close: lan.close,
  };
});
