import type { Clock } from '../clock.ts';
import type { DriverLog } from '../log.ts';
import type { KickOutcome } from '../printer/outcome.ts';
import type { Words } from '../words.ts';
import type { DrawerPort, PinLevel } from './port.ts';

/**
 * What set-up learnt about the switch of this one drawer; makers wire it both ways. `none`: the level does not
 * follow the drawer (no wire). The caller stores it and hands it back at construction.
 */
export type DrawerSensor = { readonly openWhen: 'high' | 'low' } | 'none';

export type DrawerState = 'open' | 'closed' | 'unknown';

export type DrawerOutcome =
  /** The switch says so. */
  | { readonly state: 'opened' }
  /** The pulse was sent; there is no switch to ask. */
  | { readonly state: 'kicked' }
  /** It did not open: nothing was sent, or the switch saw nothing move after the pulse. */
  | { readonly state: 'failed'; readonly reason: Words; readonly hint: Words }
  /** The pulse may have come and may not, and no switch has seen it open. */
  | { readonly state: 'unknown'; readonly reason: Words; readonly hint: Words };

/** One line of the journal of openings. `who` is null when nobody asked us: a key, or a hand under the lid. */
export interface DrawerOpening {
  readonly who: string | null;
  readonly why: string | null;
  /** By Clock.now(): the caller adds the time of day. */
  readonly at_ms: number;
  readonly outcome: DrawerOutcome;
}

export type LearnOutcome =
  | { readonly state: 'learnt'; readonly sensor: DrawerSensor }
  | { readonly state: 'failed'; readonly reason: Words; readonly hint: Words };

export interface DrawerOptions {
  readonly port: DrawerPort;
  readonly clock: Clock;
  readonly log: DriverLog;
  /** Missing: not learnt yet, so nothing is claimed about open and closed. */
  readonly sensor?: DrawerSensor;
  /** Every opening and every attempt at one, once its outcome is known. */
  readonly onOpening?: (opening: DrawerOpening) => void;
}

export interface Drawer {
  /**
   * Sends the pulse at once or not at all, except that two pulses stand half a second apart: a request that comes
   * sooner gets the outcome of the one before it, or, where the switch says that the drawer is shut (again), its
   * own pulse when the half second is over.
   */
  open(request: { readonly who: string; readonly why: string }): Promise<DrawerOutcome>;
  readonly state: DrawerState;
  /** `byKey` is true when the drawer opened although nobody asked for it. */
  onOpened(listen: (event: { readonly byKey: boolean }) => void): void;
  onClosed(listen: () => void): void;
  /** Set-up: call with the drawer closed and unlocked. Reads, kicks, reads again; takes up to two seconds. */
  learn(request: { readonly who: string }): Promise<LearnOutcome>;
}

/** Two pulses in a row heat the coil, and a hasty double tap means one opening. */
const lockout_ms = 500;
/** A timer may fire a millisecond early, and the printer, which guards its coil too, would refuse the pulse. */
const timer_slack_ms = 5;
const confirm_ms = 1_000;
const learn_ms = 2_000;
/** Whoever stands by the drawer waits no longer than this for an answer. */
const kick_timeout_ms = 3_000;
/** A sticking drawer that somebody pulls out this soon after the pulse was opened by us, not by a key. */
const ours_ms = 3_000;
/** After this many pulses without a single change the switch is not believed until it changes again. */
const distrust_after = 3;

/** A cash drawer: opening on request, its state, and a journal of who opened it. */
export function createDrawer({ port, clock, log, sensor: learnt, onOpening }: DrawerOptions): Drawer {
  let sensor = learnt;
  let stillPulses = 0;
  let lastKnown: DrawerState = 'unknown';
  let lastPulse: { who: string; why: string; at_ms: number; reported: boolean } | undefined;
  let running:
    | { outcome: Promise<DrawerOutcome>; pending: boolean; pulse_ms: number | undefined }
    | undefined;
  let lastLevel: PinLevel = port.pin();
  const openedListeners: ((event: { byKey: boolean }) => void)[] = [];
  const closedListeners: (() => void)[] = [];
  /** Waiters for the next change of level. */
  const watchers = new Set<() => void>();

  const stateOf = (level: PinLevel): DrawerState => {
    if (sensor === undefined || sensor === 'none' || level === 'unknown') return 'unknown';
    if (stillPulses >= distrust_after) return 'unknown';
    return level === sensor.openWhen ? 'open' : 'closed';
  };

  const settle = () => {
    const state = stateOf(port.pin());
    if (state === 'unknown' || state === lastKnown) return;
    const before = lastKnown;
    lastKnown = state;
    // The first reading says how things stand, not that something happened.
    if (before === 'unknown') return;
    if (state === 'closed') {
      for (const listen of closedListeners) listen();
      return;
    }
    const at_ms = clock.now();
    const ours = lastPulse && at_ms - lastPulse.at_ms <= ours_ms ? lastPulse : undefined;
    if (ours?.reported || !ours) {
      onOpening?.({ who: ours?.who ?? null, why: ours?.why ?? null, at_ms, outcome: { state: 'opened' } });
    }
    for (const listen of openedListeners) listen({ byKey: ours === undefined });
    // One pulse opens once: a drawer shut and open again within the same three seconds was opened by hand.
    lastPulse = undefined;
  };

  port.onPin((level) => {
    if (level !== 'unknown' && lastLevel !== 'unknown' && level !== lastLevel) stillPulses = 0;
    lastLevel = level === 'unknown' ? lastLevel : level;
    settle();
    for (const wake of [...watchers]) wake();
  });
  settle();

  /** Resolves true as soon as `done` holds, false after `limit_ms`. */
  const waitFor = (done: () => boolean, limit_ms: number) =>
    new Promise<boolean>((resolve) => {
      if (done()) return resolve(true);
      const finish = (value: boolean) => {
        cancel();
        watchers.delete(look);
        resolve(value);
      };
      const look = () => {
        if (done()) finish(true);
      };
      const cancel = clock.after(limit_ms, () => finish(false));
      watchers.add(look);
    });

  const kick = () =>
    new Promise<KickOutcome>((resolve, reject) => {
      let late = false;
      const cancel = clock.after(kick_timeout_ms, () => {
        late = true;
        log.warn({ limit_ms: kick_timeout_ms }, 'drawer pulse was not taken in time');
        // We give up waiting; the pulse may come yet.
        resolve({
          state: 'unknown',
          reason: {
            cs: 'Povel k otevření zásuvky zatím nikdo nepřevzal, může se ještě otevřít.',
            en: 'Nobody has taken the command to open the drawer yet; it may still open.',
          },
          hint: {
            cs: 'Podívejte se, zda se otevřela. Jinak ji otevřete klíčem a zkontrolujte, zda je tiskárna zapnutá.',
            en: 'See whether it opened. If not, open it with the key and check that the printer is on.',
          },
        });
      });
      port.kick().then((outcome) => {
        if (late) log.warn({ outcome }, 'drawer pulse was answered too late');
        cancel();
        resolve(outcome);
      }, reject);
    });

  async function attempt(
    who: string,
    why: string,
    self: { pulse_ms: number | undefined },
  ): Promise<DrawerOutcome> {
    const pulse = { who, why, at_ms: clock.now(), reported: false };
    // Set before the kick: the switch may report sooner than the printer acknowledges.
    lastPulse = pulse;
    const kicked = await kick();
    let outcome: DrawerOutcome;
    if (kicked.state === 'failed') {
      outcome = { state: 'failed', reason: kicked.reason, hint: kicked.hint };
      // Nothing was sent: whoever opens it now does so with the key.
      if (lastPulse === pulse) lastPulse = undefined;
    } else if (kicked.state === 'unknown') {
      self.pulse_ms = clock.now();
      const seen = believed() && (await waitFor(isOpen, confirm_ms));
      outcome = seen ? { state: 'opened' } : { state: 'unknown', reason: kicked.reason, hint: kicked.hint };
    } else {
      self.pulse_ms = clock.now();
      stillPulses += 1;
      if (stillPulses === distrust_after) {
        log.warn({ pulses: stillPulses }, 'drawer switch does not move; it is not believed until it does');
      }
      outcome = await confirm();
    }
    pulse.reported = true;
    onOpening?.({ who, why, at_ms: pulse.at_ms, outcome });
    return outcome;
  }

  const believed = () => stateOf(port.pin()) !== 'unknown';
  const isOpen = () => stateOf(port.pin()) === 'open';
  const isShut = () => stateOf(port.pin()) === 'closed';

  /** A drawer that springs open while we wait is the one that was asked for. */
  async function openAfter(
    wait_ms: number,
    who: string,
    why: string,
    self: { pulse_ms: number | undefined },
  ) {
    if (wait_ms > 0 && (await waitFor(isOpen, wait_ms + timer_slack_ms))) return { state: 'opened' } as const;
    return attempt(who, why, self);
  }

  async function confirm(): Promise<DrawerOutcome> {
    if (!believed()) return { state: 'kicked' };
    if (await waitFor(isOpen, confirm_ms)) return { state: 'opened' };
    if (!believed()) return { state: 'kicked' };
    return {
      state: 'failed',
      reason: {
        cs: 'Zásuvka dostala impuls, ale neotevřela se.',
        en: 'The drawer got its pulse but did not open.',
      },
      hint: {
        cs: 'Zkontrolujte, zda není zamčená klíčem nebo něčím zablokovaná, a zkuste to znovu.',
        en: 'Check that it is not locked or blocked, and try again.',
      },
    };
  }

  return {
    open({ who, why }) {
      const last = running;
      const left_ms = last?.pulse_ms === undefined ? 0 : last.pulse_ms + lockout_ms - clock.now();
      if (last && (last.pending || left_ms > 0) && !(last.pulse_ms !== undefined && isShut())) {
        return last.outcome;
      }
      const self = { pending: true, pulse_ms: undefined as number | undefined };
      const outcome = openAfter(left_ms, who, why, self).finally(() => {
        self.pending = false;
      });
      running = Object.assign(self, { outcome });
      return outcome;
    },
    get state() {
      return stateOf(port.pin());
    },
    onOpened: (listen) => void openedListeners.push(listen),
    onClosed: (listen) => void closedListeners.push(listen),
    async learn({ who }) {
      const closed = port.pin();
      lastPulse = { who, why: 'nastavení čidla', at_ms: clock.now(), reported: true };
      const kicked = await kick();
      if (kicked.state !== 'kicked') {
        if (kicked.state === 'failed') lastPulse = undefined;
        return { state: 'failed', reason: kicked.reason, hint: kicked.hint };
      }
      const changed = await waitFor(() => port.pin() !== closed && port.pin() !== 'unknown', learn_ms);
      const open = port.pin();
      sensor = changed && closed !== 'unknown' && open !== 'unknown' ? { openWhen: open } : 'none';
      stillPulses = 0;
      lastKnown = stateOf(open);
      lastPulse = undefined;
      const at_ms = clock.now();
      const outcome: DrawerOutcome = { state: sensor === 'none' ? 'kicked' : 'opened' };
      onOpening?.({ who, why: 'nastavení čidla', at_ms, outcome });
      return { state: 'learnt', sensor };
    },
  };
}
