import type { Files } from '../eyes/files.ts';

/** Where a folder lies: one line of /proc/self/mountinfo, proc(5). */
export interface Mount {
  readonly point: string;
  readonly type: string;
  /** `/dev/mmcblk0p2`. */
  readonly source: string;
  /** Of the mount and of the file system, together. */
  readonly options: readonly string[];
}

/** The mount that holds a folder, the longest path first and of two at one place the later one. */
export function mountOf(table: string, folder: string): Mount | undefined {
  let best: Mount | undefined;
  for (const line of table.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , , escaped = '', own = ''] = before.split(' ');
    const [type = '', source = '', whole = ''] = after.split(' ');
    const point = escaped.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    if (point === '' || !(point === '/' || folder === point || folder.startsWith(`${point}/`))) continue;
    if (best && point.length < best.point.length) continue;
    best = { point, type, source, options: [...own.split(','), ...whole.split(',')] };
  }
  return best;
}

export async function mountUnder(files: Files, dir: string): Promise<Mount | undefined> {
  return mountOf((await files.text('/proc/self/mountinfo')) ?? '', dir);
}

/** `sda` of `/dev/sda2`, `mmcblk0` of `/dev/mmcblk0p2`, `nvme0n1` of `/dev/nvme0n1p1`. */
export function diskOf(source: string): string | undefined {
  const name = /^\/dev\/([a-z0-9]+)$/.exec(source)?.[1];
  return name
    ?.replace(/^((?:mmcblk|nvme\d+n|loop)\d+)p\d+$/, '$1')
    .replace(/^((?:s|v|xv|h)d[a-z]+)\d+$/, '$1');
}
