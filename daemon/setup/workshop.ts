import { createLearnt } from '../devices/learnt.ts';
import { createInterfaces } from '../siblings/own-network.ts';
import { realDeviceFiles } from './scan/device-files.ts';
import { tcpKnock } from './scan/knock.ts';
import { createScan, type Scan } from './scan/scan.ts';
import type { SetupOptions } from './setup.ts';
import { createTryOut, portOf, type TryOut } from './try-out.ts';

/** All of the first run that touches devices. It is not loaded before somebody looks for one. */
export interface Workshop extends Scan, TryOut {
  stop(): Promise<void>;
}

export function createWorkshop(
  options: Pick<SetupOptions, 'config' | 'devices' | 'store' | 'world' | 'log' | 'virtual' | 'sources'> & {
    readonly tell: () => void;
  },
): Workshop {
  const { config, devices, store, world, log, sources = {} } = options;
  const { printer, drawer, display, scale, scanner } = config;
  const files = sources.files ?? realDeviceFiles;
  const places: readonly (readonly [string, string | undefined])[] = [
    ...printer.map((one) => [`printer:${one.id}`, one.url] as const),
    ['drawer', drawer?.url],
    ['display', display?.url],
    ['scale', scale?.url],
    ['scanner', scanner?.url],
  ];
  /** One device by whichever of its names. */
  const deviceOf = (url: string): string => {
    const [scheme = '', ...rest] = portOf(url).split(':');
    const path = rest.join(':');
    return scheme === 'tcp' ? url.replace(/\/+$/, '') : `${scheme}:${files.real(path) ?? path}`;
  };
  const scan = createScan({
    files,
    knock: sources.knock ?? tcpKnock(world),
    interfaces: createInterfaces('0.0.0.0'),
    ...(sources.plan ? { plan: sources.plan } : {}),
    configured(url) {
      const wanted = deviceOf(url);
      return places.find(([, own]) => own !== undefined && deviceOf(own) === wanted)?.[0] ?? null;
    },
    held: () =>
      new Set(
        printer.flatMap(({ url }) => {
          const { hostname, port } = URL.canParse(url) ? new URL(url) : { hostname: '', port: '' };
          return url.startsWith('tcp:') ? [`${hostname}:${port || '9100'}`] : [];
        }),
      ),
    onChange: options.tell,
  });
  const drawerOn = printer.find(({ id }) => drawer?.via === `printer:${id}`);
  const tryOut = createTryOut({
    devices,
    drawer: drawerOn ? { printerUrl: drawerOn.url, pin: drawer?.pin ?? 2 } : null,
    world,
    log,
    timezone: config.register.timezone,
    learnt: createLearnt(store),
    virtual: options.virtual,
  });
  return {
    ...scan,
    ...tryOut,
    async stop() {
      await scan.cancel();
    },
  };
}
