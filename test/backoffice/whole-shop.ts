import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Clerk, signInAt } from '../kiosk/two-registers.ts';

/** The demo as `npm start` runs it, but with one register: it and its backoffice, each its own process, paired. */
export interface WholeShop {
  readonly kiosk: string;
  readonly pages: string;
  readonly owner: { readonly email: string; readonly password: string };
  readonly pins: Readonly<Record<string, string>>;
  /** Signs in at the register's API. */
  clerk(name: string): Promise<Clerk>;
  stop(): Promise<void>;
}

interface Register {
  readonly url: string;
  readonly staff: readonly { readonly name: string; readonly pin: string }[];
}
interface Backoffice {
  readonly backoffice: { readonly url: string; readonly email: string; readonly password: string };
}

export async function startWholeShop(): Promise<WholeShop> {
  const data = mkdtempSync(join(tmpdir(), 'kasad-whole-'));
  const main = new URL('../../daemon/main.ts', import.meta.url).pathname;
  const args = [main, 'shop', '--backoffice', '--eet', '--json', '--port', '0', '--data', data];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [register, { backoffice }] = await twoLines(child);
  const pins = Object.fromEntries(register.staff.map(({ name, pin }) => [name, pin]));
  return {
    kiosk: register.url,
    pages: backoffice.url,
    owner: backoffice,
    pins,
    clerk: (name) => signInAt(register.url, name, pins[name] ?? ''),
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

async function twoLines(child: ChildProcess): Promise<readonly [Register, Backoffice]> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const said: unknown[] = [];
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    said.push(JSON.parse(line));
    if (said.length === 2) return said as [Register, Backoffice];
  }
  throw new Error(`the shop did not start: ${errors}`);
}
