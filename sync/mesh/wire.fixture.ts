import { connect, createServer, type Socket } from 'node:net';

/** A cable that can be cut: forwards TCP to `target`, and when frozen carries nothing and says nothing. */
export interface Wire {
  readonly port: number;
  /** Chunks carried so far, both ways. */
  readonly carried: number;
  /** Called at each chunk. */
  onCarried: () => void;
  freeze(): void;
  thaw(): void;
  close(): void;
}

export async function stretchWire(target: () => number): Promise<Wire> {
  const sockets = new Set<Socket>();
  let frozen = false;
  let carried = 0;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    if (frozen) socket.pause();
  };
  const server = createServer((from) => {
    keep(from);
    const to = connect({ host: '127.0.0.1', port: target() });
    keep(to);
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      one.on('data', (chunk) => {
        if (frozen) return;
        other.write(chunk);
        carried++;
        wire.onCarried();
      });
      one.once('close', () => {
        // The end of a connection does not pass a cut cable either.
        if (!frozen) other.destroy();
      });
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const wire: Wire = {
    port: (server.address() as { port: number }).port,
    get carried() {
      return carried;
    },
    onCarried() {},
    freeze() {
      frozen = true;
    },
    thaw() {
      frozen = false;
      // What was sent into the cut cable is lost, and with it the streams: both ends are told so now.
      for (const socket of [...sockets]) socket.destroy();
    },
    close() {
      server.close();
      for (const socket of [...sockets]) socket.destroy();
    },
  };
  return wire;
}
