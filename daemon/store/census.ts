import type { Census } from '../../sync/index.ts';
import { runBeside } from './beside.ts';

/** Counts the rows of the database `file` in a process of its own; calls that come meanwhile get the same answer. */
export function createCensusTaker(file: string): () => Promise<Census | null> {
  let running: Promise<Census | null> | undefined;

  async function take(): Promise<Census | null> {
    try {
      return await runBeside<Census | null>(new URL('./census-process.ts', import.meta.url), [file]).answer;
    } catch {
      // A census that could not be taken says nothing of the rows: it is tried again in an hour.
      return null;
    }
  }

  return () => {
    running ??= take().finally(() => {
      running = undefined;
    });
    return running;
  };
}
