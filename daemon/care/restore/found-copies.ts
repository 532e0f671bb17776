import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { copiesIn, dayOf } from '../../store/files.ts';
import { COPIES } from '../backup/mark.ts';

/** A copy that a register could be restored from, as it lies somewhere. Nobody has looked yet whether it is sound. */
export interface FoundCopy {
  readonly file: string;
  /** By the name of its folder; null where it lies in no register's. */
  readonly registerId: string | null;
  readonly day: string;
  readonly bytes: number;
}

/** Copies of any register on a disk, a stick, in one's `kasad-zaloha` or in the folder of one register; newest first. */
export function findCopies(place: string): FoundCopy[] {
  const inPlace = path.join(place, COPIES);
  const base = existsSync(inPlace) ? inPlace : place;
  const found = [...here(base, null), ...folders(base).flatMap((id) => here(path.join(base, id), id))];
  return found.sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : a.file < b.file ? -1 : 1));
}

function here(folder: string, registerId: string | null): FoundCopy[] {
  try {
    return copiesIn(folder).map((file) => ({
      file,
      registerId,
      day: dayOf(file),
      bytes: statSync(file).size,
    }));
  } catch {
    // A folder that nobody may look into holds nothing for us.
    return [];
  }
}

function folders(base: string): string[] {
  try {
    return readdirSync(base, { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() && /^[A-Za-z0-9_-]{1,32}$/.test(one.name) ? [one.name] : [],
    );
  } catch {
    return [];
  }
}
