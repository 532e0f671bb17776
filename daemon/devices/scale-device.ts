import type { Logger } from 'pino';
import { createScale, type Dial, sentences } from '../../drivers/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import { cableHint, type Device } from './device.ts';
import type { ScaleSetup } from './setup.ts';

export interface ScaleDevice extends Device {
  /** Grams that lie still; anything else is a Refusal `scale-…` that says why. */
  read(): Promise<number>;
}

export function createScaleDevice(options: {
  readonly setup: ScaleSetup;
  readonly dial: Dial;
  readonly world: World;
  readonly log: Logger;
  readonly onStatus: () => void;
}): ScaleDevice {
  const { setup, dial, world } = options;
  const scale = createScale({
    dial,
    protocol: setup.protocol,
    clock: world,
    log: options.log.child({ scale: setup.id }),
    onStatus: options.onStatus,
  });
  return {
    id: setup.id,
    start: scale.start,
    stop: scale.stop,
    async read() {
      const weight = await scale.read();
      if (weight.state === 'stable') return weight.grams;
      const status = weight.state === 'absent' ? 503 : 409;
      throw new Refusal(status, `scale-${weight.state}`, weight.reason, weight.hint);
    },
    view: () => ({
      id: setup.id,
      kind: 'scale',
      name: setup.name,
      url: setup.url,
      profile: setup.protocol,
      ...(scale.status.state === 'up'
        ? ({
            state: 'up',
            sentence: { cs: 'Váha je připojená.', en: 'The scale is connected.' },
            hint: null,
          } as const)
        : ({
            state: 'down',
            sentence: sentences(
              { cs: 'Váha není připojená.', en: 'The scale is not connected.' },
              scale.status.reason,
            ),
            hint: sentences(
              { cs: 'Hmotnost zatím zadávejte ručně.', en: 'Type weights in for now.' },
              cableHint,
            ),
          } as const)),
      routes: [],
      codePage: null,
    }),
  };
}
