import type { HealthPart } from '../http/contract.ts';
import type { HealthSource } from '../http/health.ts';
import { createTargets } from './backup/targets.ts';
import type { CareOffice, CareParts } from './office.ts';

/** Copies elsewhere, the support bundle, the export, the reset. A register that needs none of it does not load it. */
export interface Care extends HealthSource {
  start(): void;
  stop(): Promise<void>;
  /** A daily copy was made. */
  copied(): void;
  /** Loads it when it is asked for first. */
  office(): Promise<CareOffice>;
}

/** Not while the shop is opening. */
const FIRST_MS = 60_000;

export function createCare(parts: CareParts): Care {
  const { store, world, log } = parts;
  const targets = createTargets(store);
  let opening: Promise<CareOffice> | undefined;
  let opened: CareOffice | undefined;
  let running = false;
  let cancel = () => {};

  function office(): Promise<CareOffice> {
    opening ??= import('./office.ts').then(({ openOffice }) => {
      opened = openOffice(parts);
      if (running) opened.backup.start();
      return opened;
    });
    return opening;
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
    copied() {
      if (opened && running) void opened.backup.putDown();
    },
    office,
    health: (): HealthPart[] => opened?.backup.health() ?? [],
  };
}
