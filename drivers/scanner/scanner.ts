import type { Clock } from '../clock.ts';
import { type HeldStatus, holdLink } from '../link/held.ts';
import type { Dial } from '../link/link.ts';
import type { DriverLog } from '../log.ts';
import type { Words } from '../words.ts';
import { type CodeEnd, noScan, type ScanEffect, scanStep } from './reading.ts';

export interface ScannerOptions {
  readonly dial: Dial;
  readonly clock: Clock;
  readonly log: DriverLog;
  readonly onScan: (code: string, aim: string | undefined) => void;
  /** Something came that is not a code; words for the cashier. */
  readonly onTrouble?: (reason: Words, hint: Words) => void;
  readonly onStatus?: (status: HeldStatus) => void;
  readonly end?: CodeEnd;
  /** Silence that ends a code (`idle`), or gives up on one without its terminator. */
  readonly idle_ms?: number;
  /** The same code again this soon after it was last seen is the same goods held before the glass; 0 turns it off. */
  readonly repeat_ms?: number;
}

export interface Scanner {
  start(): void;
  stop(): Promise<void>;
  readonly status: HeldStatus;
}

const troubles: Record<Extract<ScanEffect, { kind: 'trouble' }>['trouble'], readonly [Words, Words]> = {
  'too-long': [
    {
      cs: 'Ze čtečky přišlo příliš mnoho znaků, kód se nepoužil.',
      en: 'Too many characters came from the scanner; the code was not used.',
    },
    { cs: 'Načtěte kód znovu.', en: 'Scan the code again.' },
  ],
  garbled: [
    {
      cs: 'Ze čtečky přišly nečitelné znaky, kód se nepoužil.',
      en: 'Unreadable characters came from the scanner; the code was not used.',
    },
    { cs: 'Zkontrolujte rychlost a paritu čtečky.', en: 'Check the speed and parity of the scanner.' },
  ],
  unfinished: [
    {
      cs: 'Ze čtečky přišel jen kus kódu, kód se nepoužil.',
      en: 'Only a part of a code came from the scanner; it was not used.',
    },
    {
      cs: 'Načtěte kód znovu. Opakuje-li se to, nastavte čtečku tak, aby za kódem posílala Enter (CR).',
      en: 'Scan the code again. If it keeps happening, set the scanner to send Enter (CR) after a code.',
    },
  ],
};

/** A scanner on a serial port, or a USB one that pretends to be. */
export function createScanner(options: ScannerOptions): Scanner {
  const { dial, clock, log, onScan, onTrouble, onStatus } = options;
  const { end = 'terminator', repeat_ms = 250 } = options;
  const idle_ms = options.idle_ms ?? (end === 'idle' ? 80 : 500);
  let state = noScan;
  let cancelIdle = () => {};
  let last: { code: string; seen_ms: number } | undefined;

  const act = (effects: readonly ScanEffect[]) => {
    for (const effect of effects) {
      if (effect.kind === 'trouble') {
        const [reason, hint] = troubles[effect.trouble];
        log.warn({ device: dial.url, trouble: effect.trouble }, 'scan was not a code');
        onTrouble?.(reason, hint);
        continue;
      }
      const now_ms = clock.now();
      const again = last?.code === effect.code && now_ms - last.seen_ms < repeat_ms;
      last = { code: effect.code, seen_ms: now_ms };
      if (!again) onScan(effect.code, effect.aim);
    }
  };
  const step = (event: Parameters<typeof scanStep>[1]) => {
    const [next, effects] = scanStep(state, event, end);
    state = next;
    act(effects);
  };

  const held = holdLink({
    dial,
    clock,
    onUp: () => {
      // Half a code from before the cable was pulled does not belong to what comes now.
      cancelIdle();
      state = noScan;
    },
    onData: (bytes) => {
      cancelIdle();
      step({ kind: 'bytes', bytes });
      cancelIdle = clock.after(idle_ms, () => step({ kind: 'idle' }));
    },
    onStatus: (status) => {
      if (status.state === 'down')
        log.warn({ device: dial.url, reason: status.reason.cs }, 'scanner is away');
      else log.info({ device: dial.url }, 'scanner is connected');
      onStatus?.(status);
    },
  });

  return {
    start: held.start,
    async stop() {
      cancelIdle();
      state = noScan;
      await held.stop();
    },
    get status() {
      return held.status;
    },
  };
}
