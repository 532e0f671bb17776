import { execFile } from 'node:child_process';

/**
 * sd_notify(3): tells systemd that the service is ready, how it is and that it lives. The message goes over a
 * Unix datagram socket, which Node cannot open (`dgram` knows IP only), so `systemd-notify`, which is there
 * wherever systemd is, sends it. It runs as a child: the unit needs `NotifyAccess=all`. It also waits until
 * systemd has taken the message in, so that a message of a child already gone is not lost.
 */
export interface Notifier {
  /** READY=1; from here on the watchdog is fed too. */
  ready(status: string): Promise<void>;
  /** STATUS=: one line for `systemctl status`. The same line is not sent twice. */
  status(status: string): Promise<void>;
  /** STOPPING=1, and no more watchdog. */
  stopping(status: string): Promise<void>;
  /**
   * The service stops and starts again within its process. To systemd it stays active all the while: RELOADING=1 would
   * want a time by CLOCK_MONOTONIC, which Node does not tell. The watchdog is fed once more, then by the next `ready`.
   */
  restarting(status: string): Promise<void>;
}

export interface NotifierOptions {
  /** NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID as systemd set them; without the first nothing is sent. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  readonly after: (delay_ms: number, run: () => void) => () => void;
  /** Whether the process itself is sound. When not, the watchdog is left hungry and systemd starts it anew. */
  readonly alive: () => boolean;
  readonly log: { warn(fields: object, message: string): void };
}

const send_timeout_ms = 5_000;

export function createNotifier({ env, pid, after, alive, log }: NotifierOptions): Notifier {
  const socket = env.NOTIFY_SOCKET;
  const interval_ms = watchdogInterval_ms(env, pid);
  let told = '';
  let cancel = () => {};
  let queue = Promise.resolve();

  function send(...messages: string[]): Promise<void> {
    if (socket === undefined || socket === '') return Promise.resolve();
    // One after another: READY must not overtake, nor be overtaken by, STOPPING.
    queue = queue.then(
      () =>
        new Promise<void>((resolve) => {
          const options = {
            env: { ...env, NOTIFY_SOCKET: socket } as NodeJS.ProcessEnv,
            timeout: send_timeout_ms,
          };
          execFile('systemd-notify', messages, options, (error) => {
            // Not being able to say that one is well is no reason not to be well.
            if (error) log.warn({ err: error }, 'systemd was not told');
            resolve();
          });
        }),
    );
    return queue;
  }

  function feed(): void {
    if (interval_ms === undefined) return;
    cancel = after(interval_ms, () => {
      if (alive()) void send('WATCHDOG=1');
      else log.warn({}, 'not sound: the watchdog is not fed');
      feed();
    });
  }

  return {
    async ready(status) {
      told = status;
      await send('READY=1', `STATUS=${oneLine(status)}`);
      feed();
    },
    async status(status) {
      if (status === told) return;
      told = status;
      await send(`STATUS=${oneLine(status)}`);
    },
    async restarting(status) {
      cancel();
      told = status;
      await send(...(interval_ms === undefined ? [] : ['WATCHDOG=1']), `STATUS=${oneLine(status)}`);
    },
    async stopping(status) {
      cancel();
      told = status;
      await send('STOPPING=1', `STATUS=${oneLine(status)}`);
    },
  };
}

/** Half of what systemd waits, as sd_watchdog_enabled(3) recommends; undefined when it does not watch us. */
function watchdogInterval_ms(env: NotifierOptions['env'], pid: number): number | undefined {
  const usec = Number(env.WATCHDOG_USEC);
  if (!Number.isSafeInteger(usec) || usec <= 0) return undefined;
  if (env.WATCHDOG_PID !== undefined && Number(env.WATCHDOG_PID) !== pid) return undefined;
  return Math.max(1, Math.floor(usec / 2000));
}

/** A line end would begin another message. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}
