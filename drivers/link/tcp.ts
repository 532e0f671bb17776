import { connect } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Words } from '../words.ts';
import { brokenWrite, type Dial, dialCancelled, type Link, LinkFault, linkOver } from './link.ts';

const drain_ms = 2_000;

/** A printer on the network, port 9100 by custom (AppSocket): bytes in, bytes out, nothing around them. */
export function tcpDial(url: string, host: string, port: number, clock: Clock, connect_ms = 3_000): Dial {
  return {
    url,
    open: (signal) =>
      new Promise((resolve, reject) => {
        const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 });
        let hear: (bytes: Uint8Array) => void = () => {};
        let closed: (reason: Words | undefined) => void = () => {};
        let opened = false;
        let closing = false;
        let written = 0;
        let fault: LinkFault | undefined;

        const giveUp = (why: LinkFault) => {
          fault ??= why;
          socket.destroy();
        };
        const stopWaiting = clock.after(connect_ms, () =>
          giveUp(
            new LinkFault('unreachable', {
              cs: `Zařízení neodpovědělo do ${connect_ms / 1000} s. Zkontrolujte, že je zapnuté, v síti a že adresa platí.`,
              en: `The device did not answer within ${connect_ms / 1000} s. Check that it is on and on the network, and that the address is right.`,
            }),
          ),
        );
        const abort = () => giveUp(dialCancelled());
        signal.addEventListener('abort', abort, { once: true });
        if (signal.aborted) abort();
        const settled = () => {
          stopWaiting();
          signal.removeEventListener('abort', abort);
        };

        const link: Link = {
          write: (bytes) =>
            new Promise((done, failed) => {
              if (closing || !socket.writable) {
                failed(linkOver());
                return;
              }
              // Counted before the kernel says anything: once offered, the bytes may be on their way.
              written += bytes.length;
              const fail = () => failed(brokenWrite());
              socket.once('close', fail);
              socket.write(bytes, (error) => {
                socket.off('close', fail);
                if (error) fail();
                else done();
              });
            }),
          onData: (listen) => {
            hear = listen;
          },
          onClose: (listen) => {
            closed = listen;
          },
          close: () =>
            new Promise((done) => {
              closing = true;
              if (socket.closed) return done();
              // end(), not destroy(): with unread answers in our buffer destroy() sends a reset, and the
              // reset makes the printer throw away what it has not read yet.
              const cancel = clock.after(drain_ms, () => socket.destroy());
              socket.once('close', () => {
                cancel();
                done();
              });
              socket.end();
            }),
          get written() {
            return written;
          },
        };

        socket.on('connect', () => {
          settled();
          opened = true;
          resolve(link);
        });
        socket.on('data', (bytes) => {
          if (!closing) hear(bytes);
        });
        socket.on('error', (error) => {
          fault ??= new LinkFault('unreachable', reach(error), { cause: error });
        });
        socket.on('close', () => {
          settled();
          if (!opened)
            reject(
              fault ??
                new LinkFault('unreachable', {
                  cs: 'Spojení se nepodařilo.',
                  en: 'The connection could not be made.',
                }),
            );
          else
            closed(
              closing
                ? undefined
                : (fault?.words ?? {
                    cs: 'Zařízení ukončilo spojení.',
                    en: 'The device ended the connection.',
                  }),
            );
        });
      }),
  };
}

function reach(error: NodeJS.ErrnoException): Words {
  switch (error.code) {
    case 'ECONNREFUSED':
      return {
        cs: 'Zařízení spojení odmítlo. Nejspíš je zaneprázdněné jiným počítačem nebo má jiný port.',
        en: 'The device refused the connection. Most likely another computer is using it, or the port is wrong.',
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        cs: 'Jméno zařízení v síti nikdo nezná. Zadejte jeho IP adresu.',
        en: 'Nobody on the network knows the name of the device. Enter its IP address.',
      };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return {
        cs: 'K zařízení nevede cesta. Zkontrolujte síťový kabel a adresu.',
        en: 'There is no route to the device. Check the network cable and the address.',
      };
    case 'ECONNRESET':
    case 'EPIPE':
      return { cs: 'Zařízení spojení přerušilo.', en: 'The device broke the connection.' };
    default:
      return {
        cs: `Spojení selhalo (${error.code ?? error.message}).`,
        en: `The connection failed (${error.code ?? error.message}).`,
      };
  }
}
