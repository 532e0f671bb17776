import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { BillView, CatalogueView, GuestPapers, ReceiptView } from '../../daemon/http/contract.ts';
import { createMesh, type Identity, type Mesh, PROTO, readIdentity, type Time } from '../../sync/index.ts';
import {
  type DemoRegisters,
  type RegisterProcess,
  type Session,
  startRegisters,
} from './registers.fixture.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/* A running register on which all kinds of strangers knock: it goes on selling, and says what it saw. */
let shop: DemoRegisters;
let one: RegisterProcess;
let two: RegisterProcess;
let manager: Session;
let port: number;
let folder: string;
let storeId: string;

beforeAll(async () => {
  shop = await startRegisters(2);
  [one, two] = shop.registers as [RegisterProcess, RegisterProcess];
  manager = await one.as('Petr');
  await manager.send('POST', '/api/shift/open', { float_haler: 100_000 });
  const { self } = await one.siblings();
  port = Number(self.addresses[0]?.split(':')[1]);
  folder = join(one.dir, '..');
  ({ storeId } = await identityOf(one));
});
afterAll(() => shop?.stop());

async function identityOf(register: RegisterProcess): Promise<Identity> {
  const read = await readIdentity(join(register.dir, 'identity'));
  if (read.is !== 'identity') throw new Error('no identity');
  return read.identity;
}

async function sell(): Promise<ReceiptView> {
  const { items, paymentTypes } = await manager.get<CatalogueView>('/api/catalogue');
  const itemId = items.find((item) => !item.openPrice)?.id;
  const typeId = paymentTypes.find(({ kind }) => kind === 'card')?.id;
  const opened = await manager.send<BillView>('POST', '/api/bills', { tableId: null, guests: null });
  const { bill, sum } = await manager.send<BillView>('POST', `/api/bills/${opened.bill.id}/lines`, {
    lineId: crypto.randomUUID(),
    itemId,
  });
  return manager.deed<ReceiptView>(`/api/bills/${bill.id}/pay`, {
    tenders: [{ typeId, amount: sum.total_haler }],
    tip_haler: 0,
    expectedTotal_haler: sum.total_haler,
  });
}

/** mosquitto_sub until it gives up or says something: its exit code and its words. */
function listen(...args: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    execFile(
      'mosquitto_sub',
      ['-h', '127.0.0.1', '-p', String(port), '--insecure', '-W', '5', ...args],
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out: `${out}${err}` }),
    );
  });
}

const papersOf = (name: string, papers: GuestPapers): string[] => {
  for (const [file, text] of Object.entries(papers)) {
    writeFileSync(join(folder, `${name}-${file}.pem`), text, { mode: 0o600 });
  }
  return [
    ...['--cafile', join(folder, `${name}-ca.pem`), '--cert', join(folder, `${name}-cert.pem`)],
    ...['--key', join(folder, `${name}-key.pem`), '-i', name],
  ];
};

const saw = (words: RegExp) =>
  one.until(
    () => one.siblings(),
    ({ intruders }) => intruders.some(({ cs }) => words.test(cs)),
  );

describe('strangers at a running register', () => {
  test('a guest with a certificate of its own hears a sale; revoked, it hears nothing more', async () => {
    const papers = papersOf('kuchyn', await one.ask<GuestPapers>('POST', '/api/guests', { name: 'kuchyn' }));
    const topic = ['-t', `kasad/1/${storeId}/+/events/receipt`, '-C', '1'];
    const heard = listen(...papers, ...topic, '-W', '30');
    let receipt = await sell();
    const again = setInterval(() => void sell().then((next) => (receipt = next)), 500);
    const { code, out } = await heard;
    clearInterval(again);
    expect([code, out]).toEqual([0, expect.stringContaining('"number"')]);
    expect(receipt.number).toMatch(/^R1-/);
    await one.ask('POST', '/api/guests/kuchyn/revoke');
    const { code: refused } = await listen(...papers, ...topic);
    expect(refused).not.toBe(0);
    await saw(/odvolaným certifikátem \(kuchyn\)/);
  });

  test('garbage, no TLS, no certificate, half-open and hundreds at once: it sells on', async () => {
    const sockets = [];
    for (let i = 0; i < 300; i++) {
      const socket =
        i % 3 === 0
          ? tlsConnect({ host: '127.0.0.1', port, rejectUnauthorized: false })
          : connect(port, '127.0.0.1', function (this: { write(text: string): void }) {
              if (i % 3 === 1) this.write('GET / HTTP/1.1\r\n\r\n'.repeat(50));
            });
      socket.on('error', () => {});
      sockets.push(socket);
    }
    const begin = performance.now();
    const receipts = [await sell(), await sell(), await sell()];
    expect(new Set(receipts.map(({ number }) => number)).size).toBe(3);
    console.log(`three sales under a flood of connections: ${Math.round(performance.now() - begin)} ms`);
    const view = await one.until(
      () => one.siblings(),
      ({ intruders }) => intruders.length > 0,
    );
    expect(view.siblings.map(({ state }) => state)).toEqual(['linked']);
    for (const socket of sockets) socket.destroy();
  });

  test('a sibling whose program has gone mad: what it says is refused, told, and changes nothing', async () => {
    await two.kill();
    const { registerId, key, cert, caCert: ca } = await identityOf(two);
    const before = await manager.get<CatalogueView>('/api/catalogue');
    const { siblings } = await one.siblings();
    expect(siblings).toHaveLength(1);
    let isUp = () => {};
    const up = new Promise<void>((resolve) => {
      isUp = resolve;
    });
    const mad: Mesh = createMesh({
      time: realTime,
      registerId,
      storeId,
      identity: { key, cert, ca },
      admits: () => true,
      about: () => ({ name: 'Pokladna 2', origin: 'abcdef0123456789', version: '9', proto: PROTO }),
      events: { up: isUp, down() {}, message() {}, intruder() {}, changed() {} },
      log() {},
      listen: { host: '127.0.0.1', port: 0 },
    });
    await mad.start();
    mad.know('pokladna-1', [`127.0.0.1:${port}`]);
    await up;
    const row = {
      is: 'cell',
      origin: 'abcdef0123456789',
      seq: 1,
      hlc: '9999999999999.0000.abcdef0123456789',
    };
    for (const text of [
      'not JSON',
      '[]',
      JSON.stringify({ type: 'changes', origin: 'abcdef0123456789' }),
      JSON.stringify({
        ...{ type: 'changes', origin: 'abcdef0123456789', base: {}, from: {}, upto: { abcdef0123456789: 1 } },
        ...{
          done: true,
          whole: false,
          rows: [{ ...row, tbl: 'item', id: 'x', col: 'name', val: 'no JSON' }],
        },
      }),
      // In the name of another database than its own.
      JSON.stringify({ type: 'hello', proto: PROTO, origin: 'somebodyelse', vv: {} }),
      'x'.repeat(200_000),
    ]) {
      for (let i = 0; i < 20; i++) mad.send('pokladna-1', text);
    }
    await sell();
    await one.until(
      () => manager.get<{ parts: { id: string; state: string }[] }>('/health'),
      ({ parts }) => parts.some(({ id, state }) => id === 'registers-agree' && state !== 'ok'),
    );
    const after = await manager.get<CatalogueView>('/api/catalogue');
    expect(after.items).toEqual(before.items);
    await mad.stop();
  });
});

const realTime: Time = {
  wall_ms: () => Date.now(),
  now: () => performance.now(),
  after(delay_ms, run) {
    const timer = setTimeout(run, delay_ms);
    return () => clearTimeout(timer);
  },
};
