import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A plain Debian that boots with its own systemd in a container, on a copy of a root, with no network but a cable. */
export interface Box {
  readonly name: string;
  /** Its file system, seen from outside. */
  readonly root: string;
  /** Process id of its init, out here. */
  pid(): number;
  boot(): Promise<void>;
  /** `systemctl reboot`, and until it is up again. */
  reboot(): Promise<void>;
  /** Runs a command inside; throws what it said when it fails. */
  run(command: readonly string[], input?: string): string;
  /** The same, whether it fails or not. */
  tried(command: readonly string[]): { code: number | null; text: string };
  /** Puts a file into its /root and answers where it lies for the box. */
  bring(file: string): string;
  write(path: string, text: string): void;
  close(): void;
}

const ENVIRONMENT = ['env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/root', 'LC_ALL=C.UTF-8'];
const boot_ms = 60_000;
const look_ms = 50;

export function createBox(name: string, from: string, folder: string): Box {
  const root = join(folder, name);
  execFileSync('cp', ['-a', '--reflink=auto', from, root]);
  // A machine of its own: the same id twice would be the same machine to D-Bus and the journal.
  writeFileSync(join(root, 'etc/machine-id'), '');
  let nspawn: ChildProcess | undefined;
  let init = 0;

  const inside = (command: readonly string[]) => [
    ...['-t', String(init), '-m', '-u', '-i', '-n', '-p', '-C', '--', ...ENVIRONMENT],
    ...command,
  ];

  function tried(command: readonly string[], input?: string) {
    const { status, stdout, stderr, error } = spawnSync('nsenter', inside(command), {
      encoding: 'utf8',
      ...(input === undefined ? {} : { input }),
      maxBuffer: 64 * 1024 * 1024,
      timeout: 600_000,
    });
    if (error) throw error;
    return { code: status, text: `${stdout}${stderr}` };
  }

  /** The child of systemd-nspawn, once it answers. */
  async function up(): Promise<void> {
    const limit = performance.now() + boot_ms;
    for (;;) {
      const found = nspawn?.pid === undefined ? undefined : childOf(nspawn.pid);
      if (found !== undefined) {
        init = found;
        const { text } = tried(['systemctl', 'is-system-running']);
        if (/^(running|degraded)/.test(text)) return;
      }
      if (performance.now() > limit) throw new Error(`${name} does not boot`);
      // Nothing outside of the container tells when its systemd is up.
      await new Promise((resolve) => setTimeout(resolve, look_ms));
    }
  }

  async function boot(): Promise<void> {
    nspawn = spawn(
      'systemd-nspawn',
      [
        ...['--quiet', '--boot', '--register=no', '--keep-unit', '--private-network'],
        ...[`--directory=${root}`, `--machine=${name}`],
      ],
      { stdio: 'ignore', env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' } },
    );
    await up();
  }

  return {
    name,
    root,
    pid: () => init,
    boot,
    async reboot() {
      const gone = once(nspawn as ChildProcess, 'exit');
      tried(['systemctl', 'reboot']);
      // With --keep-unit a container that wants to begin anew ends instead, and whoever started it starts it again.
      await gone;
      await boot();
    },
    tried,
    run(command, input) {
      const { code, text } = tried(command, input);
      if (code !== 0) throw new Error(`${name}: ${command.join(' ')}: ${code}\n${text}`);
      return text;
    },
    bring(file) {
      copyFileSync(file, join(root, 'root', basename(file)));
      return `/root/${basename(file)}`;
    },
    write: (path, text) => writeFileSync(join(root, path), text),
    close() {
      nspawn?.kill('SIGKILL');
      // The init of a killed nspawn goes with its namespace, and all that runs in it.
      if (init !== 0 && existsSync(`/proc/${init}`)) {
        try {
          process.kill(init, 'SIGKILL');
        } catch {}
      }
      rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

function childOf(pid: number): number | undefined {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(parent) === pid) return Number(name);
    } catch {} // it ended meanwhile
  }
  return undefined;
}
