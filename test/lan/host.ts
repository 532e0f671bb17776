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

/** What a host needs of the switches, which stand in one namespace of their own. */
export interface Switches {
  readonly namespace: Namespace;
  /** How a port is to be set, so that a new card meets what was forbidden to the old one. */
  flagsOf(port: string): string;
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
  // One process for many steps: starting one is what costs time here.
  const ip = (...steps: string[]) => namespace.exec(['ip', '-batch', '-'], { input: steps.join('\n') });
  const onSwitch = (...steps: string[]) =>
    switches.namespace.exec(['ip', '-batch', '-'], { input: steps.join('\n') });
  let address = addressOn(0, hostNumber + 1);
  // Shops have a router; here only the way to it matters: it decides where careless programs send.
  const ownAddress = (card: string, own: string) => [
    `address add ${own}/24 broadcast + dev ${card}`,
    ...(card === 'eth0' ? [`route add default via ${own.replace(/\d+$/, '254')}`] : []),
  ];

  async function plugIn(card: string, switchNumber: number, own: string, mac?: string): Promise<void> {
    const port = portOf(hostNumber, card);
    await onSwitch(
      `link add ${port} type veth peer name ${card} ${mac ? `address ${mac}` : ''} netns ${namespace.pid}`,
      `link set ${port} master ${switchName(switchNumber)} up`,
      `link set ${port} type bridge_slave ${switches.flagsOf(port)}`,
    );
    await ip(`link set ${card} up`, ...ownAddress(card, own));
  }
  await plugIn('eth0', 0, address);

  return {
    name,
    address: () => address,
    exec: namespace.exec,
    run: namespace.run,
    pullCable: async (card = 'eth0') => void (await onSwitch(`link set ${portOf(hostNumber, card)} down`)),
    putCableBack: async (card = 'eth0') => void (await onSwitch(`link set ${portOf(hostNumber, card)} up`)),
    async changeAddress(next) {
      await ip('address flush dev eth0', ...ownAddress('eth0', next));
      address = next;
    },
    async replaceCard(mac) {
      const [card] = JSON.parse(await namespace.exec(['ip', '-json', 'link', 'show', 'eth0'])) as [
        { address: string },
      ];
      await ip('link delete eth0');
      await plugIn('eth0', 0, address, mac === 'same' ? card.address : undefined);
    },
    async joinSwitch(number) {
      const own = addressOn(number, hostNumber + 1);
      await plugIn('eth1', number, own);
      return own;
    },
  };
}
