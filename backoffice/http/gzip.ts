import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, createGzip, gzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../wire/index.ts';
import type { App } from './app.ts';

const packed = promisify(gzip);
/** Shorter ones fit into one packet anyway. */
const worth_bytes = 1_000;
/** Most of what can be had, for a third of the time. */
const level = 4;
const TEXT =
  /^(text\/(?!event-stream)|application\/(problem\+)?json|application\/(javascript|xml)|image\/svg)/;

/**
 * Bodies gzipped either way (RFC 9110, section 8.4). What comes is unpacked while it is read, and the limit of a body's
 * length holds for what has been unpacked: of a bomb no more than that is ever there.
 */
export function speakGzip(app: App): void {
  app.addHook('preParsing', async (request, reply, payload) => {
    const coding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
    if (coding === 'identity') return payload;
    if (coding !== 'gzip') throw otherCoding();
    const unpacked: Readable & { receivedEncodedLength?: number } = payload.pipe(createGunzip());
    // The library compares this with Content-Length, and the length of what is unpacked with the limit.
    unpacked.receivedEncodedLength = 0;
    payload.on('data', (chunk: Buffer) => {
      unpacked.receivedEncodedLength = (unpacked.receivedEncodedLength ?? 0) + chunk.length;
    });
    payload.on('error', (error) => unpacked.destroy(error));
    // Of a body that was refused half read, the rest is not unpacked by anybody.
    reply.raw.on('close', () => unpacked.destroy());
    return unpacked;
  });

  app.addHook('onSend', async (request, reply, payload) => {
    if (!accepted(request) || reply.statusCode === 206 || reply.hasHeader('content-encoding')) return payload;
    if (!TEXT.test(String(reply.getHeader('content-type') ?? ''))) return payload;
    reply.header('vary', 'accept-encoding');
    if (typeof payload === 'string' || Buffer.isBuffer(payload)) {
      if (payload.length < worth_bytes) return payload;
      const body = await packed(payload, { level });
      reply.header('content-encoding', 'gzip').header('content-length', body.length);
      return body;
    }
    if (!(payload instanceof Readable)) return payload;
    reply.header('content-encoding', 'gzip').removeHeader('content-length').removeHeader('accept-ranges');
    const out = createGzip({ level });
    payload.on('error', (error) => out.destroy(error));
    out.on('close', () => payload.destroy());
    return payload.pipe(out);
  });
}

function accepted(request: FastifyRequest): boolean {
  if (request.method === 'HEAD') return false;
  return /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))|,|$)/i.test(
    String(request.headers['accept-encoding'] ?? ''),
  );
}

function otherCoding(): Refusal {
  return new Refusal(
    415,
    'coding',
    {
      cs: 'Požadavek je zabalený způsobem, kterému BackOffice nerozumí. Nic se nezměnilo.',
      en: 'The request is packed in a way that the backoffice does not understand. Nothing was changed.',
    },
    { cs: 'Pošlete ho nezabalený, nebo gzipem.', en: 'Send it plain, or by gzip.' },
  );
}
