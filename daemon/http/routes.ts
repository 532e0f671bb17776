import type { Care } from '../care/care.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Config } from '../config/schema.ts';
import type { VirtualDevices } from '../demo/virtual-devices.ts';
import type { Devices } from '../devices/devices.ts';
import type { Doctor } from '../doctor/doctor.ts';
import type { Desk } from '../eet/desk.ts';
import type { Ledger } from '../ledger/index.ts';
import type { PrintQueue } from '../printing/queue.ts';
import type { Setup } from '../setup/setup.ts';
import type { Siblings } from '../siblings/siblings.ts';
import type { Doorman } from '../staff/doorman.ts';
import type { Stock } from '../stock/stock.ts';
import type { Updates } from '../update/updates.ts';
import type { Backoffice } from '../upstream/upstream.ts';
import type { App } from './app.ts';
import { billRoutes } from './routes/bills.ts';
import { careRoutes } from './routes/care.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { deviceRoutes } from './routes/devices.ts';
import { doctorRoutes } from './routes/doctor.ts';
import { eetRoutes } from './routes/eet.ts';
import { peopleRoutes } from './routes/people.ts';
import { printJobRoutes } from './routes/print-jobs.ts';
import { receiptRoutes } from './routes/receipts.ts';
import { setupRoutes } from './routes/setup.ts';
import { shiftRoutes } from './routes/shifts.ts';
import { siblingRoutes } from './routes/siblings.ts';
import { type StateOptions, stateRoutes } from './routes/state.ts';
import { stockRoutes } from './routes/stock.ts';
import { updateRoutes } from './routes/updates.ts';
import { upstreamRoutes } from './routes/upstream.ts';
import { virtualRoutes } from './routes/virtual.ts';

/** The parts of a register that are asked over HTTP. */
export interface AskedParts extends StateOptions {
  readonly register: Config['register'];
  readonly version: string;
  readonly kioskFolder: string;
  /** Name of the cookie that holds a session. */
  readonly cookie: string;
  readonly doorman: Doorman;
  readonly catalogue: Catalogue;
  readonly ledger: Ledger;
  readonly stock: Stock;
  readonly eet: Desk;
  readonly devices: Devices;
  readonly queue: PrintQueue;
  readonly doctor: () => Promise<Doctor>;
  readonly updates: Updates;
  readonly care: Pick<Care, 'office'>;
  readonly upstream: Backoffice;
  readonly siblings: Siblings;
  readonly setup: Setup;
  readonly virtual: VirtualDevices | undefined;
}

/** All that the API of a register answers. */
export function registerRoutes(app: App, parts: AskedParts): void {
  const { register, version, kioskFolder, cookie, doorman, catalogue, ledger, stock, eet, devices } = parts;
  const { queue, doctor, updates, care, upstream, siblings, setup, virtual, health, page, metrics } = parts;
  peopleRoutes(app, { doorman, cookie });
  catalogueRoutes(app, {
    catalogue,
    register: {
      id: register.id,
      name: register.name,
      get series() {
        return ledger.series();
      },
      version,
    },
  });
  billRoutes(app, ledger);
  receiptRoutes(app, ledger);
  shiftRoutes(app, ledger);
  stockRoutes(app, stock);
  eetRoutes(app, eet);
  deviceRoutes(app, devices, queue);
  doctorRoutes(app, doctor);
  printJobRoutes(app, queue);
  updateRoutes(app, updates);
  careRoutes(app, care);
  upstreamRoutes(app, upstream);
  siblingRoutes(app, siblings, () => doorman.staff.all().length === 0);
  setupRoutes(app, setup);
  stateRoutes(app, { health, page, metrics });
  if (virtual) virtualRoutes(app, virtual, kioskFolder);
}
