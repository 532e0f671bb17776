import type { DestinationStream } from 'pino';

/** The last lines of a log, for the support bundle of a box that has no journal. */
export interface LogTail {
  /** Keeps what passes, and passes it on. */
  through(to: DestinationStream): DestinationStream;
  /** Oldest first. */
  lines(): readonly string[];
}

const LINES_MAX = 2_000;
/** A line may be long: all of them together take no more characters than this. */
const CHARACTERS_MAX = 500_000;

export function createLogTail(): LogTail {
  const kept: string[] = [];
  let first = 0;
  let characters = 0;

  function keep(line: string): void {
    kept.push(line);
    characters += line.length;
    while (kept.length - first > LINES_MAX || (characters > CHARACTERS_MAX && kept.length - first > 1)) {
      characters -= kept[first]?.length ?? 0;
      kept[first++] = '';
    }
    // A shift of two thousand places for every line would be felt.
    if (first <= LINES_MAX) return;
    kept.splice(0, first);
    first = 0;
  }

  return {
    through: (to) => ({
      write(line) {
        keep(line.trimEnd());
        to.write(line);
      },
    }),
    lines: () => kept.slice(first),
  };
}

/** What this process has said, whatever logs it has made. */
export const ownTail = createLogTail();
