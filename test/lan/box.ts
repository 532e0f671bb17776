import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Asked, Place, Said } from '../siblings/place.ts';
import type { Host } from './host.ts';

const ASKER = new URL('./asker-process.ts', import.meta.url).pathname;

/** A box of the laboratory as a place for a register, whose screen only the box itself can reach. */
export function boxOf(host: Host): Place {
  const waiting = new Map<number, { resolve: (said: Said) => void; reject: (error: Error) => void }>();
  let asker: ChildProcess | undefined;
  let last = 0;

  function start(): ChildProcess {
    const started = host.run([process.execPath, ASKER], { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: started.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const { id, said, error } = JSON.parse(line) as { id: number; said?: Said; error?: string };
      const one = waiting.get(id);
      waiting.delete(id);
      if (said) one?.resolve(said);
      else one?.reject(new Error(error));
    });
    return started;
  }

  return {
    syncHost: '0.0.0.0',
    run: (command) => host.run(command, { stdio: ['ignore', 'pipe', 'inherit'] }),
    ask(asked: Asked) {
      asker ??= start();
      const id = ++last;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        asker?.stdin?.write(`${JSON.stringify({ id, asked })}\n`);
      });
    },
    close: async () => void asker?.kill(),
  };
}
