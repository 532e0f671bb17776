import type { World } from '../../world/index.ts';
import type { Events } from '../events.ts';
import type { Health } from './contract.ts';
import { type HealthSource, snapshot } from './health.ts';

/** Nobody tells when a clock or a disk goes wrong, so it is looked at now and then. */
const look_ms = 5_000;
/** Several devices changing at once make one sentence. */
const gather_ms = 50;

export interface HealthWatch {
  /** Now. */
  read(): Health;
  /** From here on every change is told as an event. */
  start(): void;
  stop(): void;
}

/** One snapshot for /health, the status bar, the metrics and the watchdog. */
export function createHealthWatch(options: {
  readonly sources: () => readonly HealthSource[];
  readonly events: Events;
  readonly world: World;
  readonly version: string;
}): HealthWatch {
  const { sources, events, world, version } = options;
  const startedAt = world.now();
  let told = '';
  let cancel = () => {};
  let unlisten = () => {};
  let gathering = false;

  const read = () => snapshot(sources(), { world, version, startedAt });

  function look(): void {
    gathering = false;
    const health = read();
    const now = JSON.stringify(health.parts);
    if (now !== told) {
      told = now;
      events.emit({ kind: 'health', health });
    }
    lookAfter(look_ms);
  }

  function lookAfter(delay_ms: number): void {
    cancel();
    cancel = world.after(delay_ms, look);
  }

  return {
    read,
    start() {
      told = JSON.stringify(read().parts);
      unlisten = events.listen(({ kind }) => {
        if (gathering || (kind !== 'device' && kind !== 'job' && kind !== 'shift')) return;
        gathering = true;
        lookAfter(gather_ms);
      });
      lookAfter(look_ms);
    },
    stop() {
      unlisten();
      cancel();
    },
  };
}
