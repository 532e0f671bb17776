import { ANSWER_BYTES_MAX, readAnswer } from '../answer/read-answer.ts';
import { createLine, type Exchange } from '../line/line.ts';
import type { Message } from '../message/message.ts';
import type { Outcome } from '../outcome.ts';
import type { Environment } from '../sale.ts';
import type { Time } from '../time.ts';
import type { Trust } from '../trust/trust.ts';
import type { Authority } from './authority.ts';

export const ENDPOINTS: Readonly<Record<Environment, string>> = {
  production: 'https://trzbyeet.gov.cz/eet/services/EETServiceSOAP/v4',
  playground: 'https://pg.trzbyeet.gov.cz/eet/services/EETServiceSOAP/v4',
};
/** EETServiceSOAP.wsdl, operation OdeslaniTrzby. */
const ACTION = 'http://fs.gov.cz/eet/OdeslaniTrzby';
const TIMEOUT_MS = 10_000;
const TRANSACTION_CHARS = 64;

export interface HttpsAuthorityOptions {
  readonly time: Time;
  readonly trust: Trust;
  /** Where it is reached; the real ones by default. */
  readonly endpoints?: Readonly<Record<Environment, string>>;
  /** PEM: whose TLS certificates are believed, instead of those that Node believes. */
  readonly ca?: string;
  /** For one attempt as a whole; 10 s by default. */
  readonly timeout_ms?: number;
}

/**
 * The tax authority over HTTPS: TLS 1.2 at least, its certificate and name checked, its name resolved at each new
 * connection. Whatever comes back is kept for the books, and means what `readAnswer` makes of it.
 */
export function createAuthority(options: HttpsAuthorityOptions): Authority {
  const { time, trust, endpoints = ENDPOINTS, ca, timeout_ms = TIMEOUT_MS } = options;
  const line = createLine({ time, timeout_ms, ca });

  /** An answer that is not whole is none; of a whole one the HTTP status says nothing that its body does not. */
  function outcomeOf(came: Exchange, uuid: string, to: Parameters<Authority['send']>[1]): Outcome {
    if (came.fault !== null) return unknown(came.left, came.fault);
    const read = readAnswer(came.body, { uuid, ...to, now_ms: time.wall_ms() }, trust);
    return read.state === 'retry' && came.status !== 200
      ? { ...read, reason: `HTTP ${came.status}: ${read.reason}` }
      : read;
  }

  return {
    async send({ uuid, xml }: Message, to) {
      const came = await line.exchange({
        url: endpoints[to.environment],
        method: 'POST',
        headers: {
          'Content-Type': 'text/xml; charset=utf-8',
          SOAPAction: `"${ACTION}"`,
          Accept: 'text/xml',
        },
        body: xml,
        bytes_max: ANSWER_BYTES_MAX,
      });
      return {
        outcome: outcomeOf(came, uuid, to),
        httpStatus: came.status,
        transactionId: transactionOf(came.headers['x-global-transaction-id']),
        answer: came.status === null ? null : came.body.toString('utf8'),
      };
    },
    close: line.close,
  };
}

function unknown(left: boolean, reason: string): Outcome {
  return { state: 'retry', left, code: null, warnings: [], signature: 'none', test: false, reason };
}

/** A stranger's header must not be able to write into a log what it likes. */
function transactionOf(header: string | readonly string[] | undefined): string | null {
  const first = typeof header === 'object' ? header[0] : header;
  return first === undefined ? null : first.slice(0, TRANSACTION_CHARS).replace(/[^ -~]/g, '?');
}
