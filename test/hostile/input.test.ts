import path from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BillView, CatalogueView } from '../../daemon/http/contract.ts';
import { money } from '../crash/money.ts';
import {
  type Client,
  type RunningRegister,
  removeFolder,
  sell,
  startRegister,
  tempFolder,
} from './register.fixture.ts';
import { type HostileRequest, hostileText, requestsOf, type There } from './requests.fixture.ts';

const REQUESTS = Number(process.env.KASAD_HOSTILE ?? 1_000);
const SEED = Number(process.env.KASAD_SEED ?? 20261124);

let register: RunningRegister;
let client: Client;
beforeAll(async () => {
  register = await startRegister({ dir: tempFolder() });
  client = register.client();
  await client.signIn('Petr');
  await client.ask('POST', '/api/shift/open', { float_haler: 100_000 });
});
afterAll(async () => {
  await register.stop();
  removeFolder(register.dir);
});

/** It would only end the test: the one who asks signs out, or the stream that never ends. */
const SKIPPED = new Set(['delete /api/session', 'get /api/events', 'get /virtual/events']);
/** Not of the register's making: a device that does not answer or is at it already, an address where nobody is. */
const HONEST_5XX = /^(busy|scale-.+|drawer-.+|backoffice-offline)$/;

test(`${REQUESTS} hostile requests: no bug, every refusal a problem document, the money comes out (KASAD_SEED=${SEED})`, async () => {
  const { body: document } = await client.ask('GET', '/api/openapi.json');
  let there = await whatIsThere(client);
  let count = 0;
  const reached = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      requestsOf(document, () => there, SKIPPED),
      hostileText,
      async (request, text) => {
        const answer = await client.ask(request.method, request.where, jsonOf(request), {
          ...request.headers,
        });
        const { status, type, body } = answer;
        reached.set(String(status), (reached.get(String(status)) ?? 0) + 1);
        if (status >= 500 && !HONEST_5XX.test(body?.code))
          throw new Error(`${status} ${JSON.stringify(body)}`);
        if (status >= 400) {
          expect(type).toMatch(/^application\/problem\+json/);
          expect(body).toMatchObject({ status, type: `urn:kasad:${body.code}` });
          expect(body.title).toMatch(/\S/);
          expect(body.hint).toMatch(/\S/);
          expect(body.titleEn).toMatch(/\S/);
          expect(body.hintEn).toMatch(/\S/);
          const { title, titleEn, hint, hintEn } = body;
          expect([title, titleEn, hint, hintEn].join(' ')).not.toMatch(/undefined|\[object|NaN/);
        }
        if (body?.code === 'shift-closed')
          await client.ask('POST', '/api/shift/open', { float_haler: 5_000 });
        if (++count % 20 !== 0) return;
        await sellWith(client, text);
        there = await whatIsThere(client);
      },
    ),
    { numRuns: REQUESTS, seed: SEED, endOnFailure: true },
  );
  console.info(
    [...reached]
      .sort()
      .map(([status, times]) => `${status}: ${times}`)
      .join(', '),
  );
  expect(register.logged.filter((line) => line.includes('"bug"'))).toEqual([]);
  // Enough of them got through to do something.
  expect(reached.get('200') ?? 0).toBeGreaterThan(REQUESTS / 4);

  // Whoever really wants to sell can, and sees the same books as are in the file.
  await client.ask('POST', '/api/shift/open', { float_haler: 5_000 });
  expect((await sell(client)).status).toBe(200);
  const { body: z } = await client.ask(
    'POST',
    '/api/shift/close',
    { counted_haler: 0, countedForeign: {} },
    { 'idempotency-key': crypto.randomUUID() },
  );
  expect(z.report.receiptCount).toBeGreaterThan(0);
  const db = new Database(path.join(register.dir, 'kasad.db'), { readonly: true });
  try {
    expect(money(db)).toEqual([]);
    const seqs = db.prepare('SELECT seq FROM receipt ORDER BY seq').pluck().all();
    expect(seqs.length).toBeGreaterThan(5);
    expect(seqs).toEqual(seqs.map((_seq, i) => i + 1));
    expect(strangeCommands(db)).toEqual([]);
  } finally {
    db.close();
  }
}, 300_000);

/** ESC/POS that papers are made of, by the Epson guide. Everything else has to be letters. */
const OWN_COMMANDS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: printers are commanded by them
  /\x1bt[\s\S]|\x1bE[\0\x01]|\x1b-[\0\x01]|\x1dB[\0\x01]|\x1d![\0\x01\x10\x11]|\x1ba[\0-\x02]|\x1bd[\0-\x0a]/g;
const HEAD = '\x1b@\x1c.\x1bM\0';

/** What a text that somebody typed could have made a printer do. */
function strangeCommands(db: Database.Database): string[] {
  const jobs = db
    .prepare<[], { id: string; bytes: Buffer }>(
      "SELECT id, bytes FROM print_job WHERE bytes IS NOT NULL AND kind <> 'test'",
    )
    .all();
  expect(jobs.length).toBeGreaterThan(5);
  return jobs.flatMap(({ id, bytes }) => {
    const text = bytes.toString('latin1');
    const rest = text
      .slice(HEAD.length)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: printers are commanded by them
      .replace(/\x1dV[\0\x01]$/, '')
      .replaceAll(OWN_COMMANDS, '');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: printers are commanded by them
    const strange = /.{0,20}[\0-\x09\x0b-\x1f\x7f].{0,20}/.exec(rest);
    if (text.startsWith(HEAD) && strange === null) return [];
    return [`${id}: ${JSON.stringify(strange?.[0] ?? text.slice(0, 20))}`];
  });
}

/** A whole sale with the same text wherever people may write: it may be refused, but not half done. */
async function sellWith(client: Client, text: string): Promise<void> {
  const key = () => ({ 'idempotency-key': crypto.randomUUID() });
  const { items } = (await client.ask('GET', '/api/catalogue')).body as CatalogueView;
  const { body: opened } = await client.ask('POST', '/api/bills', { tableId: null, guests: 1 });
  const where = `/api/bills/${opened.bill.id}`;
  for (const item of items.filter((one) => !one.openPrice && !one.soldOut && one.unit === 'ks').slice(-2)) {
    const note = [...text].slice(0, 150).join('');
    await client.ask('POST', `${where}/lines`, { lineId: crypto.randomUUID(), itemId: item.id, note });
  }
  const { body: view } = await client.ask('POST', `${where}/order`);
  const total_haler = view.sum?.total_haler ?? 0;
  const name = `Host ${[...text].slice(0, 50).join('')}`;
  const paid = await client.ask(
    'POST',
    `${where}/pay`,
    {
      tenders: [{ typeId: 'hotovost', amount: Math.ceil(total_haler / 100) * 100 + 100 }],
      tip_haler: 0,
      expectedTotal_haler: total_haler,
      buyer: { name, address: name, ico: null, dic: null },
      print: true,
    },
    key(),
  );
  if (paid.status !== 200) return;
  const reason = `x ${text}`.slice(0, 100);
  await client.ask('POST', '/api/shift/cash', { amount_haler: 100, reason }, key());
  if (text.length % 2 === 0) {
    await client.ask('POST', `/api/receipts/${paid.body.receipt.id}/reverse`, { reason }, key());
  }
}

function jsonOf({ body }: HostileRequest): unknown {
  return body === undefined ? undefined : JSON.stringify(body);
}

/** All but the one who asks: a hostile PIN for him would end the test. */
async function whatIsThere(client: Client): Promise<There> {
  const get = async (where: string) => {
    const { status, body } = await client.ask('GET', where);
    if (status !== 200) throw new Error(`${where}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  const catalogue = await get('/api/catalogue');
  const bills = (await get('/api/bills')).slice(-3) as BillView[];
  const me = (await get('/api/session')).staff.id;
  const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id);
  return {
    items: [...idsOf(catalogue.items).slice(0, 12), ...idsOf(catalogue.items).slice(-6)],
    categories: idsOf(catalogue.categories).slice(-3),
    tables: idsOf(catalogue.tables).slice(-4),
    'payment-types': idsOf(catalogue.paymentTypes),
    bills: idsOf(bills.map(({ bill }) => bill)),
    lines: bills.flatMap(({ bill }) => idsOf(bill.lines).slice(-3)),
    totals: bills.map(({ sum }) => sum.total_haler),
    receipts: idsOf((await get('/api/receipts')).receipts).slice(0, 8),
    shifts: idsOf(await get('/api/shifts')).slice(0, 4),
    devices: idsOf(await get('/api/devices')),
    'print-jobs': idsOf(await get('/api/print-jobs')).slice(0, 6),
    staff: idsOf(await get('/api/staff/all')).filter((id) => id !== me),
  };
}
