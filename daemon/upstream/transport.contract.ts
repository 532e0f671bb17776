import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BODY_MAX_BYTES } from '../../wire/index.ts';
import type { Question, Reply, Transport } from './transport.ts';
import { judge } from './verdict.ts';

/** What the other side does with a question. */
export type Serving =
  | {
      readonly is: 'answer';
      readonly status: number;
      /** The header as it stands. */
      readonly type: string;
      readonly body: string;
      readonly retryAfter?: string;
      /** Where a redirect leads, a path. */
      readonly location?: string;
    }
  | { readonly is: 'silence' }
  /** Half of an answer, and then the connection breaks. */
  | { readonly is: 'half' }
  | { readonly is: 'stream' };

export interface Ground {
  readonly transport: Transport;
  /** From now on. */
  serve(serving: Serving): void;
  /** As they came, unpacked. */
  readonly heard: readonly Question[];
  /** Waits until so many questions have come. */
  arrived(count: number): Promise<void>;
  pass(by_ms: number): Promise<void>;
  /** To whoever listens. */
  tell(text: string): void;
  hangUp(): void;
  /** Waits until nobody listens any more. */
  left(): Promise<void>;
  end(): Promise<void>;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const asked: Question = { method: 'POST', path: '/api/v1/exchange', token: 't', body: '{}' };
const listening: Question = { method: 'GET', path: '/api/v1/events', token: 't' };
const answer = (body: string, more: Partial<Serving & { is: 'answer' }> = {}): Serving => ({
  is: 'answer',
  status: 200,
  type: JSON_TYPE,
  body,
  ...more,
});

/** What every line to a backoffice owes whoever speaks by it. */
export function transportContract(name: string, open: () => Promise<Ground>): void {
  describe(`${name} as a line to the backoffice`, () => {
    let ground: Ground;
    beforeEach(async () => {
      ground = await open();
    });
    afterEach(() => ground.end());

    test('a question arrives as it was asked, and the answer as it was given', async () => {
      ground.serve(answer('{"žluťoučký":1}', { status: 503, retryAfter: '7' }));
      expect(await ground.transport.ask(asked)).toEqual({
        is: 'answered',
        status: 503,
        mediaType: 'application/json',
        retryAfter: '7',
        body: '{"žluťoučký":1}',
      });
      expect(ground.heard).toEqual([asked]);
    });

    test('long ones come whole, both ways', async () => {
      const long = (letter: string) => JSON.stringify(`${letter}řeřicha ☕ `.repeat(20_000));
      ground.serve(answer(long('a')));
      expect(await ground.transport.ask({ ...asked, body: long('q') })).toMatchObject({ body: long('a') });
      expect(ground.heard).toEqual([{ ...asked, body: long('q') }]);
    });

    test('an answer has a length that it must not go beyond', async () => {
      ground.serve(answer('x'.repeat(BODY_MAX_BYTES)));
      expect(await ground.transport.ask(asked)).toMatchObject({ is: 'answered' });
      ground.serve(answer('x'.repeat(BODY_MAX_BYTES + 1)));
      expect(await ground.transport.ask(asked)).toMatchObject({ is: 'unanswered', why: 'too-long' });
    });

    test('nobody is followed who leads elsewhere, and the token goes nowhere', async () => {
      ground.serve(answer('', { status: 302, type: 'text/html', location: '/jinam' }));
      const reply = await ground.transport.ask(asked);
      expect(reply).toMatchObject({ is: 'answered', status: 302 });
      expect(judge(reply, 0)).toMatchObject({ ok: false, fault: { code: 'portal' } });
      expect(ground.heard.map(({ path }) => path)).toEqual([asked.path]);
    });

    test('the sign-in page of a network is known for one', async () => {
      ground.serve(answer('<form>', { type: 'Text/HTML; charset=utf-8' }));
      const reply = await ground.transport.ask(asked);
      expect(reply).toMatchObject({ mediaType: 'text/html', body: '<form>' });
      expect(judge(reply, 0)).toMatchObject({ ok: false, fault: { code: 'portal' } });
    });

    test('silence is waited through for 30 seconds', async () => {
      ground.serve({ is: 'silence' });
      let reply: Reply | undefined;
      const asking = ground.transport.ask(asked).then((said) => {
        reply = said;
      });
      await ground.arrived(1);
      await ground.pass(29_999);
      expect(reply).toBe(undefined);
      await ground.pass(1);
      await asking;
      expect(reply).toMatchObject({ is: 'unanswered', why: 'silent' });
    });

    test('half an answer is none', async () => {
      ground.serve({ is: 'half' });
      expect(await ground.transport.ask(asked)).toMatchObject({ is: 'unanswered', why: 'cut' });
    });

    test('what is under way ends when it is closed', async () => {
      ground.serve({ is: 'silence' });
      const asking = ground.transport.ask(asked);
      await ground.arrived(1);
      ground.transport.close();
      expect(await asking).toMatchObject({ is: 'unanswered', why: 'cut' });
    });

    test('a stream opens, speaks, and is over once', async () => {
      ground.serve({ is: 'stream' });
      const ear = createEar();
      ground.transport.listen(listening, ear);
      // Whoever listens has to have what ends it first.
      expect(ear.said).toEqual([]);
      await ear.until(() => ear.said.includes('opened'));
      ground.tell(': ping\n\n');
      ground.tell('event: poke\ndata: ř\n\n');
      await ear.until(() => ear.spoken() === ': ping\n\nevent: poke\ndata: ř\n\n');
      ground.hangUp();
      await ear.until(() => ear.overs.length > 0);
      await ground.pass(60_000);
      expect(ear.overs).toMatchObject([{ is: 'unanswered', why: 'cut' }]);
      expect(ear.said[0]).toBe('opened');
    });

    test('something else than a stream is told as it is', async () => {
      ground.serve(answer('{"title":"x"}', { status: 401, type: 'application/problem+json' }));
      const ear = createEar();
      ground.transport.listen(listening, ear);
      await ear.until(() => ear.overs.length > 0);
      expect(ear.overs).toMatchObject([{ is: 'answered', status: 401, body: '{"title":"x"}' }]);
      expect(ear.said).toEqual([]);
      expect(ground.heard).toEqual([listening]);
    });

    test('a stream that does not even open is given up after 20 seconds', async () => {
      ground.serve({ is: 'silence' });
      const ear = createEar();
      ground.transport.listen(listening, ear);
      await ground.arrived(1);
      await ground.pass(19_999);
      expect(ear.overs).toEqual([]);
      await ground.pass(1);
      expect(ear.overs).toMatchObject([{ is: 'unanswered', why: 'silent' }]);
    });

    test('an open stream may be silent as long as it likes', async () => {
      ground.serve({ is: 'stream' });
      const ear = createEar();
      ground.transport.listen(listening, ear);
      await ear.until(() => ear.said.includes('opened'));
      await ground.pass(3_600_000);
      expect(ear.overs).toEqual([]);
    });

    test.each(['by whoever listens', 'with the whole line'])(
      'nothing comes after a stream was ended %s',
      async (how) => {
        ground.serve({ is: 'stream' });
        const ear = createEar();
        const end = ground.transport.listen(listening, ear);
        await ear.until(() => ear.said.includes('opened'));
        if (how === 'with the whole line') ground.transport.close();
        else end();
        ground.tell('late');
        await ground.left();
        await ground.pass(60_000);
        expect([ear.said, ear.overs]).toEqual([['opened'], []]);
      },
    );
  });
}

function createEar() {
  const said: string[] = [];
  const overs: Reply[] = [];
  let ring = () => {};
  return {
    said,
    overs,
    spoken: () => said.slice(1).join(''),
    opened() {
      said.push('opened');
      ring();
    },
    text(chunk: string) {
      said.push(chunk);
      ring();
    },
    over(reply: Reply) {
      overs.push(reply);
      ring();
    },
    async until(so: () => boolean) {
      while (!so()) {
        await new Promise<void>((resolve) => {
          ring = resolve;
        });
      }
    },
  };
}
