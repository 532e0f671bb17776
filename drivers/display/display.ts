import type { Clock } from '../clock.ts';
import { type HeldStatus, holdLink } from '../link/held.ts';
import { type Dial, LinkFault } from '../link/link.ts';
import type { DriverLog } from '../log.ts';
import { encode } from './charset.ts';
import { columns, type Lines, padded } from './lines.ts';
import type { Brightness, DisplayProfile } from './profile.ts';

/** Ten bits a byte at 9600 baud, the usual speed; no faster, or stale texts would pile up in the port's buffer. */
const byte_ms = 10 / 9.6;

export interface DisplayOptions {
  readonly dial: Dial;
  readonly profile: DisplayProfile;
  readonly clock: Clock;
  readonly log: DriverLog;
  /** On change only. A display cannot be asked: `up` says that its port is open. */
  readonly onStatus?: (status: HeldStatus) => void;
}

export interface Display {
  start(): void;
  stop(): Promise<void>;
  /** Puts two lines on; the latest wins, while the display is away too. Never fails and never waits. */
  show(lines: Lines): void;
  clear(): void;
  /** Returns false when the display cannot be dimmed by a command. */
  brightness(level: Brightness): boolean;
  readonly status: HeldStatus;
}

/** A customer display of 2 × 20 characters. Write-only: what it shows is what was sent last. */
export function createDisplay({ dial, profile, clock, log, onStatus }: DisplayOptions): Display {
  const blank = ' '.repeat(columns);
  let lines: Lines = [blank, blank];
  let level: Brightness | undefined;
  let stale = { init: true, brightness: false, lines: true };
  let writing = false;

  const held = holdLink({
    dial,
    clock,
    onUp: () => {
      stale = { init: true, brightness: true, lines: true };
      void pump();
    },
    onStatus: (status) => {
      if (status.state === 'down')
        log.warn({ device: dial.url, reason: status.reason.cs }, 'display is away');
      else log.info({ device: dial.url }, 'display is connected');
      onStatus?.(status);
    },
  });

  const next = (): number[] => {
    const bytes: number[] = [];
    if (stale.init) bytes.push(...profile.init);
    if (stale.brightness && level && profile.brightness) bytes.push(...profile.brightness[level]);
    bytes.push(...profile.prepare);
    bytes.push(...profile.line1.before, ...encode(lines[0], profile.page), ...profile.line1.after);
    bytes.push(...profile.line2.before, ...encode(lines[1], profile.page), ...profile.line2.after);
    stale = { init: false, brightness: false, lines: false };
    return bytes;
  };

  async function pump(): Promise<void> {
    if (writing || held.status.state === 'down' || !stale.lines) return;
    writing = true;
    const bytes = Uint8Array.from(next());
    try {
      await held.write(bytes);
    } catch (error) {
      // The link fell; the next one starts with everything stale.
      if (!(error instanceof LinkFault)) throw error;
    }
    clock.after(Math.ceil(bytes.length * byte_ms), () => {
      writing = false;
      void pump();
    });
  }

  const touch = () => {
    stale.lines = true;
    void pump();
  };

  return {
    start: held.start,
    stop: held.stop,
    show([line1, line2]) {
      lines = [padded(line1), padded(line2)];
      touch();
    },
    clear() {
      lines = [blank, blank];
      touch();
    },
    brightness(wanted) {
      if (!profile.brightness) return false;
      level = wanted;
      stale.brightness = true;
      touch();
      return true;
    },
    get status() {
      return held.status;
    },
  };
}
