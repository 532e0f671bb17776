import type { Bonjour } from 'bonjour-service';
import type { Time } from '../time.ts';
import { textOf } from './announcement.ts';
import type { Announcement, Discovery, DiscoveryLog, DiscoveryState } from './discovery.ts';
import { createGate } from './gate.ts';
import { type Interface, isOn, type NetworkInterfaces, usable } from './interfaces.ts';
import { createSightings } from './sightings.ts';
import { openStation, type Station } from './station.ts';

const POLL_MS = 2_000;
const ASK_MS = 10_000;
/** After a failure, or a flood, an address is tried again. */
const RETRY_MS = 10_000;
/** A minute: six questions of everybody. */
const HEARD_MS = 60_000;
/** How long a stop waits for its goodbye. */
const GOODBYE_MS = 300;
/** Changes are told at once, and then no more often than this: a liar must not make the screens flicker. */
const TELL_MS = 100;

export interface DiscoveryOptions {
  readonly time: Time;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** `os.networkInterfaces`. */
  readonly networkInterfaces: NetworkInterfaces;
  /** IPv4 address on which the broker listens; `0.0.0.0` is every one but loopback. */
  readonly listenHost: string;
  readonly log: DiscoveryLog;
  /** Sightings or state have changed. */
  readonly onChange: () => void;
}

interface Held {
  readonly station: Station;
  readonly on: Interface;
  /** When its fault last changed. */
  since: number;
}

/**
 * Siblings on the local network, by bonjour-service. Of that library only the answering and the goodbye are used;
 * everything it does not do is done here: one station for each interface, made anew when the interface changes;
 * questions; expiry; bounds on whatever comes from outside.
 */
export function createDiscovery(options: DiscoveryOptions): Discovery {
  const { time, random, networkInterfaces, listenHost, log, onChange } = options;
  const sightings = createSightings();
  const stations = new Map<string, Held>();
  let announcement: Announcement | null = null;
  let library: typeof Bonjour | undefined;
  /** Null while stopped; a new one for each start, so that what belongs to an old one is known. */
  let run: object | null = null;
  let timers: (() => void)[] = [];
  let lastHeard = Number.NEGATIVE_INFINITY;
  let shown = '';
  let telling = false;
  let untold = false;

  function tell(): void {
    untold = true;
    if (telling || run === null) return;
    untold = false;
    telling = true;
    time.after(TELL_MS, () => {
      telling = false;
      if (untold) tell();
    });
    onChange();
  }

  function open(on: Interface): void {
    if (!library) return;
    const station = openStation(library, {
      address: on.address,
      announcement,
      gate: createGate(time.now, announcement?.registerId),
      now: time.now,
      log,
      concerns: (host) => isOn(on, host) || ![...stations.values()].some((other) => isOn(other.on, host)),
      onPacket(host) {
        if (![...stations.values()].some((own) => own.on.address === host)) lastHeard = time.now();
      },
      onTold(host, told) {
        if (run === null) return; // it waits for its goodbye to leave
        let changed = false;
        for (const { registerId, announcement: said } of told) {
          if (registerId === announcement?.registerId) continue;
          changed =
            (said ? sightings.hear(host, said, time.now()) : sightings.bye(host, registerId)) || changed;
        }
        if (changed) tell();
      },
      onFault: () => {
        held.since = time.now();
        if (station.fault() === null) station.ask();
        notice();
      },
    });
    const held: Held = { station, on, since: time.now() };
    stations.set(on.key, held);
  }

  function shut(key: string): void {
    stations.get(key)?.station.close();
    stations.delete(key);
  }

  /** Brings the stations into line with the interfaces that there are now. */
  function look(): void {
    const wanted = usable(networkInterfaces(), listenHost);
    const keys = new Set(wanted.map(({ key }) => key));
    for (const [key, { station, since }] of [...stations]) {
      const failed = station.fault() !== null && time.now() - since >= RETRY_MS;
      if (!keys.has(key) || failed || station.deaf()) shut(key);
    }
    for (const on of wanted) if (!stations.has(on.key)) open(on);
  }

  function ask(): void {
    for (const { station } of stations.values()) station.ask();
  }

  /** Tells if the state is not what it was; what is just being opened is waited for. */
  function notice(): void {
    if ([...stations.values()].some(({ station }) => station.fault() === 'opening')) return;
    const now = JSON.stringify(state());
    if (now === shown) return;
    shown = now;
    tell();
  }

  function every(delay_ms: () => number, deed: () => void): void {
    let cancel = () => {};
    const again = () => {
      cancel = time.after(delay_ms(), () => {
        deed();
        again();
      });
    };
    again();
    timers.push(() => cancel());
  }

  function state(): DiscoveryState {
    const faults = [...stations.values()].map(({ station }) => station.fault());
    const addresses = [...stations.values()]
      .filter(({ station }) => station.fault() === null)
      .map(({ station }) => station.address);
    const failed = faults.find((fault) => fault !== null && fault !== 'opening');
    const none = run !== null && library !== undefined && stations.size === 0;
    return {
      addresses,
      fault: addresses.length > 0 ? null : none ? 'no-network' : (failed ?? null),
      heard: time.now() - lastHeard < HEARD_MS || sightings.list().length > 0,
    };
  }

  async function begin(mine: object): Promise<void> {
    try {
      // Loaded only here: a register without discovery does not pay for it in memory.
      library ??= (await import('bonjour-service')).default;
    } catch (error) {
      log.warn({ err: error }, 'discovery cannot be loaded');
      return;
    }
    if (run !== mine) return;
    look();
    notice();
    every(
      () => POLL_MS,
      () => {
        look();
        if (sightings.expire(time.now())) tell();
        notice();
      },
    );
    every(() => ASK_MS * (0.8 + 0.4 * random()), ask);
  }

  /** Gives up all stations, after a goodbye when there is somebody who leaves. */
  async function retire(leaving: boolean): Promise<void> {
    const old = [...stations.values()].map(({ station }) => station);
    stations.clear();
    if (leaving && old.length > 0) await goodbye(old);
    for (const station of old) station.close();
  }

  function goodbye(old: readonly Station[]): Promise<void> {
    return new Promise((resolve) => {
      const cancel = time.after(GOODBYE_MS, resolve);
      const said = old.map((station) => new Promise<void>((done) => station.goodbye(done)));
      void Promise.all(said).then(() => {
        cancel();
        resolve();
      });
    });
  }

  return {
    start() {
      if (run !== null) return;
      run = {};
      void begin(run);
    },
    async stop() {
      if (run === null) return;
      run = null;
      for (const cancel of timers) cancel();
      timers = [];
      sightings.clear();
      lastHeard = Number.NEGATIVE_INFINITY;
      shown = '';
      await retire(announcement !== null);
    },
    announce(self) {
      if (self) textOf(self);
      if (JSON.stringify(self) === JSON.stringify(announcement)) return;
      const leaving = announcement !== null && self?.registerId !== announcement.registerId;
      announcement = self;
      if (run === null) return;
      // A socket more for a moment: the old one says goodbye while the new one speaks already.
      void retire(leaving);
      look();
      notice();
    },
    sightings: () => sightings.list(),
    state,
  };
}
