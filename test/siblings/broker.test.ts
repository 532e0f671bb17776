import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CatalogueView } from '../../daemon/http/contract.ts';
import { readIdentity } from '../../sync/index.ts';
import { type SiteBroker, siteBroker } from '../../sync/mesh/site-broker.fixture.ts';
import {
  type DemoRegisters,
  linked,
  type RegisterProcess,
  type Session,
  startRegisters,
} from './registers.fixture.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/* Two registers that speak over a site's own mosquitto and not with each other, set up as the page for it says. */
let shop: DemoRegisters;
let one: RegisterProcess;
let two: RegisterProcess;
let broker: SiteBroker;

beforeAll(async () => {
  shop = await startRegisters(2);
  [one, two] = shop.registers as [RegisterProcess, RegisterProcess];
  const read = await readIdentity(join(one.dir, 'identity'));
  if (read.is !== 'identity') throw new Error('no identity');
  const { storeId, caCert: ca } = read.identity;
  broker = await siteBroker({ storeId, ca }, [one.id, two.id]);
  await broker.start();
  const authority = join(one.dir, 'broker-ca.pem');
  writeFileSync(authority, broker.ca);
  for (const register of [one, two]) {
    await register.stop();
    const config = join(register.dir, 'kasad.toml');
    writeFileSync(
      config,
      [
        `data_dir = "${register.dir}"`,
        '[register]',
        `id = "${register.id}"`,
        `name = "Pokladna ${register.number}"`,
        `series = "R${register.number}"`,
        '[http]',
        `port = ${new URL(register.url).port}`,
        '[sync]',
        'discovery = false',
        `broker = "mqtts://localhost:${broker.port}"`,
        `broker_ca = "${authority}"`,
      ].join('\n'),
    );
    await register.start(config);
  }
});
afterAll(async () => {
  await shop?.stop();
  await broker?.close();
});

const priceOf = async (session: Session, id: string) =>
  (await session.get<CatalogueView>('/api/catalogue')).items.find((item) => item.id === id)?.price_haler;

test('a price goes over the broker; without it each sells on, and with it again nothing is missing', async () => {
  await linked(one, two);
  const [here, there] = [await one.as('Petr'), await two.as('Petr')];
  const item = (await here.get<CatalogueView>('/api/catalogue')).items.find((it) => !it.openPrice);
  const id = item?.id ?? '';
  const change = (price_haler: number) => here.send('PATCH', `/api/items/${id}`, { price_haler });
  await change(7_100);
  await two.until(
    () => priceOf(there, id),
    (price) => price === 7_100,
  );

  await broker.stop();
  await one.until(
    () => one.siblings(),
    ({ siblings }) =>
      siblings.some(({ state, cs }) => state === 'missing' && /Společný broker .* neodpovídá/.test(cs)),
  );
  await change(7_200);
  expect(await priceOf(here, id)).toBe(7_200);

  await broker.start();
  await linked(two, one);
  expect(await priceOf(there, id)).toBe(7_200);
});
