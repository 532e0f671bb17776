import { randomBytes } from 'node:crypto';
import type { Time } from '../time.ts';
import { createPairingHost, type Grant, type PairingHostOptions } from './host.ts';
import { foundShop, type Identity } from './identity.ts';
import { joinShop } from './join.ts';
import type { PairingRequest } from './message.ts';

export const bytes = (count: number): Uint8Array => randomBytes(count);

export const realTime: Time = {
  wall_ms: () => Date.now(),
  now: () => performance.now(),
  after(delay_ms, run) {
    const timer = setTimeout(run, delay_ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Stands still until it is moved. */
export function manualTime(): Time & { advance(by_ms: number): void } {
  let now_ms = 0;
  const waiting = new Set<{ at_ms: number; run: () => void }>();
  return {
    wall_ms: () => now_ms,
    now: () => now_ms,
    after(delay_ms, run) {
      const timer = { at_ms: now_ms + delay_ms, run };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
    advance(by_ms) {
      now_ms += by_ms;
      for (const timer of [...waiting]) {
        if (timer.at_ms <= now_ms && waiting.delete(timer)) timer.run();
      }
    },
  };
}

export const newcomer: Omit<PairingRequest, 'csr'> = {
  registerId: 'pokladna-2',
  name: 'Pokladna na zahrádce',
  series: 'R2',
  version: '0.1.0',
  proto: 1,
  origin: 'o-2',
};

// Keys take time to make, and one shop serves all tests of a file.
let founded: Promise<Identity> | undefined;
export const firstRegister = (): Promise<Identity> => {
  founded ??= foundShop({ registerId: 'pokladna-1', bytes });
  return founded;
};

export type Asked = Parameters<PairingHostOptions['grant']>[0];

/** A host on loopback; it lets everybody in unless told otherwise. */
export async function pairingHost(patch: Partial<PairingHostOptions> = {}) {
  const identity = await firstRegister();
  const asked: Asked[] = [];
  const failures: unknown[] = [];
  let wake = () => {};
  const host = createPairingHost({
    time: realTime,
    bytes,
    listen: { host: '127.0.0.1', port: 0 },
    shop: () => identity,
    grant: async (request): Promise<Grant> => {
      asked.push(request);
      return { ok: true, payload: { sponsor: 'o-1' } };
    },
    changed: () => wake(),
    failed: (error) => failures.push(error),
    ...patch,
  });
  const shown = () => {
    const { open } = host.state();
    if (!open) throw new Error('no code is shown');
    return open;
  };
  /** Resolves as soon as the state is as wanted. */
  const until = (wanted: (state: ReturnType<typeof host.state>) => boolean) =>
    new Promise<void>((resolve) => {
      wake = () => {
        if (wanted(host.state())) resolve();
      };
      wake();
    });
  const join = (code = shown().code, patchNewcomer: Partial<typeof newcomer> = {}, port = shown().port) =>
    joinShop({
      code,
      addresses: [`127.0.0.1:${port}`],
      register: { ...newcomer, ...patchNewcomer },
      time: realTime,
    });
  return { host, identity, asked, failures, shown, until, join };
}
