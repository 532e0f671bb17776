import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { manualWorld } from '../../world/manual.fixture.ts';
import type { Certified } from './certificates.fixture.ts';
import { type HttpsOptions, httpsTransport } from './https-transport.ts';
import type { Ground, Serving } from './transport.contract.ts';
import type { Question } from './transport.ts';

export interface WebGround extends Ground {
  readonly url: string;
  /** How bodies came, and whether a gzipped answer was wanted; one for each of `heard`. */
  readonly codings: readonly string[];
}

/** A web server on loopback and the real line to it; over TLS with a certificate. */
export async function webGround(
  tls: Certified | null,
  options: Partial<HttpsOptions> = {},
  packing = true,
): Promise<WebGround> {
  const world = manualWorld();
  const heard: Question[] = [];
  const codings: string[] = [];
  const sockets = new Set<Socket>();
  const streams = new Set<http.ServerResponse>();
  let serving: Serving = { is: 'silence' };
  let ring = () => {};

  const answer: http.RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { headers } = request;
    const packed = headers['content-encoding'] === 'gzip';
    const body = packed ? gunzipSync(Buffer.concat(chunks)) : Buffer.concat(chunks);
    codings.push(`${headers['content-encoding'] ?? '-'} ${headers['accept-encoding'] ?? '-'}`);
    heard.push({
      method: request.method as Question['method'],
      path: request.url ?? '',
      ...(headers.authorization ? { token: headers.authorization.replace('Bearer ', '') } : {}),
      ...(body.length > 0 ? { body: body.toString('utf8') } : {}),
    });
    serve(serving, response, packing && headers['accept-encoding'] === 'gzip');
    ring();
  };
  function serve(how: Serving, response: http.ServerResponse, gzip: boolean): void {
    switch (how.is) {
      case 'silence':
        return;
      case 'half':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
        response.write('{"half":', () => response.destroy());
        return;
      case 'stream':
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
        streams.add(response);
        response.on('close', () => {
          streams.delete(response);
          ring();
        });
        return;
      case 'answer':
        response.writeHead(how.status, {
          'content-type': how.type,
          ...(how.retryAfter === undefined ? {} : { 'retry-after': how.retryAfter }),
          ...(how.location === undefined ? {} : { location: how.location }),
          ...(gzip ? { 'content-encoding': 'gzip' } : {}),
        });
        response.end(gzip ? gzipSync(how.body) : how.body);
    }
  }

  const server = tls ? https.createServer(tls, answer) : http.createServer(answer);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  const transport = httpsTransport({ time: world, url, version: 'test', ...options });
  const until = async (so: () => boolean) => {
    while (!so()) {
      await new Promise<void>((resolve) => {
        ring = resolve;
      });
    }
  };

  return {
    transport,
    url,
    heard,
    codings,
    serve(how) {
      serving = how;
    },
    arrived: (count) => until(() => heard.length >= count),
    pass: world.advance,
    tell(text) {
      for (const stream of streams) stream.write(text);
    },
    hangUp() {
      for (const stream of streams) stream.end();
    },
    left: () => until(() => streams.size === 0),
    async end() {
      transport.close();
      for (const socket of sockets) socket.destroy();
      server.close();
      if (server.listening) await once(server, 'close');
    },
  };
}
