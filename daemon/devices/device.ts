import type { DeviceView } from '../http/contract.ts';

/** One configured device: what all of them have in common. */
export interface Device {
  readonly id: string;
  start(): void;
  stop(): Promise<void>;
  view(): DeviceView;
}

/** `Zkontrolujte kabel…` for devices of which only the port can be seen. */
export const cableHint = 'Zkontrolujte napájení a kabel; až se ozve, připojí se sama.';
