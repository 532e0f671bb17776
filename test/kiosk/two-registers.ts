import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The API of one register, with somebody signed in. */
export interface Clerk {
  readonly url: string;
  ask<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
}

/** The demo shop with two registers that have joined each other, each its own process. */
export interface TwoRegisters {
  readonly urls: readonly [string, string];
  readonly pins: Readonly<Record<string, string>>;
  /** Signs in at the register's API. */
  clerk(url: string, name: string): Promise<Clerk>;
  stop(): Promise<void>;
}

export async function startTwoRegisters(): Promise<TwoRegisters> {
  const data = mkdtempSync(join(tmpdir(), 'kasad-two-'));
  const main = new URL('../../daemon/main.ts', import.meta.url).pathname;
  const args = [main, 'shop', '--registers', '2', '--json', '--port', '0', '--data', data];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ready = await twoLines(child);
  const { staff } = ready[0];
  const pins = Object.fromEntries(staff.map(({ name, pin }) => [name, pin]));
  return {
    urls: [ready[0].url, ready[1].url],
    pins,
    clerk: (url, name) => signInAt(url, name, pins[name] ?? ''),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }
      rmSync(data, { recursive: true, force: true });
    },
  };
}

interface Ready {
  readonly url: string;
  readonly staff: readonly { readonly name: string; readonly pin: string }[];
}

async function twoLines(child: ChildProcess): Promise<readonly [Ready, Ready]> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const said: Ready[] = [];
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    said.push(JSON.parse(line) as Ready);
    if (said.length === 2) return said as [Ready, Ready];
  }
  throw new Error(`the shop did not start: ${errors}`);
}

/** Waits for the person to come from the other register when nobody of that name is here yet. */
export async function signInAt(url: string, name: string, pin: string): Promise<Clerk> {
  let cookie = '';
  const ask = async <T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        origin: url,
        cookie,
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  };
  const find = async () =>
    (await ask<{ id: string; name: string }[]>('GET', '/api/staff')).find((one) => one.name === name);
  const changes = (
    await fetch(`${url}/api/events`, { signal: AbortSignal.timeout(40_000) })
  ).body?.getReader();
  try {
    let person = await find();
    while (!person) {
      await changes?.read();
      person = await find();
    }
    await ask('POST', '/api/session', { staffId: person.id, pin });
  } finally {
    changes?.cancel().catch(() => {});
  }
  return { url, ask };
}
