import { createHash } from 'node:crypto';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { ExchangeAnswer } from '../../wire/index.ts';

export interface Target {
  /** Without `/api/v1`. */
  readonly url: string;
  /** A code for a register that was not paired before, each time it is asked. */
  readonly code: () => Promise<string>;
  /** Whether `code` may be asked a second time. */
  readonly twoRegisters: boolean;
}

/** Stamps begin here: a time that has been, so that no server takes it for one ahead. */
const START_MS = 1_764_000_000_000;

interface Asked {
  readonly method?: string;
  readonly body?: string | Uint8Array;
  readonly json?: unknown;
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
}

export interface Fact {
  readonly is: 'fact';
  readonly origin: string;
  readonly seq: number;
  readonly hlc: string;
  readonly kind: string;
  readonly id: string;
  readonly body: string;
}

/** The server under test, and what has been written to it. */
export class Server {
  readonly target: Target;
  /** A name that no earlier run used. */
  readonly run: string;
  token = '';
  origin = '';
  backofficeOrigin = '';
  /** Of the second register. */
  secondToken = '';
  registerId = '';
  usedCode = '';
  readonly shop: string;

  constructor(target: Target, run: string) {
    this.target = target;
    this.run = run;
    this.registerId = `conformance-${run}`;
    this.origin = `conf-${run}-a`;
    this.shop = `shop-${run}`;
  }

  async ask(path: string, asked: Asked = {}): Promise<{ status: number; text: string; headers: Headers }> {
    const { token = this.token, json, headers } = asked;
    const body = json === undefined ? asked.body : JSON.stringify(json);
    const response = await fetch(`${this.target.url}/api/v1${path}`, {
      method: asked.method ?? 'POST',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === null || token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: body as BodyInit }),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  }

  async answers<T extends TSchema>(
    path: string,
    schema: T,
    json: unknown,
    token?: string,
  ): Promise<Static<T>> {
    const { status, text } = await this.ask(path, { json, ...(token === undefined ? {} : { token }) });
    must(status === 200, `${path} answers 200, not ${status}: ${text}`);
    return shaped(schema, text);
  }

  /** A refusal that says what to do. */
  async refuses(path: string, statuses: readonly number[], asked: Asked): Promise<void> {
    const { status, text, headers } = await this.ask(path, asked);
    must(statuses.includes(status), `${path} answers ${statuses.join(' or ')}, not ${status}: ${text}`);
    const type = headers.get('content-type') ?? '';
    must(type.startsWith('application/problem+json'), `a refusal is a problem document, not ${type}`);
    const problem = JSON.parse(text) as Record<string, unknown>;
    for (const member of ['title', 'titleEn', 'hint', 'hintEn', 'code'] as const)
      must(typeof problem[member] === 'string' && problem[member] !== '', `a problem has ${member}: ${text}`);
    must(problem.status === status, 'a problem repeats its status');
  }

  pairing(code: string, registerId = this.registerId, origin = this.origin) {
    return { code, registerId, name: 'Zkušební pokladna', shop: this.shop, origin, version: 'conformance' };
  }

  exchange(messages: readonly unknown[], origin = this.origin, token?: string) {
    return this.answers('/exchange', ExchangeAnswer, { origin, messages }, token);
  }

  /** News of the own database: these rows, after what was held of it before. */
  news(facts: readonly Fact[], from: number, origin = this.origin) {
    const at = (seq: number) => (seq === 0 ? {} : { [origin]: seq });
    const upto = facts.at(-1)?.seq ?? from;
    return {
      ...{ type: 'changes', origin, base: at(from), from: at(from), upto: at(upto) },
      ...{ done: true, rows: facts, whole: false },
    };
  }

  fact(seq: number, kind: string, id: string, body: unknown, origin = this.origin): Fact {
    const hlc = `${START_MS + seq}.0000.${origin}`;
    return { is: 'fact', origin, seq, hlc, kind, id, body: JSON.stringify(body) };
  }

  async heldOf(origin = this.origin): Promise<number> {
    return (await this.exchange([])).vv[origin] ?? 0;
  }

  hello(origin: string, vv: Readonly<Record<string, number>>, at?: Readonly<Record<string, number>>) {
    return { type: 'hello', proto: 1, origin, vv, ...(at ? { at } : {}) };
  }
}

/** The stream of events of a register. */
export async function listen({ target }: Server, token: string) {
  const aborting = new AbortController();
  const response = await fetch(`${target.url}/api/v1/events`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    signal: aborting.signal,
  });
  must(response.status === 200, `a stream is opened: ${response.status}`);
  must(
    (response.headers.get('content-type') ?? '').startsWith('text/event-stream'),
    'it is a stream of events',
  );
  const { body } = response;
  must(body !== null, 'a stream has a body');
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  return {
    /** Resolves when this has come. */
    async reads(text: string): Promise<void> {
      while (!seen.includes(text)) {
        const { value, done } = await reader.read();
        must(!done, `the stream goes on until ${text}`);
        seen += value ?? '';
      }
    },
    close: () => aborting.abort(),
  };
}

export function shaped<T extends TSchema>(schema: T, text: string): Static<T> {
  const value: unknown = JSON.parse(text);
  const compiled = Compile(schema);
  const faults = [...compiled.Errors(value)].map(({ instancePath, message }) => `${instancePath} ${message}`);
  must(
    compiled.Check(value),
    `an answer is of the contract's shape: ${faults.join('; ')}: ${text.slice(0, 500)}`,
  );
  return value as Static<T>;
}

export function must(right: boolean, what: string): asserts right {
  if (!right) throw new Error(`not as the contract says: ${what}`);
}

/** A name for one run, of what is given. */
export function runName(seed: string): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, 10);
}
