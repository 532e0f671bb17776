import type { RunningBackoffice } from '../backoffice.ts';
import { startBackoffice } from '../backoffice.ts';
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import type { Terminal } from './command.ts';

/** Runs until a signal comes; answers the exit code. */
export async function serve(
  config: Config,
  terminal: Terminal,
  onReady: (running: RunningBackoffice) => Promise<void>,
): Promise<number> {
  const log = createLog(config.log, terminal.world);
  const stopped = terminal.stopSignal();
  const running = await startBackoffice({ config, log, world: terminal.world, version: terminal.version });
  try {
    await onReady(running);
    const signal = await stopped;
    log.info({ signal }, 'stopping');
  } finally {
    if (!(await running.stop())) log.warn('requests were cut off');
  }
  return 0;
}
