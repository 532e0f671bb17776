import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { BaseLogger } from 'pino';
import type { World } from '../../world/index.ts';
import { runBeside } from './beside.ts';
import { diskRefusal } from './disk-fault.ts';
import { copiesFolder, databaseFile, dateBack, keepPrivate, listCopies, syncPath } from './files.ts';

const KEPT = 7;

/**
 * Whole copies of the database, one a day (UTC), the last seven kept. A process makes each one on a connection of
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

async function vacuumInto(source: string, target: string): Promise<void> {
  const copying = new URL('./copy-process.ts', import.meta.url);
  const { answer } = runBeside<{ message: string; code: string } | null>(copying, [source, target], {
    waits: true,
  });
  const fault = await answer;
  if (fault !== null) throw Object.assign(new Error(fault.message), { code: fault.code });
}
