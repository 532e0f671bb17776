import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** A finished file, to be sent to whoever asked. */
export interface ExportFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  /** Read once; the file is gone when it ends or is destroyed. */
  readonly stream: Readable;
}

export type Piece = string | Uint8Array;

/**
 * Puts pieces into a file that has no name any more: it is gone with the last who reads it, also when the process is
 * killed. So whoever downloads slowly keeps no snapshot of the database open, and what goes wrong is answered as such.
 */
export async function intoFile(
  name: string,
  type: string,
  fill: (write: (piece: Piece) => Promise<void>) => Promise<void>,
): Promise<ExportFile> {
  const file = await nameless();
  try {
    let bytes = 0;
    await fill(async (piece) => {
      if (piece.length === 0) return;
      const { bytesWritten } = await write(file, piece);
      bytes += bytesWritten;
    });
    return { name, type, bytes, stream: file.createReadStream({ start: 0 }) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function nameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'kasad-export-'));
  try {
    return await open(join(folder, 'file'), 'wx+', 0o600);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A disk may take less than it was given. */
async function write(file: FileHandle, piece: Piece): Promise<{ bytesWritten: number }> {
  const all = typeof piece === 'string' ? Buffer.from(piece) : piece;
  let done = 0;
  while (done < all.length) done += (await file.write(all, done)).bytesWritten;
  return { bytesWritten: done };
}
