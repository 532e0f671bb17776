import { X509Certificate } from 'node:crypto';
import { get } from 'node:http';
import { type AddressInfo, connect as connectTcp, createServer } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createKeyAndRequest, fingerprintOf } from './certificates.ts';
import { tunnelKey } from './code.ts';
import { CODE_MS, type PairingHost, type PairingHostOptions, TRIES } from './host.ts';
import { isSound } from './identity.ts';
import { PATH } from './message.ts';
import { manualTime, newcomer, pairingHost } from './pairing.fixture.ts';
import { tunnelConnect } from './tunnel.ts';

// Keys and scrypt take their time on a machine that has other things to do.
vi.setConfig({ testTimeout: 90_000 });

const opened: PairingHost[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((host) => host.close()));
});

async function shownHost(patch: Partial<PairingHostOptions> = {}) {
  const made = await pairingHost(patch);
  opened.push(made.host);
  expect(await made.host.open()).toEqual({ ok: true });
  return { ...made, ...made.shown() };
}

/** What a connection got before it was closed, and how it ended. */
function lastWords(socket: ReturnType<typeof connectTcp>): Promise<{ heard: string; error: string }> {
  return new Promise((resolve) => {
    let heard = '';
    let error = '';
    socket.on('data', (data) => {
      heard += data;
    });
    socket.on('error', (fault: NodeJS.ErrnoException) => {
      error = fault.code ?? fault.message;
    });
    socket.on('close', () => resolve({ heard, error }));
  });
}

const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connectTcp(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

/** A way into the tunnel past our own joiner, to say there what it would not say. */
async function tunnel(code: string, port: number) {
  const key = await tunnelKey(code.replaceAll('-', ''));
  const dig = () => tunnelConnect({ host: '127.0.0.1', port }, key);
  const speak = async (text: string) => {
    const socket = dig();
    socket.write(text);
    return (await lastWords(socket)).heard;
  };
  return { dig, speak };
}
async function tryWrongKey(port: number, fill = 0, localAddress = '127.0.0.1'): Promise<string> {
  const where = { host: '127.0.0.1', port, localAddress };
  return (await lastWords(tunnelConnect(where, Buffer.alloc(32, fill)))).error;
}
// A key takes its time to make; who it belongs to does not matter to the one who asks.
const csr = createKeyAndRequest('x').then((made) => made.csr);
const wellAsked = async (patch: object = {}) =>
  post(JSON.stringify({ ...newcomer, csr: await csr, ...patch }));
const post = (body: string, length = Buffer.byteLength(body)) =>
  `POST ${PATH} HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n${body}`;

test('a register is let in by the code and gets papers that are sound', async () => {
  const { host, join, identity, asked, until, port } = await shownHost();
  expect(host.state()).toMatchObject({
    open: { code: expect.stringMatching(/^([0-9A-Z]{4}-){2}[0-9A-Z]{4}$/), triesLeft: TRIES },
    outcome: null,
  });
  const joined = await join();
  if (!joined.ok) throw new Error(joined.fault);
  const { storeId, caCert, caKey } = identity;
  expect(joined.identity).toMatchObject({ registerId: 'pokladna-2', storeId, caCert, caKey });
  expect(isSound(joined.identity)).toBe(true);
  expect(joined.identity.key).not.toBe(identity.key);
  expect(joined.payload).toEqual({ sponsor: 'o-1' });
  expect(asked).toEqual([
    {
      ...newcomer,
      csr: expect.stringContaining('CERTIFICATE REQUEST'),
      fingerprint: fingerprintOf(joined.identity.cert),
      address: '127.0.0.1',
    },
  ]);
  await until((state) => state.outcome !== null);
  expect(host.state()).toEqual({
    open: null,
    outcome: { is: 'joined', registerId: 'pokladna-2', name: newcomer.name },
  });
  expect(await isOpen(port)).toBe(false);
});

test("the sponsor's own key stays where it is", async () => {
  const { identity, code, port } = await shownHost();
  const heard = await (await tunnel(code, port)).speak(await wellAsked());
  expect(heard).toContain('"is":"joined"');
  expect(heard).not.toContain(JSON.stringify(identity.key).slice(1, -1));
});

test('the code is typed as people type', async () => {
  const { code, join } = await shownHost({ bytes: (count) => new Uint8Array(count).fill(1) });
  expect(code).toBe('1111-1111-1111');
  expect(await join(' iIlL 1111\u20131l1i')).toMatchObject({ ok: true });
});

describe('a code', () => {
  test('that is wrong is told as wrong, and five of them make it void', async () => {
    const { host, join, port, code, asked } = await shownHost();
    const wrong = code.startsWith('0') ? code.replace('0', '1') : `0${code.slice(1)}`;
    expect(await join(wrong)).toEqual({ ok: false, fault: 'wrong-code', address: `127.0.0.1:${port}` });
    for (let left = TRIES - 2; left > 0; left--) {
      expect(await tryWrongKey(port)).not.toBe('');
      expect(host.state()).toMatchObject({ open: { triesLeft: left }, outcome: { is: 'wrong-code' } });
    }
    expect(await join(wrong)).toMatchObject({ fault: 'wrong-code' });
    expect(host.state()).toEqual({ open: null, outcome: { is: 'void' } });
    expect(await join(code, {}, port)).toMatchObject({ fault: 'expired-or-closed' });
    expect(asked).toEqual([]);
    await host.open();
    expect(host.state()).toMatchObject({ open: { triesLeft: TRIES }, outcome: null });
  });

  test('has no more tries for being tried many times at once', async () => {
    const { host, port, asked } = await shownHost();
    const errors = await Promise.all(
      Array.from({ length: 16 }, (_, i) => tryWrongKey(port, i, `127.0.0.${2 + (i % 8)}`)),
    );
    // Whose key was looked at hears so (alert 51); the others are cut off.
    expect(errors.filter((error) => /EPROTO|DECRYPT_ERROR/.test(error)).length).toBeLessThanOrEqual(TRIES);
    expect(errors).not.toContain('');
    expect(host.state()).toEqual({ open: null, outcome: { is: 'void' } });
    expect(asked).toEqual([]);
  });

  test('does not lose a try by being right', async () => {
    const reason = { code: 'id-taken', cs: 'Značka je obsazená.', en: 'The id is taken.' };
    let grants = 0;
    const { host, code, port, join } = await shownHost({
      grant: async () => (grants++ < TRIES + 1 ? { ok: false, reason } : { ok: true, payload: null }),
    });
    expect(await join()).toMatchObject({ ok: false, fault: 'refused', reason });
    const { speak } = await tunnel(code, port);
    for (let i = 0; i < TRIES; i++) {
      expect(await speak(await wellAsked())).toContain('Značka je obsazená.');
      expect(host.state()).toMatchObject({
        open: { triesLeft: TRIES },
        outcome: { is: 'refused', registerId: 'pokladna-2', reason },
      });
    }
    expect(await join()).toMatchObject({ ok: true, payload: null });
  });

  test('loses no try by a cable pulled, unless it was wrong', async () => {
    const left: (number | undefined)[] = [];
    const { host, code, port, join } = await shownHost({
      grant: async () => {
        left.push(host.state().open?.triesLeft);
        return { ok: true, payload: null };
      },
    });
    // Cut as soon as the host speaks: by then it has looked at the key, and nothing is agreed yet.
    const relay = createServer((near) => {
      const far = connectTcp(port, '127.0.0.1');
      near.on('error', () => far.destroy()).pipe(far);
      far.once('data', () => {
        far.resetAndDestroy();
        near.destroy();
      });
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    const { port: cut } = relay.address() as AddressInfo;
    const { dig } = await tunnel(code, cut);
    for (let i = 0; i <= TRIES; i++) await lastWords(dig());
    await tryWrongKey(cut);
    relay.close();
    expect(await join()).toMatchObject({ ok: true });
    expect(left).toEqual([TRIES - 1]);
  });

  test('serves one register', async () => {
    const { code, port, join } = await shownHost();
    expect(await join()).toMatchObject({ ok: true });
    expect(await join(code, { registerId: 'pokladna-3' }, port)).toMatchObject({
      fault: 'expired-or-closed',
    });
  });

  test('serves one register of two that come at once', async () => {
    let letIn = () => {};
    const entered = Promise.withResolvers<void>();
    const gate = new Promise<void>((resolve) => {
      letIn = resolve;
    });
    const { join } = await shownHost({
      grant: async () => {
        entered.resolve();
        await gate;
        return { ok: true, payload: null };
      },
    });
    const first = join();
    await entered.promise;
    expect(await join(undefined, { registerId: 'pokladna-3' })).toMatchObject({ fault: 'expired-or-closed' });
    letIn();
    expect(await first).toMatchObject({ ok: true });
  });

  test('lives five minutes, and the port with it', async () => {
    const time = manualTime();
    const { host, code, port, join } = await shownHost({ time });
    time.advance(CODE_MS - 1);
    expect(host.state().open?.expiresIn_ms).toBe(1);
    expect(await isOpen(port)).toBe(true);
    time.advance(1);
    expect(host.state()).toEqual({ open: null, outcome: { is: 'expired' } });
    expect(await isOpen(port)).toBe(false);
    expect(await join(code, {}, port)).toMatchObject({ fault: 'expired-or-closed' });
  });

  test('that runs out while its register is being taken in still serves it', async () => {
    const time = manualTime();
    const { code, port, join, host, until } = await shownHost({
      time,
      grant: async () => {
        time.advance(1);
        return { ok: true, payload: null };
      },
    });
    time.advance(CODE_MS - 1);
    expect(await join(code, {}, port)).toMatchObject({ ok: true });
    await until((state) => state.outcome?.is === 'joined');
    expect(host.state().open).toBe(null);
  });

  test('gives way to the next one', async () => {
    const { host: before, port } = await shownHost();
    await before.close();
    const { host, code, join, shown } = await shownHost({ listen: { host: '127.0.0.1', port } });
    // A second tap while the first is being seen to.
    expect(await Promise.all([host.open(), host.open()])).toEqual([{ ok: true }, { ok: true }]);
    expect(shown().code).not.toBe(code);
    expect(await join(code)).toMatchObject({ fault: 'wrong-code' });
    expect(await join()).toMatchObject({ ok: true });
  });

  test('goes when it is taken back, also while it is being opened', async () => {
    const { host, port } = await shownHost();
    await host.close();
    expect(host.state()).toEqual({ open: null, outcome: null });
    expect(await isOpen(port)).toBe(false);
    void host.open();
    await host.close();
    expect(host.state().open).toBe(null);
  });
});

describe('who has no code gets nothing', () => {
  test('by TLS with a certificate, by TLS 1.2, by HTTP', async () => {
    const { host, port } = await shownHost();
    const where = { host: '127.0.0.1', port, rejectUnauthorized: false };
    for (const patch of [{}, { maxVersion: 'TLSv1.2' as const }]) {
      const socket = connectTls({ ...where, ...patch });
      socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
      expect(await lastWords(socket)).toEqual({ heard: '', error: expect.stringMatching(/./) });
    }
    const http = await new Promise((resolve) => {
      get({ host: '127.0.0.1', port }, resolve).on('error', (error) => resolve(error));
    });
    expect(http).toBeInstanceOf(Error);
    expect(host.state()).toMatchObject({ open: { triesLeft: TRIES }, outcome: null });
  });

  test('by a ticket that another one has left', async () => {
    const { code, port } = await shownHost();
    const first = (await tunnel(code, port)).dig();
    const session = await new Promise<Buffer>((resolve) => {
      first.once('session', resolve).resume();
    });
    first.destroy();
    const second = connectTls({ host: '127.0.0.1', port, session, rejectUnauthorized: false });
    const taken = new Promise((resolve) => second.once('secureConnect', () => resolve('taken')));
    expect(await Promise.race([taken, lastWords(second)])).toMatchObject({
      error: expect.stringMatching(/./),
    });
  });

  test('and one who says nothing is sent away', async () => {
    const time = manualTime();
    const { port } = await shownHost({ time });
    const silent = connectTcp(port, '127.0.0.1');
    await new Promise((resolve) => silent.once('connect', resolve));
    const gone = lastWords(silent);
    // Another one comes after it: by then the host has seen the first.
    expect((await lastWords(connectTcp(port, '127.0.0.1').end('hello'))).heard).toBe('');
    time.advance(20_000);
    expect((await gone).heard).toBe('');
  });

  test('and one who comes many times at once does not fill the house', async () => {
    const { port, join } = await shownHost({ time: manualTime() });
    const crowd = Array.from({ length: 10 }, () =>
      connectTcp({ port, host: '127.0.0.1', localAddress: '127.0.0.2' }),
    );
    const gone = crowd.map(lastWords);
    await Promise.any(gone);
    expect(await join()).toMatchObject({ ok: true });
    await Promise.all(gone);
  });
});

const NONSENSE: readonly [what: string, text: string, answer: string][] = [
  [
    'too much',
    post(JSON.stringify({ ...newcomer, csr: 'x', more: 'x'.repeat(20_000) })),
    '"fault":"malformed"',
  ],
  ['too much, and more to come', post('x'.repeat(20_000), 1_000_000), '"fault":"malformed"'],
  [
    'no end',
    `POST ${PATH} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n8000\r\n${'x'.repeat(32_768)}\r\n`,
    '"fault":"malformed"',
  ],
  ['no JSON', post('{{{'), '"fault":"malformed"'],
  ['not all', post(JSON.stringify({ ...newcomer })), '"fault":"malformed"'],
  ['too long a head', `POST ${PATH} HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(5_000)}\r\n\r\n`, ' 431 '],
  [
    'no name for a register',
    post(JSON.stringify({ ...newcomer, csr: 'x', registerId: '../x' })),
    '"fault":"malformed"',
  ],
  ['no request for a certificate', post(JSON.stringify({ ...newcomer, csr: 'x' })), '"fault":"malformed"'],
  ['something else', 'GET /pair HTTP/1.1\r\nhost: x\r\n\r\n', ' 404 '],
  ['no HTTP', '\u0000\u0001\u0002\r\n\r\n', ' 400 '],
];

describe('inside the tunnel', () => {
  test('a slow one is cut off', async () => {
    const time = manualTime();
    const entered = Promise.withResolvers<void>();
    const { port, code } = await shownHost({ time });
    const socket = (await tunnel(code, port)).dig();
    socket.once('secureConnect', () => {
      socket.write(post('{"registerId":', 500), () => entered.resolve());
    });
    const gone = lastWords(socket);
    await entered.promise;
    time.advance(20_000);
    expect((await gone).heard).toBe('');
  });

  test('nonsense is answered and nobody let in', async () => {
    const { host, port, code, asked, failures } = await shownHost();
    const { speak } = await tunnel(code, port);
    for (const [what, text, answer] of NONSENSE) {
      expect(await speak(text), what).toContain(answer);
    }
    expect([asked, failures]).toEqual([[], []]);
    expect(host.state()).toMatchObject({ open: { code, triesLeft: TRIES }, outcome: null });
  });

  test('a request whose signature was tampered with is turned away', async () => {
    const { port, code, asked, join } = await shownHost();
    const other = await createKeyAndRequest('x');
    const signature = der(other.csr).subarray(-256);
    const tampered = Buffer.concat([der(await csr).subarray(0, -256), signature]).toString('base64');
    const body = JSON.stringify({
      ...newcomer,
      csr: `-----BEGIN CERTIFICATE REQUEST-----\n${tampered}\n-----END CERTIFICATE REQUEST-----\n`,
    });
    expect(await (await tunnel(code, port)).speak(post(body))).toContain('"fault":"bad-signature"');
    expect(asked).toEqual([]);
    expect(await join()).toMatchObject({ ok: true });
  });

  test('when the shop fails, the newcomer is turned away, the error told and the code stays good', async () => {
    let broken = true;
    const { join, failures } = await shownHost({
      grant: async () => {
        if (broken) throw new Error('disk');
        return { ok: true, payload: null };
      },
    });
    expect(await join()).toMatchObject({ fault: 'protocol' });
    expect(failures).toEqual([new Error('disk')]);
    broken = false;
    expect(await join()).toMatchObject({ ok: true });
  });

  test('an answer that cannot be written is an error told, not a crash', async () => {
    const { host, join, failures } = await shownHost({ grant: async () => ({ ok: true, payload: 1n }) });
    expect(await join()).toMatchObject({ fault: 'protocol' });
    expect(failures).toEqual([expect.any(TypeError)]);
    expect(host.state()).toMatchObject({ open: { triesLeft: TRIES }, outcome: null });
  });

  test('a newcomer that vanishes while it is let in is told as lost', async () => {
    const entered = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const { host, port, code, until } = await shownHost({
      grant: async () => {
        entered.resolve();
        await gate.promise;
        return { ok: true, payload: null };
      },
    });
    const { dig, speak } = await tunnel(code, port);
    const socket = dig();
    socket.write(await wellAsked());
    await entered.promise;
    socket.destroy();
    // Once somebody who came later has been answered, the host knows that the first one is gone.
    expect(await speak(await wellAsked())).toContain('"fault":"busy"');
    gate.resolve();
    await until((state) => state.outcome !== null);
    expect(host.state()).toMatchObject({ open: null, outcome: { is: 'lost', registerId: 'pokladna-2' } });
  });
});

test('a port that is taken is told', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  const { host } = await pairingHost({ listen: { host: '127.0.0.1', port } });
  expect(await host.open()).toEqual({ ok: false, fault: 'port-taken', code: 'EADDRINUSE' });
  expect(host.state().open).toBe(null);
  other.close();
  const elsewhere = await pairingHost({ listen: { host: '192.0.2.1', port: 0 } });
  expect(await elsewhere.host.open()).toMatchObject({ fault: 'cannot-listen', code: 'EADDRNOTAVAIL' });
});

test('capitals and underscores in the id are kept', async () => {
  const { join } = await shownHost();
  const joined = await join(undefined, { registerId: 'Bar_1' });
  if (!joined.ok) throw new Error(joined.fault);
  expect(new X509Certificate(joined.identity.cert).subject).toMatch(/^CN=Bar_1\./);
});

function der(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
}
