import type { World } from '../world/index.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import type { Config } from './config/schema.ts';
import type { VirtualDevices } from './demo/virtual-devices.ts';
import type { StandIn } from './eet/stand-in.ts';
import type { Log } from './log.ts';
import type { ConfigKeeper } from './setup/config-keeper.ts';
import type { ScanSources } from './setup/setup.ts';
import type { Staff } from './staff/staff.ts';
import type { Stock } from './stock/stock.ts';

/** What a register is started with. */
export interface RegisterOptions {
  readonly config: Config;
  readonly world: World;
  readonly log: Log;
  readonly version: string;
  /** Where the built kiosk lies. */
  readonly kioskFolder: string;
  /** For systemd: NOTIFY_SOCKET and the like. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  /** Its configuration file; without it, as in a demo, the configuration does not change. */
  readonly keeper?: ConfigKeeper;
  /** Twins of the devices whose address is `virtual:`; a demo brings them. */
  readonly virtual?: VirtualDevices;
  /** In the place of the tax authority's playground; a demo brings it. */
  readonly standIn?: () => Promise<StandIn>;
  /** Called with an open database before anybody may come in; a demo fills it. */
  readonly seed?: (parts: { catalogue: Catalogue; staff: Staff; stock: Stock }) => Promise<void>;
  /** For tests, in the place of the folder where sticks are mounted. */
  readonly media?: string;
  /** For tests, in the place of ending the process. */
  readonly quit?: () => void;
  /** For tests: answers are held against their schemas. */
  readonly checkAnswers?: boolean;
  /** For tests, in the place of this box's devices and networks. */
  readonly scanSources?: ScanSources;
  /** For tests: log2 of scrypt's N. */
  readonly pinCost?: number;
}
