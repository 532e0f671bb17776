import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { compareVersions, readPackageName } from '../../systemd/index.ts';
import type { Held, Shelf, TakeFault } from './shelf.ts';

/** Where kasad-media@.service mounts a stick: a folder for each. */
export const MEDIA = '/media/kasad';

/** A package that was found and is not taken. `older`: no newer than what runs. `other-box`: for no register of the shop. */
export interface Rejected {
  readonly file: string;
  readonly why: TakeFault | 'older' | 'other-box';
}

export interface Looked {
  readonly taken: readonly Held[];
  readonly rejected: readonly Rejected[];
}

const FILES_MAX = 50;

/** Files that are called like packages: in the folder, in its folder `kasad`, or the one file itself. */
export function packagesAt(place: string): string[] {
  try {
    if (!statSync(place).isDirectory()) return readPackageName(basename(place)) ? [place] : [];
  } catch {
    return [];
  }
  return [place, join(place, 'kasad')]
    .flatMap((folder) => namesIn(folder).map((name) => join(folder, name)))
    .filter((file) => readPackageName(basename(file)) !== undefined)
    .slice(0, FILES_MAX);
}

/** Names of the sticks that are in. */
export const sticksIn = (media: string): string[] => namesIn(media).map((name) => join(media, name));

/**
 * Takes the newest package of each kind of box that the shop has, when it is newer than what runs here and its
 * signature and its bytes are good.
 */
export async function lookThrough(
  files: readonly string[],
  parts: { readonly shelf: Shelf; readonly running: string; readonly wants: (arch: string) => boolean },
): Promise<Looked> {
  const { shelf, running, wants } = parts;
  const taken: Held[] = [];
  const rejected: Rejected[] = [];
  const done = new Set<string>();
  const byAge = [...files].sort((a, b) => compareVersions(versionOf(b), versionOf(a)));
  for (const file of byAge) {
    const { arch = '', version = '' } = readPackageName(basename(file)) ?? {};
    if (compareVersions(version, running) <= 0) rejected.push({ file, why: 'older' });
    else if (!wants(arch)) rejected.push({ file, why: 'other-box' });
    else if (!done.has(arch)) {
      const result = await shelf.take(file);
      if (result.ok) {
        done.add(arch);
        taken.push(result.held);
      } else rejected.push({ file, why: result.fault });
    }
  }
  return { taken, rejected: rejected.map((one) => ({ ...one, file: nameOf(one.file) })) };
}

const versionOf = (file: string): string => readPackageName(basename(file))?.version ?? '';
const nameOf = (file: string): string => `${basename(dirname(file))}/${basename(file)}`;

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
