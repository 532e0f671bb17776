import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The folder on a disk or stick that copies go to, for all registers of the shop; a folder for each in it. */
export const COPIES = 'kasad-zaloha';

/**
 * Says that a person has given this place to copies. A stick is known by it under whatever name it is mounted, and a disk
 * that is not there leaves an empty folder behind which has none: nothing is then written into the box's own disk.
 */
const MARK = 'kasad-misto.json';

const markFile = (place: string): string => path.join(place, COPIES, MARK);

/** Undefined when nobody has given the place to copies, or it cannot be read. */
export function readMark(place: string): string | undefined {
  try {
    return idIn(readFileSync(markFile(place), 'utf8'));
  } catch {
    return undefined;
  }
}

/** As `readMark`, for who must not wait: a stick may answer after a minute, or never. */
export async function findMark(place: string): Promise<string | undefined> {
  return idIn(await readFile(markFile(place), 'utf8').catch(() => ''));
}

/** Gives the place to copies, and answers the mark that it bears now; one that another register has made stays. Rejects with what the disk says. */
export async function markPlace(place: string, id: string): Promise<string> {
  const known = await findMark(place);
  if (known !== undefined) return known;
  await mkdir(path.join(place, COPIES), { recursive: true });
  const file = markFile(place);
  await writeFile(`${file}.part`, `${JSON.stringify({ id })}\n`, { flush: true });
  await rename(`${file}.part`, file);
  return id;
}

function idIn(text: string): string | undefined {
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}
