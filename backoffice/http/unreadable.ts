import type { Socket } from 'node:net';
import { PROBLEM_JSON, problemOf, Refusal } from '../../wire/index.ts';

/**
 * Whoever sends headers a byte at a time holds a connection and nothing else, but connections are not without number. A
 * register behind a slow line may take long over a body of a megabyte.
 */
export const patience = { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 } as const;
export const request_ms = 120_000;

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
        {
          cs: 'Hlavička požadavku je moc dlouhá. Nic se nezměnilo.',
          en: 'The header of the request is too long. Nothing was changed.',
        },
        {
          cs: 'Smažte v prohlížeči cookies této adresy a načtěte stránku znovu.',
          en: 'Delete the cookies of this address in the browser and reload the page.',
        },
      );
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Refusal(
        408,
        'too-slow',
        {
          cs: 'Požadavek nepřišel včas celý. Nic se nezměnilo.',
          en: 'The request did not arrive whole in time. Nothing was changed.',
        },
        {
          cs: 'Zkontrolujte připojení k internetu a zkuste to znovu.',
          en: 'Check the connection to the internet and try again.',
        },
      );
    default:
      return new Refusal(
        400,
        'not-http',
        {
          cs: 'Požadavku nejde rozumět, není to platné HTTP. Nic se nezměnilo.',
          en: 'The request makes no sense, it is not valid HTTP. Nothing was changed.',
        },
        {
          cs: 'Zkontrolujte, jestli adresa BackOffice začíná http://, nebo https://.',
          en: 'See whether the address of the backoffice begins with http:// or https://.',
        },
      );
  }
}
