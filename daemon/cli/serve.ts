import { join } from 'node:path';
import { devicesOf } from '../config/devices.ts';
import type { Config } from '../config/schema.ts';
import { createVirtualDevices, type VirtualDevices } from '../demo/virtual-devices.ts';
import type { Log } from '../log.ts';
import { createRegister, type RegisterOptions } from '../register.ts';
import type { Terminal } from './command.ts';
import { holding } from './hold.ts';

const kioskFolder = join(import.meta.dirname, '../../ui-kiosk/dist');

/** Runs a register until it is told to stop; the exit code says whether it stopped cleanly. */
export function serve(options: {
  readonly config: Config;
  readonly terminal: Terminal;
  readonly log: Log;
  readonly seed?: RegisterOptions['seed'];
  readonly standIn?: RegisterOptions['standIn'];
  readonly onReady: (url: string) => void;
}): Promise<number> {
  const { config, terminal, log, seed, standIn, onReady } = options;
  const { world, env, pid, version } = terminal;
  const virtual = virtualDevices(config, terminal);
  const register = createRegister({
    config,
    world,
    log,
    version,
    kioskFolder,
    env,
    pid,
    ...(virtual ? { virtual } : {}),
    ...(seed ? { seed } : {}),
    ...(standIn ? { standIn } : {}),
  });
  return holding(async () => {
    // Asked for before the start: a signal that comes meanwhile stops it once it stands.
    const signal = terminal.stopSignal();
    const { url } = await register.start();
    onReady(url);
    log.info({ signal: await signal }, 'stopping');
    const late = await register.stop();
    log.info({ late }, 'stopped');
    return late.length === 0 ? 0 : 1;
  });
}

function virtualDevices(config: Config, { world }: Terminal): VirtualDevices | undefined {
  const urls = [...config.printer, config.drawer, config.display, config.scale, config.scanner];
  if (!urls.some((device) => device?.url?.startsWith('virtual:'))) return undefined;
  return createVirtualDevices(devicesOf(config), world);
}
