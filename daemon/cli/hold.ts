import { MessageChannel } from 'node:worker_threads';

/**
 * Keeps the process alive while `work` runs. Timers of the world do not, on purpose, and in-memory devices have
 * no handle either: without this Node would leave in the middle of a wait, with exit code 13.
 */
export async function holding<T>(work: () => Promise<T>): Promise<T> {
  const { port1 } = new MessageChannel();
  port1.on('message', () => {});
  try {
    return await work();
  } finally {
    port1.close();
  }
}
