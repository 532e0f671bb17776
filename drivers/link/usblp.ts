import { close, constants, open, read, write } from 'node:fs';
import type { Clock } from '../clock.ts';
import type { Words } from '../words.ts';
import { brokenWrite, type Dial, dialCancelled, type Link, LinkFault, linkOver } from './link.ts';

const slice_bytes = 8_192;
const poll_ms = 50;
const retry_ms = 20;
const drain_ms = 2_000;

/**
 * A USB printer through the kernel's usblp (drivers/usb/class/usblp.c). The device is opened without blocking,
 * because a blocking read or write of a printer out of paper would sit in one of libuv's four threads for ever,
 * and it is polled, because Node has no poll(2) for device files.
 */
export function usblpDial(url: string, path: string, clock: Clock): Dial {
  return {
    url,
    async open(signal) {
      if (signal.aborted) throw dialCancelled();
      const fd = await openDevice(path);
      if (signal.aborted) {
        close(fd, () => {});
        throw dialCancelled();
      }
      return deviceLink(fd, clock);
    },
  };
}

function openDevice(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const flags = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY;
    open(path, flags, (error, fd) => {
      if (!error) resolve(fd);
      else reject(openFault(path, error));
    });
  });
}

/** What a failed open(2) means to the one who has to mend it. */
export function openFault(path: string, error: NodeJS.ErrnoException): LinkFault {
  const cause = { cause: error };
  switch (error.code) {
    case 'EBUSY':
      return new LinkFault(
        'busy',
        {
          cs: 'Tiskárnu už používá jiný program (často CUPS). Ukončete ho.',
          en: 'Another program is using the printer (often CUPS). Stop it.',
        },
        cause,
      );
    case 'EACCES':
    case 'EPERM':
      return new LinkFault(
        'denied',
        {
          cs: 'Chybí oprávnění. Je třeba přidat uživatele do skupiny lp (usermod -aG lp …) a službu spustit znovu.',
          en: 'No permission. Add the user to the group lp (usermod -aG lp …) and restart the service.',
        },
        cause,
      );
    case 'ENOENT':
    case 'ENODEV':
    case 'ENXIO':
      return new LinkFault(
        'missing',
        {
          cs: `Tiskárna ${path} tu není. Zapněte tiskárnu a zkontrolujte kabel USB.`,
          en: `The printer ${path} is not there. Switch it on and check the USB cable.`,
        },
        cause,
      );
    default:
      return new LinkFault(
        'unreachable',
        {
          cs: `Tiskárnu nejde otevřít (${error.code}).`,
          en: `The printer cannot be opened (${error.code}).`,
        },
        cause,
      );
  }
}

function deviceLink(fd: number, clock: Clock): Link {
  let hear: (bytes: Uint8Array) => void = () => {};
  let closed: (reason: Words | undefined) => void = () => {};
  let open = true;
  let closing = false;
  let written = 0;
  let canRead = true;
  let calls = 0;
  let writers = 0;
  let lastWrite_ms = clock.now();
  let release: () => void = () => {};
  let cancelPoll = () => {};
  const sleepers = new Set<() => void>();
  const buffer = Buffer.alloc(4_096);

  // The descriptor is given back only when no call is under way on it: its number could be somebody else's by then.
  const letGo = () => {
    if (open || calls > 0) return;
    close(fd, () => release());
  };
  const end = (reason: Words | undefined) => {
    if (!open) return;
    open = false;
    cancelPoll();
    for (const wake of sleepers) wake();
    letGo();
    closed(reason);
  };
  const unplugged = (error: NodeJS.ErrnoException) =>
    end(
      error.code === 'ENODEV' || error.code === 'EIO'
        ? { cs: 'Tiskárna byla odpojena.', en: 'The printer was unplugged.' }
        : {
            cs: `Spojení s tiskárnou se přerušilo (${error.code}).`,
            en: `The connection to the printer broke (${error.code}).`,
          },
    );

  const poll = () => {
    if (!open || !canRead) return;
    calls++;
    read(fd, buffer, 0, buffer.length, null, (error, count) => {
      calls--;
      if (!open) return letGo();
      if (error?.code === 'EINVAL') {
        // A unidirectional printer (protocol 1): it can be written to and says nothing. Its pulled plug is
        // noticed at the next write.
        canRead = false;
        return;
      }
      if (error && error.code !== 'EAGAIN') return unplugged(error);
      if (!error && count > 0) hear(Uint8Array.from(buffer.subarray(0, count)));
      // A read of nothing is an empty packet, or a line that is gone: a write of nothing tells which.
      if (!error && count === 0) writeOnce(new Uint8Array(0)).catch(unplugged);
      if (open) cancelPoll = clock.after(!error && count > 0 ? 0 : poll_ms, poll);
    });
  };
  cancelPoll = clock.after(0, poll);

  const pause = () =>
    new Promise<void>((resolve) => {
      const wake = () => {
        cancel();
        sleepers.delete(wake);
        resolve();
      };
      const cancel = clock.after(retry_ms, wake);
      sleepers.add(wake);
    });
  const writeOnce = (bytes: Uint8Array) =>
    new Promise<number | 'again'>((resolve, reject) => {
      calls++;
      write(fd, bytes, 0, bytes.length, null, (error, count) => {
        calls--;
        if (error === null) resolve(count);
        else if (error.code === 'EAGAIN') resolve('again');
        else reject(error);
        if (!open) letGo();
      });
    });

  return {
    async write(bytes) {
      if (!open || closing) throw linkOver();
      writers++;
      try {
        for (let from = 0; from < bytes.length; ) {
          if (!open) throw brokenWrite();
          const count = await writeOnce(bytes.subarray(from, from + slice_bytes));
          if (count === 'again') {
            await pause();
            continue;
          }
          from += count;
          written += count;
          lastWrite_ms = clock.now();
        }
      } catch (error) {
        if (error instanceof LinkFault) throw error;
        unplugged(error as NodeJS.ErrnoException);
        throw brokenWrite({ cause: error });
      } finally {
        writers--;
      }
    },
    onData: (listen) => {
      hear = listen;
    },
    onClose: (listen) => {
      closed = listen;
    },
    async close() {
      if (!open || closing) return;
      closing = true;
      // close(2) kills the transfer in flight. A write of nothing first waits for that transfer (usblp_wwait)
      // and says EAGAIN until it is through, so it serves as the poll for "drained".
      const until_ms = clock.now() + drain_ms;
      while (open && clock.now() < until_ms) {
        if (writers === 0) {
          const state = await writeOnce(new Uint8Array(0)).catch(() => 0);
          if (state !== 'again' && clock.now() - lastWrite_ms >= poll_ms) break;
        }
        await pause();
      }
      const gone = new Promise<void>((resolve) => {
        release = resolve;
      });
      if (!open) return;
      end(undefined);
      await gone;
    },
    get written() {
      return written;
    },
  };
}
