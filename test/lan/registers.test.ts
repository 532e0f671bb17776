import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CatalogueView, ItemView } from '../../daemon/http/contract.ts';
import {
  type DemoRegisters,
  type RegisterProcess,
  type Session,
  seesLinked,
  seesMissing,
  startRegisters,
} from '../siblings/registers.fixture.ts';
import { startAvahi } from './avahi.ts';
import { boxOf } from './box.ts';
import { createLan, type Lan } from './lan.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

/*
 * Three registers as whole programs on a network of their own: what a restaurant does to cables, cards and addresses,
 * and how long it takes until everything is as before. The times are printed and not judged: the machine may be busy.
 */
let lan: Lan;
let shop: DemoRegisters;
let boxes: readonly RegisterProcess[];
let manager: Session;
const times: string[] = [];

beforeAll(async () => {
  lan = await createLan({ hosts: 5 });
  // One register has avahi beside it from the beginning.
  await startAvahi(host(1));
  shop = await startRegisters(lan.hosts.slice(0, 3).map(boxOf));
  boxes = shop.registers;
  manager = await box(0).as('Petr');
  await allLinked();
});
afterAll(async () => {
  await shop?.stop();
  await lan?.close();
  console.log(['three registers on a LAN:', ...times].join('\n  '));
});

const box = (index: number): RegisterProcess => boxes[index] as RegisterProcess;
const host = (index: number) => lan.hosts[index] as Lan['hosts'][number];

async function timed<T>(what: string, run: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const value = await run();
  times.push(`${what}: ${Math.round(performance.now() - begin)} ms`);
  return value;
}

async function allLinked(): Promise<void> {
  for (const one of boxes) for (const other of boxes) if (one !== other) await seesLinked(one, other);
}

async function anItem(session: Session): Promise<ItemView> {
  const { items } = await session.get<CatalogueView>('/api/catalogue');
  return items.find((item) => !item.openPrice) as ItemView;
}

/** A price changed on the first register, until the others have it. */
async function priceArrives(at: readonly number[]): Promise<void> {
  const item = await anItem(manager);
  const price_haler = item.price_haler + 100;
  await manager.send('PATCH', `/api/items/${item.id}`, { price_haler });
  for (const index of at) {
    const there = await box(index).as('Petr');
    await box(index).until(
      () => anItem(there),
      (it) => it.price_haler === price_haler,
    );
  }
}

describe('three registers on a network', () => {
  test('have found each other by themselves, and a price is everywhere', async () => {
    const { siblings } = await box(1).siblings();
    expect(siblings.map(({ state }) => state)).toEqual(['linked', 'linked']);
    expect(siblings.every(({ seenBy }) => seenBy.includes('mdns'))).toBe(true);
    await timed('price on both others', () => priceArrives([1, 2]));
  });

  test('are seen from outside by a program that is not ours, with the addresses at which they answer', async () => {
    const outside = await startAvahi(host(4));
    const seen = await outside.browse('_kasad._tcp');
    const expected = await Promise.all(
      boxes.map(async (one) => `${one.id} ${(await one.siblings()).self.addresses[0]}`),
    );
    expect([...new Set(seen.map(({ name, address, port }) => `${name} ${address}:${port}`))].sort()).toEqual(
      expected.sort(),
    );
    await outside.stop();
  });

  test('cable pulled: noticed and explained; put back: linked again, with everything that was missed', async () => {
    await host(1).pullCable();
    const view = await timed('pulled cable noticed', () => seesMissing(box(0), box(1)));
    expect(view.siblings.find(({ registerId }) => registerId === box(1).id)?.cs).toMatch(/\S\.$/);
    // The others do not notice it between themselves.
    expect((await box(2).siblings()).siblings.find(({ registerId }) => registerId === box(0).id)?.state).toBe(
      'linked',
    );
    await priceArrives([2]);
    await host(1).putCableBack();
    await timed('put back: linked and caught up', async () => {
      await seesLinked(box(1), box(0));
      await seesLinked(box(0), box(1));
    });
    const there = await box(1).as('Petr');
    expect((await anItem(there)).price_haler).toBe((await anItem(manager)).price_haler);
    await allLinked();
  });

  test('killed: noticed; started again: linked again', async () => {
    await timed('kill noticed', async () => {
      await box(2).kill();
      await seesMissing(box(0), box(2));
    });
    await priceArrives([1]);
    await box(2).start();
    await timed('restarted: linked and caught up', async () => {
      await seesLinked(box(2), box(0));
      await seesLinked(box(0), box(2));
    });
    await allLinked();
  });

  test('another address by DHCP', async () => {
    await host(1).changeAddress('10.77.0.77');
    await timed('new address: linked again', async () => {
      await box(0).until(
        () => box(0).siblings(),
        ({ siblings }) =>
          siblings.some(
            ({ registerId, address, state }) =>
              registerId === box(1).id && state === 'linked' && address?.startsWith('10.77.0.77:') === true,
          ),
      );
      await allLinked();
    });
    await priceArrives([1, 2]);
  });

  test('another network card', async () => {
    await host(2).replaceCard('other');
    await timed('new card: linked again', async () => {
      await priceArrives([1, 2]);
      await allLinked();
    });
  });

  test('a second interface: a box on another switch only is found over it', async () => {
    await host(0).joinSwitch(1);
    await host(3).joinSwitch(1);
    await host(3).pullCable();
    const newcomer = await shop.add(boxOf(host(3)));
    const { code } = await box(0).ask<{ code: string }>('POST', '/api/siblings/code');
    await timed('newcomer on the second switch joined and drew everything', async () => {
      // Found by itself: it sees who shows a code.
      await newcomer.until(
        () => newcomer.siblings(),
        ({ hosts }) => hosts.length > 0,
      );
      await newcomer.ask('POST', '/api/siblings/join', { code });
      await seesLinked(newcomer, box(0));
    });
    const there = await newcomer.as('Petr');
    expect((await anItem(there)).price_haler).toBe((await anItem(manager)).price_haler);
  });

  test('multicast blocked from the beginning: a typed address is enough', async () => {
    await lan.blockMulticast(true);
    await box(2).kill();
    await box(2).start();
    const { self } = await box(0).siblings();
    await box(2).ask('POST', '/api/siblings/addresses', { address: self.addresses[0] });
    await timed('multicast blocked, address typed: linked', () => seesLinked(box(2), box(0)));
    await lan.blockMulticast(false);
  });
});
