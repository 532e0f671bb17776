import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  REQUEST_FILE,
  RESULT_FILE,
  readResult,
  UPDATES_FOLDER,
  type UpdateRequest,
  type UpdateResult,
} from '../../systemd/index.ts';

/** The register may not install anything: it asks root by a file, and root answers by another. */
export interface Handover {
  /** Throws what the file system says. */
  request(name: string): void;
  /** Root has not taken the request up yet. */
  requested(): boolean;
  withdraw(): void;
  /** What became of the last one, whoever asked for it. */
  result(): UpdateResult | null;
  forgetResult(): void;
}

export function createHandover(dir: string): Handover {
  const folder = join(dir, UPDATES_FOLDER);
  const request = join(folder, REQUEST_FILE);
  const result = join(dir, RESULT_FILE);

  return {
    request(name) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const fd = openSync(`${request}.part`, 'w', 0o600);
      try {
        writeSync(fd, JSON.stringify({ package: name } satisfies UpdateRequest));
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
      renameSync(`${request}.part`, request);
    },
    requested: () => existsSync(request),
    withdraw: () => rmSync(request, { force: true }),
    result() {
      try {
        return readResult(readFileSync(result, 'utf8')) ?? null;
      } catch {
        return null;
      }
    },
    forgetResult: () => rmSync(result, { force: true }),
  };
}
