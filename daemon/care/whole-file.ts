import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Writes a file that is there whole or not at all, whatever happens meanwhile. Throws what the disk says. */
export function writeWhole(file: string, bytes: Uint8Array): void {
  const part = `${file}.part`;
  try {
    const fd = openSync(part, 'w', 0o600);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
