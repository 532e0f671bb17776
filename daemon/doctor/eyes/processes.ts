import type { Files } from './files.ts';

/** A program that runs on this box; those of other users show less of themselves. */
export interface Running {
  readonly pid: number;
  /** As the kernel has it, at most 15 characters. */
  readonly name: string;
}

export interface Processes {
  all(): Promise<readonly Running[]>;
  /** Who has the file open, as far as this user may see. `path` as the kernel knows it, without links. */
  holdersOf(path: string): Promise<readonly Running[]>;
  /** Who listens on a TCP port; null when nobody does. A program of another user has no name. */
  listenerOn(port: number): Promise<Listener | null>;
  /** Who holds a POSIX lock on a file, by the number of its inode. */
  lockerOf(inode: number): Promise<Running | null>;
}

export interface Listener {
  readonly pid: number | null;
  readonly name: string | null;
}

const PROCESSES_MAX = 4_000;
/** State of a socket in /proc/net/tcp: TCP_LISTEN of include/net/tcp_states.h. */
const LISTENS = '0A';

export function createProcesses(files: Files): Processes {
  const pids = async () =>
    (await files.list('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .slice(0, PROCESSES_MAX)
      .map(Number);
  const nameOf = async (pid: number) => (await files.text(`/proc/${pid}/comm`))?.trim();

  async function holders(wanted: string): Promise<Running[]> {
    const found = await Promise.all(
      (await pids()).map(async (pid) => {
        const open = await files.list(`/proc/${pid}/fd`);
        const links = await Promise.all(open.map((fd) => files.link(`/proc/${pid}/fd/${fd}`)));
        return links.includes(wanted) ? [{ pid, name: (await nameOf(pid)) ?? '?' }] : [];
      }),
    );
    return found.flat();
  }

  return {
    async all() {
      const found = await Promise.all((await pids()).map(async (pid) => ({ pid, name: await nameOf(pid) })));
      return found.flatMap(({ pid, name }) => (name === undefined ? [] : [{ pid, name }]));
    },
    holdersOf: holders,
    async listenerOn(port) {
      const tables = await Promise.all(['tcp', 'tcp6'].map((name) => files.text(`/proc/net/${name}`)));
      const inode = tables.flatMap((table) => listeners(table ?? '')).find((one) => one.port === port)?.inode;
      if (inode === undefined) return null;
      const [holder] = await holders(`socket:[${inode}]`);
      return { pid: holder?.pid ?? null, name: holder?.name ?? null };
    },
    async lockerOf(inode) {
      const pid = lockHolder((await files.text('/proc/locks')) ?? '', inode);
      return pid === null ? null : { pid, name: (await nameOf(pid)) ?? '?' };
    },
  };
}

/** Lines of /proc/net/tcp: `sl local_address rem_address st … uid timeout inode`. */
export function listeners(table: string): { readonly port: number; readonly inode: string }[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
      const port = Number.parseInt(local.split(':')[1] ?? '', 16);
      return state === LISTENS && inode !== undefined ? [{ port, inode }] : [];
    });
}

/** Lines of /proc/locks: `1: POSIX  ADVISORY  WRITE 123 fe:00:4252909 0 EOF`. Locks of who reads along do not count. */
export function lockHolder(table: string, inode: number): number | null {
  for (const line of table.split('\n')) {
    const [, , , kind, pid, file = ''] = line.trim().split(/\s+/);
    if (kind === 'WRITE' && file.split(':')[2] === String(inode)) return Number(pid);
  }
  return null;
}
