import type { Stats } from 'node:fs';

/**
 * Runs `run` with no more rights than the owner of a folder has: whatever the owner has laid into it, link or not, can
 * lead nowhere that the owner could not go. The real user stays root, so the owner can neither signal nor trace us.
 */
export function asOwner<T>({ uid, gid }: Pick<Stats, 'uid' | 'gid'>, run: () => T): T {
  const { geteuid, getgroups, setgroups, setegid, seteuid } = process;
  if (!geteuid || !getgroups || !setgroups || !setegid || !seteuid || geteuid() !== 0) {
    throw new Error('must be run by root');
  }
  const groups = getgroups();
  setgroups([gid]);
  setegid(gid);
  seteuid(uid);
  try {
    return run();
  } finally {
    seteuid(0);
    setegid(0);
    setgroups(groups);
  }
}
