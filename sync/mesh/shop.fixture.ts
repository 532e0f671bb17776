import { randomBytes } from 'node:crypto';
import {
  createKeyAndRequest,
  createShop,
  fingerprintOf,
  type Shop,
  signGuest,
  signRegister,
} from '../pairing/certificates.ts';
import type { Time } from '../time.ts';
import type { Identity } from './mesh.ts';

/** The real clock and timers, for tests over real sockets. */
export const realTime: Time = {
  wall_ms: () => Date.now(),
  now: () => performance.now(),
  after(delay_ms, run) {
    const timer = setTimeout(run, delay_ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export interface Papers extends Identity {
  readonly fingerprint: string;
}

/** A shop's authority and the papers that it has given out; made once a file, for keys take their time. */
export interface TestShop {
  readonly storeId: string;
  readonly ca: string;
  register(registerId: string): Promise<Papers>;
  guest(name: string): Promise<Papers>;
  /** A second certificate made out to the same name. */
  namesake(guest: string): Promise<Papers>;
}

export async function testShop(): Promise<TestShop> {
  const shop = await createShop({ bytes: randomBytes });
  const given = new Map<string, Promise<Papers>>();

  async function papers(sign: typeof signRegister, kind: string, name: string): Promise<Papers> {
    const { key, csr } = await createKeyAndRequest(name);
    const signed = await sign(shop satisfies Shop, csr, name, randomBytes);
    if (!signed.ok) throw new Error(`${kind} ${name}: ${signed.fault}`);
    return { key, cert: signed.cert, ca: shop.caCert, fingerprint: fingerprintOf(signed.cert) };
  }
  function once(sign: typeof signRegister, kind: string, name: string): Promise<Papers> {
    const key = `${kind} ${name}`;
    const made = given.get(key) ?? papers(sign, kind, name);
    given.set(key, made);
    return made;
  }
  return {
    storeId: shop.storeId,
    ca: shop.caCert,
    register: (id) => once(signRegister, 'register', id),
    guest: (name) => once(signGuest, 'guest', name),
    namesake: (name) => papers(signGuest, 'guest', name),
  };
}
