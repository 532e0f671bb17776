import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../../wire/index.ts';
import { readIfThere, removeDurably, writeDurably } from './durable-file.ts';

/**
 * The configuration file and what lies beside it: `.previous`, the one before, and `.unproven`, a mark that says that
 * the register has not yet run with the one that is there. While the mark is there a start that fails goes back.
 */
export interface ConfigFiles {
  readonly file: string;
  /** Null when there is none. Throws what the disk says. */
  read(): string | null;
  readonly writable: boolean;
  /** Puts a new one in its place and the former aside. Throws a Refusal `config-not-written`; then nothing has changed. */
  write(text: string): void;
  /** The register runs with it. */
  proven(): void;
  /** The one before is back in its place; false when what is there was proven, or came from somebody else. */
  putBack(): boolean;
}

export function createConfigFiles(file: string): ConfigFiles {
  const previous = `${file}.previous`;
  const mark = `${file}.unproven`;
  const read = () => readIfThere(file);

  return {
    file,
    read,
    get writable() {
      try {
        accessSync(path.dirname(file), constants.W_OK | constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
    write(text) {
      try {
        const former = read();
        if (former !== null) writeDurably(previous, former);
        else if (existsSync(previous)) removeDurably(previous);
        // First the mark: a file that is there without it is believed to have run.
        writeDurably(mark, markOf(text));
        writeDurably(file, text);
      } catch (error) {
        throw notWritten(file, error as NodeJS.ErrnoException);
      }
    },
    proven() {
      if (existsSync(mark)) removeDurably(mark);
    },
    putBack() {
      const text = read();
      // Whoever has edited it since must find the edit.
      if (text === null || readIfThere(mark) !== markOf(text)) return false;
      const former = readIfThere(previous);
      if (former === null) removeDurably(file);
      else writeDurably(file, former);
      removeDurably(mark);
      return true;
    },
  };
}

const markOf = (text: string): string => `${createHash('sha256').update(text).digest('hex')}\n`;

function notWritten(file: string, { code }: NodeJS.ErrnoException): Refusal {
  const folder = path.dirname(file);
  return new Refusal(
    507,
    'config-not-written',
    {
      cs: `Nastavení se do ${file} neuložilo (${code}). Pokladna běží dál s dosavadním.`,
      en: `The configuration was not saved to ${file} (${code}). The register goes on with the former one.`,
    },
    code === 'ENOSPC'
      ? { cs: 'Uvolněte místo na disku a zkuste to znovu.', en: 'Free some disk space and try again.' }
      : {
          cs: `Složka ${folder} má patřit pokladně: chown root:kasad ${folder} a chmod 770 ${folder}.`,
          en: `The folder ${folder} has to be the register's: chown root:kasad ${folder} and chmod 770 ${folder}.`,
        },
  );
}
