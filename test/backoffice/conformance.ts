import { gzipSync } from 'node:zlib';
import {
  ExchangeAnswer,
  PairAnswer,
  REQUEST_ROWS_MAX,
  ShiftCheckAnswer,
  ShiftRepairAnswer,
  shiftSum,
} from '../../wire/index.ts';
import { type Fact, listen, must, type Server, shaped } from './server-under-test.ts';

/*
 * What a register may rely on, whoever wrote the backoffice: checks by nothing but HTTP. They run in order, on one store
 * that is thrown away afterwards, and each leaves what it wrote for those that follow. Aim it at a server by
 *
 *   KASAD_BACKOFFICE_URL=https://… KASAD_BACKOFFICE_CODE=7K3M-0Q8X-ZZT1 npx vitest run test/backoffice/conformance.test.ts
 */

export interface Check {
  readonly name: string;
  /** The operations that it looks at. */
  readonly of: readonly string[];
  readonly twoRegisters?: true;
  run(server: Server): Promise<void>;
}

const EVERY = ['POST /exchange', 'POST /shifts/check', 'POST /shifts/repair', 'POST /report', 'GET /events'];
const bar = (seq: number) => ({ seq, bar: `účtenka ${seq}` });

export const CHECKS: readonly Check[] = [
  {
    name: 'a code that is not good opens nothing',
    of: ['POST /pair'],
    run: (server) => server.refuses('/pair', [403], { json: server.pairing('0000-0000-0000'), token: null }),
  },
  {
    name: 'a code becomes a token, however it was typed, and the same code once',
    of: ['POST /pair'],
    async run(server) {
      server.usedCode = await server.target.code();
      const typed = server.usedCode.toLowerCase().replaceAll('-', ' ');
      const paired = await server.answers('/pair', PairAnswer, server.pairing(typed));
      server.token = paired.token;
      server.backofficeOrigin = paired.origin;
      await server.refuses('/pair', [403], {
        json: server.pairing(server.usedCode, 'another'),
        token: null,
      });
    },
  },
  {
    name: 'nothing is done without a token, nor with one that nobody has',
    of: EVERY,
    async run(server) {
      const wrong = [
        null,
        'x'.repeat(43),
        `${server.token.slice(0, -1)}${server.token.endsWith('A') ? 'B' : 'A'}`,
      ];
      for (const operation of EVERY) {
        const [method = '', path = ''] = operation.split(' ');
        for (const token of wrong)
          await server.refuses(path, [401], { method, token, ...(method === 'GET' ? {} : { json: {} }) });
      }
    },
  },
  {
    name: 'rows are taken in, and the vector says so; the same again changes nothing',
    of: ['POST /exchange'],
    async run(server) {
      const facts = [1, 2, 3].map((seq) => server.fact(seq, 'conformance', `r${seq}`, bar(seq)));
      const first = await server.exchange([server.hello(server.origin, {}), server.news(facts, 0)]);
      must(first.vv[server.origin] === 3, `3 rows are held: ${JSON.stringify(first.vv)}`);
      must(first.origin === server.backofficeOrigin, 'it names its database as when it was paired');
      must(Math.abs(first.serverTime_ms - Date.now()) < 3_600_000, 'it tells its time');
      // The answer was lost, and the register tries again.
      const again = await server.exchange([server.news(facts, 0)]);
      must(again.vv[server.origin] === 3, 'still 3');
    },
  },
  {
    name: 'rows after a gap are not claimed',
    of: ['POST /exchange'],
    async run(server) {
      const { vv } = await server.exchange([server.news([server.fact(9, 'conformance', 'r9', bar(9))], 8)]);
      must(vv[server.origin] === 3, `a gap is left open: ${JSON.stringify(vv)}`);
    },
  },
  {
    name: 'bodies may be gzipped either way',
    of: ['POST /exchange'],
    async run(server) {
      const facts = Array.from({ length: 200 }, (_, i) =>
        server.fact(4 + i, 'conformance', `g${i}`, bar(4 + i)),
      );
      const body = gzipSync(JSON.stringify({ origin: server.origin, messages: [server.news(facts, 3)] }));
      const answer = await server.ask('/exchange', { body, headers: { 'content-encoding': 'gzip' } });
      must(answer.status === 200, `a gzipped body is understood: ${answer.text}`);
      must(shaped(ExchangeAnswer, answer.text).vv[server.origin] === 203, 'all 203 are held');
    },
  },
  {
    name: 'what a body unpacks to is limited, and what is cut off or no JSON is refused; nothing of it is kept',
    of: ['POST /exchange'],
    async run(server) {
      const gzip = { 'content-encoding': 'gzip' };
      const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
      await server.refuses('/exchange', [413], { body: bomb, headers: gzip });
      const facts = [server.fact(204, 'conformance', 'cut', bar(204))];
      const whole = JSON.stringify({ origin: server.origin, messages: [server.news(facts, 203)] });
      const packed = gzipSync(whole);
      await server.refuses('/exchange', [400], {
        body: packed.subarray(0, packed.length / 2),
        headers: gzip,
      });
      await server.refuses('/exchange', [400], { body: whole.slice(0, whole.length / 2) });
      await server.refuses('/exchange', [400], { json: { messages: 'none' } });
      must((await server.heldOf()) === 203, 'nothing was taken in');
    },
  },
  {
    name: 'more rows than a request may have are refused',
    of: ['POST /exchange'],
    async run(server) {
      const facts = Array.from({ length: REQUEST_ROWS_MAX + 1 }, (_, i) =>
        server.fact(204 + i, 'conformance', `m${i}`, {}),
      );
      const json = { origin: server.origin, messages: [server.news(facts, 203)] };
      await server.refuses('/exchange', [400, 413, 422], { json });
      must((await server.heldOf()) === 203, 'none of them was taken in');
    },
  },
  {
    name: 'a row that cannot be read is put aside and holds nothing back',
    of: ['POST /exchange'],
    async run(server) {
      const before = (await server.exchange([])).parked;
      const facts = [
        server.fact(204, 'conformance', 'before', bar(204)),
        server.fact(205, 'receipt', 'poison', { receipt: 'of no shape at all' }),
        server.fact(206, 'conformance', 'after', bar(206)),
      ];
      const { vv, parked } = await server.exchange([server.news(facts, 203)]);
      must(vv[server.origin] === 206, `what is behind it flows: ${JSON.stringify(vv)}`);
      must(parked > before, `it is told: ${parked}`);
    },
  },
  {
    name: 'rows of another database are taken in as well, and everything comes back to a new one',
    of: ['POST /exchange'],
    async run(server) {
      const sibling = `conf-${server.run}-b`;
      const fact = server.fact(1, 'conformance', 'of-a-sibling', bar(1), sibling);
      const at = { [server.origin]: 206 };
      const { vv } = await server.exchange([
        {
          ...{ type: 'changes', origin: server.origin, base: at, from: at, upto: { ...at, [sibling]: 1 } },
          ...{ done: true, rows: [fact], whole: true },
        },
      ]);
      must(vv[sibling] === 1, `a sibling's rows are taken: ${JSON.stringify(vv)}`);
      const fresh = `conf-${server.run}-c`;
      const seen = new Set<string>();
      let mark: Record<string, number> | undefined;
      for (let turn = 0; turn < 20; turn++) {
        const { messages } = await server.exchange([server.hello(fresh, {}, mark)], fresh);
        const parts = messages.filter((one) => (one as { type?: string }).type === 'changes') as Changes[];
        for (const { rows } of parts) for (const { origin, seq } of rows) seen.add(`${origin} ${seq}`);
        const last = parts.at(-1);
        if (!last || last.done) break;
        mark = last.upto;
      }
      must(seen.has(`${sibling} 1`), 'the sibling’s row comes');
      for (let seq = 1; seq <= 206; seq++) must(seen.has(`${server.origin} ${seq}`), `row ${seq} comes`);
    },
  },
  {
    name: 'a shift is compared, and what is lacking is brought; what differs stays',
    of: ['POST /shifts/check', 'POST /shifts/repair'],
    async run(server) {
      const shift = { ...bar(207), shiftId: 's1' };
      const [first, second] = [
        server.fact(207, 'conformance', 's1', shift),
        server.fact(208, 'conformance', 's1', { ...shift, seq: 208 }),
      ];
      // The second one got lost on the way, though the register believes that it was sent.
      const news = server.news([first], 206);
      await server.exchange([{ ...news, upto: { [server.origin]: 208 } }]);
      const asked = (facts: readonly Fact[]) => ({
        ...{ shiftId: 's1', count: facts.length, sum: shiftSum(facts) },
        facts: facts.map(({ origin, seq }) => [origin, seq]),
      });
      const check = (facts: readonly Fact[]) =>
        server.answers('/shifts/check', ShiftCheckAnswer, asked(facts));
      must((await check([first])).whole, 'the shift is whole');
      const lacking = await check([first, second]);
      must(!lacking.whole, 'one is missing');
      must(JSON.stringify(lacking.lacking) === JSON.stringify([[server.origin, 208]]), 'and is named');
      const repair = (rows: readonly Fact[]) =>
        server.answers('/shifts/repair', ShiftRepairAnswer, { shiftId: 's1', rows });
      must((await repair([second])).taken === 1, 'it is taken in');
      must((await check([first, second])).whole, 'now it is whole');
      const other = { ...second, body: '{"other":true}' };
      must(!(await check([first, other])).whole, 'another body is not the same');
      must((await repair([other])).differing === 1, 'what differs is told');
      must((await check([first, second])).whole, 'and what was there stays');
    },
  },
  {
    name: 'a report is kept of oneself, and of nobody else',
    of: ['POST /report'],
    async run(server) {
      const json = {
        ...{ registerId: server.registerId, name: 'Zkušební pokladna', version: '1', origin: server.origin },
        vv: { [server.origin]: 208 },
        health: { state: 'ok', cs: 'V pořádku', en: 'Well' },
        ...{ eet: null, siblings: [] },
      };
      const { status, text } = await server.ask('/report', { json });
      must(status === 204 || status === 200, `a report is taken: ${status} ${text}`);
      await server.refuses('/report', [403, 409], { json: { ...json, registerId: 'somebody-else' } });
    },
  },
  {
    name: 'a stream of events lives, and says that it does',
    of: ['GET /events'],
    async run(server) {
      const stream = await listen(server, server.token);
      await stream.reads(': ping');
      stream.close();
    },
  },
  {
    name: 'a shop that had left and comes back meets another database, which holds what the one before held',
    of: ['POST /pair', 'POST /exchange'],
    twoRegisters: true,
    async run(server) {
      const before = await server.exchange([]);
      const code = await server.target.code();
      const pairing = server.pairing(code, `${server.registerId}-2`, `conf-${server.run}-d`);
      const paired = await server.answers('/pair', PairAnswer, {
        ...pairing,
        retired: ['somebody-else', server.backofficeOrigin],
      });
      server.secondToken = paired.token;
      must(paired.origin !== server.backofficeOrigin, 'nobody would listen to the one that was put out');
      server.backofficeOrigin = paired.origin;
      const after = await server.exchange([]);
      must(after.origin === paired.origin, 'the other register meets it too');
      must(after.vv[server.origin] === before.vv[server.origin], 'what it held is there');
    },
  },
  {
    name: 'a register is poked when another has written, and finds the rows',
    of: ['GET /events', 'POST /exchange'],
    twoRegisters: true,
    async run(server) {
      const origin = `conf-${server.run}-d`;
      const stream = await listen(server, server.token);
      await server.exchange(
        [server.news([server.fact(1, 'conformance', 'poked', bar(1), origin)], 0, origin)],
        origin,
        server.secondToken,
      );
      await stream.reads('event: poke');
      stream.close();
      const { vv } = await server.exchange([]);
      must(vv[origin] === 1, 'the row is there when the poke comes');
    },
  },
];

interface Changes {
  readonly done: boolean;
  readonly upto: Record<string, number>;
  readonly rows: readonly { readonly origin: string; readonly seq: number }[];
}
