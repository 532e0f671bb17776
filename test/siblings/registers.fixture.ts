import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findConsole } from '../../daemon/console.ts';
import { DEMO_STAFF } from '../../daemon/demo/restaurant.ts';
import type { PairingView, SiblingsView } from '../../daemon/http/contract.ts';
import { PATIENCE_MS, type Place, thisMachine } from './place.ts';

const MAIN = new URL('../../daemon/main.ts', import.meta.url).pathname;
const LOOK_MS = 50;

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** One register of a demo shop as a process of its own, asked over HTTP as its screen and its command line ask. */
export interface RegisterProcess {
  readonly number: number;
  readonly id: string;
  readonly dir: string;
  readonly url: string;
  /** As the technician at the command line. */
  ask<T>(method: Method, path: string, body?: unknown): Promise<T>;
  /** As a person of the demo. */
  as(name: string): Promise<Session>;
  /** Asks again and again until it is so; how long it took in milliseconds. */
  until<T>(look: () => Promise<T>, good: (value: T) => boolean): Promise<T>;
  siblings(): Promise<SiblingsView>;
  /** Null when it does not run. */
  pid(): number | null;
  /** SIGKILL, as when the plug is pulled. */
  kill(): Promise<void>;
  /** With a configuration file as `kasad start` does; without one as a register of the demo. */
  start(config?: string): Promise<void>;
  stop(): Promise<void>;
}

export interface Session {
  get<T>(path: string): Promise<T>;
  send<T>(method: Method, path: string, body?: unknown): Promise<T>;
  /** With an idempotency key. */
  deed<T>(path: string, body: unknown): Promise<T>;
  /** Posts a file of comma-separated values. */
  csv<T>(path: string, text: string): Promise<T>;
}

/** An answer that was no. */
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
  add(place?: Place): Promise<RegisterProcess>;
  /** `box` joins the shop of `host` by a code, told where to ask. */
  join(box: RegisterProcess, host: RegisterProcess): Promise<void>;
  stop(): Promise<void>;
}

/** Registers of one shop, joined, one for each place; the first one has the restaurant. */
export async function startRegisters(places: number | readonly Place[]): Promise<DemoRegisters> {
  const folder = mkdtempSync(join(tmpdir(), 'kasad-siblings-'));
  const registers: RegisterProcess[] = [];
  async function add(place: Place = thisMachine): Promise<RegisterProcess> {
    const register = createRegisterProcess(folder, registers.length + 1, place);
    registers.push(register);
    await register.start();
    return register;
  }
  async function joinShop(box: RegisterProcess, host: RegisterProcess): Promise<void> {
    const { code, addresses } = await host.ask<PairingView>('POST', '/api/siblings/code');
    await box.ask('POST', '/api/siblings/join', { code, address: addresses[0] });
    await linked(box, host);
  }
  async function stop(how: 'stop' | 'kill'): Promise<void> {
    await Promise.all(registers.map((register) => register[how]()));
    rmSync(folder, { recursive: true, force: true });
  }
  try {
    const all = typeof places === 'number' ? Array.from({ length: places }, () => thisMachine) : places;
    for (const place of all) {
      const box = await add(place);
      if (registers.length > 1) await joinShop(box, registers[0] as RegisterProcess);
    }
  } catch (error) {
    await stop('kill');
    throw error;
  }
  return { registers, add, join: joinShop, stop: () => stop('stop') };
}

/** Each sees the other, and the first has drawn everything. */
export async function linked(one: RegisterProcess, other: RegisterProcess): Promise<void> {
  await seesLinked(one, other);
  await seesLinked(other, one);
}

/** `one` is linked to `other` and has everything of it. */
export const seesLinked = (one: RegisterProcess, other: RegisterProcess): Promise<SiblingsView> =>
  one.until(
    () => one.siblings(),
    (view) =>
      !view.self.drawing &&
      view.siblings.some(
        ({ registerId, state, ahead }) => registerId === other.id && state === 'linked' && ahead === 0,
      ),
  );

export const seesMissing = (one: RegisterProcess, other: RegisterProcess): Promise<SiblingsView> =>
  one.until(
    () => one.siblings(),
    (view) => view.siblings.some(({ registerId, state }) => registerId === other.id && state === 'missing'),
  );

function createRegisterProcess(folder: string, number: number, place: Place): RegisterProcess {
  const id = `pokladna-${number}`;
  const dir = join(folder, id);
  let child: ChildProcess | undefined;
  let url = '';
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;

  async function ask<T>(
    method: Method,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
    type: 'application/json' | 'text/csv' = 'application/json',
  ): Promise<{ value: T; cookie: string }> {
    const said = await place.ask({
      method,
      url: `${url}${path}`,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body: type === 'text/csv' ? String(body) : JSON.stringify(body) }),
    });
    const value = JSON.parse(said.text) as T;
    if (said.status >= 400) throw new Refused(value as Record<string, unknown>);
    return { value, cookie: said.cookie };
  }
  const asTechnician = async <T>(method: Method, path: string, body?: unknown): Promise<T> =>
    (await ask<T>(method, path, body, { authorization: `Bearer ${findConsole(dir)?.key}` })).value;

  return {
    number,
    id,
    dir,
    get url() {
      return url;
    },
    ask: asTechnician,
    async as(name) {
      const people = (await ask<{ id: string; name: string }[]>('GET', '/api/staff', undefined, {})).value;
      const staffId = people.find((one) => one.name === name)?.id;
      const pin = DEMO_STAFF.find((one) => one.name === name)?.pin;
      const { cookie } = await ask('POST', '/api/session', { staffId, pin }, {});
      return {
        get: async (path) => (await ask('GET', path, undefined, { cookie })).value as never,
        send: async (method, path, body) => (await ask(method, path, body, { cookie })).value as never,
        csv: async (path, text) => (await ask('POST', path, text, { cookie }, 'text/csv')).value as never,
        deed: async (path, body) =>
          (await ask('POST', path, body, { cookie, 'idempotency-key': crypto.randomUUID() })).value as never,
      };
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
    siblings: () => asTechnician<SiblingsView>('GET', '/api/siblings'),
    pid: () => (isRunning() ? (child?.pid ?? null) : null),
    async kill() {
      if (!child || !isRunning()) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    async start(config) {
      const port = url === '' ? '0' : new URL(url).port;
      const started = place.run(
        config === undefined
          ? [
              ...[process.execPath, MAIN, 'shop', '--json', '--number', `${number}`, '--data', dir],
              ...['--port', port, '--sync-host', place.syncHost],
            ]
          : [process.execPath, MAIN, 'start', '--config', config],
      );
      child = started;
      const lines = createInterface({ input: started.stdout as NodeJS.ReadableStream });
      // What a demo says at once is among the lines of a register's journal.
      const said = new Promise<string>((resolve) =>
        lines.on('line', (line) => {
          const { url: at } = JSON.parse(line) as { url?: string };
          if (at?.startsWith('http')) resolve(at);
        }),
      );
      const at = await Promise.race([said, once(started, 'exit').then(() => null)]);
      if (at === null) throw new Error(`register ${number} did not start`);
      url = at;
    },
    async stop() {
      if (!child || !isRunning()) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      if (child.exitCode !== 0) throw new Error(`register ${number} stopped with ${child.exitCode}`);
    },
  };
}
