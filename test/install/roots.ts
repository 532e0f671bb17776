import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Debian releases that the package is for, by their names among packages. */
export const RELEASES = { '12': 'bookworm', '13': 'trixie' } as const;
export type Release = keyof typeof RELEASES;

const MIRROR = 'http://deb.debian.org/debian';
/** What a plain box has beyond the smallest Debian, and the package's own dependencies: no network is there later. */
const PACKAGES = ['systemd', 'systemd-sysv', 'dbus', 'udev', 'iproute2', 'libstdc++6'];

/**
 * A plain Debian in a folder, made once by debootstrap and only copied afterwards. `cache` is a folder outside of the
 * checkout. Throws what debootstrap complains of, such as that the mirror cannot be reached.
 */
export function rootOf(release: Release, cache: string): string {
  const root = join(cache, `b${release}`);
  if (existsSync(join(root, 'usr/lib/systemd/systemd'))) return root;
  const fresh = `${root}.part`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  execFileSync(
    'debootstrap',
    ['--variant=minbase', `--include=${PACKAGES.join(',')}`, RELEASES[release], fresh, MIRROR],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  renameSync(fresh, root);
  return root;
}
