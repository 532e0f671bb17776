import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { devicesOf } from '../../daemon/config/devices.ts';
import { findConsole } from '../../daemon/console.ts';
import { demoConfig } from '../../daemon/demo/config.ts';
import { DEMO_STAFF } from '../../daemon/demo/restaurant.ts';
import { seedDemo } from '../../daemon/demo/seed.ts';
import { createVirtualDevices } from '../../daemon/demo/virtual-devices.ts';
import type { BackofficeSync, BackofficeView, CatalogueView } from '../../daemon/http/contract.ts';
import { createLog } from '../../daemon/log.ts';
import { createRegister } from '../../daemon/register.ts';
import { realWorld } from '../../world/index.ts';

/** A whole register with virtual devices, as its screen and its command line ask it. */
export interface OneRegister {
  join(url: string, code: string): Promise<BackofficeView>;
  view(): Promise<BackofficeView>;
  sync(): Promise<BackofficeSync>;
  openShift(): Promise<void>;
  /** One receipt in cash; answers its total. */
  sell(quantity_thousandths: number): Promise<number>;
  takeOut(amount_haler: number): Promise<void>;
  /** With what was counted; answers the number of receipts on the Z report. */
  closeShift(counted_haler: number): Promise<number>;
  stop(): Promise<void>;
}

export async function startOneRegister(folder: string): Promise<OneRegister> {
  const dir = join(folder, 'register');
  const config = demoConfig(dir, 0);
  const register = createRegister({
    config,
    world: realWorld,
    log: createLog('silent', realWorld),
    version: '0.1.0',
    kioskFolder: join(folder, 'no-kiosk'),
    env: {},
    pid: process.pid,
    virtual: createVirtualDevices(devicesOf(config), realWorld),
    seed: async (parts) => void (await seedDemo(parts)),
    checkAnswers: true,
    pinCost: 4,
  });
  const { url } = await register.start();
  let cookie = '';

  async function ask<T>(
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = { cookie },
  ) {
    const answer = await fetch(url + path, {
      method,
      headers: { ...more, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
    cookie = (answer.headers.get('set-cookie') ?? cookie).split(';')[0] ?? '';
    return (text === '' ? null : JSON.parse(text)) as T;
  }
  const technician = () => ({ authorization: `Bearer ${findConsole(dir)?.key}` });
  const deed = <T>(path: string, body: unknown) =>
    ask<T>('POST', path, body, { cookie, 'idempotency-key': randomUUID() });

  const people = await ask<{ id: string; name: string }[]>('GET', '/api/staff');
  const staffId = people.find(({ name }) => name === 'Petr')?.id;
  await ask('POST', '/api/session', { staffId, pin: DEMO_STAFF.find(({ name }) => name === 'Petr')?.pin });
  const { items, tables } = await ask<CatalogueView>('GET', '/api/catalogue');
  const item = items.find(({ name }) => /svíčková/i.test(name));

  return {
    join: (at, code) => ask('POST', '/api/backoffice/join', { url: at, code }, technician()),
    view: () => ask('GET', '/api/backoffice', undefined, technician()),
    sync: () => ask('POST', '/api/backoffice/sync', undefined, technician()),
    openShift: () => ask('POST', '/api/shift/open', { float_haler: 200_000 }),
    async sell(quantity) {
      const { bill } = await ask<{ bill: { id: string } }>('POST', '/api/bills', {
        tableId: tables[0]?.id,
        guests: 2,
      });
      const path = `/api/bills/${bill.id}`;
      await ask('POST', `${path}/lines`, { lineId: randomUUID(), itemId: item?.id, quantity });
      const { sum } = await ask<{ sum: { total_haler: number } }>('POST', `${path}/order`);
      await deed(`${path}/pay`, {
        tenders: [{ typeId: 'hotovost', amount: 1_000_000 }],
        tip_haler: 0,
        expectedTotal_haler: sum.total_haler,
      });
      return sum.total_haler;
    },
    takeOut: (amount_haler) => deed('/api/shift/cash', { amount_haler: -amount_haler, reason: 'nákup ledu' }),
    async closeShift(counted_haler) {
      const closing = { counted_haler, countedForeign: {} };
      const z = await deed<{ report: { receiptCount: number } }>('/api/shift/close', closing);
      return z.report.receiptCount;
    },
    async stop() {
      const left = await register.stop();
      if (left.length > 0) throw new Error(`it did not stop cleanly: ${left.join(', ')}`);
    },
  };
}
