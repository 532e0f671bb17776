import type { KickOutcome } from '../printer/outcome.ts';
import type { DeviceEnd } from '../twin.ts';
import type { Words } from '../words.ts';
import type { DrawerPort, PinLevel } from './port.ts';

export interface VirtualDrawerOptions {
  /** Level of its switch when open; `none` leaves the wire out, so that the level stays high for ever. */
  readonly openWhen?: 'high' | 'low' | 'none';
}

export interface VirtualDrawer {
  readonly open: boolean;
  /** The solenoid's pulse; in vain when locked. */
  pulse(): void;
  /** The key opens it past the register. */
  turnKey(): void;
  push(): void;
  lock(locked: boolean): void;
  readonly level: 'high' | 'low';
  /** How many pulses the coil had. */
  readonly pulses: number;
  onChange(listen: () => void): void;
  /** The drawer on a printer that works, or does not (`fail`), and that may lose sight of the switch (`blind`). */
  printerPort(): DrawerPort & { fail(reason: Words | undefined): void; blind(yes: boolean): void };
  /** The drawer behind a serial box: opens on one of `bytes`, or on anything. */
  listenOn(end: DeviceEnd, bytes?: readonly number[]): void;
}

/** A drawer made of two booleans. */
export function virtualDrawer({ openWhen = 'high' }: VirtualDrawerOptions = {}): VirtualDrawer {
  let open = false;
  let locked = false;
  let pulses = 0;
  const listeners: (() => void)[] = [];
  const level = () => {
    if (openWhen === 'none') return 'high';
    return open === (openWhen === 'high') ? 'high' : 'low';
  };
  const set = (next: boolean) => {
    if (open === next) return;
    open = next;
    for (const listen of listeners) listen();
  };
  const pulse = () => {
    pulses += 1;
    if (!locked) set(true);
  };

  return {
    get open() {
      return open;
    },
    get level() {
      return level();
    },
    get pulses() {
      return pulses;
    },
    pulse,
    turnKey: () => set(true),
    push: () => set(false),
    lock: (yes) => {
      locked = yes;
    },
    onChange: (listen) => void listeners.push(listen),
    printerPort() {
      let failure: Words | undefined;
      let unseen = false;
      const pinListeners: ((level: PinLevel) => void)[] = [];
      const pin = (): PinLevel => (unseen ? 'unknown' : level());
      const tell = () => {
        for (const listen of pinListeners) listen(pin());
      };
      listeners.push(tell);
      return {
        async kick(): Promise<KickOutcome> {
          if (failure !== undefined)
            return {
              state: 'failed',
              reason: failure,
              hint: { cs: 'Zapněte tiskárnu.', en: 'Switch the printer on.' },
            };
          pulse();
          return { state: 'kicked' };
        },
        pin,
        onPin: (listen) => void pinListeners.push(listen),
        fail: (reason) => {
          failure = reason;
        },
        blind: (yes) => {
          unseen = yes;
          tell();
        },
      };
    },
    listenOn(end, bytes) {
      end.onData((heard) => {
        for (const byte of heard) if (bytes === undefined || bytes.includes(byte)) pulse();
      });
    },
  };
}
