import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Announcement, DiscoveryState, Sighting } from '../../sync/index.ts';
import type { Host } from './host.ts';

export interface FinderView {
  readonly sightings: readonly Sighting[];
  readonly state: DiscoveryState;
}
export interface FinderLoad {
  /** The longest that the event loop was late since the last question. */
  readonly late_ms: number;
  /** Processor time since its start. */
  readonly cpu_ms: number;
}
/** What the program says, line by line. */
export type FinderTold = FinderView | FinderLoad;

/** A register's discovery, running on a box of the laboratory. */
export interface Finder {
  readonly registerId: string;
  view(): FinderView;
  onChange(look: () => void): void;
  /** What it sees and what it logged, for the message of a failure. */
  describe(): string;
  announce(self: Announcement | null): void;
  /** It stops with a goodbye, and the program goes on. */
  pause(): void;
  resume(): void;
  /** Waits until it listens, or has said why it cannot. */
  runs(): Promise<number>;
  /** Waits until what it sees satisfies; gives how long that took, rejects with what it saw instead. */
  until(what: string, satisfied: (view: FinderView) => boolean, deadline_ms?: number): Promise<number>;
  sees(registerId: string, deadline_ms?: number): Promise<number>;
  misses(registerId: string, deadline_ms?: number): Promise<number>;
  load(): Promise<FinderLoad>;
  /** SIGTERM: with a goodbye. */
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('finder-process.ts', import.meta.url));
export const SHOP = '0123456789abcdef';

export function announcementOf(registerId: string, patch: Partial<Announcement> = {}): Announcement {
  return { registerId, shop: SHOP, port: 8883, pairingPort: null, version: '0.1.0', ...patch };
}

/** `speed`: how much faster its time runs than the clock on the wall. `self` null: it only looks around. */
export function startFinder(
  host: Host,
  registerId: string,
  { speed = 1, self = announcementOf(registerId) }: { speed?: number; self?: Announcement | null } = {},
): Finder {
  const child = host.run([process.execPath, PROGRAM, String(speed)], { stdio: 'pipe' });
  if (!child.stdin || !child.stdout || !child.stderr) throw new Error('the finder has no pipes');
  const { stdin, stdout, stderr } = child;
  let view: FinderView = { sightings: [], state: { addresses: [], fault: null, heard: false } };
  let said = '';
  const listeners = new Set<() => void>();
  const loads: ((load: FinderLoad) => void)[] = [];
  stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-4_000);
  });
  stdin.on('error', () => {}); // it may be gone: that is seen by its exit
  createInterface({ input: stdout }).on('line', (line) => {
    const told = JSON.parse(line) as FinderTold;
    if ('late_ms' in told) return loads.shift()?.(told);
    view = told;
    for (const listen of [...listeners]) listen();
  });
  const ended = once(child, 'exit');
  const order = (what: 'start' | 'stop' | Announcement | null) =>
    void stdin.write(`${JSON.stringify(what)}\n`);
  order(self);
  order('start');

  const describe = () => `${registerId}: ${JSON.stringify(view)}\n${said}`;

  async function until(
    what: string,
    satisfied: (view: FinderView) => boolean,
    deadline_ms = 15_000,
  ): Promise<number> {
    const from = performance.now();
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => end(false), deadline_ms);
      const look = () => satisfied(view) && end(true);
      const end = (well: boolean) => {
        clearTimeout(timer);
        listeners.delete(look);
        if (well) resolve();
        else
          reject(
            new Error(`${registerId}: not in ${deadline_ms} ms: ${what}\n${JSON.stringify(view)}\n${said}`),
          );
      };
      listeners.add(look);
      look();
    });
    return Math.round(performance.now() - from);
  }
  const among = (view: FinderView, id: string) =>
    view.sightings.some((sighting) => sighting.registerId === id);
  async function end(signal: NodeJS.Signals): Promise<void> {
    child.kill(signal);
    await ended;
  }

  return {
    registerId,
    view: () => view,
    onChange: (look) => void listeners.add(look),
    describe,
    announce: order,
    pause: () => order('stop'),
    resume: () => order('start'),
    until,
    runs: () => until('runs', ({ state }) => state.addresses.length > 0 || state.fault !== null),
    sees: (id, deadline_ms) => until(`sees ${id}`, (view) => among(view, id), deadline_ms),
    misses: (id, deadline_ms) => until(`misses ${id}`, (view) => !among(view, id), deadline_ms),
    load() {
      const told = new Promise<FinderLoad>((resolve) => loads.push(resolve));
      child.kill('SIGUSR2');
      return told;
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
