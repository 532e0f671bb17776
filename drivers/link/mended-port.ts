import { read } from 'node:fs';
import { SerialPort } from 'serialport';

/** The native side of an open port, as far as it is mended here; its types are not public. */
interface NativePort {
  readonly isOpen: boolean;
  readonly fd: number | null;
  readonly poller: Poller;
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
}

interface Poller {
  once(event: 'readable' | 'writable', done: (error: Error | null) => void): unknown;
  poll(events: number): void;
  listenerCount(event: 'readable' | 'writable'): number;
}

/** Flags of libuv, as the native poller takes them. */
const readable = 0b01;
const writable = 0b10;

/**
 * A port of serialport 13.0.0 (bindings-cpp 13.0.0) with two of its faults mended. It is not open yet, and the
 * mending is done before the first read or write.
 */
export function mendedPort(settings: ConstructorParameters<typeof SerialPort>[0]): SerialPort {
  const port = new SerialPort({ ...settings, autoOpen: false });
  port.once('open', () => {
    const native = port.port as unknown as NativePort;
    readToTheEnd(native);
    waitForBoth(native.poller);
  });
  return port;
}

/**
 * Makes the end of file mean that the device was pulled out. Left alone, serialport reads again at once and for
 * ever when a read meets the hang-up (serialport/bindings-cpp #162): no 'close' comes and memory grows.
 */
export function readToTheEnd(native: Omit<NativePort, 'poller'> & { poller: Pick<Poller, 'once'> }): void {
  const once = (fd: number, buffer: Buffer, offset: number, length: number) =>
    new Promise<number>((resolve, reject) => {
      read(fd, buffer, offset, length, null, (error, bytesRead) =>
        error ? reject(error) : resolve(bytesRead),
      );
    });
  const untilReadable = () =>
    new Promise<void>((resolve, reject) => {
      native.poller.once('readable', (error) => (error ? reject(error) : resolve()));
    });
  // The stream takes `canceled` for our own closing and anything else for a disconnection.
  const closed = () => Object.assign(new Error('Port is not open'), { canceled: true });

  native.read = async (buffer, offset, length) => {
    for (;;) {
      if (!native.isOpen || native.fd === null) throw closed();
      try {
        const bytesRead = await once(native.fd, buffer, offset, length);
        if (bytesRead > 0) return { buffer, bytesRead };
      } catch (error) {
        if (!native.isOpen) throw closed();
        if (!['EAGAIN', 'EWOULDBLOCK', 'EINTR'].includes((error as NodeJS.ErrnoException).code ?? ''))
          throw error;
        await untilReadable();
        continue;
      }
      throw new Error('the line was hung up');
    }
  };
}

/**
 * Lets a read and a write wait at the same time. Left alone, the poller waits only for what it was asked last: a
 * byte from the device while a long write waits for room makes the next read take the poller over, and the write
 * stands still until the device happens to speak again.
 */
function waitForBoth(poller: Poller): void {
  const poll = poller.poll.bind(poller);
  poller.poll = (events) =>
    poll(
      events |
        (poller.listenerCount('readable') > 0 ? readable : 0) |
        (poller.listenerCount('writable') > 0 ? writable : 0),
    );
}
