import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../message/message.ts';
import type { Head } from '../sale.ts';
import type { Authority } from './authority.ts';
import type { Turn } from './memory-authority.ts';

export interface Ground {
  /** Of the playground, new, with ten seconds of patience. */
  readonly authority: Authority;
  /** What the next message comes to. */
  say(turn: Turn): void;
  /** Another message of the same sale. */
  message(head?: Partial<Head>): Message;
  /** Waits until so many messages have arrived, and are not answered yet when the authority is silent. */
  arrived(count: number): Promise<void>;
  /** Lets that much of its time go by. */
  pass(by_ms: number): void;
}

const RECORD = { environment: 'playground', verification: false } as const;
const VERIFY = { environment: 'playground', verification: true } as const;

/** What every authority owes those who send sales to it. */
export function authorityContract(name: string, open: () => Ground | Promise<Ground>): void {
  describe(`${name} as an authority`, () => {
    let ground: Ground;
    beforeEach(async () => {
      ground = await open();
    });
    afterEach(() => ground.authority.close());
    const send = (message: Message, to: typeof RECORD | typeof VERIFY = RECORD) =>
      ground.authority.send(message, to);

    test('confirms a sale', async () => {
      const { outcome, httpStatus, answer } = await send(ground.message());
      expect(outcome).toMatchObject({
        state: 'confirmed',
        signature: 'valid',
        test: true,
        warnings: [],
        reason: '',
        acceptedAt: expect.stringMatching(/^2026-12-01T12:00:00Z$/),
      });
      expect(outcome).toHaveProperty('pok', expect.stringMatching(/^[\da-f-]{36}-ff$/));
      expect(httpStatus).toBe(200);
      expect(answer).not.toBe(null);
    });

    test('confirms it again with another POK', async () => {
      const [one, other] = [await send(ground.message()), await send(ground.message({ first: false }))];
      expect([one.outcome.state, other.outcome.state]).toEqual(['confirmed', 'confirmed']);
      expect('pok' in one.outcome && one.outcome.pok).not.toBe('pok' in other.outcome && other.outcome.pok);
    });

    test('only looks at a message when asked to', async () => {
      const { outcome } = await send(ground.message({ verification: true }), VERIFY);
      expect(outcome).toMatchObject({ state: 'verified-only', signature: 'none' });
    });

    test('warns', async () => {
      ground.say({ is: 'right', warnings: [4, 6] });
      const { outcome } = await send(ground.message());
      expect(outcome.state).toBe('confirmed');
      expect(outcome.warnings.map(({ code }) => code)).toEqual([4, 6]);
    });

    test.each([
      [-1, 'retry'],
      [2, 'rejected'],
      [3, 'rejected'],
      [4, 'blocked'],
      [6, 'blocked'],
      [7, 'rejected'],
      [8, 'retry'],
      [0, 'rejected'],
      [99, 'rejected'],
    ])('says code %i, which means %s', async (code, state) => {
      ground.say({ is: 'code', code });
      const { outcome } = await send(ground.message());
      expect(outcome).toMatchObject({ state, code, signature: 'none' });
      if (outcome.state === 'retry') expect(outcome.left).toBe(true);
    });

    test('cannot be reached, and nothing left', async () => {
      ground.say({ is: 'unreachable' });
      const { outcome, httpStatus, answer, transactionId } = await send(ground.message());
      expect(outcome).toMatchObject({ state: 'retry', left: false, code: null });
      expect(outcome.reason).not.toBe('');
      expect([httpStatus, answer, transactionId]).toEqual([null, null, null]);
      expect((await send(ground.message())).outcome.state).toBe('confirmed');
    });

    test('does not answer, and is waited for as long as was said and no longer', async () => {
      ground.say({ is: 'silent' });
      let over = false;
      const sending = send(ground.message()).finally(() => {
        over = true;
      });
      await ground.arrived(1);
      ground.pass(9_999);
      // Whoever answered too early would have done so by the time that another message has come back.
      await send(ground.message({ first: false }));
      expect(over).toBe(false);
      ground.pass(1);
      const { outcome, httpStatus } = await sending;
      expect(outcome).toMatchObject({ state: 'retry', left: true, code: null });
      expect(outcome.reason).toContain('10000 ms');
      expect(httpStatus).toBe(null);
    });

    test('is closed: what is under way ends, and nothing more is sent', async () => {
      ground.say({ is: 'silent' });
      const sending = send(ground.message());
      await ground.arrived(1);
      ground.authority.close();
      expect((await sending).outcome).toMatchObject({ state: 'retry', left: true });
      const after = send(ground.message());
      expect((await after).outcome).toMatchObject({ state: 'retry', left: false });
      ground.authority.close();
    });
  });
}
