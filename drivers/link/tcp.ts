import { connect } from 'node:net';
import type { Clock } from '../clock.ts';
import { type Dial, type Link, LinkFault } from './link.ts';

const drain_ms = 2_000;

/** A printer on the network, port 9100 by custom (AppSocket): bytes in, bytes out, nothing around them. */
export function tcpDial(url: string, host: string, port: number, clock: Clock, connect_ms = 3_000): Dial {
  return {
    url,
    open: (signal) =>
      new Promise((resolve, reject) => {
        const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 });
        let hear: (bytes: Uint8Array) => void = () => {};
        let closed: (reason: string | undefined) => void = () => {};
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
            new LinkFault(
              'unreachable',
              `Zařízení neodpovědělo do ${connect_ms / 1000} s. Zkontrolujte, že je zapnuté, v síti a že adresa platí.`,
            ),
          ),
        );
        const abort = () => giveUp(new LinkFault('unreachable', 'Připojování bylo zrušeno.'));
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
                failed(new LinkFault('closed', 'Spojení je přerušené.'));
                return;
              }
              // Counted before the kernel says anything: once offered, the bytes may be on their way.
              written += bytes.length;
              const fail = () => failed(new LinkFault('closed', 'Spojení se přerušilo při zápisu.'));
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
          if (!opened) reject(fault ?? new LinkFault('unreachable', 'Spojení se nepodařilo.'));
          else closed(closing ? undefined : (fault?.message ?? 'Zařízení ukončilo spojení.'));
        });
      }),
  };
}

function reach(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'Zařízení spojení odmítlo. Nejspíš je zaneprázdněné jiným počítačem nebo má jiný port.';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'Jméno zařízení v síti nikdo nezná. Zadejte jeho IP adresu.';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'K zařízení nevede cesta. Zkontrolujte síťový kabel a adresu.';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'Zařízení spojení přerušilo.';
    default:
      return `Spojení selhalo (${error.code ?? error.message}).`;
  }
}
