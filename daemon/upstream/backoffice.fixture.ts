import {
  createReplica,
  type MemoryStorage,
  memoryStorage,
  parseMessage,
  type Time,
} from '../../sync/index.ts';
import { memoryTransport } from './memory-transport.fixture.ts';
import type { Question, Reply } from './transport.ts';

/** A backoffice in memory behind the contract: the replica itself, and what may go wrong on the way. */
export function memoryBackoffice(time: Pick<Time, 'wall_ms' | 'after'>, origin = 'backoffice-1') {
  let storage: MemoryStorage = memoryStorage(origin);
  let replica = start();
  const asked: Question[] = [];
  const checks: unknown[] = [];
  /** One for each of the next questions: takes the place of the answer that was made, or of the question. */
  const faults: ((answer: () => Reply) => Reply)[] = [];

  function start() {
    return createReplica({ storage, wall_ms: time.wall_ms, built_ms: 0 });
  }

  function exchange(body: string): Reply {
    const said = JSON.parse(body) as { origin: string; messages: unknown[] };
    const outputs = replica.heard(said.origin) ? [] : [...replica.link(said.origin)];
    // So that an answer in parts whose next part never comes is given up, as time does between replicas that tick.
    replica.tick();
    for (const one of said.messages) {
      const parsed = parseMessage(JSON.stringify(one));
      if (parsed.ok) outputs.push(...replica.receive(parsed.message));
    }
    const messages = outputs.flatMap((out) =>
      out.is === 'send' && out.to === said.origin ? [out.message] : [],
    );
    const vv = storage.vector();
    return json({
      origin: storage.origin(),
      messages,
      vv,
      parked: 0,
      serverTime_ms: Math.floor(time.wall_ms()),
    });
  }

  function answer({ path, body = '' }: Question): Reply {
    if (path === '/api/v1/exchange') return exchange(body);
    if (path === '/api/v1/shifts/check') {
      checks.push(JSON.parse(body));
      return json({ whole: true, lacking: [] });
    }
    return json({});
  }

  const transport = memoryTransport({
    time,
    answer(question) {
      asked.push(question);
      const fault = faults.shift();
      return fault ? fault(() => answer(question)) : answer(question);
    },
  });

  return {
    transport,
    faults,
    checks,
    exchanges: () => asked.filter(({ path }) => path === '/api/v1/exchange').length,
    bodies: () => asked.map(({ body = '' }) => body),
    get storage() {
      return storage;
    },
    write: (tbl: string, id: string, col: string, value: unknown) =>
      replica.write([{ is: 'cell', tbl, id, col, value }]),
    poke: () => transport.tell('event: poke\ndata:\n\n'),
    /** Its process ends; what it has committed stays. */
    kill() {
      replica = start();
    },
    /** It was put back from a copy, and goes on under another name. */
    rename(next: string) {
      storage.commit({ origin: next });
      storage = storage.copy();
      replica = start();
    },
  };
}

export const json = (value: unknown, status = 200): Reply => ({
  is: 'answered',
  status,
  mediaType: status < 400 ? 'application/json' : 'application/problem+json',
  retryAfter: null,
  body: JSON.stringify(value),
});
export const html = (status = 200): Reply => ({
  is: 'answered',
  status,
  mediaType: 'text/html',
  retryAfter: null,
  body: '<form>',
});
