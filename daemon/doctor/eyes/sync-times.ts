import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { World } from '../../../world/index.ts';

/** How long each of some writes took, milliseconds; or the system's code of the one that failed, such as ENOSPC. */
export type SyncTimes = (
  dir: string,
) => Promise<{ readonly times_ms: number[] } | { readonly fault: string }>;

const WRITES = 10;
const PAGE_BYTES = 4_096;
/** Sales that come meanwhile get their turn. */
const PAUSE_MS = 30;
/** A disk so slow has said enough. */
const ENOUGH_MS = 3_500;

/** Ten pages, each written and made durable as a sale is; a sale that falls into it waits for one of them. */
export function createSyncTimes(world: Pick<World, 'now' | 'after'>): SyncTimes {
  const pause = () => new Promise<void>((resolve) => world.after(PAUSE_MS, resolve));

  async function measure(file: FileHandle): Promise<number[]> {
    const page = Buffer.alloc(PAGE_BYTES, 0x2e);
    const times: number[] = [];
    const began = world.now();
    while (times.length < WRITES && world.now() - began < ENOUGH_MS) {
      const before = world.now();
      await file.stat();
      const at = world.now();
      await file.write(page, 0, PAGE_BYTES, times.length * PAGE_BYTES);
      await file.sync();
      // On a box that is busy even a call that asks nothing of the disk takes its time: that is not the disk's.
      times.push(Math.max(0, world.now() - at - 2 * (at - before)));
      await pause();
    }
    return times;
  }

  return async (dir) => {
    const path = join(dir, 'doctor.part');
    try {
      const file = await open(path, 'w', 0o600);
      try {
        return { times_ms: await measure(file) };
      } finally {
        await file.close();
      }
    } catch (error) {
      return { fault: (error as NodeJS.ErrnoException).code ?? 'unknown' };
    } finally {
      await rm(path, { force: true }).catch(() => {});
    }
  };
}
