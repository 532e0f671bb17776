import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { realWorld } from '../../../world/index.ts';
import type { Box } from '../box.fixture.ts';
import { createAsking } from '../eyes/asking.ts';
import { createDataFacts } from '../eyes/data-facts.ts';
import { createFiles } from '../eyes/files.ts';
import { configured } from '../eyes/open-eyes.ts';
import { createProcesses } from '../eyes/processes.ts';
import { type Plant, STOPPED } from './plant.fixture.ts';

const DAY_S = 86_400;

/** The files themselves are opened, with no register over them. */
function reallyRead(box: Box): void {
  box.stop();
  box.eyes.dataFacts = createDataFacts(realWorld.after, 10_000);
}

function withDatabase(box: Box, change: (db: Database.Database) => void): void {
  const db = new Database(join(box.dir, 'kasad.db'));
  change(db);
  db.close();
  reallyRead(box);
}

function configFile(box: Box, text: string): void {
  const file = join(box.root, 'kasad.toml');
  writeFileSync(file, text);
  box.eyes.configuration = configured(file, box.eyes.configuration.config).configuration;
}

const copy = (box: Box, day: string): string => {
  mkdirSync(join(box.dir, 'copies'), { recursive: true });
  return join(box.dir, 'copies', `kasad-${day}.db`);
};

export const dataPlants: readonly Plant[] = [
  {
    id: 'database-none',
    how: 'an empty data folder',
    with: STOPPED,
    plant(box) {
      reallyRead(box);
      for (const name of ['kasad.db', 'kasad.clean']) rmSync(join(box.dir, name));
    },
  },
  {
    id: 'database-gone',
    how: 'copies without a database',
    with: STOPPED,
    plant(box) {
      reallyRead(box);
      copyFileSync(join(box.dir, 'kasad.db'), copy(box, '2026-11-20'));
      rmSync(join(box.dir, 'kasad.db'));
    },
  },
  {
    id: 'database-damaged',
    how: 'a database with pages of noise',
    with: STOPPED,
    plant: (box) => {
      reallyRead(box);
      const noise = Buffer.alloc(200_000, 0xa5);
      noise.set(Buffer.from('SQLite format 3\0'), 0);
      writeFileSync(join(box.dir, 'kasad.db'), noise);
    },
  },
  {
    id: 'database-unreadable',
    how: 'a database that another program keeps locked',
    with: STOPPED,
    plant(box) {
      const db = new Database(join(box.dir, 'kasad.db'));
      db.pragma('locking_mode = EXCLUSIVE');
      db.exec('BEGIN EXCLUSIVE');
      box.undo.push(() => void db.close());
      reallyRead(box);
    },
  },
  {
    id: 'database-newer',
    how: 'a database of version 999',
    with: STOPPED,
    plant: (box) => withDatabase(box, (db) => void db.pragma('user_version = 999')),
  },
  {
    id: 'database-log-large',
    how: 'a log of 70 MB beside the database',
    plant(box) {
      const log = join(box.dir, 'kasad.db-wal');
      writeFileSync(log, '');
      truncateSync(log, 70 * 1024 * 1024);
    },
  },
  {
    id: 'database-set-aside',
    how: 'a damaged database that was put away',
    plant: (box) =>
      writeFileSync(join(box.dir, 'kasad.db.damaged-2026-11-20T08-00-00Z'), 'x', { mode: 0o600 }),
  },
  {
    id: 'database-unclean',
    how: 'no mark of a good end',
    with: STOPPED,
    plant(box) {
      reallyRead(box);
      rmSync(join(box.dir, 'kasad.clean'));
    },
  },
  {
    id: 'copy-none',
    how: 'three days old and never copied',
    plant(box) {
      const { database } = box.data;
      if (!database) throw new Error('a healthy box has a database');
      const born_ms = realWorld.wall_ms() - 3 * DAY_S * 1000;
      box.data = { database: { ...database, born_ms }, copies: null };
    },
  },
  {
    id: 'copy-old',
    how: 'a copy of last week',
    with: STOPPED,
    plant(box) {
      reallyRead(box);
      const file = copy(box, '2026-11-10');
      copyFileSync(join(box.dir, 'kasad.db'), file);
      const then = Math.floor(realWorld.wall_ms() / 1000) - 7 * DAY_S;
      utimesSync(file, then, then);
    },
  },
  {
    id: 'copy-damaged',
    how: 'noise in the newest copy, a good one before it',
    with: STOPPED,
    plant(box) {
      reallyRead(box);
      copyFileSync(join(box.dir, 'kasad.db'), copy(box, '2026-11-22'));
      writeFileSync(copy(box, '2026-11-23'), 'half of a copy');
    },
  },
  {
    id: 'data-not-writable',
    how: 'a folder of the register that it may only read',
    with: STOPPED,
    plant(box) {
      box.stop();
      const { files } = box.eyes;
      // Root, under whom tests may run, is refused nothing; doctor.test.ts looks as somebody else.
      box.eyes.files = {
        ...files,
        fault: async (path, what) =>
          path === box.dir && what === 'write' ? 'EACCES' : files.fault(path, what),
      };
    },
  },
  {
    id: 'data-foreign-owner',
    how: 'a database that root has made in a folder of another',
    plant: (box) => chownSync(join(box.dir, 'kasad.db'), 1_234, 1_234),
  },
  {
    id: 'data-open-to-all',
    how: 'a folder and a database that all may read',
    plant(box) {
      chmodSync(box.dir, 0o755);
      chmodSync(join(box.dir, 'kasad.db'), 0o644);
    },
  },
  {
    id: 'config-open-to-all',
    how: 'a configuration that all may write',
    plant(box) {
      box.put('/etc/kasad/kasad.toml', '');
      chmodSync(join(box.root, 'etc/kasad/kasad.toml'), 0o666);
    },
  },
  {
    id: 'key-open',
    how: 'a key that all may read',
    plant(box) {
      box.put('/etc/kasad/keys/box.key', 'x'.repeat(32));
      chmodSync(join(box.root, 'etc/kasad/keys/box.key'), 0o644);
    },
  },
  {
    id: 'key-open',
    how: 'a key that belongs to somebody else',
    plant(box) {
      box.put('/etc/kasad/keys/box.key', 'x'.repeat(32));
      chmodSync(join(box.root, 'etc/kasad/keys/box.key'), 0o400);
      chownSync(join(box.root, 'etc/kasad/keys/box.key'), 1_234, 1_234);
    },
  },
  {
    id: 'user-not-in-group',
    how: 'a serial display, and a user outside of dialout',
    says: /dialout.*Zákaznický displej/,
    plant(box) {
      box.configure({ display: { url: 'serial:/dev/null' } });
      box.eyes.user = { ...box.eyes.user, groups: ['kasad', 'lp'] };
    },
  },
  {
    id: 'user-not-in-group',
    how: 'a USB printer, and a user outside of lp',
    says: /skupině lp.*Tiskárna účtenek/,
    plant(box) {
      const [printer] = box.eyes.configuration.config?.printer ?? [];
      if (!printer) throw new Error('a healthy box has a printer');
      box.configure({ printer: [{ ...printer, url: 'usblp:/dev/null' }] });
      box.eyes.user = { ...box.eyes.user, groups: ['kasad', 'dialout'] };
    },
  },
  {
    id: 'config-missing',
    how: 'no file of configuration',
    plant(box) {
      const { config } = box.eyes.configuration;
      box.eyes.configuration = configured(join(box.root, 'none.toml'), config).configuration;
    },
  },
  {
    id: 'config-unreadable',
    how: 'a folder in the place of the configuration',
    plant(box) {
      const { config } = box.eyes.configuration;
      box.eyes.configuration = configured(box.root, config).configuration;
    },
  },
  {
    id: 'config-fault',
    how: 'a slip in a key',
    plant: (box) => configFile(box, '[register]\nid = "a"\nname = "b"\nseries = "R1"\ntimezon = "UTC"\n'),
  },
  { id: 'register-stopped', how: 'a register that was stopped', plant: (box) => box.stop() },
  {
    id: 'register-held',
    how: 'another process holds the lock and does not answer',
    plant(box) {
      box.stop();
      const lock = new Database(join(box.dir, 'kasad.lock'));
      lock.exec('BEGIN EXCLUSIVE');
      box.undo.push(() => void lock.close());
      box.eyes.processes = createProcesses(createFiles());
    },
  },
  {
    id: 'register-silent',
    how: 'a server that takes connections and says nothing',
    async plant(box) {
      const server = createServer(() => {}).listen(0, '127.0.0.1');
      await once(server, 'listening');
      box.undo.push(() => void server.close());
      const { port } = server.address() as { port: number };
      const door = { url: `http://127.0.0.1:${port}`, key: 'k' };
      writeFileSync(join(box.dir, 'console.json'), JSON.stringify(door), { mode: 0o600 });
      box.eyes.register = createAsking(box.dir);
    },
  },
  {
    id: 'register-stopped',
    how: 'the way in that a killed register has left',
    async plant(box) {
      const gone = createServer().listen(0, '127.0.0.1');
      await once(gone, 'listening');
      const { port } = gone.address() as { port: number };
      gone.close();
      await once(gone, 'close');
      const door = { url: `http://127.0.0.1:${port}`, key: 'k' };
      writeFileSync(join(box.dir, 'console.json'), JSON.stringify(door), { mode: 0o600 });
      box.eyes.register = createAsking(box.dir);
    },
  },
  {
    id: 'register-says',
    how: 'a register that has something to say for itself',
    plant: ({ views }) => part(views['/health'], 'attention'),
  },
  {
    id: 'register-cannot-sell',
    how: 'a register that cannot sell',
    plant: ({ views }) => part(views['/health'], 'fault'),
  },
  {
    id: 'clock-behind',
    how: 'a database of tomorrow',
    plant(box) {
      const then = realWorld.wall_ms() / 1000 + DAY_S;
      utimesSync(join(box.dir, 'kasad.db'), then, then);
    },
  },
  {
    id: 'clock-behind',
    how: 'a receipt of tomorrow',
    plant(box) {
      const { database } = box.data;
      if (!database) throw new Error('a healthy box has a database');
      const lastReceipt_ms = realWorld.wall_ms() + DAY_S * 1000;
      box.data = { ...box.data, database: { ...database, lastReceipt_ms } };
    },
  },
  {
    id: 'clock-wrong',
    how: 'a clock that stands in 1970, the clock on the board with it',
    with: ['clock-battery'],
    plant(box) {
      const wall_ms = () => 4 * DAY_S * 1000;
      box.eyes.world = { ...box.eyes.world, wall_ms };
      box.put('/sys/class/rtc/rtc0/since_epoch', `${4 * DAY_S}\n`);
      // Of certificates and queues a wrong clock says what is not so.
      box.stop();
      box.eyes.register = {
        meet: async () => ({ is: 'running', url: 'http://127.0.0.1:8400' }),
        ask: async <T>(path: string) => (path === '/health' ? (box.views['/health'] as T) : undefined),
      };
    },
  },
];

function part(health: Box['views']['/health'], state: 'attention' | 'fault'): void {
  health.parts.push({
    id: 'price-list',
    state,
    cs: 'Ceník se nedá přečíst.',
    en: 'The price list cannot be read.',
    hintCs: 'Zavolejte technika.',
    hintEn: 'Call the technician.',
  });
}
