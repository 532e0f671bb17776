import { afterEach, expect, test, vi } from 'vitest';
import { answerDoorbell, send } from './request.ts';

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
