import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A pseudo-terminal that stands in for a device file in tests: what the driver writes comes out of socat. */
export interface Pty {
  /** The path the driver opens. */
  readonly path: string;
  /** The device's own end: a second pseudo-terminal. */
  readonly farPath: string;
  /** Takes the device away at once, as a pulled plug does; the paths vanish. */
  unplug(): Promise<void>;
  /** Brings it back under the same paths. */
  plug(): Promise<void>;
  dispose(): Promise<void>;
}

/** Two joined pseudo-terminals. Rejects with the name of the Debian package when socat is not installed. */
export async function ptyPair(): Promise<Pty> {
  const folder = mkdtempSync(join(tmpdir(), 'kasad-pty-'));
  const path = join(folder, 'device');
  const farPath = join(folder, 'far');
  let child: ChildProcess | undefined;

  const pty: Pty = {
    path,
    farPath,
    async plug() {
      child = await socat([`pty,raw,echo=0,link=${path}`, `pty,raw,echo=0,link=${farPath}`]);
    },
    async unplug() {
      const dying = child;
      child = undefined;
      if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => dying.once('exit', () => resolve()));
      dying.kill('SIGTERM');
      await gone;
    },
    async dispose() {
      await pty.unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await pty.plug();
  return pty;
}

function socat(addresses: string[]): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn('socat', ['-d', '-d', ...addresses], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'ENOENT'
          ? new Error('socat is missing. Install the Debian package: apt install socat')
          : error,
      );
    });
    child.on('exit', (code) => reject(new Error(`socat ended with ${code}: ${said}`)));
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('starting data transfer loop')) resolve(child);
    });
  });
}
