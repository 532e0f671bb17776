import type { NetworkInterfaceInfo } from 'node:os';

/** An IPv4 address of this box, and the network it is in. */
export interface Interface {
  readonly address: string;
  readonly netmask: string;
  /** Changes when the card, its name, its address or its mask do. */
  readonly key: string;
}

/** As `os.networkInterfaces()` gives them. */
export type NetworkInterfaces = () => Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** More is a machine full of virtual networks, and a packet arrives once for each of them. */
const INTERFACES_MAX = 8;

/**
 * The interfaces that lead to `listenHost`, where the broker listens: all but loopback for `0.0.0.0`, else the one
 * that has the address. Announcing where nobody listens would send siblings to a closed door.
 */
export function usable(all: ReturnType<NetworkInterfaces>, listenHost: string): Interface[] {
  return Object.entries(all)
    .flatMap(([name, infos]) => (infos ?? []).map((info) => ({ name, ...info })))
    .filter((info) => info.family === 'IPv4')
    .filter((info) => (listenHost === '0.0.0.0' ? !info.internal : info.address === listenHost))
    .slice(0, INTERFACES_MAX)
    .map(({ name, address, netmask, mac }) => ({
      address,
      netmask,
      key: [name, address, netmask, mac].join('|'),
    }));
}

export function isOn({ address, netmask }: Interface, other: string): boolean {
  const mask = bits(netmask);
  return (bits(address) & mask) === (bits(other) & mask);
}

const bits = (ip: string): number => ip.split('.').reduce((sum, byte) => (sum << 8) | Number(byte), 0);
