import type { Clock } from '../clock.ts';
import { type HeldStatus, holdLink } from '../link/held.ts';
import { type Dial, LinkFault } from '../link/link.ts';
import type { DriverLog } from '../log.ts';
import { sentences } from '../words.ts';
import type { DrawerPort } from './port.ts';

/** What a trigger box wants to hear. */
export interface DrawerTrigger {
  readonly label: string;
  readonly bytes: readonly number[];
  readonly baud: number;
}

export const drawerTriggers = {
  bel: { label: 'otevírá na BEL (07), 9600 Bd', bytes: [0x07], baud: 9600 },
  any: { label: 'otevírá na libovolný znak, 9600 Bd', bytes: [0x55], baud: 9600 },
} as const satisfies Readonly<Record<string, DrawerTrigger>>;

export interface SerialDrawerOptions {
  readonly dial: Dial;
  readonly trigger: DrawerTrigger;
  readonly clock: Clock;
  readonly log: DriverLog;
  readonly onStatus?: (status: HeldStatus) => void;
}

export interface SerialDrawerPort extends DrawerPort {
  start(): void;
  stop(): Promise<void>;
  readonly status: HeldStatus;
}

/** A drawer with its own serial or USB trigger box. It has no way to say whether it is open. */
export function serialDrawerPort({
  dial,
  trigger,
  clock,
  log,
  onStatus,
}: SerialDrawerOptions): SerialDrawerPort {
  const held = holdLink({
    dial,
    clock,
    onStatus: (status) => {
      if (status.state === 'down')
        log.warn({ device: dial.url, reason: status.reason.cs }, 'drawer trigger is away');
      else log.info({ device: dial.url }, 'drawer trigger is connected');
      onStatus?.(status);
    },
  });
  return {
    start: held.start,
    stop: held.stop,
    async kick() {
      const { status } = held;
      if (status.state === 'down') {
        return {
          state: 'failed',
          reason: sentences(
            { cs: 'Zásuvka není připojená.', en: 'The drawer is not connected.' },
            status.reason,
          ),
          hint: {
            cs: 'Otevřete ji klíčem a zkontrolujte kabel k zásuvce.',
            en: 'Open it with the key and check the cable to the drawer.',
          },
        };
      }
      try {
        await held.write(Uint8Array.from(trigger.bytes));
        return { state: 'kicked' };
      } catch (error) {
        if (!(error instanceof LinkFault)) throw error;
        return {
          state: 'unknown',
          reason: sentences(
            {
              cs: 'Spojení se zásuvkou se přerušilo, povel k otevření možná nedorazil.',
              en: 'The connection to the drawer broke; the command to open it may not have arrived.',
            },
            error.words,
          ),
          hint: {
            cs: 'Podívejte se, zda se otevřela. Jinak ji otevřete klíčem a zkontrolujte kabel k zásuvce.',
            en: 'See whether it opened. If not, open it with the key and check the cable to the drawer.',
          },
        };
      }
    },
    pin: () => 'unknown',
    onPin: () => {},
    get status() {
      return held.status;
    },
  };
}
