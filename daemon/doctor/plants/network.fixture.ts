import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import type { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { realWorld } from '../../../world/index.ts';
import { type Box, card } from '../box.fixture.ts';
import { createFiles } from '../eyes/files.ts';
import { createMulticast } from '../eyes/multicast.ts';
import { createProcesses } from '../eyes/processes.ts';
import { type Plant, STOPPED } from './plant.fixture.ts';

const cards = (box: Box, table: ReturnType<typeof networkInterfaces>) => {
  box.eyes.interfaces = () => table;
};

export const networkPlants: readonly Plant[] = [
  {
    id: 'port-taken',
    how: 'a stranger on the port of the screen',
    with: STOPPED,
    async plant(box) {
      box.stop();
      const stranger = createServer().listen(0, '127.0.0.1');
      await once(stranger, 'listening');
      box.undo.push(() => void stranger.close());
      const { port } = stranger.address() as { port: number };
      box.configure({ http: { host: '127.0.0.1', port, allowed_hosts: [] } });
      box.eyes.processes = createProcesses(createFiles());
    },
  },
  {
    id: 'port-taken',
    how: 'a stranger on the port for siblings, while the register runs',
    plant(box) {
      for (const [pid, inode] of [
        [41, 501],
        [42, 777],
      ]) {
        box.put(`/proc/${pid}/comm`, pid === 41 ? 'node\n' : 'nginx\n');
        mkdirSync(join(box.root, `proc/${pid}/fd`));
        symlinkSync(`socket:[${inode}]`, join(box.root, `proc/${pid}/fd/3`));
      }
      box.put(
        '/proc/net/tcp',
        [
          '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
          '   0: 0100007F:20D0 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 501 1',
          '   1: 00000000:22B3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 777 1',
          '',
        ].join('\n'),
      );
    },
  },
  {
    id: 'port-privileged',
    how: 'port 80 for a user who may not open it',
    with: STOPPED,
    plant(box) {
      box.stop();
      box.configure({ http: { host: '127.0.0.1', port: 80, allowed_hosts: [] } });
    },
  },
  { id: 'network-none', how: 'no card with an address', plant: (box) => cards(box, {}) },
  {
    id: 'network-no-route',
    how: 'no default route',
    plant: (box) => box.put('/proc/net/route', 'Iface\tDestination\tGateway\n'),
  },
  { id: 'network-no-names', how: 'no name server', plant: (box) => box.put('/etc/resolv.conf', '# none\n') },
  {
    id: 'network-twice',
    how: 'a cable and Wi-Fi on the same network',
    plant(box) {
      cards(box, { eth0: [card('10.0.0.7')], wlan0: [card('10.0.0.9')] });
      const group = 'FB0000E0     1 0:00000000\t\t0\n';
      box.put(
        '/proc/net/igmp',
        `Idx\n2\teth0      :     2      V3\n\t${group}3\twlan0     :     2      V3\n\t${group}`,
      );
    },
  },
  {
    id: 'multicast-off',
    how: 'a card without multicast',
    plant: (box) => box.put('/sys/class/net/eth0/flags', '0x3\n'),
  },
  {
    id: 'multicast-not-joined',
    how: 'a card whose group nobody has joined',
    plant: (box) =>
      box.put('/proc/net/igmp', 'Idx\n2\teth0      :     1      V3\n\t\t\t\t010000E0     1 0:0\t\t0\n'),
  },
  {
    id: 'multicast-not-joined',
    how: 'a card whose group nobody has joined, so that nobody hears the register',
    plant(box) {
      box.put('/proc/net/igmp', 'Idx\n2\teth0      :     1      V3\n\t\t\t\t010000E0     1 0:0\t\t0\n');
      box.eyes.multicast = { ...box.eyes.multicast, advert: async () => 'unheard' };
    },
  },
  {
    id: 'multicast-blocked',
    how: 'packets to the group that do not come back',
    plant(box) {
      const { multicast } = box.eyes;
      box.eyes.multicast = { ...multicast, loop: async () => 'unheard' };
    },
  },
  {
    id: 'multicast-blocked',
    how: 'an address of no card, on which no group is joined',
    plant(box) {
      const { multicast } = box.eyes;
      const real = createMulticast(realWorld, box.eyes.interfaces);
      box.eyes.multicast = { ...multicast, loop: () => real.loop('198.51.100.7') };
    },
  },
  {
    id: 'advert-unheard',
    how: 'a register that says nothing of itself',
    plant(box) {
      const { multicast } = box.eyes;
      const loopback = (() => ({
        lo: [{ ...card('127.0.0.1'), internal: true }],
      })) as typeof networkInterfaces;
      const real = createMulticast(realWorld, loopback);
      box.eyes.multicast = { ...multicast, advert: () => real.advert('nobody-at-all', '127.0.0.1') };
    },
  },
  {
    id: 'discovery-port-taken',
    how: 'a program that keeps port 5353 for itself',
    plant(box) {
      const { multicast } = box.eyes;
      box.eyes.multicast = { ...multicast, advert: async () => 'port-taken' };
    },
  },
  {
    id: 'firewall-on',
    how: 'ufw without a rule for siblings',
    plant(box) {
      box.put('/etc/ufw/ufw.conf', 'ENABLED=yes\n');
      box.put('/etc/ufw/user.rules', '-A ufw-user-input -p tcp --dport 22 -j ACCEPT\n');
    },
  },
];
