import type { SerialPort } from 'serialport';
import type { Clock } from '../clock.ts';
import type { Words } from '../words.ts';
import { brokenWrite, type Dial, dialCancelled, type Link, LinkFault, linkOver } from './link.ts';

const drain_ms = 2_000;

export interface SerialOptions {
  readonly baud: number;
  readonly bits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stop: 1 | 2;
  readonly rtscts: boolean;
}

/** A serial port or an adapter that pretends to be one (FTDI, CH340, CDC ACM). */
export function serialDial(url: string, path: string, options: SerialOptions, clock: Clock): Dial {
  return {
    url,
    async open(signal) {
      if (signal.aborted) throw dialCancelled();
      // Loaded by those who have a serial device: it takes 17 MB.
      const { mendedPort } = await import('./mended-port.ts');
      // A new object for every connection: serialport queues what is written while the port is gone and would
      // send it when the same object is opened again, so a drawer would jump open minutes later.
      const port = mendedPort({
        path,
        baudRate: options.baud,
        dataBits: options.bits,
        parity: options.parity,
        stopBits: options.stop,
        rtscts: options.rtscts,
        // Dropping DTR on close resets some displays and opens some drawers.
        hupcl: false,
      });
      const link = portLink(port, options, clock);
      await new Promise<void>((resolve, reject) => {
        port.open((error) => (error ? reject(openFault(path, error)) : resolve()));
      });
      if (signal.aborted) {
        await link.close();
        throw dialCancelled();
      }
      return link;
    },
  };
}

function portLink(port: SerialPort, options: SerialOptions, clock: Clock): Link {
  let hear: (bytes: Uint8Array) => void = () => {};
  let closed: (reason: Words | undefined) => void = () => {};
  let closing = false;
  let over = false;
  let written = 0;
  let why: Words | undefined;

  port.on('data', (bytes: Buffer) => {
    if (!closing) hear(bytes);
  });
  port.on('error', (error) => {
    why ??= { cs: `Chyba portu (${error.message}).`, en: `Port error (${error.message}).` };
  });
  port.on('close', () => {
    over = true;
    closed(closing ? undefined : (why ?? { cs: 'Zařízení bylo odpojeno.', en: 'The device was unplugged.' }));
  });
  const shut = () =>
    new Promise<void>((done) => {
      if (!port.isOpen) return done();
      port.close(() => done());
    });

  return {
    write: (bytes) =>
      new Promise((done, failed) => {
        if (closing || over || !port.isOpen) {
          failed(linkOver());
          return;
        }
        written += bytes.length;
        // serialport leaves the callback of a write unanswered when the device is pulled out, and a device
        // that holds CTS low never takes the bytes, so the bound is our own: twice the time on the wire, or what a slow impact printer needs.
        const limit_ms = 3_000 + Math.ceil(bytes.length * Math.max(10, (11 * 2_000) / options.baud));
        const settle = (fault?: LinkFault) => {
          cancel();
          port.off('close', onClose);
          if (fault) failed(fault);
          else done();
        };
        const onClose = () => settle(brokenWrite());
        const cancel = clock.after(limit_ms, () => {
          why ??= {
            cs: 'Zařízení nebere data. Zkontrolujte kabel a řízení toku (rtscts).',
            en: 'The device takes no data. Check the cable and the flow control (rtscts).',
          };
          settle(new LinkFault('closed', why));
          port.flush(() => void shut());
        });
        port.once('close', onClose);
        port.write(Buffer.from(bytes), (error) => {
          settle(
            error
              ? new LinkFault('closed', {
                  cs: `Zápis selhal (${error.message}).`,
                  en: `Sending failed (${error.message}).`,
                })
              : undefined,
          );
        });
      }),
    onData: (listen) => {
      hear = listen;
    },
    onClose: (listen) => {
      closed = listen;
    },
    async close() {
      if (over || closing) return;
      closing = true;
      // tcdrain sits in a libuv thread until the device takes the rest; the flush sets that thread free.
      await new Promise<void>((done) => {
        const cancel = clock.after(drain_ms, () => port.flush(() => done()));
        port.drain(() => {
          cancel();
          done();
        });
      });
      await shut();
    },
    get written() {
      return written;
    },
  };
}

/** What a failed open means to the one who has to mend it. */
export function openFault(path: string, error: Error): LinkFault {
  const cause = { cause: error };
  // The native binding tells faults apart by text alone: "Error: Permission denied, cannot open /dev/ttyUSB0".
  if (/permission denied/i.test(error.message)) {
    return new LinkFault(
      'denied',
      {
        cs: 'Chybí oprávnění. Je třeba přidat uživatele do skupiny dialout (usermod -aG dialout …) a službu spustit znovu.',
        en: 'No permission. Add the user to the group dialout (usermod -aG dialout …) and restart the service.',
      },
      cause,
    );
  }
  if (/lock port|temporarily unavailable|busy/i.test(error.message)) {
    return new LinkFault(
      'busy',
      { cs: 'Port už používá jiný program. Ukončete ho.', en: 'Another program is using the port. Stop it.' },
      cause,
    );
  }
  if (/no such file|no such device/i.test(error.message)) {
    return new LinkFault(
      'missing',
      {
        cs: `Zařízení ${path} tu není. Zapněte zařízení a zkontrolujte kabel.`,
        en: `The device ${path} is not there. Switch it on and check the cable.`,
      },
      cause,
    );
  }
  return new LinkFault(
    'unreachable',
    { cs: `Port nejde otevřít (${error.message}).`, en: `The port cannot be opened (${error.message}).` },
    cause,
  );
}
