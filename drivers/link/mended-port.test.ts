import { closeSync, openSync } from 'node:fs';
import type { SerialPort } from 'serialport';
import { expect, it } from 'vitest';
import { mendedPort, readToTheEnd } from './mended-port.ts';
import { ptyPair } from './socat.fixture.ts';

async function opened(path: string): Promise<SerialPort> {
  const port = mendedPort({ path, baudRate: 9600 });
  await new Promise<void>((resolve, reject) => port.open((e) => (e ? reject(e) : resolve())));
  return port;
}

it('a read that meets the end of file rejects instead of reading for ever', async () => {
  const fd = openSync('/dev/null', 'r');
  const native = {
    isOpen: true,
    fd,
    poller: { once: () => {} },
    read: () => Promise.reject(new Error('not replaced')),
  };
  readToTheEnd(native);
  const reading = native.read as (buffer: Buffer, offset: number, length: number) => Promise<unknown>;
  await expect(reading(Buffer.alloc(4), 0, 4)).rejects.toThrow('hung up');
  closeSync(fd);
});

it('a port pulled out while it is talking closes every time', async () => {
  // The race is lost in about one round of three without the replacement.
  for (let round = 0; round < 12; round++) {
    const pty = await ptyPair();
    const [near, far] = [await opened(pty.path), await opened(pty.farPath)];
    const closed = [near, far].map(
      (port) => new Promise<void>((resolve) => port.once('close', () => resolve())),
    );
    far.on('data', (bytes: Buffer) => far.write(bytes));
    const answered = new Promise<void>((resolve) => near.once('data', () => resolve()));
    near.write('ping');
    await answered;
    await pty.unplug();
    await Promise.all(closed);
    await pty.dispose();
  }
});

it('a write that waits for room is woken although a read has begun to wait after it', async () => {
  const pty = await ptyPair();
  const port = await opened(pty.path);
  const { poller } = port.port as unknown as {
    poller: { once(event: 'readable' | 'writable', done: () => void): void };
  };
  const woken = new Promise<void>((resolve) => poller.once('writable', resolve));
  // Nothing will ever be readable here: the far end is silent.
  poller.once('readable', () => {});
  await woken;
  await new Promise<void>((resolve) => port.close(() => resolve()));
  await pty.dispose();
});
