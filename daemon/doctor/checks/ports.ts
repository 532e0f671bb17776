import type { Check } from '../check.ts';
import type { Eyes } from '../eyes/eyes.ts';
import type { Listener } from '../eyes/processes.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

const taken: Indicator = {
  id: 'port-taken',
  area: 'ports',
  state: 'fault',
  what: {
    cs: 'Port {port} ({use}) drží jiný program ({program}).',
    en: 'Another program ({program}) holds the port {port} ({useEn}).',
  },
  remedy: {
    cs: 'Zjistěte, co to je („sudo ss -ltnp sport = :{port}“), a ukončete to, nebo v nastavení změňte {key}.',
    en: 'See what it is (“sudo ss -ltnp sport = :{port}”) and stop it, or change {key} in the configuration.',
  },
};
const privileged: Indicator = {
  id: 'port-privileged',
  area: 'ports',
  state: 'fault',
  what: {
    cs: 'Port {port} ({use}) smí otevřít jen root, pokladna běží jako {user}.',
    en: 'Root alone may open the port {port} ({useEn}); the register runs as {user}.',
  },
  remedy: {
    cs: 'V nastavení změňte {key} na číslo od {least} výš.',
    en: 'Change {key} in the configuration to a number from {least} on.',
  },
};

export interface Port {
  readonly port: number;
  readonly key: string;
  readonly use: string;
  readonly useEn: string;
  readonly listener: Listener | null;
  /** The register itself is the listener, or may be: nobody can tell. */
  readonly ours: boolean;
}

export function judgePorts(
  ports: readonly Port[],
  user: { readonly name: string; readonly uid: number },
  leastFree: number,
): Finding[] {
  return ports.flatMap(({ port, key, use, useEn, listener, ours }) => {
    if (listener !== null && !ours) {
      return [found(taken, { port, key, use, useEn, program: listener.name ?? '?' })];
    }
    if (port < leastFree && user.uid !== 0 && listener === null) {
      return [found(privileged, { port, key, use, useEn, user: user.name, least: leastFree })];
    }
    return [];
  });
}

async function portsOf({ configuration, register, processes }: Eyes): Promise<Port[]> {
  const { config } = configuration;
  if (!config) return [];
  const met = await register.meet();
  const screen = met.is === 'running' ? Number(new URL(met.url).port) : null;
  // The program that answers on the screen's port is the register: what else listens is ours if it is the same one.
  const self = screen === null ? null : await processes.listenerOn(screen);
  const wanted = [
    {
      port: screen ?? config.http.port,
      key: 'port v tabulce [http]',
      use: 'obrazovka pokladny',
      useEn: 'the screen of the register',
    },
    {
      port: config.sync.port,
      key: 'port v tabulce [sync]',
      use: 'spojení se sousedy',
      useEn: 'links to siblings',
    },
    {
      port: config.sync.pairing_port,
      key: 'pairing_port v tabulce [sync]',
      use: 'připojování nových pokladen',
      useEn: 'joining of new registers',
    },
  ].filter(({ port }) => port > 0);
  return Promise.all(
    wanted.map(async (one) => {
      const listener = one.port === screen ? self : await processes.listenerOn(one.port);
      const same = self !== null && listener !== null && listener.pid === self.pid;
      return { ...one, listener, ours: one.port === screen || (met.is !== 'stopped' && same) };
    }),
  );
}

export const ports: Check = {
  id: 'ports',
  area: 'ports',
  indicators: [taken, privileged],
  well: { cs: 'Porty pokladny jsou volné nebo její.', en: 'The ports of the register are free or its own.' },
  async look(eyes) {
    const all = await portsOf(eyes);
    if (all.length === 0) return null;
    const least = Number(await eyes.files.text('/proc/sys/net/ipv4/ip_unprivileged_port_start')) || 1_024;
    return {
      findings: judgePorts(all, eyes.user, least),
      facts: { ports: all.map(({ port }) => port).join(', ') },
    };
  },
};
