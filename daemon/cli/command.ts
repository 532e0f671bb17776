import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { World } from '../../world/index.ts';

/** Where a command speaks and what it may ask; the real one is in main.ts. */
export interface Terminal {
  /** One line for people, or one JSON document. */
  out(line: string): void;
  err(line: string): void;
  /** Bytes as they are, for files that go to standard output. */
  write(bytes: Uint8Array): void;
  readonly stdin: NodeJS.ReadableStream & AsyncIterable<unknown>;
  readonly world: World;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  readonly version: string;
  /** Resolves at the first SIGTERM or SIGINT. */
  stopSignal(): Promise<string>;
  /** Calls `run` at each SIGHUP, which otherwise ends the process; the answer stops listening. */
  onHangup(run: () => void): () => void;
}

/** Exit codes: 0 done, 1 refused or failed, 2 the command was not understood. */
export interface Command {
  readonly name: string;
  /** One line in the list of commands. */
  readonly summary: string;
  /** What `--help` says below the first line. */
  readonly help: string;
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

/** The command line makes no sense; `message` in Czech says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** parseArgs of Node, whose complaints are in English and of types. */
export function readArgs<const T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    const [named = ''] = /'[^']+'/.exec(message) ?? [];
    const what = named.slice(1, -1).split(' ')[0];
    switch (code) {
      case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
        throw new UsageError(`Přepínač ${what} neznáme.`);
      case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
        throw new UsageError(`Přepínač ${what} má jinou podobu: chybí hodnota, nebo je navíc.`);
      case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
        throw new UsageError(`„${what}“ je tu navíc.`);
      default:
        throw error;
    }
  }
}
