import path from 'node:path';
import type { World } from '../../world/index.ts';
import type { SetupStepId } from '../http/contract.ts';
import { readIfThere, writeDurably } from './durable-file.ts';

/** What the first run has to remember over a power cut. It lies in the data folder, beside the database. */
export interface Notes {
  /** By which the register goes until it is named; drawn once. */
  readonly id: string;
  readonly series: string;
  /** What somebody has said of a step. */
  readonly marks: Readonly<Partial<Record<SetupStepId, 'skipped' | 'done'>>>;
  readonly finished: boolean;
  /** Chosen for this register, and not yet in its settings. */
  readonly pending: { readonly language?: 'cs' | 'en'; readonly shownLabel?: string | null };
}

export interface Notebook {
  /** Undefined when no first run was ever begun here. */
  read(): Notes | undefined;
  /** Begins one where there is none. */
  begin(): Notes;
  write(patch: Partial<Omit<Notes, 'id' | 'series'>>): Notes;
}

/** Without letters and digits that are taken for one another. */
const SIGNS = '23456789abcdefghjkmnpqrstuvwxyz';

export function createNotebook(dir: string, world: Pick<World, 'bytes'>): Notebook {
  const file = path.join(dir, 'first-run.json');

  function read(): Notes | undefined {
    const text = readIfThere(file);
    return text === null ? undefined : notesOf(text);
  }

  function put(notes: Notes): Notes {
    writeDurably(file, JSON.stringify(notes), 0o600);
    return notes;
  }

  function begin(): Notes {
    const known = read();
    if (known) return known;
    const drawn = [...world.bytes(5)].map((byte) => SIGNS[byte % SIGNS.length]).join('');
    return put({
      id: `pokladna-${drawn}`,
      series: `X${drawn.toUpperCase()}`,
      marks: {},
      finished: false,
      pending: {},
    });
  }

  return {
    read,
    begin,
    write(patch) {
      return put({ ...begin(), ...patch });
    },
  };
}

/** A file that cannot be read was never finished: the first run begins anew, and nothing of the shop is lost by it. */
function notesOf(text: string): Notes | undefined {
  try {
    const it = JSON.parse(text) as Notes;
    const sound =
      /^[A-Za-z0-9_-]{1,32}$/.test(it.id) &&
      /^[A-Z0-9]{1,8}$/.test(it.series) &&
      typeof it.finished === 'boolean' &&
      typeof it.marks === 'object' &&
      typeof it.pending === 'object';
    return sound ? it : undefined;
  } catch {
    return undefined;
  }
}
