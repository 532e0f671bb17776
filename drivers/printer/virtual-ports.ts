import { createServer, type Socket as NetSocket } from 'node:net';
import type { Clock } from '../clock.ts';
import { dialUrl } from '../link/url.ts';

/** One connection as the printer sees it. */
export interface Wire {
  send(bytes: Uint8Array): void;
  hangUp(): void;
}

/** What a transport tells the printer. */
export interface Socket {
  connect(wire: Wire): 'connected' | 'busy' | 'unplugged';
  receive(wire: Wire, bytes: Uint8Array): void;
  disconnect(wire: Wire): void;
}

/** A way in from outside the process. */
export interface ListeningPort {
  /** The address a driver dials. */
  readonly url: string;
  close(): Promise<void>;
}

const waiting_sockets = 4;

/** Like most printers it talks to one computer at a time; the next one waits until that one has hung up. */
export function listenOnTcp(device: Socket, host: string, port: number): Promise<ListeningPort> {
  const sockets = new Set<NetSocket>();
  const waiting: (() => void)[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const wire: Wire = { send: (bytes) => void socket.write(bytes), hangUp: () => socket.destroy() };
    const takeUp = () => {
      const answer = socket.destroyed ? 'unplugged' : device.connect(wire);
      if (answer === 'connected') socket.on('data', (bytes) => device.receive(wire, bytes));
      else if (answer === 'busy' && waiting.length < waiting_sockets) waiting.push(takeUp);
      else socket.destroy();
    };
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      device.disconnect(wire);
      for (const next of waiting.splice(0)) next();
    });
    takeUp();
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
      resolve({
        url: `tcp://${host}:${address.port}`,
        close: () =>
          new Promise((done) => {
            for (const socket of sockets) socket.destroy();
            server.close(() => done());
          }),
      });
    });
  });
}

export async function servePty(device: Socket, path: string, clock: Clock): Promise<ListeningPort> {
  const url = `serial:${path}`;
  const link = await dialUrl(url, { clock }).open(new AbortController().signal);
  const wire: Wire = {
    // A line that is gone is noticed by its end.
    send: (bytes) => void link.write(bytes).catch(() => {}),
    hangUp: () => void link.close(),
  };
  if (device.connect(wire) !== 'connected') throw new Error(`${url}: the printer already has a connection`);
  link.onData((bytes) => device.receive(wire, bytes));
  link.onClose(() => device.disconnect(wire));
  return { url, close: () => link.close() };
}
