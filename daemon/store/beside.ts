import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Something long that is done with the database file while the register sells. */
export interface Beside<T> {
  /** What it said. Rejects when it ended without a word. */
  readonly answer: Promise<T>;
  stop(): void;
}

/** Nothing that is done beside sales may take the processor from them. */
const POLITE = 10;

/**
 * Runs `file` with `args` in a process of its own, which answers by `say`. Not in a thread: what one has taken, some
 * 25 MB, stays with the register for good. With `waits`, this process does not end before the answer.
 */
export function runBeside<T>(file: URL, args: readonly string[], { waits = false } = {}): Beside<T> {
  const child = fork(fileURLToPath(file), args, {
    execArgv: ['--max-semi-space-size=1'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const answer = new Promise<T>((resolve, reject) => {
    child.once('message', (said) => resolve(said as T));
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`what ran beside the register ended (${signal ?? code}) without a word`)),
    );
  });
  try {
    if (child.pid !== undefined) setPriority(child.pid, POLITE);
  } catch {
    // It has ended already, or may not be told: then it is not polite.
  }
  if (!waits) {
    child.unref();
    child.channel?.unref();
  }
  return { answer, stop: () => void child.kill() };
}

/** In the process itself: the one answer, unless nobody listens any more. */
export function say(answer: unknown): void {
  if (process.connected) process.send?.(answer, () => process.disconnect());
}
