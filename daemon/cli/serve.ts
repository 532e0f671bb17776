import { join } from 'node:path';
import { devicesOf } from '../config/devices.ts';
import type { Config } from '../config/schema.ts';
import { createVirtualDevices, type VirtualDevices } from '../demo/virtual-devices.ts';
import type { Log } from '../log.ts';
import { createRegister, type Register } from '../register.ts';
import type { RegisterOptions } from '../register-options.ts';
import type { ConfigKeeper } from '../setup/config-keeper.ts';
import { notQuiet } from '../setup/not-quiet.ts';
import type { Terminal } from './command.ts';
import { holding } from './hold.ts';

const kioskFolder = join(import.meta.dirname, '../../ui-kiosk/dist');

interface Serving {
  readonly config: Config;
  /** Of a register whose configuration may change while it runs. */
  readonly keeper?: ConfigKeeper;
  readonly terminal: Terminal;
  readonly log: Log;
  readonly seed?: RegisterOptions['seed'];
  readonly standIn?: RegisterOptions['standIn'];
  /** Each time that it stands: also after it has taken over a new configuration. */
  readonly onReady: (url: string) => void;
}

/** Runs a register until it is told to stop; the exit code says whether it stopped cleanly. */
export function serve(options: Serving): Promise<number> {
  const { keeper, terminal, log } = options;
  return holding(async () => {
    // Asked for before the start: a signal that comes meanwhile stops it once it stands.
    const stop = terminal.stopSignal().then((signal) => ({ signal }));
    const deafen = keeper ? terminal.onHangup(() => keeper.reread()) : () => {};
    try {
      let register = await startFirst(options);
      for (;;) {
        const next = await Promise.race([stop, ...(keeper ? [keeper.wanted()] : [])]);
        if ('signal' in next) {
          log.info({ signal: next.signal }, 'stopping');
          const late = await register.stop();
          log.info({ late }, 'stopped');
          return late.length === 0 ? 0 : 1;
        }
        register = await restart(options, register, next.config);
      }
    } finally {
      deafen();
    }
  });
}

/** A configuration that the program wrote and never ran with is given up when it turns out not to start. */
async function startFirst(options: Serving): Promise<Register> {
  const { config, keeper, log } = options;
  try {
    const register = await startWith(options, config);
    keeper?.taken(config);
    return register;
  } catch (error) {
    const former = keeper?.goBack(error);
    if (!former) throw error;
    log.error({ err: error }, 'the new configuration does not start; back to the former one');
    return startWith(options, former);
  }
}

/** Once nothing is under way: stops the one that runs and starts it with `next`, or with what it had. */
async function restart(options: Serving, register: Register, next: Config): Promise<Register> {
  const { keeper, log } = options;
  if (!(await register.quiet())) {
    keeper?.goBack(notQuiet());
    return register;
  }
  log.info({}, 'taking over a new configuration');
  const late = await register.stop('restart');
  if (late.length > 0) log.warn({ late }, 'did not stop in time');
  try {
    const started = await startWith(options, next);
    keeper?.taken(next);
    return started;
  } catch (error) {
    const former = keeper?.goBack(error);
    if (!former) throw error;
    log.error({ err: error }, 'the new configuration does not start; back to the former one');
    return startWith(options, former);
  }
}

async function startWith(options: Serving, config: Config): Promise<Register> {
  const { keeper, terminal, log, seed, standIn, onReady } = options;
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
    ...(keeper ? { keeper } : {}),
    ...(virtual ? { virtual } : {}),
    ...(seed ? { seed } : {}),
    ...(standIn ? { standIn } : {}),
  });
  const { url } = await register.start();
  onReady(url);
  return register;
}

function virtualDevices(config: Config, { world }: Terminal): VirtualDevices | undefined {
  const urls = [...config.printer, config.drawer, config.display, config.scale, config.scanner];
  if (!urls.some((device) => device?.url?.startsWith('virtual:'))) return undefined;
  return createVirtualDevices(devicesOf(config), world);
}
