import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What lives by itself while a system runs, whatever is installed: logs, its own notes, what is in memory. */
const OF_THE_SYSTEM =
  /^(proc|sys|dev|run|tmp|root|var\/(log|tmp|lib\/systemd|lib\/dpkg|cache\/ldconfig)|etc\/(machine-id|passwd-|group-|shadow-|gshadow-|\.pwd\.lock|\.updated)|var\/\.updated)(\/|$)/;

/** Paths of all files and folders of a system but those, and its users and groups. */
export function inventory(root: string): Set<string> {
  const found = new Set<string>();
  function walk(at: string): void {
    for (const name of readdirSync(join(root, at))) {
      const path = at === '' ? name : `${at}/${name}`;
      if (OF_THE_SYSTEM.test(path)) continue;
      found.add(path);
      if (lstatSync(join(root, path)).isDirectory()) walk(path);
    }
  }
  walk('');
  for (const list of ['passwd', 'group', 'shadow', 'gshadow']) {
    for (const line of readFileSync(join(root, 'etc', list), 'utf8').split('\n')) {
      // Members too: a group of the system's must lose ours again.
      if (line !== '') found.add(`${list}: ${list.endsWith('shadow') ? line.split(':')[0] : line}`);
    }
  }
  return found;
}

export const missingIn = (before: ReadonlySet<string>, after: ReadonlySet<string>): string[] =>
  [...before].filter((one) => !after.has(one)).sort();
