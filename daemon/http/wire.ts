import type { Socket } from 'node:net';
import { Refusal } from '../refusal.ts';
import { PROBLEM_JSON, problemOf } from './problem.ts';

/**
 * Whoever sends headers a byte at a time holds a connection and nothing else, but connections are not without
 * number. A screen on the same box sends its headers at once.
 */
export const patience = { headersTimeout: 10_000, connectionsCheckingInterval: 5_000 } as const;

/** What the HTTP parser itself refuses, before there is a request: answered in the same shape as all else. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = refusalFor(error.code);
  const body = JSON.stringify(problemOf(refusal));
  socket.end(
    `HTTP/1.1 ${refusal.status} Refused\r\nContent-Type: ${PROBLEM_JSON}\r\nCache-Control: no-store\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function refusalFor(code: string | undefined): Refusal {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Refusal(
        431,
        'headers-too-large',
        'Hlavička požadavku je moc dlouhá. Nic se nezměnilo.',
        'Smažte v prohlížeči cookies této adresy a načtěte obrazovku znovu.',
      );
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Refusal(
        408,
        'too-slow',
        'Požadavek nepřišel včas celý. Nic se nezměnilo.',
        'Zkontrolujte síť mezi obrazovkou a pokladnou a zkuste to znovu.',
      );
    default:
      return new Refusal(
        400,
        'not-http',
        'Požadavku nejde rozumět, není to platné HTTP. Nic se nezměnilo.',
        'Načtěte obrazovku znovu. Adresa pokladny začíná http://, ne https://.',
      );
  }
}
