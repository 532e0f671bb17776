import { readFileSync } from 'node:fs';
import { networkInterfaces, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { realWorld } from '../../../world/index.ts';
import { knownDevices } from '../../config/known-devices.ts';
import { checkConfig } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import { readToml } from '../../config/toml.ts';
import { createAsking } from './asking.ts';
import { createDataFacts, type DataState } from './data-facts.ts';
import type { Configuration, Eyes } from './eyes.ts';
import { createFiles } from './files.ts';
import { createMulticast } from './multicast.ts';
import { createPrinterLook } from './printer-look.ts';
import { createProcesses } from './processes.ts';
import { runProgram } from './programs.ts';
import { createSyncTimes } from './sync-times.ts';

/** Which register is looked at: by its file of configuration, or by the configuration itself (the demo). */
export interface Place {
  readonly file: string | null;
  readonly config: Config | null;
  readonly version: string;
}

const DATA_PATIENCE_MS = 14_000;

/** The real ones. */
export function openEyes({ file, config, version }: Place): Eyes {
  const world = realWorld;
  const files = createFiles();
  const { configuration, dir } = configured(file, config);
  const dataFacts = createDataFacts(world.after, DATA_PATIENCE_MS);
  let data: Promise<DataState> | undefined;
  return {
    world,
    version,
    configuration,
    dir,
    user: currentUser(),
    files,
    programs: runProgram,
    processes: createProcesses(files),
    register: createAsking(dir),
    interfaces: networkInterfaces,
    multicast: createMulticast(world, networkInterfaces),
    printer: createPrinterLook(world),
    syncTimes: createSyncTimes(world),
    dataFacts(of) {
      data ??= dataFacts(of);
      return data;
    },
  };
}

const USUAL_DATA = '/var/lib/kasad';

/** What the file says now, and where the data lie by it. */
export function configured(
  file: string | null,
  config: Config | null,
): { configuration: Configuration; dir: string } {
  if (file === null) {
    const configuration = { file, state: 'read', code: null, config, faults: [] } as const;
    return { configuration, dir: config?.data_dir ?? USUAL_DATA };
  }
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    const state = code === 'ENOENT' ? 'missing' : 'unreadable';
    return { configuration: { file, state, code, config, faults: [] }, dir: config?.data_dir ?? USUAL_DATA };
  }
  const checked = checkConfig(source, resolve(file), knownDevices);
  const state = checked.config ? 'read' : 'faulty';
  return {
    // A running register goes on with what it has read; the file's faults are those of its next start.
    configuration: { file, state, code: null, config: checked.config ?? config, faults: checked.faults },
    dir: config?.data_dir ?? checked.config?.data_dir ?? resolve(file, '..', dataDirOf(source)),
  };
}

/** Of a file with faults elsewhere. */
function dataDirOf(source: string): string {
  const value = readToml(source).value as { data_dir?: unknown } | undefined;
  return typeof value?.data_dir === 'string' ? value.data_dir : USUAL_DATA;
}

function currentUser(): Eyes['user'] {
  const uid = process.getuid?.() ?? 0;
  const names = new Map<number, string>();
  try {
    for (const line of readFileSync('/etc/group', 'utf8').split('\n')) {
      const [name, , gid] = line.split(':');
      if (name && gid !== undefined) names.set(Number(gid), name);
    }
  } catch {
    // Groups without names help nobody; devices then say themselves that they are closed.
  }
  const groups = [...(process.getgroups?.() ?? []), process.getgid?.() ?? 0];
  return { uid, name: nameOf(uid), groups: groups.flatMap((gid) => names.get(gid) ?? []) };
}

function nameOf(uid: number): string {
  try {
    return userInfo().username;
  } catch {
    return String(uid); // a user without an entry, as in a container
  }
}
