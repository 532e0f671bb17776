import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SetupApplying, SetupConfigPatch, SetupState, SetupView } from '../http/contract.ts';

const main = join(import.meta.dirname, '../main.ts');

export interface Asked<T> {
  readonly status: number;
  readonly body: T;
}

/** A box as it comes out of its carton: a process of the program, over a folder of its own, with nothing configured. */
export interface Box {
  readonly folder: string;
  readonly file: string;
  readonly url: string;
  /** Of the process that runs now. */
  readonly child: ChildProcess;
  /** Starts it, and resolves once it says where it listens. */
  start(): Promise<void>;
  /** The register has come up so many times in this process. */
  readonly starts: number;
  /** What it has logged, the message of each line. */
  readonly said: readonly string[];
  ask<T>(method: string, path: string, body?: unknown): Promise<Asked<T>>;
  view(): Promise<SetupView>;
  state(): Promise<SetupState>;
  /** Changes the configuration and waits for how it ended. */
  change(patch: SetupConfigPatch): Promise<SetupApplying>;
  ended(id?: string): Promise<SetupApplying>;
  config(): string;
  write(text: string): void;
  kill(signal?: NodeJS.Signals): Promise<number | null>;
  kasad(args: readonly string[], stdin?: string): Promise<{ code: number; out: string; err: string }>;
  dispose(): Promise<void>;
}

export async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** `env`: further variables of the process. */
export async function newBox(env: Readonly<Record<string, string>> = {}): Promise<Box> {
  const folder = mkdtempSync(join(tmpdir(), 'kasad-first-run-'));
  const file = join(folder, 'kasad.toml');
  const [port, sync, pairing] = [await freePort(), await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  writeFileSync(
    file,
    `data_dir = "data"\n[http]\nport = ${port} # technik\n[sync]\nhost = "127.0.0.1"\nport = ${sync}\npairing_port = ${pairing}\ndiscovery = false\n`,
  );
  let child: ChildProcess | undefined;
  let starts = 0;
  const said: string[] = [];
  let ready = () => {};

  const running = () => {
    if (!child) throw new Error('the box is off');
    return child;
  };
  const box: Box = {
    folder,
    file,
    url,
    get child() {
      return running();
    },
    get starts() {
      return starts;
    },
    said,
    async start() {
      starts = 0;
      const up = new Promise<void>((resolve, reject) => {
        ready = resolve;
        const own = spawn(process.execPath, [main, 'start', '--config', file], {
          env: { ...process.env, NOTIFY_SOCKET: '', ...env },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        child = own;
        let complaint = '';
        own.stderr?.on('data', (bytes: Buffer) => {
          complaint += bytes.toString();
        });
        own.once('exit', (code) => reject(new Error(`it ended with ${code}: ${complaint}`)));
      });
      void (async () => {
        for await (const line of createInterface({ input: running().stdout as NodeJS.ReadableStream })) {
          const { msg = '' } = JSON.parse(line) as { msg?: string };
          said.push(msg);
          if (msg !== 'ready') continue;
          starts++;
          ready();
        }
      })();
      await up;
    },
    async ask<T>(method: string, path: string, body?: unknown) {
      const answer = await fetch(url + path, {
        method,
        ...(body === undefined
          ? {}
          : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: (await answer.json()) as T };
    },
    view: async () => (await box.ask<SetupView>('GET', '/api/setup')).body,
    state: async () => (await box.ask<SetupState>('GET', '/api/setup/state')).body,
    async change(patch) {
      const { status, body } = await box.ask<SetupApplying>('PATCH', '/api/setup/config', patch);
      if (status !== 200) throw new Error(JSON.stringify(body));
      return box.ended(body.id);
    },
    async ended(id) {
      // It is away for a moment in between; asking is all that tells when it is back.
      for (;;) {
        const now = await box.view().catch(() => undefined);
        const { applying } = now ?? {};
        if (applying && (id === undefined || applying.id === id) && applying.state !== 'applying')
          return applying;
        if (running().exitCode !== null) throw new Error('the box is off');
      }
    },
    config: () => readFileSync(file, 'utf8'),
    write: (text) => writeFileSync(file, text),
    async kill(signal = 'SIGKILL') {
      const dying = running();
      child = undefined;
      if (dying.exitCode !== null) return dying.exitCode;
      dying.kill(signal);
      const [code] = await once(dying, 'exit');
      return code as number | null;
    },
    kasad: (args, stdin = '') =>
      new Promise((resolve) => {
        const own = execFile(process.execPath, [main, ...args], { env: process.env }, (error, out, err) =>
          resolve({ code: error ? Number(error.code) : 0, out, err }),
        );
        own.stdin?.end(stdin);
      }),
    async dispose() {
      if (child && child.exitCode === null) await box.kill();
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
    },
  };
  return box;
}
