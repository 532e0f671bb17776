import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { censored, Refusal } from '../../wire/index.ts';
import type { PutOnStick } from '../http/contract.ts';
import { ownTail } from '../log-tail.ts';
import { runBeside } from '../store/beside.ts';
import type { BundleTask } from './bundle/bundle.ts';
import { BUNDLE_PROCESS } from './bundle/process.ts';
import type { ExportTask } from './export/export.ts';
import { EXPORT_PROCESS } from './export/process.ts';
import type { CareParts } from './office.ts';

/** A file that lies in the data folder until it has been fetched. */
export interface MadeFile {
  /** As it is called when it is saved. */
  readonly name: string;
  readonly path: string;
  remove(): void;
}

/** The support bundle and the export, made by processes of their own, one at a time. */
export interface MadeFiles {
  bundle(): Promise<MadeFile>;
  bundleTo(stick: string): Promise<PutOnStick>;
  export(): Promise<MadeFile>;
  exportTo(stick: string): Promise<PutOnStick>;
}

export interface MadeFilesParts
  extends Pick<CareParts, 'world' | 'log' | 'dir' | 'config' | 'version' | 'views'> {
  /** Where a stick is mounted; throws a Refusal `no-stick`. */
  readonly lookUp: (stick: string) => Promise<string>;
}

export function createFiles(parts: MadeFilesParts): MadeFiles {
  const { world, log, dir, config, version } = parts;
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(make: () => Promise<T>): Promise<T> {
    const made = turn.then(make);
    turn = made.catch(() => {});
    return made;
  }

  const nameOf = (what: string) =>
    `kasad-${what}-${config.register.id}-${new Date(world.wall_ms()).toISOString().slice(0, 16).replaceAll(':', '')}.zip`;

  async function makeBundle(to: string): Promise<void> {
    const task: BundleTask = {
      dir,
      version,
      wall_ms: world.wall_ms(),
      config: censored(config),
      views: await parts.views(),
      lines: ownTail.lines(),
    };
    const file = path.join(folder(), 'bundle.json');
    writeFileSync(file, JSON.stringify(task), { mode: 0o600 });
    try {
      const fault = await runBeside<{ code: string } | null>(BUNDLE_PROCESS, [file, to]).answer;
      if (fault) throw notMade(fault.code, to);
    } finally {
      rmSync(file, { force: true });
    }
  }

  async function makeExport(to: string): Promise<void> {
    const task: ExportTask = { dir, to, version, wall_ms: world.wall_ms() };
    const answer = await runBeside<{ summary: unknown } | { code: string }>(EXPORT_PROCESS, [
      JSON.stringify(task),
    ]).answer;
    if ('code' in answer) throw notMade(answer.code, to);
  }

  /** Emptied whenever something new is made: what a screen has not fetched by then it does not want any more. */
  function folder(): string {
    const at = path.join(dir, 'made');
    mkdirSync(at, { recursive: true, mode: 0o700 });
    return at;
  }

  const forScreen = (what: string, make: (to: string) => Promise<void>): Promise<MadeFile> =>
    inTurn(async () => {
      rmSync(path.join(dir, 'made'), { recursive: true, force: true });
      const name = nameOf(what);
      const file = path.join(folder(), name);
      await make(file);
      return { name, path: file, remove: () => rmSync(file, { force: true }) };
    });

  const onStick = (stick: string, what: string, make: (to: string) => Promise<void>): Promise<PutOnStick> =>
    inTurn(async () => {
      const name = nameOf(what);
      await make(path.join(await parts.lookUp(stick), name));
      log.info({ kind: what }, 'put on a stick');
      return { file: name };
    });

  return {
    bundle: () => forScreen('podpora', makeBundle),
    bundleTo: (stick) => onStick(stick, 'podpora', makeBundle),
    export: () => forScreen('vyvoz', makeExport),
    exportTo: (stick) => onStick(stick, 'vyvoz', makeExport),
  };
}

/** Throws nothing: what to say when a file could not be written. */
export function notMade(code: string, to: string): Refusal {
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new Refusal(
    full ? 507 : 500,
    'file',
    {
      cs: `Soubor ${to} se nepodařilo uložit (${full ? 'není místo' : code}). Prodává se dál.`,
      en: `The file ${to} could not be saved (${full ? 'no room' : code}). Sales go on.`,
    },
    {
      cs: 'Zkontrolujte, že je na místě dost volno a dá se na něj zapisovat, nebo vyberte jiné.',
      en: 'Look whether there is room and it can be written, or choose another place.',
    },
  );
}
