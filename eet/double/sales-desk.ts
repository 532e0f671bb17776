import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Environment } from '../sale.ts';
import type { Time } from '../time.ts';
import { confirm, refuse, soapFault, spoil, webPage } from './answer.ts';
import type { Behaviour } from './behaviour.ts';
import type { Book } from './book.ts';
import { type Reply, readRequest, write } from './http.ts';
import { judgeMessage } from './judge.ts';
import type { Bytes, Papers } from './papers.ts';
import type { Received } from './received.ts';
import type { RegistersCa } from './registers-ca.ts';
import { uuidOf } from './uuid.ts';

export interface SalesDeskOptions {
  readonly environment: Environment;
  readonly time: Time;
  readonly bytes: Bytes;
  readonly papers: Papers;
  readonly ca: RegistersCa;
  readonly book: Book;
}

/** EETServiceSOAP.wsdl. */
const ACTION = /^"?http:\/\/fs\.gov\.cz\/eet\/OdeslaniTrzby"?$/;
const TYPE = 'text/xml; charset=utf-8';

/** Takes one message and answers it, or does what it was told. */
export type SalesDesk = (
  request: IncomingMessage,
  response: ServerResponse,
  told: Behaviour,
) => Promise<void>;

export function createSalesDesk(options: SalesDeskOptions): SalesDesk {
  const { environment, time, bytes, papers, ca, book } = options;
  const test = environment === 'playground';

  function blameHttp({ method, headers }: IncomingMessage): void {
    if (method !== 'POST') book.blame('http', `method ${method}`);
    if (!/^text\/xml\b/.test(headers['content-type'] ?? '')) book.blame('http', 'not text/xml');
    if (!ACTION.test(String(headers.soapaction ?? ''))) book.blame('http', 'without its SOAPAction');
  }

  /** What the law says; undefined for no answer at all. */
  function judged(message: Buffer, told: Behaviour): Reply | undefined {
    const verdict = judgeMessage(message, { ca, environment, now_ms: time.wall_ms() });
    switch (verdict.is) {
      case 'attack':
        book.blame('attack', verdict.reason);
        return undefined;
      case 'refused':
        book.blame('refused', `code ${verdict.code}: ${verdict.reason}`);
        return refusal(verdict.code, verdict.reason, verdict.uuid);
      case 'right':
        return accepted(verdict.received, told);
    }
  }

  function accepted(received: Received, told: Behaviour): Reply {
    const { uuid, verification } = received.head;
    if (verification) {
      book.note(received, time.wall_ms(), null);
      return refusal(0, 'Datovou zprávu evidované tržby v ověřovacím módu se podařilo zpracovat', uuid);
    }
    const confirmation = {
      uuid,
      pok: newPok(),
      warnings: [...received.warnings, ...(told.is === 'warned' ? told.codes : [])],
      acceptedAt: now(),
      environment,
    };
    book.note(received, time.wall_ms(), confirmation.pok);
    const xml =
      told.is === 'spoilt' ? spoil(told.how, confirmation, papers) : confirm(confirmation, papers.answers);
    return answer(200, xml);
  }

  /** What is told instead of the law's answer; of the others the message is judged as ever. */
  function misbehaved(message: Buffer, told: Behaviour): Reply | undefined {
    switch (told.is) {
      case 'code':
        return refusal(told.code, told.text ?? 'Chyba na požádání', unrecorded(message), told.test);
      case 'page':
        unrecorded(message);
        return { status: told.status, type: 'text/html', body: webPage(told.status) };
      case 'status': {
        unrecorded(message);
        const headers: Reply['headers'] = told.location === undefined ? {} : { Location: told.location };
        return { status: told.status, type: '', body: '', headers };
      }
      case 'fault':
        unrecorded(message);
        return answer(500, soapFault('Internal error'));
      case 'flood':
        unrecorded(message);
        return { status: 200, type: TYPE, body: 'x'.repeat(told.bytes) };
      default:
        return judged(message, told);
    }
  }

  /** The message was here and came to nothing. Gives its uuid. */
  function unrecorded(message: Buffer): string | null {
    const verdict = judgeMessage(message, { ca, environment, now_ms: time.wall_ms() });
    if (verdict.is !== 'right') return null;
    book.note(verdict.received, time.wall_ms(), null);
    return verdict.received.head.uuid;
  }

  async function deliver(reply: Reply | undefined, response: ServerResponse, told: Behaviour): Promise<void> {
    if (told.is === 'silent') return;
    if (reply === undefined || told.is === 'reset') {
      response.req.socket.destroy();
      return;
    }
    if (told.is === 'half') {
      const bytes = Buffer.from(reply.body);
      response.writeHead(reply.status, { 'Content-Type': reply.type, 'Content-Length': bytes.length });
      response.write(bytes.subarray(0, bytes.length >> 1), () => {
        if (told.ends) response.req.socket.destroy();
      });
      return;
    }
    if (told.is === 'slow') await new Promise<void>((resolve) => time.after(told.delay_ms, resolve));
    write(response, reply);
  }

  function refusal(code: number, text: string, uuid: string | null, as = test): Reply {
    return answer(200, refuse(code, text, { uuid, rejectedAt: now(), test: as }));
  }

  const answer = (status: number, body: string): Reply => ({
    status,
    type: TYPE,
    body,
    headers: { 'X-Global-Transaction-Id': Buffer.from(bytes(16)).toString('hex') },
  });

  const now = (): string => new Date(time.wall_ms()).toISOString().replace(/\.\d+Z$/, 'Z');

  /** PokType: a UUID of version 4 and two digits more, which are `ff` on the playground alone. */
  function newPok(): string {
    const last = test ? 'ff' : Buffer.from([(bytes(1)[0] ?? 0) & 0x7f]).toString('hex');
    return `${uuidOf(bytes(16))}-${last}`;
  }

  return async (request, response, told) => {
    if (told.is === 'hang-up' || (told.is === 'reset' && told.when === 'unread')) {
      request.socket.destroy();
      return;
    }
    const message = await readRequest(request);
    if (message === undefined) return;
    blameHttp(request);
    const reply = told.is === 'right' ? judged(message, told) : misbehaved(message, told);
    await deliver(reply, response, told);
  };
}
