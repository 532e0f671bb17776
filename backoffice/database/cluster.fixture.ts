import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

/** A server of PostgreSQL of our own: in a folder of its own, on a socket there, no TCP. */
export interface Cluster {
  /** Of an empty database, made by this call when it is not there. */
  url(database: string): Promise<string>;
  /** As an administrator of that database. */
  query(database: string, sql: string): Promise<readonly Record<string, unknown>[]>;
  drop(database: string): Promise<void>;
  /** Killed like in a power cut, and started again. */
  crash(): Promise<void>;
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
  remove(): Promise<void>;
}

/** PostgreSQL refuses to run as root; Debian's package has made a user for it. */
function postgresUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith('postgres:'));
  const [, , uid, gid] = (line ?? '').split(':').map(Number);
  if (!uid || !gid) throw new Error('there is no user postgres: install the package postgresql');
  return { uid, gid };
}

function binaries(): string {
  const root = '/usr/lib/postgresql';
  const newest = readdirSync(root).sort((a, b) => Number(b) - Number(a))[0];
  return path.join(root, newest ?? '', 'bin');
}

export async function startCluster(): Promise<Cluster> {
  const dir = mkdtempSync(path.join(tmpdir(), 'kasad-pg-'));
  const user = postgresUser();
  if (user) chownSync(dir, user.uid, user.gid);
  const data = path.join(dir, 'data');
  const bin = binaries();
  // Its own language orders texts in another way than by bytes: nothing may depend on that.
  const args = ['-D', data, '-U', 'owner', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C.UTF-8'];
  execFileSync(path.join(bin, 'initdb'), [...args, '--locale-provider=icu', '--icu-locale=cs-CZ'], {
    ...user,
    cwd: dir,
    stdio: 'pipe',
  });
  const databases = new Map<string, Promise<unknown>>();
  let server: ReturnType<typeof spawn> | undefined;

  async function startServer(): Promise<void> {
    const settings = [
      'listen_addresses=',
      `unix_socket_directories=${dir}`,
      'fsync=off',
      'max_connections=100',
    ];
    // Nothing is left running when the test's own process dies.
    const how = [
      '--pdeathsig',
      'INT',
      ...(user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : []),
    ];
    server = spawn(
      'setpriv',
      [...how, path.join(bin, 'postgres'), '-D', data, ...settings.flatMap((setting) => ['-c', setting])],
      { cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await ready(server);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = server;
    server = undefined;
    if (!ending || ending.exitCode !== null) return;
    const gone = once(ending, 'exit');
    ending.kill(signal);
    await gone;
  }

  async function query(database: string, sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ host: dir, user: 'owner', database });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  await startServer();
  return {
    query,
    async url(database) {
      const making = databases.get(database) ?? query('postgres', `CREATE DATABASE ${database}`);
      databases.set(database, making);
      await making;
      return `postgres://owner@localhost/${database}?host=${encodeURIComponent(dir)}`;
    },
    async drop(database) {
      if (databases.delete(database))
        await query('postgres', `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    },
    async crash() {
      // SIGQUIT ends all of its processes at once and writes nothing any more.
      await end('SIGQUIT');
      await startServer();
    },
    stopServer: () => end('SIGINT'),
    startServer,
    async remove() {
      await end('SIGQUIT');
      if (existsSync(dir)) rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function ready(server: ReturnType<typeof spawn>): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.on('exit', (code) => reject(new Error(`postgres ended with ${code}: ${said}`)));
    server.stderr?.on('data', (text: Buffer) => {
      said = `${said}${text}`.slice(-4000);
      if (said.includes('database system is ready to accept connections')) resolve();
    });
  });
}
