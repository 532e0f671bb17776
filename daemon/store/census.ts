import { Worker } from 'node:worker_threads';
import type { Census } from '../../sync/index.ts';

/** Counts the rows of the database `file` in a thread; calls that come meanwhile get the same answer. */
export function createCensusTaker(file: string): () => Promise<Census | null> {
  let running: Promise<Census | null> | undefined;

  function take(): Promise<Census | null> {
    return new Promise((resolve) => {
      const worker = new Worker(new URL('./census-worker.ts', import.meta.url), { workerData: { file } });
      worker.unref();
      worker.once('message', resolve);
      // A census that could not be taken says nothing of the rows: it is tried again in an hour.
      worker.once('error', () => resolve(null));
      worker.once('exit', () => resolve(null));
    });
  }

  return () => {
    running ??= take().finally(() => {
      running = undefined;
    });
    return running;
  };
}
