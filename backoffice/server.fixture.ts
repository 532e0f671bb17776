import type { PairAnswer } from '../wire/index.ts';
import { realWorld, type World } from '../world/index.ts';
import { type RunningBackoffice, startBackoffice } from './backoffice.ts';
import type { Config } from './config.ts';
import type { Session } from './http/contract/accounts.ts';
import { createLog, type Log } from './log.ts';

export const PASSWORD = 'jana-ma-hospodu';

/** A backoffice on a free port of loopback, over the database of this address. */
export function startTestBackoffice(
  database: string,
  options: { readonly world?: World; readonly config?: Partial<Config>; readonly log?: Log } = {},
): Promise<RunningBackoffice> {
  const world = options.world ?? realWorld;
  return startBackoffice({
    config: {
      ...{ host: '127.0.0.1', port: 0, database, public_url: null, hosts: [], proxies: [], tls: null },
      log: 'warn',
      ...options.config,
    },
    world,
    log: options.log ?? createLog('silent', world),
    version: 'test',
    passwordCost: 4,
    checkAnswers: true,
  });
}

/** A store and its owner, whose password is `PASSWORD`; answers the store's id. */
export async function makeStore(
  { accounts, stores, database }: RunningBackoffice,
  name: string,
  email: string,
): Promise<string> {
  const hash = await accounts.hash(PASSWORD);
  const made = await database.write(async (sql) => {
    const owner = `Majitel ${name}`;
    const id = await accounts.ensure(sql, { email, name: owner, hash, initial: false });
    return stores.create(sql, name, { id, name: owner });
  });
  return made.id;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, when it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks at it knows
  readonly json: any;
}

/** One browser, or one program: keeps its cookie and the header against forged requests. */
export class Client {
  readonly url: string;
  cookie = '';
  csrf = '';
  token = '';

  constructor(url: string) {
    this.url = url;
  }

  headers(): Record<string, string> {
    return {
      ...(this.cookie === '' ? {} : { cookie: this.cookie }),
      ...(this.csrf === '' ? {} : { 'x-csrf-token': this.csrf }),
      ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
    };
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...this.headers(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson && text !== '' ? JSON.parse(text) : null,
    };
  }

  get = (path: string) => this.ask('GET', path);
  post = (path: string, body?: unknown) => this.ask('POST', path, body);

  async signIn(email: string, password = PASSWORD): Promise<Session> {
    const answer = await this.ask('POST', '/api/session', { email, password });
    if (answer.status !== 200) throw new Error(`signing in: ${answer.text}`);
    this.cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    this.csrf = (answer.json as Session).csrf;
    return answer.json as Session;
  }
}

/** A register with its token, as the backoffice sees it. */
export async function pairRegister(
  { codes, url }: RunningBackoffice,
  store: string,
  registerId: string,
  more: { readonly origin?: string; readonly shop?: string | null } = {},
): Promise<Client & { readonly paired: PairAnswer }> {
  const { code } = await codes.open(store);
  const client = new Client(url);
  const answer = await client.post('/api/v1/pair', {
    code,
    registerId,
    name: `Pokladna ${registerId}`,
    shop: more.shop === undefined ? 'hospoda' : more.shop,
    origin: more.origin ?? `db-${registerId}`,
    version: '1.0',
  });
  if (answer.status !== 200) throw new Error(`pairing: ${answer.text}`);
  client.token = answer.json.token;
  return Object.assign(client, { paired: answer.json as PairAnswer });
}

/** A stream of server-sent events as it comes. */
export async function openStream(client: Client, path: string): Promise<TestStream> {
  const aborting = new AbortController();
  const response = await fetch(client.url + path, { headers: client.headers(), signal: aborting.signal });
  return new TestStream(response, aborting);
}

export class TestStream {
  readonly status: number;
  readonly #body: ReadableStreamDefaultReader<string> | undefined;
  readonly #aborting: AbortController;
  #seen = '';

  constructor(response: Response, aborting: AbortController) {
    this.status = response.status;
    this.#aborting = aborting;
    this.#body = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Resolves when this has come after what was waited for before; throws when the stream ends first. */
  async reads(text: string): Promise<void> {
    for (;;) {
      const at = this.#seen.indexOf(text);
      if (at >= 0) {
        this.#seen = this.#seen.slice(at + text.length);
        return;
      }
      const read = await this.#body?.read();
      if (!read || read.done) throw new Error(`the stream ended before ${text}: ${this.#seen}`);
      this.#seen += read.value;
    }
  }

  /** Resolves when the server has ended it. */
  async ended(): Promise<void> {
    while (this.#body && !(await this.#body.read()).done);
  }

  close(): void {
    this.#aborting.abort();
  }
}
