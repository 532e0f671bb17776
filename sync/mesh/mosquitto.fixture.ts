import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Identity } from './mesh.ts';

// Debian keeps the broker where only root's PATH looks.
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };

/** A folder with the papers as mosquitto wants them: `ca.pem`, `cert.pem`, `key.pem`. */
export function layOut(papers: Partial<Identity>): { readonly dir: string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'kasad-mesh-'));
  for (const part of ['ca', 'cert', 'key'] as const) {
    const pem = papers[part];
    if (pem !== undefined) writeFileSync(join(dir, `${part}.pem`), pem, { mode: 0o600 });
  }
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
}

export interface Run {
  readonly process: ChildProcess;
  readonly ended: Promise<Ran>;
  /** Lines of standard output and standard error as they come. */
  readonly lines: string[];
  onLine(look: () => void): void;
  kill(): void;
}

/** Runs one of mosquitto's programs; its lines come as it writes them and not by the block. */
export function run(command: string, args: readonly string[], cwd?: string): Run {
  const child = spawn('stdbuf', ['-oL', command, ...args], { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const looks: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const look of looks) look();
    });
  }
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out: lines.join('\n') }));
  });
  return {
    process: child,
    ended,
    lines,
    onLine: (look) => looks.push(look),
    kill: () => child.kill('SIGKILL'),
  };
}

export interface Guest {
  readonly heard: (readonly [topic: string, payload: string])[];
  readonly close: () => void;
}

/** `mosquitto_sub` with a guest's papers; resolves when it has subscribed. */
export async function listenAsGuest(options: {
  readonly port: number;
  readonly papers: Identity;
  readonly name: string;
  readonly topic: string;
  readonly onLine: () => void;
}): Promise<Guest> {
  const { dir, remove } = layOut(options.papers);
  const guest = run('mosquitto_sub', [
    ...['-h', '127.0.0.1', '-p', String(options.port), '--insecure', '-d', '-v'],
    ...['--cafile', join(dir, 'ca.pem'), '--cert', join(dir, 'cert.pem'), '--key', join(dir, 'key.pem')],
    ...['-i', options.name, '-t', options.topic],
  ]);
  const heard: (readonly [string, string])[] = [];
  let read = 0;
  await new Promise<void>((subscribed, refused) => {
    guest.ended.then(({ out }) => refused(new Error(out)), refused);
    guest.onLine(() => {
      for (; read < guest.lines.length; read++) {
        const line = guest.lines[read] as string;
        if (line.startsWith('Subscribed')) subscribed();
        const [, topic, payload] = /^kasad\/1\/[^/]+\/(\S+) (.*)$/.exec(line) ?? [];
        if (topic !== undefined && payload !== undefined) heard.push([topic, payload]);
      }
      options.onLine();
    });
  });
  return {
    heard,
    close() {
      guest.kill();
      remove();
    },
  };
}
