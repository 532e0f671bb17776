import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer as createHttps, get } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createKeyAndRequest, signRegister } from './certificates.ts';
import { tunnelKey } from './code.ts';
import { foundShop } from './identity.ts';
import { type Joined, joinShop } from './join.ts';
import type { PairingAnswer } from './message.ts';
import { bytes, firstRegister, manualTime, newcomer, pairingHost, realTime } from './pairing.fixture.ts';
import { tunnelServer } from './tunnel.ts';
import { memberCertificate } from './x509.ts';

// Keys and scrypt take their time on a machine that has other things to do.
vi.setConfig({ testTimeout: 90_000 });

const CODE = '7K3M-0Q8X-ZZT1';
const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0)) step();
});

async function listening(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  undo.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** One who knows the code and answers whatever it likes. */
async function strangeHost(answer: (request: Record<string, string>) => unknown): Promise<string> {
  const key = await tunnelKey(CODE.replaceAll('-', ''));
  const server = tunnelServer(() => key, {});
  server.on('request', async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    const body = await answer(JSON.parse(text));
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  return listening(server);
}

const join = (addresses: readonly string[], patch = {}): Promise<Joined> =>
  joinShop({ code: CODE, addresses, register: newcomer, time: realTime, ...patch });

const closedPort = async () => {
  const server = createServer();
  const address = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return address;
};

describe('a newcomer is told', () => {
  test('that what was typed is no code, and bothers nobody', async () => {
    const { host, shown, join: joinHost } = await pairingHost();
    undo.push(() => void host.close());
    await host.open();
    expect(await joinHost('1234')).toEqual({ ok: false, fault: 'not-a-code', address: null });
    expect(shown().triesLeft).toBe(5);
  });

  test('that nobody shows a code there, or that there is no way there', async () => {
    const address = await closedPort();
    expect(await join([address])).toEqual({ ok: false, fault: 'expired-or-closed', address });
    for (const nowhere of [
      'nowhere.invalid:8884',
      'no address',
      '127.0.0.1',
      '127.0.0.1:0',
      '127.0.0.1:70000',
    ]) {
      expect(await join([nowhere])).toEqual({ ok: false, fault: 'unreachable', address: nowhere });
    }
    expect(await join([])).toEqual({ ok: false, fault: 'unreachable', address: null });
  });

  test('that something else lives there', async () => {
    const { key, caCert } = { ...(await firstRegister()) };
    const { cert } = await firstRegister();
    const others = [
      createServer((socket) => socket.end('220 smtp\r\n')),
      createServer((socket) => socket.destroy()),
      createHttps({ key, cert, ca: caCert }, (_, response) => response.end('{}')),
    ];
    for (const other of others) {
      const address = await listening(other);
      expect(await join([address])).toEqual({ ok: false, fault: 'protocol', address });
    }
  });

  test('that something else lives there, even if the whole world trusts its certificate', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const { caKey, caCert } = await firstRegister();
    const cert = memberCertificate(createPrivateKey(caKey), caCert, {
      publicKey,
      commonName: 'localhost',
      serverName: 'localhost',
      serial: bytes(16),
      ends: ['server'],
    });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const before = getCACertificates('default');
    setDefaultCACertificates([caCert]);
    undo.push(() => setDefaultCACertificates(before));
    const asked: string[] = [];
    const address = await listening(
      createHttps({ key, cert }, (request, response) => {
        asked.push(request.url ?? '');
        response.end('{}');
      }),
    );
    const named = address.replace('127.0.0.1', 'localhost');
    expect((await fetchBy(named)).statusCode).toBe(200);
    expect(await join([named])).toEqual({ ok: false, fault: 'protocol', address: named });
    expect(asked).toEqual(['/']);
  });

  test('the fault that came nearest, of several addresses', async () => {
    const { host, shown } = await pairingHost();
    undo.push(() => void host.close());
    await host.open();
    const here = `127.0.0.1:${shown().port}`;
    const [closed, foreign] = [
      await closedPort(),
      await listening(createServer((socket) => socket.destroy())),
    ];
    expect(await join(['x', closed, foreign, here, closed])).toMatchObject({
      fault: 'wrong-code',
      address: here,
    });
    expect(await join([closed, foreign, 'x'])).toMatchObject({ fault: 'protocol', address: foreign });
    expect(await join(['x', closed])).toMatchObject({ fault: 'expired-or-closed', address: closed });
    expect(await join(['x', here, closed], { code: shown().code })).toMatchObject({
      ok: true,
      address: here,
    });
  });
});

describe('a newcomer waits no longer than it must', () => {
  test('for a connection', async () => {
    const address = await listening(createServer());
    const impatient = {
      ...realTime,
      after: (_: number, run: () => void) => {
        queueMicrotask(run);
        return () => {};
      },
    };
    expect(await join([address], { time: impatient })).toEqual({ ok: false, fault: 'unreachable', address });
  });

  test('for one who takes the call and says nothing', async () => {
    const time = manualTime();
    const called = Promise.withResolvers<void>();
    const address = await listening(createServer((socket) => socket.once('data', () => called.resolve())));
    const joined = join([address], { time });
    await called.promise;
    time.advance(5_000);
    expect(await joined).toEqual({ ok: false, fault: 'protocol', address });
  });

  test('for an answer', async () => {
    const time = manualTime();
    const asked = Promise.withResolvers<void>();
    const address = await strangeHost(() => {
      asked.resolve();
      return new Promise(() => {});
    });
    const joined = join([address], { time });
    await asked.promise;
    time.advance(20_000);
    expect(await joined).toEqual({ ok: false, fault: 'expired-or-closed', address });
  });
});

describe('a newcomer believes no answer', () => {
  const papersFor = async (csr: string, registerId = newcomer.registerId) => {
    const { storeId, caKey, caCert } = await firstRegister();
    const signed = await signRegister({ storeId, caKey, caCert }, csr, registerId, bytes);
    if (!signed.ok) throw new Error(signed.fault);
    return { is: 'joined', storeId, caKey, caCert, cert: signed.cert, payload: 1 } satisfies PairingAnswer;
  };

  test('but one with papers that are sound and its own', async () => {
    const address = await strangeHost(({ csr = '' }) => papersFor(csr));
    expect(await join([address])).toMatchObject({ ok: true, payload: 1, address });
  });

  test.each<[string, (csr: string) => unknown]>([
    ['that is no JSON', () => 'welcome'],
    ['for another key', async () => papersFor((await createKeyAndRequest('x')).csr)],
    ['for another name', (csr) => papersFor(csr, 'pokladna-3')],
    [
      'of an authority that did not sign',
      async (csr) => {
        const { caKey, caCert } = await foundShop({ registerId: 'x', bytes });
        return { ...(await papersFor(csr)), caKey, caCert };
      },
    ],
    ['that it is at fault', () => ({ is: 'rejected', fault: 'of a later version' })],
  ])('%s', async (_, answer) => {
    const address = await strangeHost(({ csr = '' }) => answer(csr));
    expect(await join([address])).toEqual({ ok: false, fault: 'protocol', address });
  });

  test('that has no end', async () => {
    const address = await strangeHost(() => 'x'.repeat(300_000));
    expect(await join([address])).toMatchObject({ ok: false, address });
  });
});

const fetchBy = (address: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    get(`https://${address}/`, resolve).on('error', reject);
  });
