import type { DeviceEnd } from '../twin.ts';
import type { ScaleProtocolName } from './scale.ts';

export interface VirtualScale {
  /** What lies on it, in grams; less than nothing when something was lifted off after zeroing. */
  put(grams: number): void;
  moving(yes: boolean): void;
  overloaded(yes: boolean): void;
  /** Hears and does not answer. */
  silent(yes: boolean): void;
  /** Answers "not yet" (CAS only). */
  busy(yes: boolean): void;
  /** What it shows. */
  readonly grams: number;
}

/** A scale that answers by the letter of its maker's manual; written apart from the parsers it tests. */
export function virtualScale(end: DeviceEnd, protocol: ScaleProtocolName): VirtualScale {
  let load = 0;
  let zeroAt = 0;
  let inMotion = false;
  let over = false;
  let mute = false;
  let notYet = false;
  const shown = () => load - zeroAt;
  const ascii = (text: string) => [...Buffer.from(text, 'latin1')];
  const kilograms = (width: number) => (Math.abs(shown()) / 1_000).toFixed(3).padStart(width, '0');

  const toledoStatus = () =>
    (inMotion ? 0x01 : 0) | (over ? 0x02 : 0) | (shown() < 0 ? 0x04 : 0) | (shown() === 0 ? 0x10 : 0);
  const toledo = (byte: number): number[] => {
    const status = toledoStatus();
    if (byte === 0x57 && !(status & 0x07)) return [0x02, ...ascii(kilograms(6)), 0x0d];
    if (byte === 0x57) return [0x02, 0x3f, status, 0x0d];
    if (byte === 0x5a) {
      if (!inMotion && !over) zeroAt = load;
      return [0x02, 0x3f, toledoStatus(), 0x0d];
    }
    return [0x02, 0x3f, 0x40, 0x0d];
  };

  const casFrame = () => {
    const body = [
      ...ascii(inMotion || over ? 'U' : 'S'),
      ...ascii(shown() < 0 ? '-' : ' '),
      ...ascii(over ? '    OL' : kilograms(5).padStart(6, ' ')),
      ...ascii('kg'),
    ];
    let bcc = 0;
    for (const byte of body) bcc ^= byte;
    return [0x01, 0x02, ...body, bcc, 0x03, 0x04];
  };
  const casAnswer = (byte: number): number[] => {
    if (byte === 0x05) return [notYet ? 0x15 : 0x06];
    return byte === 0x11 ? casFrame() : [];
  };

  end.onData((bytes) => {
    for (const byte of bytes) {
      const answer = protocol === 'cas' ? casAnswer(byte) : toledo(byte);
      if (!mute && answer.length > 0) end.send(Uint8Array.from(answer));
    }
  });

  return {
    put: (grams) => {
      load = grams;
    },
    moving: (yes) => {
      inMotion = yes;
    },
    overloaded: (yes) => {
      over = yes;
    },
    silent: (yes) => {
      mute = yes;
    },
    busy: (yes) => {
      notYet = yes;
    },
    get grams() {
      return shown();
    },
  };
}
