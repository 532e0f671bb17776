import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { askRegister } from '../cli/console-request.ts';
import type { BackofficeView } from '../http/contract.ts';
import { notStarted } from './not-started.ts';

const MAIN = new URL('../../backoffice/main.ts', import.meta.url).pathname;

/** The demo's backoffice, a process of its own as at its own place; met only by what anybody may ask of it. */
export interface DemoBackoffice {
  readonly child: ChildProcess;
  readonly url: string;
  readonly email: string;
  readonly password: string;
  readonly store: string;
}

/** On loopback; with `port` 0 on any that is free. Its data stay in `data`. */
export async function startBackoffice(data: string, port: number): Promise<DemoBackoffice> {
  const args = [MAIN, 'demo', '--json', '--data', data, '--port', `${port}`];
  const child = spawn(process.execPath, [...process.execArgv, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = once(createInterface({ input: child.stdout }), 'line');
  const line = await Promise.race([said, once(child, 'exit').then(() => null)]);
  if (line === null) throw notStarted({ cs: 'BackOffice ukázky', en: 'The backoffice of the demo' });
  const { url, email, password, store } = JSON.parse(line[0] as string);
  return { child, url, email, password, store };
}

/** Pairs the registers whose data are in `folders` and that have no backoffice yet, as their owner would. */
export async function joinBackoffice(backoffice: DemoBackoffice, folders: readonly string[]): Promise<void> {
  let newCode: (() => Promise<string>) | undefined;
  for (const folder of folders) {
    const { state } = await askRegister<BackofficeView>(folder, 'GET', '/api/backoffice');
    if (state !== 'unpaired') continue;
    newCode ??= await signIn(backoffice);
    await askRegister(folder, 'POST', '/api/backoffice/join', {
      url: backoffice.url,
      code: await newCode(),
    });
  }
}

/** Gives what makes a one-time code. */
async function signIn({ url, email, password, store }: DemoBackoffice): Promise<() => Promise<string>> {
  const post = (path: string, headers: Record<string, string>, body: unknown) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, ...headers },
      body: JSON.stringify(body),
    });
  const session = await post('/api/session', {}, { email, password });
  if (!session.ok) throw new Error(`the backoffice's owner cannot sign in: ${await session.text()}`);
  const cookie = session.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const { csrf } = (await session.json()) as { csrf: string };
  return async () => {
    const answer = await post(`/api/stores/${store}/pairing`, { cookie, 'x-csrf-token': csrf }, {});
    if (!answer.ok) throw new Error(`the backoffice gives no code: ${await answer.text()}`);
    return ((await answer.json()) as { code: string }).code;
  };
}
