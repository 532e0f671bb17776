import { type ChildProcess, spawn } from 'node:child_process';

/** What was asked of a register over HTTP, and what it said. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}
export interface Said {
  readonly status: number;
  readonly cookie: string;
  readonly text: string;
}

/** Where a register runs: this machine, or a box of its own in the laboratory of networks. */
export interface Place {
  /** What its siblings reach it by, as `[sync] host`. */
  readonly syncHost: string;
  run(command: readonly string[]): ChildProcess;
  ask(asked: Asked): Promise<Said>;
  close(): Promise<void>;
}

/** On a busy machine with two cores. */
export const PATIENCE_MS = 60_000;

export const thisMachine: Place = {
  syncHost: '127.0.0.1',
  run: ([command = '', ...args]) => spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] }),
  ask: askHere,
  close: async () => {},
};

export async function askHere({ method, url, headers, body }: Asked): Promise<Said> {
  const answer = await fetch(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  return {
    status: answer.status,
    cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
    text: await answer.text(),
  };
}
