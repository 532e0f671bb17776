import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { syncPath } from '../../store/files.ts';

/** Where files of an export go, one after the other. Everything is there under its name once `done` has returned, or nothing. */
export interface Sink {
  file(name: string): { write(text: string): void; end(): void };
  done(): void;
  /** Takes away what has been begun. */
  drop(): void;
}

/** A .zip by its name, else a folder. Throws what the disk says. */
export function openSink(to: string, wall_ms: number): Sink {
  return /\.zip$/i.test(to) ? zipSink(to, wall_ms) : folderSink(to);
}

function folderSink(to: string): Sink {
  const part = `${to}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { mode: 0o700 });
  return {
    file(name) {
      const fd = openSync(path.join(part, name), 'wx', 0o600);
      return {
        write: (text) => writeAll(fd, Buffer.from(text)),
        end() {
          fsyncSync(fd);
          closeSync(fd);
        },
      };
    },
    done() {
      syncPath(part);
      renameSync(part, to);
      syncPath(path.dirname(to));
    },
    drop: () => rmSync(part, { recursive: true, force: true }),
  };
}

function zipSink(to: string, wall_ms: number): Sink {
  const part = `${to}.part`;
  rmSync(part, { force: true });
  const fd = openSync(part, 'wx', 0o600);
  let fault: unknown;
  const zip = new Zip((error, bytes) => {
    if (error) fault ??= error;
    else writeAll(fd, bytes);
  });
  return {
    file(name) {
      const entry = new ZipDeflate(name, { level: 6 });
      // A .zip cannot tell of a time before 1980.
      entry.mtime = new Date(Math.max(wall_ms, Date.UTC(1980, 0, 2)));
      zip.add(entry);
      return {
        write: (text) => entry.push(strToU8(text)),
        end: () => entry.push(new Uint8Array(0), true),
      };
    },
    done() {
      zip.end();
      if (fault) throw fault;
      fsyncSync(fd);
      closeSync(fd);
      renameSync(part, to);
      syncPath(path.dirname(to));
    },
    drop() {
      zip.terminate();
      rmSync(part, { force: true });
    },
  };
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}
