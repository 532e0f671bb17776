import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Time } from '../../sync/index.ts';
import { BODY_MAX_BYTES } from '../../wire/index.ts';
import type { Listener, Question, Reply, Transport, Unanswered } from './transport.ts';

export interface HttpsOptions {
  readonly time: Pick<Time, 'after'>;
  /** As `backofficeUrl` answers it. */
  readonly url: string;
  /** A file with the one authority to be believed (PEM); without it, those that are built in. */
  readonly caFile?: string;
  readonly version: string;
  /** From the asking to the last byte of an answer, milliseconds. */
  readonly patience_ms?: number;
}

/** Shorter bodies gain nothing by it. */
const GZIP_FROM = 1024;
/** A stream that says nothing at all, not even its headers. */
const OPENING_MS = 20_000;

/** What goes along with a question, and the headers that say how. */
type Packed = readonly [Buffer | null, Readonly<Record<string, string>>];

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** The real line: HTTPS by Node, with connections kept open. */
export function httpsTransport(options: HttpsOptions): Transport {
  const { time, version, patience_ms = 30_000 } = options;
  const base = new URL(options.url);
  const secure = base.protocol === 'https:';
  const agentOptions = { keepAlive: true, maxSockets: 4, timeout: 60_000 };
  let agent: http.Agent | undefined;
  const open = new Set<() => void>();

  /** Made when it is first used: a file that is not there is an answer like any other. */
  function agentNow(): http.Agent {
    agent ??= secure
      ? new https.Agent({ ...agentOptions, ...(options.caFile ? { ca: readFileSync(options.caFile) } : {}) })
      : new http.Agent(agentOptions);
    return agent;
  }

  function request(question: Question, extra: Readonly<Record<string, string>>): http.ClientRequest {
    const url = new URL(`${base.href.replace(/\/$/, '')}${question.path}`);
    const { request: ask } = secure ? https : http;
    return ask(url, {
      method: question.method,
      agent: agentNow(),
      headers: {
        'user-agent': `kasad/${version}`,
        ...(question.token === undefined ? {} : { authorization: `Bearer ${question.token}` }),
        ...extra,
      },
    });
  }

  async function bodyOf({ body }: Question): Promise<Packed> {
    if (body === undefined) return [null, {}];
    const type = { 'content-type': 'application/json' };
    const plain = Buffer.from(body);
    if (plain.length < GZIP_FROM) return [plain, { ...type, 'content-length': `${plain.length}` }];
    const packed = await pack(plain, { level: 5 });
    return [packed, { ...type, 'content-encoding': 'gzip', 'content-length': `${packed.length}` }];
  }

  function ask(question: Question): Promise<Reply> {
    return new Promise((resolve) => {
      let asked: http.ClientRequest | undefined;
      let ended = false;
      const finish = (reply: Reply) => {
        ended = true;
        cancel();
        open.delete(stop);
        resolve(reply);
      };
      const stop = () => {
        finish(unanswered('cut', 'stopped'));
        asked?.destroy();
      };
      const cancel = time.after(patience_ms, () => {
        finish(unanswered('silent', 'no answer in time'));
        asked?.destroy();
      });
      // While its body is being packed it is under way already.
      open.add(stop);
      const begin = ([body, headers]: Packed) => {
        if (ended) return;
        asked = request(question, { accept: 'application/json', 'accept-encoding': 'gzip', ...headers });
        asked.on('error', (error) => finish(failure(error)));
        asked.on('response', (response) => {
          read(response).then(finish, (error) => {
            finish(failure(error));
            asked?.destroy();
          });
        });
        if (body) asked.write(body);
        asked.end();
      };
      bodyOf(question)
        .then(begin)
        .catch((error: unknown) => finish(failure(error)));
    });
  }

  function listen(question: Question, listener: Listener): () => void {
    let ended = false;
    let asked: http.ClientRequest | undefined;
    const over = (reply: Reply) => {
      if (ended) return;
      ended = true;
      cancel();
      open.delete(stop);
      listener.over(reply);
      asked?.destroy();
    };
    const stop = () => {
      ended = true;
      cancel();
      open.delete(stop);
      asked?.destroy();
    };
    const cancel = time.after(OPENING_MS, () => over(unanswered('silent', 'no headers in time')));
    open.add(stop);
    try {
      asked = request(question, { accept: 'text/event-stream' });
    } catch (error) {
      // Whoever asks has to have what ends it first.
      queueMicrotask(() => over(failure(error)));
      return stop;
    }
    asked.on('error', (error) => over(failure(error)));
    asked.on('response', (response) => {
      if (response.statusCode !== 200 || mediaType(response) !== 'text/event-stream') {
        read(response).then(over, (error) => over(failure(error)));
        return;
      }
      cancel();
      response.setEncoding('utf8');
      if (!ended) listener.opened();
      response.on('data', (chunk: string) => {
        if (!ended) listener.text(chunk);
      });
      response.on('error', (error) => over(failure(error)));
      response.on('close', () => over(unanswered('cut', 'the stream has ended')));
    });
    asked.end();
    return stop;
  }

  return {
    ask,
    listen,
    close() {
      for (const stop of [...open]) stop();
      agent?.destroy();
      agent = undefined;
    },
  };
}

class TooLong extends Error {}

async function read(response: http.IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_MAX_BYTES) throw new TooLong();
    chunks.push(chunk);
  }
  if (!response.complete) return unanswered('cut', 'the answer was cut short');
  let body = Buffer.concat(chunks);
  if (response.headers['content-encoding'] === 'gzip') {
    body = Buffer.from(await unpack(body, { maxOutputLength: BODY_MAX_BYTES }));
  }
  return {
    is: 'answered',
    status: response.statusCode ?? 0,
    mediaType: mediaType(response),
    retryAfter: response.headers['retry-after'] ?? null,
    body: body.toString('utf8'),
  };
}

const mediaType = ({ headers }: http.IncomingMessage): string =>
  (headers['content-type']?.split(';')[0] ?? '').trim().toLowerCase();

const unanswered = (why: Unanswered['why'], detail: string): Unanswered => ({
  is: 'unanswered',
  why,
  detail,
});

/** By the codes of the system, of OpenSSL (https://nodejs.org/api/tls.html#x509-certificate-error-codes) and of zlib. */
function failure(error: unknown): Unanswered {
  if (error instanceof TooLong) return unanswered('too-long', 'body');
  const { code = 'unknown' } = error as { code?: string };
  if (/^(ENOTFOUND|EAI_AGAIN|ENETUNREACH|ENETDOWN|EHOSTUNREACH|EADDRNOTAVAIL)$/.test(code))
    return unanswered('offline', code);
  if (code === 'ECONNREFUSED' || code === 'ETIMEDOUT') return unanswered('closed', code);
  if (code === 'CERT_NOT_YET_VALID' || code === 'CERT_HAS_EXPIRED') return unanswered('clock', code);
  if (code === 'ERR_BUFFER_TOO_LARGE') return unanswered('too-long', code);
  // A file with the authority that cannot be read makes nobody to be believed.
  if (/CERT|ISSUER|SIGNATURE|CRL|ERR_TLS|ERR_SSL|ENOENT|EACCES|EPROTO/.test(code))
    return unanswered('certificate', code);
  return unanswered('cut', code);
}
