import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Host } from './host.ts';

export interface Resolved {
  readonly name: string;
  readonly hostName: string;
  readonly address: string;
  readonly port: number;
  readonly text: readonly string[];
}

/** Debian's avahi on a box of the laboratory, with a system bus of its own. */
export interface Avahi {
  /** `avahi-browse -rt`: those whose address was found too, IPv4. */
  browse(type: string): Promise<Resolved[]>;
  stop(): Promise<void>;
}

/** `server`: lines for its section `[server]`. */
export async function startAvahi(host: Host, server: readonly string[] = []): Promise<Avahi> {
  const bus = host.run(['dbus-daemon', '--system', '--nofork', '--nopidfile', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(bus.stdout ?? bus, 'data');
  const settings = ['[server]', 'use-ipv6=no', ...server, '[publish]', 'publish-workstation=no'].join('\n');
  await host.exec([
    'sh',
    '-c',
    'mkdir -p /run/avahi-daemon && printf "%s\\n" "$1" > /run/avahi.conf',
    'sh',
    settings,
  ]);
  const daemon = host.run(['avahi-daemon', '--no-rlimits', '--no-chroot', '-f', '/run/avahi.conf'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    daemon.on('exit', () => reject(new Error(`avahi-daemon ended: ${said}`)));
    if (!daemon.stderr) return;
    createInterface({ input: daemon.stderr }).on('line', (line) => {
      said += `${line}\n`;
      if (line.startsWith('Server startup complete')) resolve();
    });
  });

  return {
    async browse(type) {
      const lines = (await host.exec(['avahi-browse', '-rtpk', type])).split('\n');
      return lines
        .map((line) => line.split(';'))
        .filter(([kind, , protocol]) => kind === '=' && protocol === 'IPv4')
        .map(([, , , name = '', , , hostName = '', address = '', port = '', text = '']) => ({
          name: name.replace(/\\(\d{3})/g, (_, code: string) => String.fromCharCode(Number(code))),
          hostName,
          address,
          port: Number(port),
          text: [...text.matchAll(/"([^"]*)"/g)].map(([, entry = '']) => entry),
        }));
    },
    async stop() {
      for (const child of [daemon, bus]) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }
    },
  };
}
