import { createSocket, type Socket } from 'node:dgram';
import type { networkInterfaces } from 'node:os';
import { createDiscovery } from '../../../sync/index.ts';
import type { World } from '../../../world/index.ts';

/** Whether multicast, by which registers find each other, gets through on this box itself. */
export interface Multicast {
  /** A packet of one socket, sent into the group of mDNS on this address, as a second one hears it. */
  loop(address: string): Promise<'heard' | 'unheard' | 'refused'>;
  /** Whether what this register says of itself is heard by a second listener on this box. */
  advert(registerId: string, listenHost: string): Promise<'heard' | 'unheard' | 'port-taken'>;
}

/** RFC 6762, section 3. */
const GROUP = '224.0.0.251';
const LOOP_MS = 700;
/** Registers answer a question at once, and a busy box within a second or two. */
const ADVERT_MS = 3_500;

export function createMulticast(
  world: Pick<World, 'wall_ms' | 'now' | 'after' | 'bytes'>,
  interfaces: typeof networkInterfaces,
): Multicast {
  return {
    loop: (address) => loop(address, world),
    advert(registerId, listenHost) {
      return new Promise((resolve) => {
        const discovery = createDiscovery({
          time: world,
          random: () => Buffer.from(world.bytes(4)).readUInt32BE() / 2 ** 32,
          networkInterfaces: interfaces,
          listenHost,
          log: { info() {}, warn() {} },
          onChange() {
            if (discovery.sightings().some((one) => one.registerId === registerId)) end('heard');
          },
        });
        const cancel = world.after(ADVERT_MS, () =>
          end(discovery.state().fault === 'port-taken' ? 'port-taken' : 'unheard'),
        );
        let over = false;
        function end(what: 'heard' | 'unheard' | 'port-taken'): void {
          if (over) return;
          over = true;
          cancel();
          void discovery.stop().then(() => resolve(what));
        }
        discovery.start();
      });
    },
  };
}

/** On a port of its own, so that nobody who listens to the group takes the packet for a question. */
function loop(address: string, world: Pick<World, 'after'>): Promise<'heard' | 'unheard' | 'refused'> {
  return new Promise((resolve) => {
    const ear = createSocket({ type: 'udp4', reuseAddr: true });
    const mouth = createSocket('udp4');
    const sockets: Socket[] = [ear, mouth];
    const cancel = world.after(LOOP_MS, () => end('unheard'));
    function end(what: 'heard' | 'unheard' | 'refused'): void {
      cancel();
      for (const socket of sockets.splice(0)) socket.close();
      resolve(what);
    }
    for (const socket of sockets) socket.on('error', () => end('refused'));
    ear.on('message', (bytes) => {
      if (bytes.toString() === address) end('heard');
    });
    ear.bind(0, () => {
      try {
        ear.addMembership(GROUP, address);
      } catch {
        return end('refused');
      }
      mouth.bind(0, address, () => {
        mouth.setMulticastInterface(address);
        mouth.setMulticastLoopback(true);
        mouth.setMulticastTTL(1);
        mouth.send(address, ear.address().port, GROUP);
      });
    });
  });
}
