import type { KickOutcome } from '../printer/outcome.ts';

/** Level of the drawer switch at the printer (pin 3 of the DK connector); `unknown` when nobody can say. */
export type PinLevel = 'high' | 'low' | 'unknown';

/**
 * What releases the lock: a printer's DK connector, or a box on a serial port. A kick happens at once or fails;
 * it is never kept for later, because a drawer that opens by itself minutes later is an open till.
 */
export interface DrawerPort {
  /**
   * `kicked`: the pulse was sent, which is not that the drawer opened. `failed`: surely nothing was sent.
   * `unknown`: the pulse was on its way and the line broke under it.
   */
  kick(): Promise<KickOutcome>;
  pin(): PinLevel;
  onPin(listen: (level: PinLevel) => void): void;
}
