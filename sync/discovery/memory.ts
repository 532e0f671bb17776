import type { Time } from '../time.ts';
import { textOf } from './announcement.ts';
import type { Announcement, Discovery } from './discovery.ts';
import { createSightings } from './sightings.ts';

const ASK_MS = 10_000;
const HEARD_MS = 60_000;

/** A network in memory: whoever is on it hears the others at once, unless something is in the way. */
export interface MemoryAir {
  /** A box with one address, which names it here. */
  discovery(host: string, onChange: () => void): Discovery;
  /** Its cable is out: it neither hears nor is heard, and has no address. */
  unplug(host: string): void;
  plug(host: string): void;
  /** Nothing passes between the two; others hear both. */
  part(one: string, other: string): void;
  /** Takes away all that stands between any two. */
  heal(): void;
}

interface Box {
  readonly host: string;
  ask(): void;
  hear(host: string, announcement: Announcement): void;
  bye(host: string, registerId: string): void;
  answer(asker: Box): void;
  changed(): void;
}

export function memoryAir(time: Time): MemoryAir {
  const boxes = new Set<Box>();
  const unplugged = new Set<string>();
  const walls = new Set<string>();
  const wall = (one: string, other: string) => [one, other].sort().join(' ');
  const others = (of: Box) =>
    [...boxes].filter(
      ({ host }) =>
        host !== of.host &&
        !unplugged.has(host) &&
        !unplugged.has(of.host) &&
        !walls.has(wall(host, of.host)),
    );
  const at = (host: string) => [...boxes].filter((box) => box.host === host);

  function discovery(host: string, onChange: () => void): Discovery {
    const sightings = createSightings();
    let announcement: Announcement | null = null;
    let lastHeard = Number.NEGATIVE_INFINITY;
    let cancel = () => {};

    const box: Box = {
      host,
      ask() {
        for (const other of others(box)) other.answer(box);
        if (announcement) for (const other of others(box)) other.hear(host, announcement);
      },
      hear(from, said) {
        lastHeard = time.now();
        if (said.registerId !== announcement?.registerId && sightings.hear(from, said, time.now()))
          onChange();
      },
      bye(from, registerId) {
        if (sightings.bye(from, registerId)) onChange();
      },
      answer(asker) {
        lastHeard = time.now();
        if (announcement) asker.hear(host, announcement);
      },
      changed: onChange,
    };
    function goodbye(): void {
      if (announcement) for (const other of others(box)) other.bye(host, announcement.registerId);
    }
    function tick(): void {
      cancel = time.after(ASK_MS, () => {
        box.ask();
        if (sightings.expire(time.now())) onChange();
        tick();
      });
    }
    return {
      start() {
        if (boxes.has(box)) return;
        boxes.add(box);
        box.ask();
        onChange();
        tick();
      },
      async stop() {
        if (!boxes.has(box)) return;
        cancel();
        goodbye();
        boxes.delete(box);
        sightings.clear();
      },
      announce(self) {
        if (self) textOf(self);
        if (boxes.has(box) && self?.registerId !== announcement?.registerId) goodbye();
        announcement = self;
        if (boxes.has(box)) box.ask();
      },
      sightings: () => sightings.list(),
      state: () => ({
        addresses: boxes.has(box) && !unplugged.has(host) ? [host] : [],
        fault: boxes.has(box) && unplugged.has(host) ? 'no-network' : null,
        heard: time.now() - lastHeard < HEARD_MS,
      }),
    };
  }

  return {
    discovery,
    unplug(host) {
      unplugged.add(host);
      for (const box of at(host)) box.changed();
    },
    plug(host) {
      unplugged.delete(host);
      for (const box of at(host)) {
        box.ask();
        box.changed();
      }
    },
    part: (one, other) => void walls.add(wall(one, other)),
    heal: () => walls.clear(),
  };
}
