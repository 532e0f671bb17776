import { networkInterfaces } from 'node:os';

type Table = ReturnType<typeof networkInterfaces>;

/** The network as this box has it now. */
export interface Interfaces {
  table(): Table;
  /** IPv4 addresses under which siblings may reach this box. */
  addresses(): readonly string[];
  /** The same with the length of the network's prefix: `10.0.0.7/24`. */
  networks(): readonly string[];
}

/** `host` is where the register listens to its siblings; on 127.0.0.1 the shop lives on this machine alone. */
export function createInterfaces(host: string, table: () => Table = networkInterfaces): Interfaces {
  const everywhere = host === '0.0.0.0';
  const ipv4 = () =>
    Object.values(table())
      .flatMap((list) => list ?? [])
      .filter((one) => one.family === 'IPv4')
      .filter((one) => (everywhere ? !one.internal : one.address === host));
  return {
    table,
    addresses: () => ipv4().map(({ address }) => address),
    networks: () => ipv4().flatMap(({ cidr }) => cidr ?? []),
  };
}
