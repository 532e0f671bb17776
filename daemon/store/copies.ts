import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { BaseLogger } from 'pino';
import type { World } from '../../world/index.ts';
import { runBeside } from './beside.ts';
import { BUILT_MS } from './built-ms.ts';
import { diskRefusal } from './disk-fault.ts';
import { copiesFolder, copyName, databaseFile, dayOf, keepPrivate, listCopies, syncPath } from './files.ts';
import { copyDay, datedBack, KEPT_HERE, keptDays } from './keep-rule.ts';

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
    const days = listCopies(dir).map(dayOf);
    const day = copyDay(world.wall_ms(), days, BUILT_MS);
    const fileOf = (of: string) => path.join(folder, copyName(of));
    const target = fileOf(day);
    const part = `${target}.part`;
    const started = world.now();
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      rmSync(part, { force: true });
      keepPrivate(part);
      await vacuumInto(databaseFile(dir), part);
      syncPath(part);
      for (const { from, to } of datedBack(days, day)) renameSync(fileOf(from), fileOf(to));
      renameSync(part, target);
      syncPath(folder);
    } catch (error) {
      // A half copy on a full disk would take the room that sales need.
      rmSync(part, { force: true });
      throw diskRefusal(error);
    }
    const kept = keptDays(listCopies(dir).map(dayOf), KEPT_HERE);
    for (const old of listCopies(dir)) if (!kept.includes(dayOf(old))) rmSync(old);
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
