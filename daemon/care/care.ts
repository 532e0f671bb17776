import type { BoxHealth } from '../box-health.ts';
import type { Devices } from '../devices/devices.ts';
import type { Doctor } from '../doctor/doctor.ts';
import type { Health, HealthPart } from '../http/contract.ts';
import type { HealthSource } from '../http/health.ts';
import { createTargets } from './backup/targets.ts';
import type { CareOffice, CareParts } from './office.ts';
import { type ShopParts, shopStanding } from './reset/shop-standing.ts';

/** Copies elsewhere, the support bundle, the export, the reset. A register that needs none of it does not load it. */
export interface Care extends HealthSource {
  start(): void;
  stop(): Promise<void>;
  /** A daily copy was made, or was not. */
  copied(ok: boolean): void;
  /** Loads it when it is asked for first. */
  office(): Promise<CareOffice>;
}

/** Not while the shop is opening. */
const FIRST_MS = 60_000;

/** What else of the register is asked for it. */
export interface RegisterParts
  extends Omit<CareParts, 'standing' | 'leave' | 'copy' | 'views'>,
    Omit<ShopParts, 'registerId' | 'log' | 'store' | 'world'> {
  readonly box: Pick<BoxHealth, 'copied'>;
  readonly devices: Pick<Devices, 'list'>;
  readonly doctor: () => Promise<Pick<Doctor, 'look'>>;
  readonly health: () => Health;
}

export function createCare(parts: RegisterParts): Care {
  const { store, world, log, box } = parts;
  const targets = createTargets(store);
  let opening: Promise<CareOffice> | undefined;
  let opened: CareOffice | undefined;
  let running = false;
  let cancel = () => {};

  function office(): Promise<CareOffice> {
    opening ??= import('./office.ts').then(({ openOffice }) => {
      opened = openOffice({
        ...parts,
        ...shopStanding({ ...parts, registerId: parts.config.register.id }),
        copy,
        views,
      });
      if (running) opened.backup.start();
      return opened;
    });
    return opening;
  }

  async function copy(): Promise<void> {
    await store.copy();
    box.copied(true);
  }

  async function views(): Promise<Readonly<Record<string, unknown>>> {
    return {
      health: parts.health(),
      siblings: parts.siblings.view(),
      backoffice: parts.upstream.view(),
      devices: parts.devices.list(),
      doctor: await (await parts.doctor()).look(),
    };
  }

  return {
    start() {
      running = true;
      if (targets.all().length === 0) return;
      cancel = world.after(FIRST_MS, () => {
        office().catch((error: unknown) =>
          log.error({ err: error }, 'what puts copies elsewhere did not load'),
        );
      });
    },
    async stop() {
      running = false;
      cancel();
      await opening?.catch(() => {});
      await opened?.backup.stop();
    },
    copied(ok) {
      box.copied(ok);
      if (ok && opened && running) void opened.backup.putDown();
    },
    office,
    health: (): HealthPart[] => opened?.backup.health() ?? [],
  };
}
