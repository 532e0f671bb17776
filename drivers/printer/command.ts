import type { Sheet } from './sheet.ts';

/** One command found at the front of the stream: how long it is and what it does. */
export interface Command {
  readonly length: number;
  readonly run?: (sheet: Sheet) => void;
  readonly unknown?: true;
}

/** Finds the command at `at`; `undefined` when its end has not come yet. */
export type FindCommand = (bytes: Uint8Array, at: number) => Command | undefined;
