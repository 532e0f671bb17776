import { read } from 'node:fs';
import type { SerialPort } from 'serialport';

/** The native side of an open port, as far as reading goes; its types are not public. */
interface ReadingPort {
  readonly isOpen: boolean;
  readonly fd: number | null;
  readonly poller: { once(event: 'readable', done: (error: Error | null) => void): void };
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
}

/**
 * Makes the end of file on a serial port mean that the device was pulled out. Left alone, serialport reads again
 * at once and for ever when a read meets the hang-up (serialport/bindings-cpp #162, not fixed in 13.0.0): no
 * 'close' comes and memory grows. Call it on a new port before anything listens to its data.
 */
export function endAtHangUp(port: SerialPort): void {
  port.once('open', () => {
    if (port.port) readToTheEnd(port.port as unknown as ReadingPort);
  });
}

/** Replaces `read` by one that rejects at the end of file; exported for its test. */
export function readToTheEnd(native: ReadingPort): void {
  const once = (fd: number, buffer: Buffer, offset: number, length: number) =>
    new Promise<number>((resolve, reject) => {
      read(fd, buffer, offset, length, null, (error, bytesRead) =>
        error ? reject(error) : resolve(bytesRead),
      );
    });
  const readable = () =>
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
        await readable();
        continue;
      }
      throw new Error('the line was hung up');
    }
  };
}
