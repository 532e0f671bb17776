import type { Logger } from 'pino';
import { createScanner, type Dial, sentences } from '../../drivers/index.ts';
import type { World } from '../../world/index.ts';
import { cableHint, type Device } from './device.ts';
import type { ScannerSetup } from './setup.ts';

export function createScannerDevice(options: {
  readonly setup: ScannerSetup;
  readonly dial: Dial;
  readonly world: World;
  readonly log: Logger;
  readonly onScan: (code: string) => void;
  readonly onStatus: () => void;
}): Device {
  const { setup, dial, world } = options;
  const scanner = createScanner({
    dial,
    clock: world,
    log: options.log.child({ scanner: setup.id }),
    end: setup.end,
    onScan: options.onScan,
    onStatus: options.onStatus,
  });
  return {
    id: setup.id,
    start: scanner.start,
    stop: scanner.stop,
    view: () => ({
      id: setup.id,
      kind: 'scanner',
      name: setup.name,
      url: setup.url,
      profile: null,
      ...(scanner.status.state === 'up'
        ? ({
            state: 'up',
            sentence: { cs: 'Čtečka je připojená.', en: 'The scanner is connected.' },
            hint: null,
          } as const)
        : ({
            state: 'down',
            sentence: sentences(
              { cs: 'Čtečka není připojená.', en: 'The scanner is not connected.' },
              scanner.status.reason,
            ),
            hint: sentences({ cs: 'Kódy zatím zadávejte ručně.', en: 'Type codes in for now.' }, cableHint),
          } as const)),
      routes: [],
      codePage: null,
    }),
  };
}
