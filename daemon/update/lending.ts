import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { type PackageMessage, writeMessage } from './messages.ts';
import type { Shelf } from './shelf.ts';

/** Gives siblings what they ask for of the packages that lie here: one piece at a time to each. */
export interface Lending {
  /** A question; anything else is passed over. */
  receive(from: string, message: PackageMessage): void;
  /** Resolves when nothing is being read any more. */
  stop(): Promise<void>;
}

export function createLending(parts: {
  readonly shelf: Shelf;
  readonly send: (registerId: string, text: string) => boolean;
  readonly log: Pick<Log, 'warn'>;
}): Lending {
  const { shelf, send, log } = parts;
  const reading = new Map<string, Promise<void>>();

  async function piece(to: string, ask: PackageMessage & { readonly is: 'want-piece' }): Promise<void> {
    const held = shelf.find(ask.name);
    if (held?.statement.sha256 !== ask.sha256 || ask.from >= held.statement.size) {
      send(to, writeMessage({ is: 'gone', name: ask.name }));
      return;
    }
    let file: FileHandle | undefined;
    try {
      file = await open(join(shelf.folder, held.name), 'r');
      const data = Buffer.alloc(Math.min(ask.length, held.statement.size - ask.from));
      const { bytesRead } = await file.read(data, 0, data.length, ask.from);
      if (bytesRead === data.length) {
        send(to, writeMessage({ is: 'piece', sha256: ask.sha256, from: ask.from, data }));
      } else send(to, writeMessage({ is: 'gone', name: ask.name }));
    } catch (error) {
      log.warn({ err: error, name: held.name }, 'a package could not be read for a sibling');
      send(to, writeMessage({ is: 'gone', name: ask.name }));
    } finally {
      await file?.close();
    }
  }

  return {
    receive(from, message) {
      if (message.is === 'want-statement') {
        const held = shelf.find(message.name);
        const answer: PackageMessage = held
          ? { is: 'statement', name: held.name, text: JSON.stringify(held.statement) }
          : { is: 'gone', name: message.name };
        send(from, writeMessage(answer));
      }
      // Whoever asks again before it has its answer is not served twice.
      if (message.is === 'want-piece' && !reading.has(from)) {
        reading.set(
          from,
          piece(from, message).finally(() => reading.delete(from)),
        );
      }
    },
    async stop() {
      await Promise.all(reading.values());
    },
  };
}
