import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';

/**
 * A network namespace with a `/run` of its own, so that two of them can each have an avahi-daemon or a D-Bus. It lives
 * as long as its keeper, a `cat` whose standard input is a pipe from this process: however the test ends, even
 * killed, the keeper ends with it and the kernel takes away namespace, cards and cables.
 */
export interface Namespace {
  /** Of the keeper; `ip link … netns PID` wants it. */
  readonly pid: number;
  /** Runs a command to its end and gives what it wrote; rejects with what it complained of. */
  exec(command: readonly string[], options?: ExecOptions): Promise<string>;
  /** Starts a command that goes on; it is killed with the namespace. Its process id is the child's. */
  run(command: readonly string[], options?: SpawnOptions): ChildProcess;
  close(): Promise<void>;
}

export interface ExecOptions {
  /** For its standard input. */
  readonly input?: string;
  readonly timeout_ms?: number;
}

export async function createNamespace(name: string): Promise<Namespace> {
  const setUp =
    'mount -t tmpfs tmpfs /run && mkdir -p /run/dbus && ip link set lo up && echo ready && exec cat';
  const keeper = spawn('unshare', ['--net', '--mount', '--', 'sh', '-c', setUp], { stdio: 'pipe' });
  const complaint = textOf(keeper.stderr);
  const ready = await new Promise<boolean>((resolve) => {
    keeper.on('error', () => resolve(false));
    keeper.on('exit', () => resolve(false));
    keeper.stdout.once('data', () => resolve(true));
  });
  if (!ready) {
    throw new Error(
      `A network namespace cannot be made here (${(await complaint).trim() || 'unshare did not start'}). The laboratory ` +
        'needs root (CAP_SYS_ADMIN and CAP_NET_ADMIN) and the packages util-linux and iproute2.',
    );
  }
  const pid = keeper.pid as number;

  const inside = ['-t', String(pid), '--net', '--mount', '--'];

  return {
    pid,
    run: (command, options = {}) =>
      spawn('nsenter', [...inside, 'setpriv', '--pdeathsig', 'KILL', '--', ...command], options),
    async exec(command, { input = '', timeout_ms = 30_000 } = {}) {
      const child = spawn('nsenter', [...inside, ...command], { timeout: timeout_ms, killSignal: 'SIGKILL' });
      child.stdin.on('error', () => {}); // it did not want to read
      child.stdin.end(input);
      const [out, err] = [textOf(child.stdout), textOf(child.stderr)];
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      if (code === 0) return out;
      throw new Error(`${name}: ${command.join(' ')}: ${code ?? signal}: ${(await err).trim()}`);
    },
    async close() {
      const left = livingIn(pid).filter((other) => other !== pid);
      for (const other of left) kill(other);
      if (keeper.exitCode !== null || keeper.signalCode !== null) return;
      const gone = once(keeper, 'exit');
      keeper.stdin.end();
      await gone;
    },
  };
}

/** Processes in the network namespace of the given one, whoever started them. */
function livingIn(pid: number): number[] {
  const namespaceOf = (of: string) => {
    try {
      return readlinkSync(`/proc/${of}/ns/net`);
    } catch {
      return undefined; // it ended meanwhile
    }
  };
  const here = namespaceOf(String(pid));
  if (here === undefined) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && namespaceOf(name) === here)
    .map(Number);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  if (!stream) return text;
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text += chunk;
  });
  await once(stream, 'close');
  return text;
}
