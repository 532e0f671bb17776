import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { askRegister } from '../../daemon/cli/console-request.ts';
import { findConsole } from '../../daemon/console.ts';
import { DEMO_STAFF } from '../../daemon/demo/restaurant.ts';
import type { Event, PairingView, SiblingsView } from '../../daemon/http/contract.ts';

const MAIN = new URL('../../daemon/main.ts', import.meta.url).pathname;
/** On a busy machine with two cores. */
export const PATIENCE_MS = 60_000;
const LOOK_MS = 50;

/** One register of a demo shop as a process of its own, asked over HTTP as its screen and its command line ask. */
export interface RegisterProcess {
  readonly number: number;
  readonly dir: string;
  readonly url: string;
  /** As the technician at the command line. */
  ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** As a person of the demo. Throws with the problem's code when it is refused. */
  as(name: string): Promise<Session>;
  /** The next event of the screens' stream that fits, counted from now. */
  next(fits: (event: Event) => boolean): Promise<Event>;
  /** Asks again and again until it is so. */
  until<T>(look: () => Promise<T>, good: (value: T) => boolean): Promise<T>;
  siblings(): Promise<SiblingsView>;
  /** SIGKILL, as when the plug is pulled. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface Session {
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** With an idempotency key. */
  deed<T>(path: string, body: unknown): Promise<T>;
}

export class Refused extends Error {
  readonly code: string;
  readonly problem: Readonly<Record<string, unknown>>;
  constructor(problem: Readonly<Record<string, unknown>>) {
    super(`${problem.code}: ${problem.title}`);
    this.code = String(problem.code);
    this.problem = problem;
  }
}

export interface DemoRegisters {
  readonly registers: readonly RegisterProcess[];
  /** One more box, not joined yet. */
  add(): Promise<RegisterProcess>;
  /** `box` joins the shop of `host` by a code. */
  join(box: RegisterProcess, host: RegisterProcess): Promise<void>;
  stop(): Promise<void>;
}

/** `count` registers of one shop, joined; the first one has the restaurant. */
export async function startRegisters(count: number, wrap: Wrap = (args) => args): Promise<DemoRegisters> {
  const folder = mkdtempSync(join(tmpdir(), 'kasad-siblings-'));
  const registers: RegisterProcess[] = [];
  async function add(): Promise<RegisterProcess> {
    const register = createRegisterProcess(folder, registers.length + 1, wrap);
    registers.push(register);
    await register.start();
    return register;
  }
  async function joinShop(box: RegisterProcess, host: RegisterProcess): Promise<void> {
    const { code, addresses } = await host.ask<PairingView>('POST', '/api/siblings/code');
    await box.ask('POST', '/api/siblings/join', { code, address: addresses[0] });
    await linked(box, host);
  }
  try {
    for (let number = 1; number <= count; number++) {
      const box = await add();
      if (number > 1) await joinShop(box, registers[0] as RegisterProcess);
    }
  } catch (error) {
    await Promise.all(registers.map((register) => register.kill()));
    throw error;
  }
  return {
    registers,
    add,
    join: joinShop,
    async stop() {
      await Promise.all(registers.map((register) => register.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Both see each other, and the first has drawn everything. */
export async function linked(one: RegisterProcess, other: RegisterProcess): Promise<void> {
  const to = (number: number) => (view: SiblingsView) =>
    !view.self.drawing &&
    view.siblings.some(
      ({ registerId, state, ahead }) =>
        registerId === `pokladna-${number}` && state === 'linked' && (ahead ?? 1) === 0,
    );
  await one.until(() => one.siblings(), to(other.number));
  await other.until(() => other.siblings(), to(one.number));
}

/** Turns a command line into the one that runs it somewhere else, for instance in a network namespace. */
export type Wrap = (args: readonly string[]) => readonly string[];

function createRegisterProcess(folder: string, number: number, wrap: Wrap): RegisterProcess {
  const dir = join(folder, `pokladna-${number}`);
  let child: ChildProcess | undefined;
  let url = '';

  async function stream(signal: AbortSignal): Promise<AsyncIterable<Event>> {
    const answer = await fetch(`${url}/api/events`, { signal });
    return events(answer.body as ReadableStream<Uint8Array>);
  }

  return {
    number,
    dir,
    get url() {
      return url;
    },
    ask: (method, path, body) => askRegister(dir, method, path, body),
    async as(name) {
      const people = (await (await fetch(`${url}/api/staff`)).json()) as { id: string; name: string }[];
      const person = people.find((one) => one.name === name);
      const pin = DEMO_STAFF.find((one) => one.name === name)?.pin;
      const signIn = await request(url, 'POST', '/api/session', { staffId: person?.id, pin });
      const cookie = (signIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
      if (!signIn.ok) throw new Refused((await signIn.json()) as Record<string, unknown>);
      return sessionOf(url, cookie);
    },
    async next(fits) {
      const limit = AbortSignal.timeout(PATIENCE_MS);
      for await (const event of await stream(limit)) if (fits(event)) return event;
      throw new Error('the stream has ended');
    },
    async until(look, good) {
      const limit = performance.now() + PATIENCE_MS;
      for (;;) {
        const value = await look();
        if (good(value)) return value;
        if (performance.now() > limit) {
          throw new Error(`register ${number}: it has not come to be: ${JSON.stringify(value)}`);
        }
        // Another process cannot be waited for in any other way: not all of this is worth an event.
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    },
    siblings: () => askRegister<SiblingsView>(dir, 'GET', '/api/siblings'),
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    async start() {
      const port = url === '' ? '0' : new URL(url).port;
      const args = ['shop', '--json', '--number', `${number}`, '--data', dir, '--port', port];
      const [command = '', ...rest] = wrap([process.execPath, MAIN, ...args]);
      const started = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
      child = started;
      const lines = createInterface({ input: started.stdout });
      const line = await Promise.race([
        once(lines, 'line').then(([said]) => said as string),
        once(started, 'exit').then(() => null),
      ]);
      if (line === null) throw new Error(`register ${number} did not start`);
      url = findConsole(dir)?.url ?? '';
    },
    async stop() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      if (child.exitCode !== 0) throw new Error(`register ${number} stopped with ${child.exitCode}`);
    },
  };
}

function request(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${url}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

function sessionOf(url: string, cookie: string): Session {
  async function ask<T>(method: string, path: string, body?: unknown, headers = {}): Promise<T> {
    const answer = await request(url, method, path, body, { cookie, ...headers });
    const value = (await answer.json()) as T;
    if (!answer.ok) throw new Refused(value as Record<string, unknown>);
    return value;
  }
  return {
    get: (path) => ask('GET', path),
    send: (method, path, body) => ask(method, path, body),
    deed: (path, body) => ask('POST', path, body, { 'idempotency-key': crypto.randomUUID() }),
  };
}

/** The daemon's own stream: one JSON object per `data:` line. */
async function* events(body: ReadableStream<Uint8Array>): AsyncIterable<Event> {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream() as never)) {
    text += chunk as unknown as string;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data:')) yield JSON.parse(line.slice(5)) as Event;
    }
  }
}
