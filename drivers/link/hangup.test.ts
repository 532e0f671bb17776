import { closeSync, openSync } from 'node:fs';
import { SerialPort } from 'serialport';
import { expect, it } from 'vitest';
import { endAtHangUp, readToTheEnd } from './hangup.ts';
import { ptyPair } from './socat.ts';

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
    const ports = [pty.path, pty.farPath].map(
      (path) => new SerialPort({ path, baudRate: 9600, autoOpen: false }),
    );
    const [near, far] = ports as [SerialPort, SerialPort];
    for (const port of ports) {
      endAtHangUp(port);
      await new Promise<void>((resolve, reject) => port.open((e) => (e ? reject(e) : resolve())));
    }
    const closed = ports.map((port) => new Promise<void>((resolve) => port.once('close', () => resolve())));
    far.on('data', (bytes: Buffer) => far.write(bytes));
    const answered = new Promise<void>((resolve) => near.once('data', () => resolve()));
    near.write('ping');
    await answered;
    await pty.unplug();
    await Promise.all(closed);
    await pty.dispose();
  }
});
