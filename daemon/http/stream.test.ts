import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TriedServer, tryServer } from './server.fixture.ts';
import { ping_ms } from './stream.ts';

let tried: TriedServer;
let port: number;
const sockets: Socket[] = [];

beforeEach(async () => {
  tried = await tryServer();
  await tried.app.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = tried.app.server.address() as { port: number });
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await tried.close();
});

/** A screen that speaks bare HTTP, so that a test can also stop reading. */
function screen() {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  socket.write(`GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/event-stream\r\n\r\n`);
  let text = '';
  let closed = false;
  let wake = () => {};
  socket.on('data', (chunk) => {
    text += chunk.toString();
    wake();
  });
  socket.on('close', () => {
    closed = true;
    wake();
  });
  return {
    socket,
    /** Waits until the answer holds this, and forgets all up to it. */
    async reads(part: string): Promise<string> {
      for (;;) {
        const end = text.indexOf(part) + part.length;
        if (end >= part.length) {
          const read = text.slice(0, end);
          text = text.slice(end);
          return read;
        }
        if (closed) throw new Error(`closed after ${text}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

test('a screen hears the state at once, then what happens, then pings', async () => {
  const one = screen();
  const head = await one.reads('"kind":"health"');
  expect(head).toMatch(/^HTTP\/1.1 200/);
  expect(head).toContain('content-type: text/event-stream; charset=utf-8');
  expect(head).toContain('cache-control: no-store');
  expect(head).toContain('content-security-policy');
  expect(tried.stream.clients).toBe(1);
  tried.events.emit({ kind: 'receipt', receiptId: 'r1' });
  await one.reads('data: {"kind":"receipt","receiptId":"r1"}\n\n');
  await tried.world.advance(ping_ms);
  await one.reads(': ping\n\n');
  await tried.world.advance(ping_ms);
  await one.reads(': ping\n\n');
});

test('a screen that goes away is forgotten', async () => {
  const one = screen();
  await one.reads('"kind":"health"');
  const other = screen();
  await other.reads('"kind":"health"');
  one.socket.destroy();
  while (tried.stream.clients > 1) await new Promise((resolve) => setImmediate(resolve));
  tried.events.emit({ kind: 'shift' });
  await other.reads('"kind":"shift"');
});

test('a screen that does not read is dropped, and the others do not wait for it', async () => {
  const slow = screen();
  const quick = screen();
  await Promise.all([slow.reads('"kind":"health"'), quick.reads('"kind":"health"')]);
  slow.socket.pause();
  const closed = once(slow.socket, 'close');
  // More than the sockets' own buffers hold.
  const code = 'x'.repeat(200 * 1024);
  for (let sent = 0; tried.stream.clients > 1; sent++) {
    if (sent > 1_000) throw new Error('never dropped');
    tried.events.emit({ kind: 'scan', code: `${code}${sent}` });
    await quick.reads(`${sent}"}`);
  }
  slow.socket.resume();
  await closed;
  tried.events.emit({ kind: 'shift' });
  await quick.reads('"kind":"shift"');
});

test('screens are limited; the one too many is told why', async () => {
  const many = Array.from({ length: 32 }, screen);
  await Promise.all(many.map((one) => one.reads('"kind":"health"')));
  expect(await screen().reads('too-many-screens')).toMatch(/^HTTP\/1.1 503/);
});

test('the server stops with screens connected', async () => {
  const one = screen();
  await one.reads('"kind":"health"');
  const closed = once(one.socket, 'close');
  await tried.app.close();
  await closed;
  expect(tried.stream.clients).toBe(0);
});
