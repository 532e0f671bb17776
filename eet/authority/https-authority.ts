import { Agent } from 'node:https';
import { readAnswer } from '../answer/read-answer.ts';
import type { Attempt } from '../outcome.ts';
import type { Environment } from '../sale.ts';
import type { Time } from '../time.ts';
import type { Trust } from '../trust/trust.ts';
import type { Authority } from './authority.ts';
import { type Exchange, exchange } from './exchange.ts';

export const ENDPOINTS: Readonly<Record<Environment, string>> = {
  production: 'https://trzbyeet.gov.cz/eet/services/EETServiceSOAP/v4',
  playground: 'https://pg.trzbyeet.gov.cz/eet/services/EETServiceSOAP/v4',
};
/** EETServiceSOAP.wsdl, operation OdeslaniTrzby. */
const ACTION = 'http://fs.gov.cz/eet/OdeslaniTrzby';
const ANSWER_BYTES_MAX = 64 * 1024;
const TRANSACTION_CHARS = 64;
/** Connections held open; the queue asks for no more at once. */
const SOCKETS_MAX = 8;

export interface HttpsAuthorityOptions {
  readonly time: Time;
  readonly trust: Trust;
  /** Where it is reached; the real ones by default. */
  readonly endpoints?: Readonly<Record<Environment, string>>;
  /** PEM: whose TLS certificates are believed besides those that Node believes. */
  readonly ca?: string;
  readonly timeout_ms?: number;
}

/**
 * The tax authority over HTTPS: TLS 1.2 at least, its certificate and name checked, its name resolved at each new
 * connection. Whatever comes back is kept for the books, and means what `readAnswer` makes of it.
 */
export function createAuthority(options: HttpsAuthorityOptions): Authority {
  const { time, trust, endpoints = ENDPOINTS, ca, timeout_ms = 10_000 } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX, ...(ca === undefined ? {} : { ca }) });
  const closing = new AbortController();

  return {
    async send(message, { environment, verification }) {
      const came = await exchange(
        new URL(endpoints[environment]),
        {
          method: 'POST',
          headers: {
            'Content-Type': 'text/xml; charset=utf-8',
            SOAPAction: `"${ACTION}"`,
            Accept: 'text/xml',
          },
          body: message.xml,
        },
        { agent, time, timeout_ms, bytes_max: ANSWER_BYTES_MAX, signal: closing.signal },
      );
      if (!came.answered) return lost(came);
      const read = readAnswer(
        came.body,
        { uuid: message.uuid, environment, verification, now_ms: time.wall_ms() },
        trust,
      );
      // Nobody looks into a page of a proxy; its status says more.
      const outcome =
        read.state === 'retry' && came.status !== 200
          ? { ...read, reason: `HTTP ${came.status}: ${read.reason}` }
          : read;
      return {
        outcome,
        httpStatus: came.status,
        transactionId: transactionOf(came.headers['x-global-transaction-id']),
        answer: came.body.toString('utf8'),
      };
    },
    close() {
      closing.abort();
      agent.destroy();
    },
  };
}

function lost({ left, reason }: Extract<Exchange, { answered: false }>): Attempt {
  return {
    outcome: { state: 'retry', left, code: null, warnings: [], signature: 'none', test: false, reason },
    httpStatus: null,
    transactionId: null,
    answer: null,
  };
}

function transactionOf(header: string | readonly string[] | undefined): string | null {
  const [first] = Array.isArray(header) ? header : [header];
  return first === undefined ? null : first.slice(0, TRANSACTION_CHARS);
}
