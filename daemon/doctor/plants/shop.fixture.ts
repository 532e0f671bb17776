import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { foundShop, writeIdentity } from '../../../sync/index.ts';
import { realWorld } from '../../../world/index.ts';
import type { BackofficeView, EetView, SiblingsView } from '../../http/contract.ts';
import { type Box, certificate, printJob, sibling } from '../box.fixture.ts';
import { createDataFacts } from '../eyes/data-facts.ts';
import { type Plant, STOPPED } from './plant.fixture.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ago = (ms: number) => new Date(realWorld.wall_ms() - ms).toISOString();

/** By openssl, as an authority makes them: PEM, valid for so many days from some days ago. */
function certificateFile(box: Box, name: string, from_days: number, days: number): string {
  const file = join(box.root, name);
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-subj',
        '/CN=CZ12345678',
      ],
      ...['-keyout', `${file}.key`, '-out', file],
      ...['-days', String(days)],
    ],
    { stdio: 'pipe', env: { ...process.env, ...fakeDay(from_days) } },
  );
  return file;
}

function fakeDay(from_days: number): Record<string, string> {
  return {
    LD_PRELOAD: FAKETIME,
    FAKETIME: `${from_days < 0 ? '-' : '+'}${Math.abs(from_days)}d`,
  };
}
const FAKETIME = execFileSync('sh', ['-c', 'ls /usr/lib/*/faketime/libfaketime.so.1'], {
  encoding: 'utf8',
}).trim();

const eet = (id: string, how: string, change: Partial<EetView>): Plant => ({
  id,
  how,
  plant: ({ views }) => void Object.assign(views['/api/eet'], change),
});
const backoffice = (id: string, how: string, change: Partial<BackofficeView>): Plant => ({
  id,
  how,
  plant: ({ views }) => void Object.assign(views['/api/backoffice'], change),
});
const siblings = (id: string, how: string, change: (view: SiblingsView) => void): Plant => ({
  id,
  how,
  plant: ({ views }) => change(views['/api/siblings']),
});
const words = {
  cs: 'Síť zlobí.',
  en: 'The network is odd.',
  hintCs: 'Zkontrolujte ji.',
  hintEn: 'Check it.',
};

/** All clocks stand so, and of what is dated only the papers of this box are looked at. */
function onThatDay(box: Box, wall_ms: number): void {
  box.eyes.world = { ...box.eyes.world, wall_ms: () => wall_ms };
  box.put('/sys/class/rtc/rtc0/since_epoch', `${Math.floor(wall_ms / 1000)}\n`);
  const { database } = box.data;
  box.data = { database: database && { ...database, born_ms: wall_ms }, copies: null };
  const health = box.views['/health'];
  box.eyes.register = {
    meet: async () => ({ is: 'running', url: 'http://127.0.0.1:8400' }),
    ask: async <T>(path: string) => (path === '/health' ? (health as T) : undefined),
  };
}

/** Jobs and sales in the very database of a register that does not run. */
const stored = (id: string, how: string, sql: string): Plant => ({
  id,
  how,
  with: STOPPED,
  plant(box) {
    const db = new Database(join(box.dir, 'kasad.db'));
    db.exec(sql);
    db.close();
    box.stop();
    box.eyes.dataFacts = createDataFacts(realWorld.after, 10_000);
  },
});
const job = (state: string, parked: number, ago_ms: number) =>
  `INSERT INTO print_job (id, kind, ref, payload, printer, state, copy, parked, attempts, created_at, created_ms, changed_ms)
   VALUES ('j', 'receipt', 'r', '{}', 'uctenky', '${state}', 0, ${parked}, 1, '', ${realWorld.wall_ms() - ago_ms}, 0)`;
const sale = (state: string, ago_ms: number) =>
  `INSERT INTO eet_sale (receipt_id, register_id, environment, sale, identity, sold_ms, since_ms, own, state, may_have_left,
     attempts, step, faults, reason, test)
   VALUES ('r', 'pokladna-1', 'production', '{}', '{}', ${realWorld.wall_ms() - ago_ms}, 0, 1, '${state}', 0, 0, 0, 0, '', 0)`;

export const shopPlants: readonly Plant[] = [
  siblings('sibling-missing', 'a register that is off', (view) => {
    view.siblings = [
      sibling({
        state: 'missing',
        cs: 'Pokladna 2 přestala odpovídat.',
        en: 'Gone.',
        hintCs: 'Zapněte ji.',
        hintEn: 'Switch it on.',
      }),
    ];
  }),
  siblings('sibling-behind', 'a linked register that takes nothing in', (view) => {
    view.siblings = [sibling({ behind: 9_000 })];
  }),
  siblings('sibling-network', 'a flood of discovery messages', (view) => {
    view.network = { state: 'attention', ...words };
  }),
  siblings('sibling-drawing', 'a new register that waits for the others', (view) => {
    view.self.drawing = true;
  }),
  siblings('sibling-turned-away', 'a stranger at the door', (view) => {
    view.intruders = [
      { at: ago(0), address: '10.0.0.66', count: 3, cs: 'Cizí certifikát.', en: 'A foreign certificate.' },
    ];
  }),
  siblings('clock-siblings', 'a sibling whose clock is five minutes fast', (view) => {
    view.siblings = [sibling({ clockAhead_s: 300 })];
  }),
  siblings('version-differs', 'a sibling of another version', (view) => {
    view.siblings = [sibling({ version: '0.0.9' })];
  }),
  backoffice('clock-backoffice', 'a backoffice whose clock is two minutes slow', { clockAhead_s: -120 }),
  backoffice('backoffice-refused', 'a backoffice that lets it in no more', {
    state: 'refused',
    ...words,
  }),
  backoffice('backoffice-waiting', 'a backoffice that is away since the morning', {
    state: 'offline',
    waiting: 40,
    lastSuccessAt: ago(5 * HOUR_MS),
    ...words,
  }),
  eet('eet-certificate-missing', 'no certificate in a shop that registers', { certificates: [] }),
  eet('eet-certificate-ended', 'a certificate that ended yesterday', {
    certificates: [certificate({ notAfter: ago(DAY_MS) })],
  }),
  eet('eet-certificate-ending', 'a certificate for ten more days', {
    certificates: [certificate({ notAfter: ago(-10 * DAY_MS) })],
  }),
  eet('eet-certificate-not-yet', 'a certificate from tomorrow on', {
    certificates: [certificate({ notBefore: ago(-DAY_MS) })],
  }),
  eet('eet-certificate-environment', 'a trial certificate in production', {
    certificates: [certificate({ environment: 'playground' })],
  }),
  {
    id: 'eet-certificate-ended',
    how: 'a certificate of a year ago in the folder of a register that does not run',
    with: STOPPED,
    plant(box) {
      const file = certificateFile(box, 'old.pem', -400, 365);
      const name = new X509Certificate(readFileSync(file)).fingerprint256.replaceAll(':', '').toLowerCase();
      mkdirSync(join(box.dir, 'eet'), { mode: 0o700 });
      renameSync(file, join(box.dir, 'eet', `${name}.pem`));
      box.stop();
    },
  },
  {
    id: 'eet-certificate-unreadable',
    how: 'half of a certificate',
    with: STOPPED,
    plant(box) {
      mkdirSync(join(box.dir, 'eet'), { mode: 0o700 });
      writeFileSync(join(box.dir, 'eet', `${'ab'.repeat(32)}.pem`), '-----BEGIN CERTIFICATE-----\nMIIB', {
        mode: 0o600,
      });
      box.stop();
    },
  },
  {
    id: 'shop-papers-unreadable',
    how: 'papers that a power cut has halved',
    plant(box) {
      mkdirSync(join(box.dir, 'identity'), { mode: 0o700 });
      writeFileSync(join(box.dir, 'identity/identity.json'), '{"registerId":"po', { mode: 0o600 });
    },
  },
  {
    id: 'shop-papers-ended',
    how: 'papers whose time is nearly over',
    async plant(box) {
      const identity = await foundShop({ registerId: 'pokladna-1', bytes: realWorld.bytes });
      await writeIdentity(join(box.dir, 'identity'), identity);
      const end_ms = new X509Certificate(identity.cert).validToDate.getTime();
      onThatDay(box, end_ms - DAY_MS);
    },
  },
  {
    id: 'authority-unreadable',
    how: 'an authority of the backoffice that is not there',
    plant: (box) => box.configure({ backoffice: { ca: join(box.root, 'none.pem') } }),
  },
  {
    id: 'authority-ended',
    how: 'an authority of the backoffice that has ended',
    plant: (box) => box.configure({ backoffice: { ca: certificateFile(box, 'ca.pem', -100, 30) } }),
  },
  {
    id: 'prints-unknown',
    how: 'a print that may have come out',
    plant: ({ views }) => void views['/api/print-jobs'].push(printJob('unknown', 2 * HOUR_MS)),
  },
  {
    id: 'prints-failed',
    how: 'a print that failed',
    plant: ({ views }) => void views['/api/print-jobs'].push(printJob('failed', HOUR_MS)),
  },
  {
    id: 'prints-waiting',
    how: 'a print that has waited for half an hour',
    plant: ({ views }) => void views['/api/print-jobs'].push(printJob('queued', HOUR_MS / 2)),
  },
  stored('prints-unknown', 'a print under way when the register went down', job('sending', 0, HOUR_MS)),
  stored('prints-failed', 'a print given up, in the database', job('failed', 1, HOUR_MS)),
  stored('prints-waiting', 'a print of the morning, in the database', job('queued', 0, 5 * HOUR_MS)),
  eet('eet-waiting', 'a sale of yesterday that is not sent', {
    waiting: 3,
    oldest: {
      receiptId: 'r',
      number: 'R1-2026-000001',
      soldAt: ago(20 * HOUR_MS),
      deadlineAt: ago(-28 * HOUR_MS),
      left_s: 100_800,
    },
  }),
  eet('eet-blocked', 'sales that nothing can send', {
    blocked: 2,
    blockedBy: {
      reason: { cs: 'Certifikát neplatí.', en: 'The certificate is not valid.' },
      hint: { cs: 'Nahrajte nový.', en: 'Bring a new one.' },
    },
  }),
  eet('eet-rejected', 'a sale that the authority refused', { rejected: 1 }),
  eet('eet-orphans', 'sales left by a register that is gone', {
    orphans: [{ registerId: 'x', registerName: 'Zahrádka', count: 4, deadlineAt: ago(0), takenOver: false }],
  }),
  stored('eet-waiting', 'a sale of yesterday, in the database', sale('waiting', 20 * HOUR_MS)),
  stored('eet-blocked', 'a blocked sale, in the database', sale('blocked', HOUR_MS)),
  stored('eet-rejected', 'a refused sale, in the database', sale('rejected', HOUR_MS)),
];
