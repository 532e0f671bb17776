import type { DeviceView, Words } from '../http/contract.ts';

/** One configured device: what all of them have in common. */
export interface Device {
  readonly id: string;
  start(): void;
  stop(): Promise<void>;
  view(): DeviceView;
}

/** `Check its cable…` for devices of which only the port can be seen. */
export const cableHint: Words = {
  cs: 'Zkontrolujte napájení a kabel; až se ozve, připojí se sama.',
  en: 'Check its power and cable; it connects by itself once it answers.',
};
