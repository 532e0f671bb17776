import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Paper, paperText } from '../../drivers/index.ts';
import type { BillView, EetSaleView, EetView, ReceiptView } from '../http/contract.ts';
import { DEMO_EET } from './restaurant.ts';

// A process, and keys to be made, on a machine with two cores.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kasad-demo-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const MAIN = new URL('../main.ts', import.meta.url).pathname;

/** The demo as `npm start` runs it, with one register; whoever asks is signed in as the manager. */
async function demo() {
  child = spawn(process.execPath, [MAIN, 'shop', '--eet', '--json', '--port', '0', '--data', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { url, staff } = JSON.parse(await firstLine(child)) as {
    url: string;
    staff: { name: string; role: string; pin: string }[];
  };
  let cookie = '';
  const ask = async <T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        cookie,
        'idempotency-key': crypto.randomUUID(),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return (await answer.json()) as T;
  };
  const people = await ask<{ id: string; role: string }[]>('GET', '/api/staff');
  const pin = staff.find(({ role }) => role === 'manager')?.pin;
  await ask('POST', '/api/session', { staffId: people.find(({ role }) => role === 'manager')?.id, pin });

  /** Looks now and whenever something is told of EET. */
  async function until<T>(path: string, good: (value: T) => boolean): Promise<T> {
    const stream = await fetch(`${url}/api/events`, { headers: { cookie } });
    const first = await ask<T>('GET', path);
    if (good(first)) return first;
    for await (const chunk of stream.body ?? []) {
      if (!new TextDecoder().decode(chunk).includes('"kind":"eet"')) continue;
      const value = await ask<T>('GET', path);
      if (good(value)) return value;
    }
    throw new Error('the register went away');
  }

  return { ask, until };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout) for await (const line of createInterface({ input: stdout })) return line;
  throw new Error('the demo did not start');
}

test('the demo restaurant registers its sales with the double of the authority', async () => {
  const { ask, until } = await demo();
  const begun = await until<EetView>('/api/eet', ({ certificates }) => certificates.length > 0);
  expect(begun).toMatchObject({
    environment: 'playground',
    blockedBy: null,
    certificates: [{ eic: 'CZ99999994', environment: 'playground', active: true }],
  });
  expect(await ask('POST', '/api/eet/test')).toMatchObject({ ok: true, warnings: [] });

  // However slow this machine is, the paper waits for the POK.
  await ask('PATCH', '/api/settings', { eet: { ...DEMO_EET, wait_s: 30 } });
  await ask('POST', '/api/shift/open', { float_haler: 0 });
  const { bill } = await ask<BillView>('POST', '/api/bills', { tableId: null, guests: null });
  const { sum } = await ask<BillView>('POST', `/api/bills/${bill.id}/lines`, {
    lineId: crypto.randomUUID(),
    itemId: 'p1',
  });
  const { receipt } = await ask<ReceiptView>('POST', `/api/bills/${bill.id}/pay`, {
    tenders: [{ typeId: 'karta', amount: sum.total_haler }],
    tip_haler: 0,
    expectedTotal_haler: sum.total_haler,
  });
  const path = `/api/receipts/${receipt.id}/eet`;
  const { fiscal, attempts } = await until<EetSaleView>(path, (sale) => sale.fiscal.state === 'confirmed');
  expect(attempts).toMatchObject([{ first: true, state: 'confirmed', httpStatus: 200, warnings: [] }]);
  expect(fiscal.pok).toMatch(/^[0-9a-f-]{36}-ff$/);
  const paper = await ask<Paper & { preview: boolean }>('GET', `/api/receipts/${receipt.id}/paper`);
  expect(paperText(paper)).toContain(`POK: ${fiscal.pok}\nTEST EET: tržba není evidována\n`);
});
