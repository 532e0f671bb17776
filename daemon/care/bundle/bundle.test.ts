import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualWorld } from '../../../world/manual.fixture.ts';
import { openStore } from '../../store/database.ts';
import { makeBundle } from './bundle.ts';
import { createScrubber, TAKEN_OUT } from './scrubber.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'kasad-bundle-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** One of everything that must not leave the box. */
const PLANTED = {
  pinHash: 'scrypt$14$8$1$q7HfV2kLmN8pQrStUvWxYz$Zx1Cv2Bn3Mq4We5Rt6Yu7Io8Pa9Sd0Fg1Hj2Kl3Zx4C',
  session: 'a3f1c0de5517be9944aa77d1e2b3c4d5a3f1c0de5517be9944aa77d1e2b3c4d5',
  token: 'kt_9sKd83jFk20dLq7ZmXn41pVbRt6Yw5Ee',
  consoleKey: 'Qm9zcyBrZXkgb2YgdGhlIGNvbnNvbGUgMTIzNDU2Nzg5MA',
  tlsKey: 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDNplantedKey77',
  eetPassword: 'Heslo-k-P12!77',
  mqttPassword: 'mosquitto5ecret',
  urlPassword: 'tajne-v-adrese',
  pairing: 'K7QX-9ABC-ZZ41',
  buyer: 'Zdeněk Vomáčka',
  buyerStreet: 'Křivoklátská 1187',
  buyerDic: 'CZ7712041234',
  phone: '+420 737 123 456',
  phonePlain: '608555123',
  email: 'vomacka@seznam.example',
  note: 'alergie na kešu Barunka',
  staff: 'Božidara Nepomucká',
  reason: 'Záloha pro Fridricha',
  card: '**** **** **** 4417',
  cardNumber: '479812******4417',
  bearer: 'Bearer abc.def-ghi_jkl',
} as const;

const lines = [
  { level: 'info', msg: 'ready', url: `http://admin:${PLANTED.urlPassword}@10.0.0.9/` },
  { level: 'warn', msg: `slip ${PLANTED.card} and ${PLANTED.cardNumber}`, slip: PLANTED.cardNumber },
  {
    level: 'error',
    msg: 'bug',
    err: {
      type: 'Error',
      message: `no ${PLANTED.buyer}`,
      stack: `at ${PLANTED.token}`,
      buyer: PLANTED.email,
    },
  },
  { level: 'info', msg: `${PLANTED.note}; ${PLANTED.phone}; ${PLANTED.phonePlain}; ${PLANTED.email}` },
  {
    level: 'info',
    msg: 'request',
    authorization: PLANTED.bearer,
    body: { pin: '4711', name: PLANTED.staff },
  },
  { level: 'warn', msg: `authorization: ${PLANTED.bearer}`, detail: `password=${PLANTED.eetPassword}` },
  { level: 'info', msg: `pairing ${PLANTED.pairing} by ${PLANTED.staff}`, address: '10.0.0.12:8883' },
  {
    level: 'info',
    msg: Buffer.from(PLANTED.token).toString('base64'),
    detail: Buffer.from(PLANTED.staff).toString('hex'),
  },
  {
    level: 'info',
    msg: `stored ${PLANTED.pinHash} ${PLANTED.session} ${PLANTED.buyerDic} ${PLANTED.buyerStreet} ${PLANTED.reason}`,
  },
].map((line) => JSON.stringify(line));

function planted(): Uint8Array {
  const world = manualWorld();
  const store = openStore({ dir, world, log: pino({ level: 'silent' }) });
  store.transaction(() => {
    const { journal, db } = store;
    journal.cells('staff', 's1', { name: PLANTED.staff, pin: PLANTED.pinHash, role: 'manager' });
    db.prepare('INSERT INTO staff VALUES (?, ?, ?, 1, ?)').run(
      's1',
      PLANTED.staff,
      'manager',
      PLANTED.pinHash,
    );
    db.prepare('INSERT INTO session VALUES (?, ?, 1, 1)').run(PLANTED.session, 's1');
    journal.fact('receipt', 'r1', {
      buyer: { name: PLANTED.buyer, address: PLANTED.buyerStreet, ico: null, dic: PLANTED.buyerDic },
      lines: [{ name: 'Svíčková' }],
    });
    journal.fact('bill-event', 'b1', { kind: 'line-note', note: PLANTED.note });
    db.prepare('INSERT INTO cash_movement VALUES (1, ?, ?, ?, 1, ?, ?, ?)').run(
      ...['c1', 'x', '2026-11-24', PLANTED.reason, 's1', 's1'],
    );
  });
  mkdirSync(path.join(dir, 'identity'));
  writeFileSync(
    path.join(dir, 'backoffice.json'),
    JSON.stringify({ url: 'https://bo.example', token: PLANTED.token }),
  );
  writeFileSync(path.join(dir, 'console.json'), JSON.stringify({ key: PLANTED.consoleKey }));
  writeFileSync(
    path.join(dir, 'identity', 'key.pem'),
    `-----BEGIN PRIVATE KEY-----\n${PLANTED.tlsKey}\n-----END PRIVATE KEY-----\n`,
  );
  try {
    return makeBundle({
      dir,
      version: '0.1.0',
      wall_ms: world.wall_ms(),
      config: {
        register: { id: 'pokladna-1', name: 'Pokladna u baru' },
        sync: { broker: `mqtts://kasad:${PLANTED.mqttPassword}@10.0.0.20:8883` },
        printer: [{ id: 'uctenky', url: 'tcp://10.0.0.5:9100' }],
        eet: {
          password: PLANTED.eetPassword,
          key: `-----BEGIN RSA PRIVATE KEY-----\\n${PLANTED.tlsKey}\\n-----END`,
        },
      },
      views: {
        health: { state: 'ok', cs: 'Vše v pořádku.', parts: [{ id: 'disk', cs: `Volá ${PLANTED.buyer}` }] },
        backoffice: { url: 'https://bo.example', token: PLANTED.token, store: { id: 's', name: 'Hospoda' } },
      },
      lines: [...lines, `kernel: ${PLANTED.tlsKey} ${PLANTED.consoleKey}`, `user ${PLANTED.staff} in`],
    });
  } finally {
    store.close();
  }
}

const opened = (zip: Uint8Array) =>
  Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]));

/** All forms in which it could be found again. */
function forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.toLowerCase(),
  ];
}

describe('a support bundle', () => {
  it('says how the register is', () => {
    const files = opened(planted());
    expect(Object.keys(files).sort()).toEqual([
      ...['backoffice.json', 'databaze.json', 'databaze.sql', 'fronty.json', 'health.json', 'nastaveni.json'],
      ...['prectete-si.txt', 'slozka.json', 'verze.json', 'zaznam.jsonl'],
    ]);
    expect(JSON.parse(files['verze.json'] ?? '')).toMatchObject({ kasad: '0.1.0', node: process.version });
    expect(JSON.parse(files['databaze.json'] ?? '')).toMatchObject({ rows: { staff: 1, cash_movement: 1 } });
    expect(files['databaze.sql']).toContain('CREATE TABLE receipt');
    expect(JSON.parse(files['nastaveni.json'] ?? '')).toMatchObject({
      register: { id: 'pokladna-1', name: 'Pokladna u baru' },
      printer: [{ id: 'uctenky', url: 'tcp://10.0.0.5:9100' }],
    });
    expect(JSON.parse(files['fronty.json'] ?? '')).toMatchObject({ staff: [{ role: 'manager', count: 1 }] });
    expect(files['zaznam.jsonl']).toContain('"msg":"ready"');
    expect(files['zaznam.jsonl']).toContain('10.0.0.12:8883');
  });

  it('holds nothing of what was planted, in no form and in no file', () => {
    const files = opened(planted());
    for (const [what, secret] of Object.entries(PLANTED)) {
      for (const form of forms(secret)) {
        for (const [name, content] of Object.entries(files)) {
          expect(content.includes(form), `${what} in ${name} as ${form}`).toBe(false);
        }
      }
    }
    const all = Object.values(files).join('\n');
    // Parts of names, and the PIN as it was typed.
    for (const part of [
      'Vomáčka',
      'Zdeněk',
      'Nepomuck',
      'Barunka',
      'Fridrich',
      '4711',
      'Svíčková',
      '737',
      '4417',
    ]) {
      expect(all.includes(part), part).toBe(false);
    }
  });

  it('is made of a register without a database, and of one that is damaged', () => {
    const task = { dir, version: '0.1.0', wall_ms: 0, config: null, views: {}, lines: [] };
    expect(Object.keys(opened(makeBundle(task)))).toContain('verze.json');
    writeFileSync(
      path.join(dir, 'kasad.db'),
      'not a database at all, and longer than a header of SQLite is'.repeat(20),
    );
    expect(JSON.parse(opened(makeBundle(task))['databaze.json'] ?? '')).toHaveProperty('fault');
  });
});

describe('the scrubber', () => {
  const hex = fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 32, maxLength: 80 })
    .map((a) => a.join(''));
  it('takes out every long key in hexadecimal or base64, whatever stands around it', () => {
    const scrub = createScrubber([], []);
    fc.assert(
      fc.property(
        fc.tuple(fc.integer(), fc.integer({ min: 24, max: 64 })),
        fc.constantFrom(' ', '"', ': ', '('),
        ([key, length], gap) => {
          const bytes = createHash('sha512').update(`${key}`).digest().subarray(0, length);
          const base64 = bytes.toString('base64');
          expect(scrub(`a${gap}${base64}${gap}b`)).not.toContain(base64.slice(0, 32));
        },
      ),
    );
    fc.assert(
      fc.property(hex, (key) => {
        expect(scrub(`key ${key}.`)).toBe(`key ${TAKEN_OUT}.`);
      }),
    );
  });

  it('leaves what helps: ids, paths, addresses, times, stacks', () => {
    const scrub = createScrubber([], []);
    for (const text of [
      '6d1c6bd2-8e1f-4f0e-9f3e-0b8a3f2f7a11',
      '/usr/lib/kasad/daemon/store/database.ts:120:14',
      'at Object.openStore (file:///usr/lib/kasad/daemon/dist/database-WepY3O-R.js:12:3)',
      '2026-11-24T19:24:00.123Z',
      'tcp://10.0.0.5:9100',
      'SQLITE_IOERR_WRITE',
      '1790000000123',
      'a sale to be registered is never deleted',
    ]) {
      expect(scrub(text)).toBe(text);
    }
  });
});
