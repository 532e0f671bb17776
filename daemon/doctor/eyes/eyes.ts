import type { networkInterfaces } from 'node:os';
import type { World } from '../../../world/index.ts';
import type { ConfigFault } from '../../config/fault.ts';
import type { Config } from '../../config/schema.ts';
import type { Asking } from './asking.ts';
import type { DataFacts } from './data-facts.ts';
import type { Files } from './files.ts';
import type { Multicast } from './multicast.ts';
import type { PrinterLook } from './printer-look.ts';
import type { Processes } from './processes.ts';
import type { Programs } from './programs.ts';
import type { SyncTimes } from './sync-times.ts';

/** What a look may use. Each has its fake; nothing of it changes anything, but for a few bytes in a file of its own. */
export interface Eyes {
  readonly world: Pick<World, 'wall_ms' | 'now' | 'after'>;
  readonly version: string;
  readonly configuration: Configuration;
  /** The data folder. */
  readonly dir: string;
  readonly user: User;
  readonly files: Files;
  readonly programs: Programs;
  readonly processes: Processes;
  readonly register: Asking;
  readonly interfaces: typeof networkInterfaces;
  readonly multicast: Multicast;
  /** Asks a printer how it is; only where no register uses it. */
  readonly printer: PrinterLook;
  /** How long small writes take that have to be on the disk. */
  readonly syncTimes: SyncTimes;
  /** What the database and its copies say of themselves. */
  readonly dataFacts: DataFacts;
}

export interface Configuration {
  /** Null where there is no file: the demo, or a running register that was told otherwise. */
  readonly file: string | null;
  /** `missing`: it is not there. `unreadable`: with the system's code. */
  readonly state: 'read' | 'missing' | 'unreadable' | 'faulty';
  readonly code: string | null;
  /** Null unless `read`. */
  readonly config: Config | null;
  readonly faults: readonly ConfigFault[];
}

/** Who looks, which is who the register runs as. */
export interface User {
  readonly uid: number;
  readonly name: string;
  /** Names of his groups. */
  readonly groups: readonly string[];
}
