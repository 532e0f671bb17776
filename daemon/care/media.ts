import { readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';

/** Where the system mounts USB sticks, each under its own name (kasad-media@.service). */
export const MEDIA = '/media/kasad';

/** A stick that is plugged in and mounted. */
export interface Stick {
  readonly name: string;
  readonly path: string;
  readonly free_bytes: number;
}

/** Never throws: a stick that goes away meanwhile is not there. */
export async function mountedSticks(media: string): Promise<Stick[]> {
  const found: Stick[] = [];
  for (const name of await readdir(media).catch(() => [])) {
    const place = path.join(media, name);
    try {
      // A folder that is left of a stick lies on the box's own disk, which its parent lies on too.
      if ((await stat(place)).dev === (await stat(media)).dev) continue;
      const { bavail, bsize } = await statfs(place);
      found.push({ name, path: place, free_bytes: bavail * bsize });
    } catch {
      // It was pulled just now.
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}
