import { Zip, ZipDeflate } from 'fflate';
import type { Piece } from './file.ts';

/** A ZIP made piece by piece: no more of it is in memory than has not been written yet. */
export interface ZipWriter {
  /** One file after another. A file of nothing is left out. */
  file(name: string, pieces: AsyncIterable<Piece>): Promise<void>;
  end(): Promise<void>;
}

/** `at` is the time of every file in it, as the clock of the shop shows it. */
export function createZip(write: (piece: Uint8Array) => Promise<void>, at: Date): ZipWriter {
  let made: Uint8Array[] = [];
  let fault: Error | null = null;
  const zip = new Zip((error, bytes) => {
    fault ??= error;
    made.push(bytes);
  });
  async function flush(): Promise<void> {
    if (fault) throw fault;
    const bytes = made;
    made = [];
    for (const one of bytes) await write(one);
  }
  return {
    async file(name, pieces) {
      let entry: ZipDeflate | undefined;
      for await (const piece of pieces) {
        if (piece.length === 0) continue;
        if (!entry) {
          entry = new ZipDeflate(name, { level: 6 });
          entry.mtime = at;
          zip.add(entry);
        }
        entry.push(typeof piece === 'string' ? Buffer.from(piece) : piece);
        await flush();
      }
      entry?.push(new Uint8Array(0), true);
      await flush();
    },
    async end() {
      zip.end();
      await flush();
    },
  };
}
