import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { createNamespace, type Namespace } from './namespace.ts';

/** One box of the laboratory: a namespace with a card `eth0` whose cable leads to a switch. */
export interface Host {
  readonly name: string;
  /** Of `eth0`, IPv4. */
  address(): string;
  exec: Namespace['exec'];
  /** Starts a program on the box. It does not outlive the laboratory, nor the process that made it. */
  run(command: readonly string[], options?: SpawnOptions): ChildProcess;
  pullCable(card?: string): Promise<void>;
  putCableBack(card?: string): Promise<void>;
  /** As when DHCP gives another lease: the old address goes, the new one comes. */
  changeAddress(address: string): Promise<void>;
  /** The card vanishes and another is there; with the same address, and the same MAC if so wished. */
  replaceCard(mac: 'same' | 'other'): Promise<void>;
  /** A second card, `eth1`, on another switch. Gives its address. */
  joinSwitch(number: number): Promise<string>;
}

/** What a host needs to know of the switches, which stand in one namespace of their own. */
export interface Switches {
  readonly namespace: Namespace;
  /** Called with each new port, so that what was forbidden stays so. */
  ready(port: string): Promise<void>;
}

export const switchName = (number: number): string => `sw${number}`;
export const addressOn = (number: number, last: number): string => `10.77.${number}.${last}`;
/** The end of the cable in the switch. */
export const portOf = (hostNumber: number, card: string): string => `h${hostNumber}-${card}`;

/** `made` takes in its namespace before anything else can fail. */
export async function createHost(switches: Switches, hostNumber: number, made: Namespace[]): Promise<Host> {
  const name = `host${hostNumber}`;
  const namespace = await createNamespace(name);
  made.push(namespace);
  const ip = (...args: string[]) => namespace.exec(['ip', ...args]);
  const onSwitch = (...args: string[]) => switches.namespace.exec(['ip', ...args]);
  let address = addressOn(0, hostNumber + 1);

  async function plugIn(card: string, switchNumber: number, own: string, mac?: string): Promise<void> {
    const port = portOf(hostNumber, card);
    const peer = ['peer', 'name', card, ...(mac ? ['address', mac] : []), 'netns', String(namespace.pid)];
    await onSwitch('link', 'add', port, 'type', 'veth', ...peer);
    await onSwitch('link', 'set', port, 'master', switchName(switchNumber), 'up');
    await switches.ready(port);
    await ip('address', 'add', `${own}/24`, 'broadcast', '+', 'dev', card);
    await ip('link', 'set', card, 'up');
    // Shops have a router; only the way to it matters here: it decides where careless programs send.
    if (card === 'eth0') await ip('route', 'add', 'default', 'via', addressOn(switchNumber, 254));
  }
  await plugIn('eth0', 0, address);

  return {
    name,
    address: () => address,
    exec: namespace.exec,
    run: namespace.run,
    pullCable: async (card = 'eth0') =>
      void (await onSwitch('link', 'set', portOf(hostNumber, card), 'down')),
    putCableBack: async (card = 'eth0') =>
      void (await onSwitch('link', 'set', portOf(hostNumber, card), 'up')),
    async changeAddress(next) {
      await ip('address', 'flush', 'dev', 'eth0');
      await ip('address', 'add', `${next}/24`, 'broadcast', '+', 'dev', 'eth0');
      await ip('route', 'add', 'default', 'via', next.replace(/\d+$/, '254'));
      address = next;
    },
    async replaceCard(mac) {
      const [card] = JSON.parse(await ip('-json', 'link', 'show', 'eth0')) as [{ address: string }];
      await ip('link', 'delete', 'eth0');
      await plugIn('eth0', 0, address, mac === 'same' ? card.address : undefined);
    },
    async joinSwitch(number) {
      const own = addressOn(number, hostNumber + 1);
      await plugIn('eth1', number, own);
      return own;
    },
  };
}
