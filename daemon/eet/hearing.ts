import type { World } from '../../world/index.ts';

/** Long enough for a restart or an update of a box, short beside 48 hours. */
const SILENT_MS = 10 * 60_000;

/** Of which registers nothing has been heard for long, by the clock that only grows. A restart begins to listen anew. */
export interface Hearing {
  heard(registerId: string): void;
  /** Those that are linked now are heard. */
  note(): void;
  isSilent(registerId: string): boolean;
}

export function createHearing(
  world: Pick<World, 'now'>,
  /** Ids of the registers that are linked now. */
  linked: () => readonly string[],
): Hearing {
  const startedAt = world.now();
  const last = new Map<string, number>();

  function note(): void {
    for (const id of linked()) last.set(id, world.now());
  }

  return {
    heard: (registerId) => void last.set(registerId, world.now()),
    note,
    isSilent(registerId) {
      note();
      return world.now() - (last.get(registerId) ?? startedAt) >= SILENT_MS;
    },
  };
}
