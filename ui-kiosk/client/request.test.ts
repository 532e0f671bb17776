import { afterEach, expect, test, vi } from 'vitest';
import { answerDoorbell, answered, send } from './request.ts';

afterEach(() => vi.unstubAllGlobals());

test('one PIN for looking serves for printing too; when it no longer does, it is asked for again', async () => {
  const asked: string[] = [];
  answerDoorbell({
    askApproval: async () => `pin-${asked.push('asked')}`,
    signedOut: () => {},
    reached: () => {},
  });
  let good = ['pin-1'];
  vi.stubGlobal('fetch', async (_path: string, { headers }: { headers: Record<string, string> }) =>
    good.includes(headers['x-approval'] ?? '')
      ? Response.json({})
      : Response.json(
          { title: 'Ne.', titleEn: 'No.', code: 'needs-approval', right: 'cash-movement' },
          { status: 403, headers: { 'content-type': 'application/problem+json' } },
        ),
  );
  expect(await send({ method: 'GET', path: '/api/shift/report' })).toEqual({ value: {} });
  expect(await send({ method: 'POST', path: '/api/shift/report/print' })).toEqual({ value: {} });
  expect(asked).toHaveLength(1);
  good = ['pin-2'];
  expect(await send({ method: 'POST', path: '/api/shift/cash', body: {} })).toEqual({ value: {} });
  expect(asked).toHaveLength(2);
});

test('whoever waits for the answers goes on when they have been taken, and waits for nothing else', async () => {
  const happened: string[] = [];
  let answer = () => {};
  vi.stubGlobal(
    'fetch',
    () =>
      new Promise<Response>((resolve) => {
        answer = () => resolve(Response.json({}));
      }),
  );
  const waits = (who: string, path: string) =>
    answered((one) => one === path).then(() => void happened.push(who));

  const taken = send({ method: 'POST', path: '/api/bills/b1/lines', body: {} }).then(
    () => void happened.push('taken'),
  );
  const waited = waits('the same bill', '/api/bills/b1/lines');
  await waits('another bill', '/api/bills/b2/lines');
  expect(happened).toEqual(['another bill']);
  answer();
  await Promise.all([taken, waited]);
  expect(happened).toEqual(['another bill', 'taken', 'the same bill']);

  const read = send({ method: 'GET', path: '/api/bills/b1' });
  await waits('while somebody only reads', '/api/bills/b1');
  expect(happened.at(-1)).toBe('while somebody only reads');
  answer();
  await read;
});
