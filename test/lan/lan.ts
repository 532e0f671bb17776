import { createHost, type Host, portOf, switchName } from './host.ts';
import { createNamespace, type Namespace } from './namespace.ts';

/**
 * A local network inside this machine, for whole programs: boxes on a switch, which can be cut, moved and muffled. It
 * touches nothing of the machine's own network. Made by the test that needs it, as root; `close()` takes it away, and
 * the end of the process does too.
 *
 *     const lan = await createLan({ hosts: 3 });
 *     const [bar] = lan.hosts;
 *     const register = bar.run(['node', 'daemon/main.ts', 'start', '--config', file]);
 *     await bar.pullCable();
 *     await lan.close();
 */
export interface Lan {
  /** The n-th has the address 10.77.0.(n+1) on switch 0, and the router's (nobody's) is 10.77.0.254. */
  readonly hosts: readonly Host[];
  /** The switches stop passing multicast on, as a careless IGMP snooping does; the rest goes through. */
  blockMulticast(blocked: boolean): Promise<void>;
  /** Nothing passes between any two of these (Wi-Fi client isolation); all the others reach them. */
  isolate(hosts: readonly Host[]): Promise<void>;
  close(): Promise<void>;
}

export async function createLan({
  hosts: count,
  switches: switchCount = 2,
}: {
  hosts: number;
  switches?: number;
}): Promise<Lan> {
  const made: Namespace[] = [];
  const hosts: Host[] = [];
  const ports = new Set<string>();
  let muffled = false;
  let isolated: readonly string[] = [];

  const flagsOf = (port: string) => {
    ports.add(port);
    return `mcast_flood ${muffled ? 'off' : 'on'} isolated ${isolated.includes(port) ? 'on' : 'off'}`;
  };
  async function setAll(): Promise<void> {
    const steps = [...ports].map((port) => `link set ${port} type bridge_slave ${flagsOf(port)}`);
    await stand.exec(['ip', '-batch', '-'], { input: steps.join('\n') });
  }
  async function close(): Promise<void> {
    await Promise.all(made.map((namespace) => namespace.close()));
  }

  const stand = await createNamespace('switches');
  made.push(stand);
  try {
    const switches = Array.from(
      { length: switchCount },
      (_, number) => `link add ${switchName(number)} up type bridge mcast_snooping 0`,
    );
    await stand.exec(['ip', '-batch', '-'], { input: switches.join('\n') });
    const making = Array.from({ length: count }, (_, number) =>
      createHost({ namespace: stand, flagsOf }, number, made),
    );
    // All of them are waited for, the failed too: what they have made must be known before it is taken away.
    await Promise.allSettled(making);
    hosts.push(...(await Promise.all(making)));
  } catch (error) {
    await close();
    throw error;
  }

  return {
    hosts,
    async blockMulticast(blocked) {
      muffled = blocked;
      await setAll();
    },
    async isolate(apart) {
      isolated = apart.map((host) => portOf(hosts.indexOf(host), 'eth0'));
      await setAll();
    },
    close,
  };
}
