import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { BaseLogger } from 'pino';
import type { World } from '../world.ts';
import { diskRefusal } from './disk-fault.ts';
import { copiesFolder, databaseFile, dateBack, keepPrivate, listCopies, syncPath } from './files.ts';

const KEPT = 7;

/**
 * Whole copies of the database, one a day (UTC), the last seven kept. A worker makes each one on a connection of
 * its own: in WAL mode it reads beside the writer, so selling goes on while it copies.
 */
export function createCopier(
  dir: string,
  world: World,
  log: Pick<BaseLogger, 'info'>,
): () => Promise<string> {
  let running: Promise<string> | undefined;

  async function copy(): Promise<string> {
    const folder = copiesFolder(dir);
    const day = new Date(world.wall_ms()).toISOString().slice(0, 10);
    const target = path.join(folder, `kasad-${day}.db`);
    const part = `${target}.part`;
    const started = world.now();
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      rmSync(part, { force: true });
      keepPrivate(part);
      await vacuumInto(databaseFile(dir), part);
      syncPath(part);
      dateBack(dir, day);
      renameSync(part, target);
      syncPath(folder);
    } catch (error) {
      // A half copy on a full disk would take the room that sales need.
      rmSync(part, { force: true });
      throw diskRefusal(error);
    }
    for (const old of listCopies(dir).slice(KEPT)) rmSync(old);
    log.info({ copy: target, took_ms: Math.round(world.now() - started) }, 'database copied');
    return target;
  }

  return () => {
    running ??= copy().finally(() => {
      running = undefined;
    });
    return running;
  };
}

function vacuumInto(source: string, target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./copy-worker.ts', import.meta.url), {
      workerData: { source, target },
    });
    worker.once('message', (fault: { message: string; code: string } | null) => {
      if (fault === null) resolve();
      else reject(Object.assign(new Error(fault.message), { code: fault.code }));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the copying thread ended (${code}) without a word`)));
  });
}
