import { randomBytes } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Credential } from '../credential/credential.ts';
import type { Behaviour, Spoilt } from '../double/behaviour.ts';
import type { Double } from '../double/door.ts';
import { credentialOf, messageOf, SALE, startDouble } from '../double/double.fixture.ts';
import { makePapers, type Papers } from '../double/papers.ts';
import { manualTime } from '../manual-time.fixture.ts';
import { identityOf } from '../message/message.ts';
import type { Attempt } from '../outcome.ts';
import type { Environment } from '../sale.ts';
import type { Authority } from './authority.ts';
import { createAuthority, ENDPOINTS, type HttpsAuthorityOptions } from './https-authority.ts';

const time = manualTime();
let double: Double;
let credential: Credential;
/** Of a server that is made by hand. */
let papers: Papers;
beforeAll(async () => {
  double = await startDouble({ time });
  credential = await credentialOf(double);
  papers = await makePapers('playground', randomBytes, {
    answers: credential.key,
    answersCa: credential.key,
  });
});
afterAll(() => double.stop());

const opened: Authority[] = [];
const servers: Server[] = [];
afterEach(async () => {
  for (const authority of opened.splice(0)) authority.close();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

function authorityAt(url: string, options: Partial<HttpsAuthorityOptions> = {}): Authority {
  const endpoints = { production: url, playground: url };
  const authority = createAuthority({ time, trust: double.trust, ca: double.ca, endpoints, ...options });
  opened.push(authority);
  return authority;
}

const sent = (
  authority: Authority,
  message = messageOf(credential),
  environment: Environment = 'playground',
) => authority.send(message, { environment, verification: false });

const told = (behaviour: Behaviour): Promise<Attempt> => {
  double.behave(behaviour);
  return sent(authorityAt(double.url));
};

async function listening(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  return `https://localhost:${typeof at === 'object' && at?.port}/eet`;
}

const until = async (satisfied: () => boolean) => {
  while (!satisfied()) await new Promise(setImmediate);
};

test('the addresses are those that the authority has published', () => {
  expect(ENDPOINTS).toEqual({
    production: 'https://trzbyeet.gov.cz/eet/services/EETServiceSOAP/v4',
    playground: 'https://pg.trzbyeet.gov.cz/eet/services/EETServiceSOAP/v4',
  });
});

describe('an answer that is not as it should be', () => {
  test.each<[Spoilt, Attempt['outcome']['state'], Attempt['outcome']['signature'], RegExp]>([
    ['other-message', 'retry', 'valid', /another message/],
    ['forged', 'confirmed-unverified', 'invalid', /does not hold/],
    ['wrapped', 'retry', 'invalid', /./],
    ['second-body', 'retry', 'invalid', /./],
    ['unsigned', 'confirmed-unverified', 'none', /not signed/],
    ['expired-signer', 'confirmed-unverified', 'untrusted', /not valid now/],
    ['other-organisation', 'confirmed-unverified', 'untrusted', /signed by NTRCZ-00000019/],
    ['other-chain', 'confirmed-unverified', 'untrusted', /no known authority/],
    ['other-environment', 'blocked', 'valid', /is no test/],
    ['document-type', 'retry', 'none', /document type/],
  ])('%s: %s', async (how, state, signature, reason) => {
    const { outcome, httpStatus, answer } = await told({ is: 'spoilt', how });
    expect(outcome).toMatchObject({ state, signature });
    expect(outcome.reason).toMatch(reason);
    if (outcome.state === 'retry') expect(outcome.left).toBe(true);
    expect([httpStatus, answer?.includes('Odpoved')]).toEqual([200, true]);
  });

  test('a page of a proxy, and every other status that is no answer', async () => {
    for (const status of [200, 403, 407, 502]) {
      const { outcome, httpStatus, answer } = await told({ is: 'page', status });
      expect(outcome).toMatchObject({ state: 'retry', left: true, code: null });
      expect(outcome.reason).toBe(status === 200 ? 'a web page' : `HTTP ${status}: a web page`);
      expect([httpStatus, answer]).toEqual([status, expect.stringContaining('Access denied')]);
    }
    for (const status of [204, 400, 404, 429, 500, 503]) {
      const { outcome, httpStatus } = await told({ is: 'status', status });
      expect(outcome).toMatchObject({ state: 'retry', left: true });
      expect([httpStatus, outcome.reason]).toEqual([status, `HTTP ${status}: an empty answer`]);
    }
  });

  test('leads elsewhere, and is not followed', async () => {
    for (const status of [301, 302, 307, 308]) {
      const before = double.messages().length;
      const { outcome, httpStatus } = await told({ is: 'status', status, location: double.url });
      expect([outcome.state, httpStatus]).toEqual(['retry', status]);
      expect(double.messages().length).toBe(before + 1);
    }
  });

  test('is a SOAP Fault', async () => {
    const { outcome } = await told({ is: 'fault' });
    expect(outcome).toMatchObject({ state: 'retry', left: true, code: null });
    expect(outcome.reason).toBe('HTTP 500: SOAP Fault: soapenv:Server: Internal error');
  });

  test('has ten megabytes, of which no more than the beginning is read', async () => {
    const { outcome, answer } = await told({ is: 'flood', bytes: 10_000_000 });
    expect(outcome).toMatchObject({ state: 'retry', left: true });
    expect(outcome.reason).toMatch(/more than 65536 bytes/);
    expect(answer).toHaveLength(65_536);
  });

  test('ends in the middle', async () => {
    const { outcome, answer, httpStatus } = await told({ is: 'half', ends: true });
    expect(outcome).toMatchObject({ state: 'retry', left: true });
    expect(outcome.reason).toMatch(/cut/);
    expect(answer).toMatch(/^<\?xml/);
    expect(httpStatus).toBe(200);
  });
});

describe('whether the message left', () => {
  test('no: nobody takes the connection', async () => {
    const server = createServer();
    const url = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    servers.pop();
    const { outcome, httpStatus, answer, transactionId } = await sent(authorityAt(url));
    expect(outcome).toMatchObject({ state: 'retry', left: false, code: null });
    expect(outcome.reason).toBe('nobody takes the connection (ECONNREFUSED)');
    expect([httpStatus, answer, transactionId]).toEqual([null, null, null]);
  });

  test('no: its name is nobody’s', async () => {
    const { outcome } = await sent(authorityAt('https://authority.invalid/eet'));
    expect(outcome).toMatchObject({ state: 'retry', left: false });
    expect(outcome.reason).toMatch(/its name was not found \((ENOTFOUND|EAI_AGAIN)\)/);
  });

  test('no: the certificate is a stranger’s', async () => {
    const other = await startDouble({ time });
    const { outcome } = await sent(authorityAt(double.url, { ca: other.ca }));
    expect(outcome).toMatchObject({ state: 'retry', left: false });
    expect(outcome.reason).toMatch(/its TLS certificate is not believed/);
    // Nor is that of the double by those whom Node believes.
    const endpoints = { production: double.url, playground: double.url };
    const plain = createAuthority({ time, trust: double.trust, endpoints });
    opened.push(plain);
    expect((await sent(plain)).outcome).toMatchObject({ state: 'retry', left: false });
    expect(other.messages()).toEqual([]);
    await other.stop();
  });

  test('no: the certificate is for another name', async () => {
    const { outcome } = await sent(authorityAt(double.url.replace('localhost', '127.0.0.1')));
    expect(outcome).toMatchObject({ state: 'retry', left: false });
    expect(outcome.reason).toMatch(/not believed \(ERR_TLS_CERT_ALTNAME_INVALID\)/);
  });

  test('no, though the process was told to believe every certificate', async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      const { outcome } = await sent(authorityAt(double.url.replace('localhost', '127.0.0.1')));
      expect(outcome).toMatchObject({ state: 'retry', left: false });
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
  });

  test('no: TLS older than 1.2 is all that it speaks', async () => {
    const url = await listening(
      createTlsServer({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    );
    const { outcome } = await sent(authorityAt(url));
    expect(outcome).toMatchObject({ state: 'retry', left: false });
    expect(outcome.reason).toMatch(/TLS failed/);
  });

  test('no: the connection ends, or speaks something else, before TLS is agreed on', async () => {
    expect((await told({ is: 'hang-up' })).outcome).toMatchObject({ state: 'retry', left: false });
    const url = await listening(
      createServer((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    const { outcome } = await sent(authorityAt(url));
    expect(outcome).toMatchObject({ state: 'retry', left: false });
    expect(outcome.reason).toMatch(/TLS failed|cut/);
  });

  test('no: TLS is never agreed on, until patience ends', async () => {
    const calls: Socket[] = [];
    const url = await listening(createServer((socket) => void calls.push(socket)));
    const own = manualTime();
    const sending = sent(authorityAt(url, { time: own }));
    await until(() => calls.length > 0);
    own.advance(10_000);
    expect((await sending).outcome).toMatchObject({ state: 'retry', left: false });
    // The connection that it waited for does not stay behind.
    await Promise.all(
      calls.map((socket) => new Promise((resolve) => socket.once('close', resolve).resume())),
    );
    expect(own.waiting()).toBe(0);
  });

  test('maybe: the connection ends before it was read, or after', async () => {
    const before = double.sales().length;
    const sale = { number: 'reset' };
    double.behave({ is: 'reset', when: 'unread' }, { is: 'reset', when: 'recorded' });
    for (const _ of [1, 2]) {
      const { outcome } = await sent(authorityAt(double.url), messageOf(credential, sale));
      expect(outcome).toMatchObject({ state: 'retry', left: true });
      expect(outcome.reason).toMatch(/cut/);
    }
    expect(double.sales().length).toBe(before + 1);
  });

  test('maybe: a connection kept open is gone when it is used again', async () => {
    const authority = authorityAt(double.url);
    expect((await sent(authority)).outcome.state).toBe('confirmed');
    double.behave({ is: 'hang-up' });
    expect((await sent(authority)).outcome).toMatchObject({ state: 'retry', left: true });
    expect((await sent(authority)).outcome.state).toBe('confirmed');
  });

  test('yes: the answer is slow, or stops in the middle, until patience ends', async () => {
    for (const behaviour of [
      { is: 'slow', delay_ms: 60_000 },
      { is: 'half', ends: false },
    ] as const) {
      const own = manualTime();
      const before = double.messages().length;
      double.behave(behaviour);
      const sending = sent(authorityAt(double.url, { time: own, timeout_ms: 2_500 }));
      await until(() => double.messages().length > before);
      own.advance(2_500);
      const { outcome } = await sending;
      expect(outcome).toMatchObject({ state: 'retry', left: true, reason: 'no answer within 2500 ms' });
      expect(own.waiting()).toBe(0);
    }
  });
});

describe('a message under way', () => {
  test('is answered late, and in time', async () => {
    double.behave({ is: 'slow', delay_ms: 9_000 });
    const own = manualTime();
    const before = double.messages().length;
    const sending = sent(authorityAt(double.url, { time: own }));
    await until(() => double.messages().length > before);
    own.advance(9_999);
    time.advance(9_000);
    expect((await sending).outcome.state).toBe('confirmed');
    expect(own.waiting()).toBe(0);
  });

  test('goes with others on few connections, each answer to its own', async () => {
    const port = Number(new URL(double.url).port);
    const calls: Socket[] = [];
    const url = await listening(
      createServer((socket) => {
        calls.push(socket);
        const on = connect(port, '127.0.0.1');
        for (const end of [socket, on])
          end.on('error', () => {}).on('close', () => [socket, on].map((one) => one.destroy()));
        socket.pipe(on).pipe(socket);
      }),
    );
    const authority = authorityAt(double.url.replace(String(port), new URL(url).port));
    const messages = Array.from({ length: 40 }, (_, at) => messageOf(credential, { number: `many-${at}` }));
    const attempts = await Promise.all(messages.map((message) => sent(authority, message)));
    expect(attempts.map(({ outcome }) => outcome.state)).toEqual(messages.map(() => 'confirmed'));
    const poks = attempts.map(({ outcome }) => ('pok' in outcome ? outcome.pok : ''));
    expect(new Set(poks).size).toBe(40);
    expect(calls.length).toBe(8);
    expect((await sent(authority)).outcome.state).toBe('confirmed');
    expect(calls.length).toBe(8);
    // Half of them are kept.
    await until(() => calls.filter(({ closed }) => !closed).length === 4);
    for (const [at, pok] of poks.entries()) {
      const identity = identityOf({ ...SALE, number: `many-${at}` });
      expect(double.sales().find((sale) => sale.identity === identity)?.poks).toEqual([pok]);
    }
  });

  test('is cut when all is closed, and so is what waits for a lane', async () => {
    const before = double.messages().length;
    double.behave(...Array.from({ length: 8 }, () => ({ is: 'silent' }) as const));
    const own = manualTime();
    const authority = authorityAt(double.url, { time: own });
    const sending = Array.from({ length: 10 }, (_, at) =>
      sent(authority, messageOf(credential, { number: `cut-${at}` })),
    );
    await until(() => double.messages().length === before + 8);
    authority.close();
    const left = (await Promise.all(sending)).map(({ outcome }) => ('left' in outcome ? outcome.left : null));
    expect(left).toEqual([...Array(8).fill(true), false, false]);
    expect(own.waiting()).toBe(0);
  });

  test('keeps the number of the authority’s own books, cut where it is too long', async () => {
    const { transactionId } = await sent(authorityAt(double.url));
    expect(transactionId).toMatch(/^[\da-f]{32}$/);
    const url = await listening(
      createTlsServer(papers.tls, (socket) => {
        socket.on('error', () => {});
        socket.once('data', () =>
          socket.end(
            `HTTP/1.1 200 OK\r\nX-Global-Transaction-Id: ${'a\x80'.repeat(50)}\r\nContent-Length: 0\r\n\r\n`,
            'latin1',
          ),
        );
      }),
    );
    const attempt = await sent(authorityAt(url, { ca: papers.tls.ca }));
    expect(attempt.transactionId).toBe('a?'.repeat(32));
    expect(attempt.outcome.reason).toBe('an empty answer');
  });

  test('meets somebody who speaks no HTTP, or changes to something else', async () => {
    for (const answer of [
      'hello\r\n\r\n',
      'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
    ]) {
      const url = await listening(
        createTlsServer(papers.tls, (socket) => {
          socket.on('error', () => {});
          socket.once('data', () => socket.write(answer));
        }),
      );
      const { outcome } = await sent(authorityAt(url, { ca: papers.tls.ca }));
      expect(outcome).toMatchObject({ state: 'retry', left: true });
    }
  });
});

describe('the certificate that signed it', () => {
  test('of another authority, of the other environment, or over: code 4', async () => {
    const other = await startDouble({ time });
    const day_ms = 86_400_000;
    for (const wrong of [
      await credentialOf(other),
      await credentialOf(double, SALE.eic, { environment: 'production' }),
      await credentialOf(double, SALE.eic, { notBefore_ms: time.wall_ms() - 30 * day_ms, days: 29 }),
      await credentialOf(double, SALE.eic, { notBefore_ms: time.wall_ms() + day_ms }),
    ]) {
      const { outcome } = await sent(authorityAt(double.url), messageOf(wrong));
      expect(outcome).toMatchObject({ state: 'blocked', code: 4 });
    }
    await other.stop();
  });

  test('of somebody else: confirmed with warning 1', async () => {
    const other = await credentialOf(double, 'CZ12345678');
    const { outcome } = await sent(authorityAt(double.url), messageOf(other));
    expect(outcome).toMatchObject({ state: 'confirmed', warnings: [{ code: 1 }] });
  });
});
