import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dial } from './dial.ts';
import { type Papers, realTime, type TestShop, testShop } from './shop.fixture.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await testShop();
});
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Somebody waits for calls with these papers. */
async function answering({ key, cert, ca }: Papers): Promise<{ address: string }> {
  const server = createServer({ key, cert, ca, minVersion: 'TLSv1.3', requestCert: true }, (socket) => {
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Called by somebody who would take anybody for a sibling. */
async function call(registerId: string | null, address: string) {
  const identity = await shop.register('pokladna-1');
  const options = {
    time: realTime,
    registerId: 'pokladna-1',
    storeId: shop.storeId,
    identity,
    admits: () => true,
  };
  const dialled = await dial(options, registerId, [address]).answer;
  if (dialled.ok) dialled.socket.destroy();
  return dialled.ok ? dialled.caller.name : dialled.fault;
}

describe('who answers a call', () => {
  it('is a register', async () => {
    const { address } = await answering(await shop.register('pokladna-2'));
    expect(await call('pokladna-2', address)).toBe('pokladna-2');
    expect(await call(null, address)).toBe('pokladna-2');
  });

  it('is a guest by the name of a register: its certificate is for calling only', async () => {
    const { address } = await answering(await shop.guest('pokladna-2'));
    expect(await call('pokladna-2', address)).toBe('certificate');
    expect(await call(null, address)).toBe('certificate');
  });
});
